import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../runtime/clock.ts';
import { SystemClock } from '../../runtime/clock.ts';
import { download } from './download.ts';

const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 2654435761) >>> 24));
const sha256 = createHash('sha256').update(content).digest('hex');

/** Waits pass at once; everything else is the real time. */
class HastyClock extends SystemClock {
  override after(ms: number, fn: () => void) {
    return super.after(ms < 20_000 ? ms / 1000 : ms, fn);
  }
}

let folder: string;
let server: Server;
let file: string;
let requests: (string | undefined)[];
let handler: (request: IncomingMessage, response: ServerResponse) => void;

beforeAll(async () => {
  server = createServer((request, response) => {
    requests.push(request.headers.range);
    handler(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(() => new Promise((done) => server.close(done)));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haidang-download-'));
  file = join(folder, 'model.onnx');
  requests = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const fetchIt = (more: { clock?: Clock; onProgress?: (done: number, total: number) => void; tries?: number } = {}) => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/model.onnx`;
  return download({ url, file, bytes: content.length, sha256, clock: new HastyClock(), random: () => 0.5, ...more });
};
/** Serves the content from where it is asked for, as a good server does. */
function serve(request: IncomingMessage, response: ServerResponse, body: Buffer = content) {
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const range = { 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` };
  response.writeHead(from > 0 ? 206 : 200, { 'content-length': body.length - from, ...(from > 0 ? range : {}) });
  return { rest: body.subarray(from), response };
}

describe('a download', () => {
  it('arrives whole, tells how far it is, and leaves nothing else behind', async () => {
    handler = (q, r) => void serve(q, r).response.end(content);
    const seen: number[] = [];
    await fetchIt({ onProgress: (done, total) => seen.push(done / total) });
    expect(readFileSync(file).equals(content)).toBe(true);
    expect(seen.at(-1)).toBe(1);
    expect(existsSync(`${file}.part`)).toBe(false);
  });

  it('goes on where it was cut, however often', async () => {
    handler = (q, r) => {
      const { rest } = serve(q, r);
      if (rest.length <= 100_000) r.end(rest);
      else r.write(rest.subarray(0, 70_000), () => setTimeout(() => r.destroy(), 20));
    };
    await fetchIt();
    expect(readFileSync(file).equals(content)).toBe(true);
    expect(requests.length).toBeGreaterThanOrEqual(3);
    expect(requests.slice(1).every((range) => /^bytes=[1-9]\d*-$/.test(range ?? ''))).toBe(true);
  });

  it('goes on with what an earlier run of the command left', async () => {
    writeFileSync(`${file}.part`, content.subarray(0, 123_456));
    handler = (q, r) => void r.end(serve(q, r).rest);
    await fetchIt();
    expect(requests).toEqual(['bytes=123456-']);
    expect(readFileSync(file).equals(content)).toBe(true);
  });

  it('begins anew at a server that knows no ranges', async () => {
    writeFileSync(`${file}.part`, 'something else that was there');
    handler = (_q, r) => void r.writeHead(200).end(content);
    await fetchIt();
    expect(readFileSync(file).equals(content)).toBe(true);
  });

  it('throws away what is not the file of the card, by its hash or by its size', async () => {
    const other = Buffer.from(content);
    other[5] = 255 - other[5]!;
    handler = (_q, r) => void r.end(other);
    await expect(fetchIt()).rejects.toMatchObject({
      code: 'models.download-wrong',
      message: expect.stringContaining('SHA-256'),
    });
    handler = (_q, r) => void r.end(Buffer.concat([content, content]));
    await expect(fetchIt()).rejects.toMatchObject({
      code: 'models.download-wrong',
      message: expect.stringContaining('more than'),
    });
    expect(existsSync(file) || existsSync(`${file}.part`)).toBe(false);
  });

  it('is given up at once where the server refuses, and after some tries where it fails', async () => {
    handler = (_q, r) => void r.writeHead(404).end();
    await expect(fetchIt()).rejects.toMatchObject({
      code: 'models.download-failed',
      message: expect.stringContaining('404'),
    });
    expect(requests).toHaveLength(1);
    requests = [];
    handler = (_q, r) => void r.writeHead(503).end();
    await expect(fetchIt({ tries: 3 })).rejects.toMatchObject({ message: expect.stringContaining('503') });
    expect(requests).toHaveLength(3);
  });

  it('asks anew where a server falls silent', async () => {
    class Impatient extends SystemClock {
      override after(ms: number, fn: () => void) {
        return super.after(ms / 300, fn);
      }
    }
    handler = (q, r) => {
      const { rest } = serve(q, r);
      if (requests.length > 1) r.end(rest);
      else r.write(rest.subarray(0, 50_000));
    };
    await fetchIt({ clock: new Impatient() });
    expect(requests[1]).toMatch(/^bytes=\d+-$/);
    expect(statSync(file).size).toBe(content.length);
  });
});
