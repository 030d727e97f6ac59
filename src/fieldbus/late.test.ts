// Answers that come after their deadline, on wires whose answers do not say which request they answer.
import { afterEach, describe, expect, it } from 'vitest';
import { codeOf, startLine } from './testing/line.ts';
import { registersPeer } from './testing/registers-peer.ts';

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

const read = (address = 0, count = 1, unit = 1) => ({ unit, function: 4, address, count }) as const;

/** A line to a device whose registers hold 100 × their address + the number of the request, counted from 0. */
async function lineTo(...peer: Parameters<typeof registersPeer>) {
  const device = await registersPeer(...peer);
  cleanUp.push(() => device.stop());
  const config = { kind: 'modbus-rtu-over-tcp', host: '127.0.0.1', port: device.port };
  const line = await startLine({ ...config, timeout: '250ms', shortestTimeout: '250ms' });
  cleanUp.push(() => line.stop());
  return line;
}

describe('an RTU answer that comes too late', () => {
  it('is never taken for the answer to a newer request of the same unit', async () => {
    // The first answer comes after its deadline; nothing in it tells it from the answer to the second request.
    const line = await lineTo((send, index) => (index === 0 ? setTimeout(send, 500) : send()));
    expect(await codeOf(line.request(read(1)))).toBe('timeout');
    expect((await line.request(read(50))).registers).toEqual([5002]);
    expect((await line.request(read(60))).registers).toEqual([6003]);
    // The request between them was made to be sure that nothing is left.
    expect(line.health().facts).toMatchObject({ timeouts: 1, resyncs: 1 });
  });

  it('is never taken for one from a device that always answers the request before', async () => {
    const held: (() => void)[] = [];
    const line = await lineTo((send) => {
      held.push(send);
      if (held.length > 1) held.shift()!();
    });
    for (let i = 0; i < 4; i++) expect(await codeOf(line.request(read(i)))).toBe('timeout');
    expect(Number(line.health().facts['late'])).toBeGreaterThan(1);
  });

  it('is never taken for one from a device whose answers come in bunches, and right ones are given meanwhile', async () => {
    const held: (() => void)[] = [];
    const line = await lineTo((send, index) => {
      held.push(send);
      if (index % 4 > 0) for (const late of held.splice(0)) late();
    });
    const values: number[] = [];
    for (let i = 0; i < 10; i++) {
      await line.request(read(i, 2)).then(
        ({ registers }) => values.push(...registers.map((r, at) => Math.floor(r / 100) - i - at)),
        () => {},
      );
    }
    expect(values.length).toBeGreaterThan(0);
    expect(new Set(values)).toEqual(new Set([0]));
  });

  it('does not hold up other units meanwhile, and is thrown away when it comes among their answers', async () => {
    const line = await lineTo((send, index) => void setTimeout(send, index === 0 ? 350 : 15));
    expect(await codeOf(line.request(read(0, 1, 1)))).toBe('timeout');
    for (let i = 1; i <= 8; i++) expect((await line.request(read(7, 1, 2))).registers).toEqual([700 + i]);
    expect(line.health().facts).toMatchObject({ late: 1, resyncs: 0 });
  });

  it('that never comes does no harm: after one request that looks different the unit is asked as before', async () => {
    const line = await lineTo((send, index) => {
      if (index > 0) send();
    });
    expect(await codeOf(line.request(read()))).toBe('timeout');
    const began = performance.now();
    for (let i = 0; i < 5; i++) expect((await line.request(read(3))).registers).toEqual([302 + i]);
    expect(performance.now() - began).toBeLessThan(1200);
    expect(line.health().facts['resyncs']).toBe(1);
  });

  it('teaches the line how slow the device is: it is waited for longer, up to the timeout of the line', async () => {
    const device = await registersPeer((send) => void setTimeout(send, 70));
    cleanUp.push(() => device.stop());
    const line = await startLine({
      kind: 'modbus-rtu-over-tcp',
      host: '127.0.0.1',
      port: device.port,
      timeout: '2s',
      shortestTimeout: '20ms',
    });
    cleanUp.push(() => line.stop());
    for (let i = 0; i < 5; i++) expect((await line.request(read(2))).registers).toEqual([200 + i]);
    device.silence(true);
    const began = performance.now();
    expect(await codeOf(line.request(read(2)))).toBe('timeout');
    // Three times its slowest answer, not two seconds.
    expect(performance.now() - began).toBeLessThan(1500);
  });
});
