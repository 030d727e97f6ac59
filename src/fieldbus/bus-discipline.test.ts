// What a line keeps to on the wire: echoes, pauses, broadcasts, strays, pipelining.
import { afterEach, describe, expect, it } from 'vitest';
import { codeOf, pauseMs, startLine, until } from './testing/line.ts';
import { mbapAnswer, type Peer, rtuAnswer, startPeer, withCrc } from './testing/peer.ts';

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

const read = (address = 0, count = 1, unit = 1) => ({ unit, function: 3, address, count }) as const;

async function lineTo(kind: string, onRequest: Parameters<typeof startPeer>[0], more: Record<string, unknown> = {}) {
  const peer: Peer = await startPeer(onRequest);
  cleanUp.push(() => peer.stop());
  const line = await startLine({ kind, host: '127.0.0.1', port: peer.port, timeout: '400ms', ...more });
  cleanUp.push(() => line.stop());
  return { line, peer };
}
const rtu = 'modbus-rtu-over-tcp';
const isRead = (request: Buffer) => request[1] === 3;

describe('an adapter that hears what it sends itself', () => {
  it('is found out by the first read; its echo is neither an answer nor an error', async () => {
    const { line } = await lineTo(rtu, (request, socket) => {
      socket.write(request);
      socket.write(isRead(request) ? rtuAnswer(request, [7]) : request);
    });
    for (let i = 0; i < 3; i++) expect((await line.request(read())).registers).toEqual([7]);
    await line.request({ unit: 1, function: 6, address: 3, value: 9 });
    expect(line.health().facts).toMatchObject({ strayBytes: 0, timeouts: 0, damaged: 0 });
  });

  it('does not confirm a write that the device never answered, not even as the first request', async () => {
    const { line, peer } = await lineTo(rtu, (request, socket) => void socket.write(request));
    expect(await codeOf(line.request({ unit: 1, function: 6, address: 3, value: 9 }))).toBe('timeout');
    expect(await codeOf(line.request({ unit: 1, function: 5, address: 3, value: true }))).toBe('timeout');
    expect(await codeOf(line.request({ unit: 1, function: 22, address: 3, and: 1, or: 2 }))).toBe('timeout');
    // One read told that there is an echo.
    expect(isRead(peer.requests[0]!)).toBe(true);
  });

  it('without an echo confirms a write by its single repetition', async () => {
    const { line, peer } = await lineTo(rtu, (request, socket) => {
      socket.write(isRead(request) ? rtuAnswer(request, [1]) : request);
    });
    await line.request({ unit: 1, function: 6, address: 3, value: 9 });
    await line.request({ unit: 1, function: 22, address: 3, and: 0xf0, or: 2 });
    expect(peer.requests).toHaveLength(3);
  });

  it('tells a collision: what it hears of its own request is not what it sent', async () => {
    const { line } = await lineTo(
      rtu,
      (request, socket, index) => {
        const echo = Buffer.from(request);
        if (index === 1) echo[2]! ^= 0x55;
        socket.write(echo);
        if (index !== 1) socket.write(rtuAnswer(request, [4]));
      },
      { echo: 'yes' },
    );
    expect((await line.request(read())).registers).toEqual([4]);
    expect(await codeOf(line.request(read()))).toBe('collision');
    expect((await line.request(read())).registers).toEqual([4]);
  });
});

describe('a line', () => {
  it('goes on waiting for the right answer when whole frames of others come first', async () => {
    const { line } = await lineTo(rtu, async (request, socket) => {
      socket.write(rtuAnswer(Buffer.from([9, 3]), [1, 2, 3]));
      await pauseMs(70);
      socket.write(withCrc(Buffer.from([8, 3, 0, 0, 0, 2])));
      await pauseMs(10);
      socket.write(rtuAnswer(request, [5]));
    });
    expect((await line.request(read())).registers).toEqual([5]);
    expect(line.health().facts).toMatchObject({ strayFrames: 2, damaged: 0 });
  });

  it('takes the confirmation of another write for none', async () => {
    const { line } = await lineTo(rtu, (request, socket) => {
      if (isRead(request)) socket.write(rtuAnswer(request, [0]));
      else socket.write(withCrc(Buffer.from([1, 6, 0, 3, 0, 8])));
    });
    expect(await codeOf(line.request({ unit: 1, function: 6, address: 3, value: 9 }))).not.toBe('none');
    await line.request({ unit: 1, function: 6, address: 3, value: 8 });
  });

  it('keeps the pause a device needs, the turnaround after a broadcast and the pause after connecting', async () => {
    const at: number[] = [];
    const begun = performance.now();
    const { line } = await lineTo(
      rtu,
      (request, socket) => {
        at.push(performance.now());
        if (request[0] !== 0) socket.write(rtuAnswer(request, [1]));
      },
      { turnaround: '60ms', pauseAfterConnect: '80ms' },
    );
    await line.request(read());
    await line.request(read(), { pauseMs: 40 });
    await line.request({ unit: 0, function: 6, address: 0, value: 1 });
    await line.request(read());
    expect(at[0]! - begun).toBeGreaterThanOrEqual(78);
    expect(at[1]! - at[0]!).toBeGreaterThanOrEqual(38);
    expect(at[3]! - at[2]!).toBeGreaterThanOrEqual(58);
  });

  it('of Modbus TCP pipelines only where it is told to, and each answer goes to its request in whatever order', async () => {
    for (const pipelining of [1, 4]) {
      let open = 0;
      let most = 0;
      const held: (() => void)[] = [];
      const { line } = await lineTo(
        'modbus-tcp',
        (chunk, socket) => {
          for (let at = 0; at < chunk.length; at += 12) {
            const request = Buffer.from(chunk.subarray(at, at + 12));
            most = Math.max(most, ++open);
            held.push(() => {
              open--;
              socket.write(mbapAnswer(request, [request.readUInt16BE(8)]));
            });
          }
          // The newest first.
          setTimeout(
            () =>
              held
                .splice(0)
                .reverse()
                .forEach((send) => void send()),
            5,
          );
        },
        { pipelining, timeout: '2s' },
      );
      const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => line.request(read(i))));
      expect(answers.map((a) => a.registers[0])).toEqual(Array.from({ length: 12 }, (_, i) => i));
      expect(most).toBe(pipelining);
      await line.stop();
    }
  });

  it('lets one who listens see every byte, and keeps nothing while nobody does', async () => {
    const { line } = await lineTo('modbus-tcp', (request, socket) => void socket.write(mbapAnswer(request, [1])));
    await line.request(read());
    expect(line.trace.after(0)).toEqual([]);
    line.trace.listen(1000);
    await line.request(read());
    await until(() => line.trace.after(0).length === 2);
    expect(line.trace.after(0).map((e) => e.kind)).toEqual(['tx', 'rx']);
    expect(line.trace.after(1)).toHaveLength(1);
  });
});
