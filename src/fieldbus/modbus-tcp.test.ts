import { afterEach, describe, expect, it } from 'vitest';
import { render } from '../messages/catalogue.ts';
import type { ModbusLine } from './line.ts';
import { codeOf, pauseMs, startLine, until } from './testing/line.ts';
import { mbapAnswer, startPeer } from './testing/peer.ts';
import { startPymodbus } from './testing/pymodbus.ts';

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

async function lineTo(port: number, more: Record<string, unknown> = {}): Promise<ModbusLine> {
  const line = await startLine({ kind: 'modbus-tcp', host: '127.0.0.1', port, timeout: '300ms', ...more });
  cleanUp.push(() => line.stop());
  return line;
}
async function peer(...args: Parameters<typeof startPeer>) {
  const p = await startPeer(...args);
  cleanUp.push(() => p.stop());
  return p;
}
const read = (address = 0, count = 1, unit = 1) => ({ unit, function: 4, address, count }) as const;

describe('a Modbus TCP line to pymodbus', () => {
  it('reads all four tables, writes with all five functions, and names what the device refuses', async () => {
    const server = await startPymodbus({
      units: {
        1: {
          input: { 0: 0x4366, 1: 0x3333 },
          holding: { 10: 1, 11: 2, 12: 3 },
          coil: { 0: false, 1: true, 2: false },
          discrete: { 5: true, 6: false },
        },
      },
    });
    cleanUp.push(server.stop);
    const line = await lineTo(server.port, { timeout: '2s' });
    expect(await line.request(read(0, 2))).toEqual({ registers: [0x4366, 0x3333], bits: [] });
    expect((await line.request({ unit: 1, function: 2, address: 5, count: 2 })).bits).toEqual([true, false]);
    await line.request({ unit: 1, function: 6, address: 10, value: 77 });
    await line.request({ unit: 1, function: 16, address: 11, values: [0xffff, 9] });
    await line.request({ unit: 1, function: 5, address: 0, value: true });
    await line.request({ unit: 1, function: 15, address: 1, values: [false, true] });
    expect((await line.request({ unit: 1, function: 3, address: 10, count: 3 })).registers).toEqual([77, 0xffff, 9]);
    expect((await line.request({ unit: 1, function: 1, address: 0, count: 3 })).bits).toEqual([true, false, true]);
    await line.request({ unit: 1, function: 22, address: 12, and: 0xfff0, or: 0x0005 });
    expect((await line.request({ unit: 1, function: 3, address: 12, count: 1 })).registers).toEqual([5]);
    expect(await codeOf(line.request(read(1, 2)))).toBe('illegal-address');
    expect(line.health()).toMatchObject({ state: 'ok', facts: { requests: 11, replies: 10, exceptions: 1 } });
  });
});

describe('a process that was held up', () => {
  it('looks at what has arrived meanwhile before it takes a device for silent', async () => {
    const server = await startPymodbus({ units: { 1: { input: { 0: 7 } } } });
    cleanUp.push(server.stop);
    const line = await lineTo(server.port, { timeout: '60ms' });
    const reply = line.request(read());
    await new Promise((resolve) => setImmediate(resolve));
    const end = performance.now() + 1000;
    while (performance.now() < end);
    expect((await reply).registers).toEqual([7]);
  });
});

describe('a Modbus TCP line to a peer that misbehaves', () => {
  it('never takes a late answer for the answer to a newer request', async () => {
    // The first two answers come while the third request is under way, the third while the fourth is.
    const held: (() => void)[] = [];
    const slow = await peer((request, socket, index) => {
      if (index >= 2) for (const late of held.splice(0)) late();
      const send = () => socket.write(mbapAnswer(request, [1000 + index]));
      if (index < 3) held.push(send);
      else send();
    });
    const line = await lineTo(slow.port, { timeout: '100ms' });
    expect(await codeOf(line.request(read()))).toBe('timeout');
    expect(await codeOf(line.request(read()))).toBe('timeout');
    expect(await codeOf(line.request(read()))).toBe('timeout');
    expect((await line.request(read())).registers).toEqual([1003]);
    await until(() => Number(line.health().facts['late']) >= 3);
    expect((await line.request(read())).registers).toEqual([1004]);
  });

  it('puts an answer together that comes byte by byte, and takes one of two that come at once', async () => {
    const drip = await peer(async (request, socket) => {
      const answer = mbapAnswer(request, [42]);
      const stray = mbapAnswer(Buffer.from([9, 9, 0, 0, 0, 6, 1, 4]), [666]);
      socket.write(stray);
      for (const byte of answer) {
        await pauseMs(2);
        socket.write(Buffer.from([byte]));
      }
    });
    const line = await lineTo(drip.port, { timeout: '5s' });
    expect((await line.request(read())).registers).toEqual([42]);
    expect(line.health().facts['late']).toBe(1);
  });

  it('refuses the answer of another unit and bytes that are no Modbus at all', async () => {
    const odd = await peer((request, socket, index) => {
      const answer = mbapAnswer(request, [1]);
      if (index === 0) answer[6] = 9;
      else if (index === 1) answer[2] = 7;
      socket.write(answer);
    });
    const line = await lineTo(odd.port);
    expect(await codeOf(line.request(read()))).toBe('wrong-unit');
    expect(await codeOf(line.request(read()))).toBe('bad-frame');
    // The second made the connection useless: it is replaced.
    await until(() => line.health().state === 'ok' && line.health().facts['connects'] === 2);
    expect((await line.request(read())).registers).toEqual([1]);
  });

  it('fails at once when the peer hangs up in the middle of an answer, and comes back', async () => {
    const rude = await peer((request, socket, index) => {
      const answer = mbapAnswer(request, [5]);
      if (index > 0) socket.write(answer);
      else socket.end(answer.subarray(0, 8));
    });
    const line = await lineTo(rude.port, { timeout: '5s' });
    // Not a timeout: the deadline was not waited for.
    expect(await codeOf(line.request(read()))).toBe('disconnected');
    expect(await codeOf(line.request(read()))).toBe('disconnected');
    expect(render(line.health().reasons[0]!, 'vi')).toMatch(/^đường truyền test không kết nối được tới 127\.0\.0\.1:/);
    await until(() => line.health().state === 'ok');
    expect((await line.request(read())).registers).toEqual([5]);
  });

  it('replaces a connection on which a unit that has answered is silent three times', async () => {
    let isDead = false;
    const half = await peer((request, socket) => {
      if (!isDead) socket.write(mbapAnswer(request, [8]));
    });
    const line = await lineTo(half.port, { timeout: '200ms' });
    await line.request(read());
    isDead = true;
    for (let i = 0; i < 3; i++) expect(await codeOf(line.request(read()))).toBe('timeout');
    isDead = false;
    await until(() => line.health().facts['connects'] === 2);
    expect((await line.request(read())).registers).toEqual([8]);
  });

  it('keeps a connection for the living units of a gateway while several others never answer, and not for ever', async () => {
    const gateway = await peer((request, socket) => {
      if (request[6] === 1) socket.write(mbapAnswer(request, [8]));
    });
    const line = await lineTo(gateway.port, { timeout: '120ms' });
    const ask = (unit: number) => codeOf(line.request({ ...read(), unit }));
    for (const unit of [2, 3, 4, 5, 6]) expect(await ask(unit)).toBe('timeout');
    expect((await line.request({ ...read(), unit: 1 })).registers).toEqual([8]);
    expect(line.health().facts['connects']).toBe(1);
    for (let unit = 10; unit < 20; unit++) await ask(unit);
    await until(() => line.health().facts['connects'] === 2);
  });

  it('sends one request at a time, writes before the reads that wait', async () => {
    const order: number[] = [];
    let open = 0;
    const serial = await peer((request, socket) => {
      expect(++open).toBe(1);
      order.push(request[7]!);
      setTimeout(() => {
        open--;
        // A write is answered with its own address and value.
        socket.write(request[7] === 6 ? request : mbapAnswer(request, [0]));
      }, 10);
    });
    const line = await lineTo(serial.port);
    const reads = [0, 1, 2].map((a) => line.request(read(a)));
    await Promise.all([...reads, line.request({ unit: 1, function: 6, address: 0, value: 1 })]);
    expect(order).toEqual([4, 6, 4, 4]);
  });

  it('refuses more than it can keep instead of growing without end', async () => {
    const mute = await peer(() => {});
    const line = await lineTo(mute.port, { timeout: '50ms' });
    const codes = Array.from({ length: 300 }, () => codeOf(line.request(read())));
    await line.stop();
    const all = await Promise.all(codes);
    expect(all.filter((c) => c === 'queue-full')).toHaveLength(44);
    expect(new Set(all)).toEqual(new Set(['queue-full', 'stopped']));
  });
});

describe('a Modbus TCP line without its peer', () => {
  it('starts all the same, refuses requests at once, and works when the peer appears', async () => {
    const probe = await startPeer(() => {});
    const { port } = probe;
    await probe.stop();
    const line = await lineTo(port);
    expect(await codeOf(line.request(read()))).toBe('disconnected');
    expect(line.health().state).toBe('degraded');
    await peer((request, socket) => socket.write(mbapAnswer(request, [3])), port);
    await until(() => line.health().state === 'ok');
    expect((await line.request(read())).registers).toEqual([3]);
  });

  it('can be stopped, started again, and stopped before it was started', async () => {
    const good = await peer((request, socket) => socket.write(mbapAnswer(request, [3])));
    const line = await lineTo(good.port);
    await line.stop();
    expect(await codeOf(line.request(read()))).toBe('stopped');
    expect(line.health().state).toBe('down');
    await line.start(new AbortController().signal, () => {});
    expect((await line.request(read())).registers).toEqual([3]);
    await until(() => good.sockets.size === 1);
  });
});
