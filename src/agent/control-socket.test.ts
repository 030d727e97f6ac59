import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../runtime/logger.ts';
import { ask, ControlSocket } from './control-socket.ts';

let folder: string;
let path: string;
let socket: ControlSocket;
const methods = {
  status: () => ({ state: 'ok' }),
  add: (p: Readonly<Record<string, unknown>>) => Number(p['a']) + Number(p['b']),
  broken: () => Promise.reject(new Error('no bus')),
};
const started = (s: ControlSocket) => s.start(new AbortController().signal, () => {});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'haidang-control-'));
  path = join(folder, 'agent.sock');
  socket = new ControlSocket({ path, methods, logger: silentLogger });
  await started(socket);
});
afterEach(async () => {
  await socket.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the control socket', () => {
  it('answers a request and may be used by owner and group alone', async () => {
    expect(await ask(path, 'status')).toEqual({ state: 'ok' });
    expect(await ask(path, 'add', { a: 2, b: 3 })).toBe(5);
    expect((statSync(path).mode & 0o777).toString(8)).toBe('660');
  });

  it('answers nonsense, unknown methods and failing ones with a reason', async () => {
    await expect(ask(path, 'reboot')).rejects.toThrow('unknown method "reboot"; known: status, add, broken');
    await expect(ask(path, 'constructor')).rejects.toThrow('unknown method');
    await expect(ask(path, 'broken')).rejects.toThrow('no bus');
    const answers = await new Promise<string>((resolve) => {
      const raw = connect(path);
      let text = '';
      raw.setEncoding('utf8');
      raw.on('data', (chunk) => {
        text += chunk;
        if (text.split('\n').length === 4) {
          raw.destroy();
          resolve(text);
        }
      });
      raw.write('not json\n[1]\n{"method":"status"}\n');
    });
    expect(
      answers
        .trim()
        .split('\n')
        .map((l) => JSON.parse(l).ok),
    ).toEqual([false, false, true]);
  });

  it('cuts off a client that sends without end', async () => {
    const raw = connect(path);
    raw.on('error', () => {});
    const answer = await new Promise<string>((resolve) => {
      raw.setEncoding('utf8');
      raw.on('data', (text) => resolve(String(text)));
      raw.write('x'.repeat(70_000));
    });
    raw.destroy();
    expect(answer).toContain('too long');
    expect(await ask(path, 'status')).toEqual({ state: 'ok' });
  });

  it('takes over the socket that a killed agent left, and refuses to start beside a living one', async () => {
    await expect(started(new ControlSocket({ path, methods, logger: silentLogger }))).rejects.toThrow(
      'another agent is running',
    );
    const left = join(folder, 'left.sock');
    writeFileSync(left, '');
    const second = new ControlSocket({ path: left, methods, logger: silentLogger });
    await started(second);
    expect(await ask(left, 'status')).toEqual({ state: 'ok' });
    await second.stop();
  });

  it('says that no agent runs where nobody answers', async () => {
    await expect(ask(join(folder, 'none.sock'), 'status')).rejects.toThrow('no agent answers');
  });

  it('starts again after it was stopped', async () => {
    await socket.stop();
    await started(socket);
    expect(await ask(path, 'status')).toEqual({ state: 'ok' });
  });
});
