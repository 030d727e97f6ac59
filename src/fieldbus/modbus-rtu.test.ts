import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SerialPort } from 'serialport';
import { afterEach, describe, expect, it } from 'vitest';
import { render } from '../messages/catalogue.ts';
import type { ModbusLine } from './line.ts';
import { codeOf, startLine, until } from './testing/line.ts';
import { rtuAnswer, startPeer, withCrc } from './testing/peer.ts';
import { startPtyPair, startPymodbus } from './testing/pymodbus.ts';

const cleanUp: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

const read = (address = 0, count = 1, unit = 1) => ({ unit, function: 4, address, count }) as const;

async function serialLine(path: string, more: Record<string, unknown> = {}): Promise<ModbusLine> {
  const line = await startLine({ kind: 'modbus-rtu', path, timeout: '3s', baudRate: 19_200, ...more });
  cleanUp.push(() => line.stop());
  return line;
}

/** A serial peer of the test on the other terminal of a pair. */
async function serialPeer(onRequest: (request: Buffer, answer: (bytes: Buffer) => void, index: number) => void) {
  const pty = await startPtyPair();
  cleanUp.push(pty.stop);
  const port = new SerialPort({ path: pty.b, baudRate: 19_200 });
  let index = 0;
  let rest = Buffer.alloc(0);
  port.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    // A read request and the writing of one value have 8 bytes.
    if (rest.length < 8) return;
    const request = rest;
    rest = Buffer.alloc(0);
    onRequest(request, (bytes) => void port.write(bytes), index++);
  });
  await new Promise<void>((resolve) => port.once('open', () => resolve()));
  cleanUp.push(() => new Promise<void>((resolve) => port.close(() => resolve())));
  return pty.a;
}

/** Terminals that this process has open. */
function openTerminals(): string[] {
  const folder = '/proc/self/fd';
  const targets = readdirSync(folder).map((fd) => {
    try {
      return readlinkSync(join(folder, fd));
    } catch {
      return '';
    }
  });
  return targets.filter((t) => t.startsWith('/dev/pts/')).sort();
}

async function overTcp(onRequest: Parameters<typeof startPeer>[0], more: Record<string, unknown> = {}) {
  const peer = await startPeer(onRequest);
  cleanUp.push(() => peer.stop());
  const line = await startLine({
    kind: 'modbus-rtu-over-tcp',
    host: '127.0.0.1',
    port: peer.port,
    timeout: '200ms',
    ...more,
  });
  cleanUp.push(() => line.stop());
  return line;
}

describe('a serial line to pymodbus over a pair of terminals', () => {
  it('reads, writes and is refused; a unit that is not there is a timeout and does not disturb the others', async () => {
    const pty = await startPtyPair();
    cleanUp.push(pty.stop);
    const registers = Object.fromEntries(Array.from({ length: 80 }, (_, i) => [i, i * 3]));
    const server = await startPymodbus({
      serial: pty.b,
      units: { 1: { input: registers, holding: { 2: 5 } }, 7: { input: { 0: 70 } } },
    });
    cleanUp.push(server.stop);
    const line = await serialLine(pty.a);
    expect((await line.request(read(0, 80))).registers[79]).toBe(237);
    await line.request({ unit: 1, function: 16, address: 2, values: [9] });
    expect((await line.request({ unit: 1, function: 3, address: 2, count: 1 })).registers).toEqual([9]);
    expect(await codeOf(line.request(read(100)))).toBe('illegal-address');
    expect(await codeOf(line.request(read(0, 1, 3), { timeoutMs: 300 }))).toBe('timeout');
    expect((await line.request(read(0, 1, 7))).registers).toEqual([70]);
    expect((await line.request(read(1, 1, 1))).registers).toEqual([3]);
  });
});

describe('a serial line to a peer that misbehaves', () => {
  it('names half frames, wrong checksums and wrong units, and recovers', async () => {
    const path = await serialPeer((request, answer, index) => {
      const good = rtuAnswer(request, [21]);
      if (index === 0) answer(good.subarray(0, 4));
      else if (index === 1) answer(Buffer.concat([good.subarray(0, -1), Buffer.from([good.at(-1)! ^ 1])]));
      else if (index === 2) answer(rtuAnswer(Buffer.from([9, 4]), [21]));
      else if (index === 3) answer(Buffer.concat([Buffer.from([0xff, 0x00]), good]));
      else answer(good);
    });
    const line = await serialLine(path);
    expect(await codeOf(line.request(read(), { timeoutMs: 400 }))).toBe('incomplete');
    expect(await codeOf(line.request(read()))).toBe('crc');
    // The answer of another may be a late one: the right one is waited for.
    expect(await codeOf(line.request(read(), { timeoutMs: 400 }))).toBe('wrong-unit');
    // Stray bytes before an answer do no harm.
    expect((await line.request(read())).registers).toEqual([21]);
    expect((await line.request(read())).registers).toEqual([21]);
    expect(line.health().facts).toMatchObject({ damaged: 3, replies: 2 });
  });

  it('keeps a line that babbles usable, and its memory bounded', async () => {
    const line = await overTcp((request, socket, index) => {
      if (index === 0) socket.write(Buffer.alloc(200_000, 0x55));
      else socket.write(rtuAnswer(request, [4]));
    });
    expect(await codeOf(line.request(read()))).toBe('crc');
    expect((await line.request(read())).registers).toEqual([4]);
    expect(Number(line.health().facts['strayBytes'])).toBeGreaterThan(190_000);
  });

  it('can speak to everyone, and waits for no answer', async () => {
    const heard: string[] = [];
    const path = await serialPeer((request) => heard.push(request.toString('hex')));
    const line = await serialLine(path);
    await line.request({ unit: 0, function: 6, address: 1, value: 2 });
    await until(() => heard.length > 0);
    expect(heard).toEqual([withCrc(Buffer.from([0, 6, 0, 1, 0, 2])).toString('hex')]);
  });
});

describe('a serial port', () => {
  it('that is missing is said in words a technician can use, and is opened when it appears, and again after unplugging', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'haidang-pty-'));
    cleanUp.push(() => rmSync(dir, { recursive: true, force: true }));
    const line = await serialLine(join(dir, 'a'));
    expect(render(line.health().reasons[0]!, 'en')).toBe(`line test: there is no serial port ${join(dir, 'a')}`);
    const first = await startPtyPair(dir);
    const server = await startPymodbus({ serial: first.b, units: { 1: { input: { 0: 11 } } } });
    await until(() => line.health().state === 'ok');
    expect((await line.request(read())).registers).toEqual([11]);
    // Unplugged: both ends of the pair are gone.
    await server.stop();
    await first.stop();
    await until(() => line.health().state === 'degraded');
    expect(await codeOf(line.request(read()))).toBe('disconnected');
    const second = await startPtyPair(dir);
    cleanUp.push(second.stop);
    const again = await startPymodbus({ serial: second.b, units: { 1: { input: { 0: 12 } } } });
    cleanUp.push(again.stop);
    await until(() => line.health().state === 'ok');
    expect((await line.request(read())).registers).toEqual([12]);
  });

  it('that is unplugged in the middle of an answer is noticed, and nothing of it stays open', async () => {
    const atFirst = openTerminals();
    for (let i = 0; i < 8; i++) {
      const pty = await startPtyPair();
      const other = new SerialPort({ path: pty.b, baudRate: 19_200 });
      other.on('error', () => {});
      other.on('data', (request: Buffer) => {
        other.write(rtuAnswer(request, [1]));
        other.drain(() => pty.kill());
      });
      await new Promise<void>((resolve) => other.once('open', () => resolve()));
      const line = await serialLine(pty.a);
      await line.request(read()).catch(() => {});
      await until(() => line.health().state === 'degraded');
      await line.stop();
      if (other.isOpen) await new Promise<void>((resolve) => other.close(() => resolve()));
      await pty.stop();
    }
    // A dead terminal that stays open is read for ever: that would keep the processor busy.
    expect(openTerminals()).toEqual(atFirst);
  });
});
