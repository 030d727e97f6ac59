import { describe, expect, it } from 'vitest';
import { Latency } from './latency.ts';
import { codeOf, startLine } from './testing/line.ts';
import { mbapAnswer, startPeer } from './testing/peer.ts';

describe('how long a unit is waited for', () => {
  it('is the whole timeout before its first answer, then three times its slowest recent one, between the bounds', () => {
    const latency = new Latency({ floorMs: 100 });
    expect(latency.timeoutMs(1, 1000)).toBe(1000);
    latency.answered(1, 5);
    expect(latency.timeoutMs(1, 1000)).toBe(100);
    latency.answered(1, 80);
    expect(latency.timeoutMs(1, 1000)).toBe(240);
    latency.answered(1, 900);
    expect(latency.timeoutMs(1, 1000)).toBe(1000);
    expect(latency.timeoutMs(2, 700)).toBe(700);
  });

  it('forgets a slow answer slowly', () => {
    const latency = new Latency({ floorMs: 20 });
    latency.answered(1, 200);
    for (let i = 0; i < 300; i++) latency.answered(1, 10);
    expect(latency.timeoutMs(1, 5000)).toBeLessThan(40);
  });

  it('grows while it misses deadlines, up to the timeout, and shrinks at its next answer', () => {
    const latency = new Latency({ floorMs: 100 });
    latency.answered(1, 20);
    const waits = [0, 1, 2, 3, 4, 5].map(() => {
      const ms = latency.timeoutMs(1, 1000);
      latency.missed(1);
      return ms;
    });
    expect(waits).toEqual([100, 100, 200, 400, 800, 1000]);
    latency.answered(1, 20);
    expect(latency.timeoutMs(1, 1000)).toBe(100);
  });

  it('is learned from answers that come late, too: a device that became slow is read again', async () => {
    let delayMs = 0;
    const peer = await startPeer((request, socket) => {
      setTimeout(() => socket.write(mbapAnswer(request, [6])), delayMs);
    });
    const config = { kind: 'modbus-tcp', host: '127.0.0.1', port: peer.port, timeout: '5s', shortestTimeout: '40ms' };
    const line = await startLine(config);
    const read = { unit: 1, function: 4, address: 0, count: 1 } as const;
    for (let i = 0; i < 3; i++) await line.request(read);
    delayMs = 900;
    expect(await codeOf(line.request(read))).toBe('timeout');
    await new Promise((r) => setTimeout(r, 1000));
    expect((await line.request(read)).registers).toEqual([6]);
    await line.stop();
    await peer.stop();
  });
});
