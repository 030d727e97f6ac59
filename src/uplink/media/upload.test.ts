// One file to a server of our own, with a clock and a pace moved by hand.
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { Backoff } from '../../runtime/backoff.ts';
import { sleep } from '../../runtime/clock.ts';
import { ManualClock } from '../../runtime/manual-clock.ts';
import { TestAuthority } from '../testing/certificates.ts';
import { lookUp } from './file.ts';
import { upload } from './upload.ts';

let authority: TestAuthority;
let server: ReturnType<typeof createServer>;
let answer: (req: IncomingMessage, res: ServerResponse) => void;

beforeAll(async () => {
  authority = new TestAuthority();
  const { cert, key } = authority.sign('server', { names: ['IP:127.0.0.1'] });
  server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (req, res) => answer(req, res));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  authority.remove();
});

/** @param paceMs what each part has to wait for. @returns when it is over; time runs by itself until then. */
async function sent(bytes: number, paceMs = 0): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-upload-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [path, ref] = [join(folder, 'still.jpg'), 'still.jpg'];
  writeFileSync(path, Buffer.alloc(bytes, 7));
  const file = await lookUp({ pathOf: () => path }, ref);
  const clock = new ManualClock();
  const timer = setInterval(() => clock.advance(10_000), 20);
  onTestFinished(() => clearInterval(timer));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/x`;
  await upload({ id: 'm', ref, offset: 0, url }, file, {
    clock,
    ca: authority.pem,
    backoff: new Backoff({ firstMs: 2000, maxMs: 10_000, random: () => 0 }),
    signal: new AbortController().signal,
    pace: () => (paceMs > 0 ? sleep(clock, paceMs) : Promise.resolve()),
  });
}

it('a file that may go only slowly arrives: that the gateway waits is no silence of the server', async () => {
  let tries = 0;
  let got = 0;
  answer = (req, res) => {
    tries++;
    req
      .on('error', () => {})
      .on('data', (part: Buffer) => {
        got += part.length;
      });
    req.on('end', () => res.writeHead(200).end());
  };
  await sent(50_000, 60_000);
  expect([tries, got]).toEqual([1, 50_000]);
});

it('a server that says for ever that it lacks something is given up: others wait behind the file', async () => {
  let tries = 0;
  answer = (req, res) => {
    tries++;
    req.resume().on('end', () => res.writeHead(tries > 40 ? 200 : 308).end());
  };
  await expect(sent(100)).rejects.toMatchObject({ fault: 'network', code: 'upload' });
  expect(tries).toBe(10);
});
