// Ten thousand lives of ffmpeg in fast time: nothing may be left of any of them.
import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../../runtime/manual-clock.ts';
import type { Spawn } from './capture.ts';
import { standIn, until, watch } from './testing/bench.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-restarts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rounds = 10_000;

/** Processes that give a picture or none and end by themselves, all in this one. */
function shortLives() {
  const alive = new Set<ChildProcess>();
  const picture = Buffer.concat([Buffer.from('YUV4MPEG2 W16 H16 F5:1 C420\nFRAME\n'), Buffer.alloc(384)]);
  let begun = 0;
  const spawn: Spawn = (_path, _args, { stdio }) => {
    const [stdin, stderr] = [new PassThrough(), new PassThrough()];
    const child = Object.assign(new EventEmitter(), { stdin, stderr, stdio: [], pid: 1, kill: () => true });
    const process = child as unknown as ChildProcess;
    alive.add(process);
    const hasPicture = begun++ % 3 === 0;
    if (hasPicture) (stdio[1] as Socket).write(picture);
    setImmediate(() => {
      if (!hasPicture) stderr.write('Connection refused\n');
      stderr.end();
      setImmediate(() => {
        child.emit('exit', 1, null);
        child.emit('close', 1, null);
        alive.delete(process);
      });
    });
    return process;
  };
  return { spawn, alive };
}

describe('a camera that breaks off again and again', () => {
  it('leaves nothing behind after ten thousand starts', async () => {
    const clock = new ManualClock();
    const { spawn, alive } = shortLives();
    const w = watch(
      clock,
      { kind: 'rtsp', url: 'rtsp://127.0.0.1:1/s', transport: 'tcp' },
      {
        ffmpeg: standIn(folder, 'ffmpeg', 'exit 1'),
        spawn,
      },
    );
    await until(() => w.source.stats().restarts > 0, 'the first end');
    let [most, heap] = [0, 0];
    while (w.source.stats().restarts < rounds) {
      clock.advance(61_000);
      await new Promise((done) => setImmediate(done));
      most = Math.max(most, clock.pendingTimers);
      if (heap === 0 && w.source.stats().restarts > rounds / 2) heap = usedHeap();
      // What the test itself writes down is none of the source's.
      w.states.length = 0;
      w.frames.length = 0;
    }
    expect(alive.size).toBeLessThanOrEqual(1);
    // The wait for the next start, or the watch over one life and its two ends.
    expect(most).toBeLessThanOrEqual(4);
    const grown = (usedHeap() - heap) / (rounds / 2);
    expect(grown, 'bytes of heap a start').toBeLessThan(500);
    await w.source.stop();
    expect(clock.pendingTimers).toBe(0);
  }, 60_000);
});

describe('a camera whose process does not end, even by SIGKILL', () => {
  it('is blind with the reason, goes on with a new process, and can be stopped', async () => {
    const clock = new ManualClock();
    const signals: unknown[] = [];
    let begun = 0;
    const spawn: Spawn = () => {
      begun++;
      const [stdin, stderr] = [new PassThrough(), new PassThrough()];
      const kill = (signal: unknown) => signals.push(signal);
      const child = Object.assign(new EventEmitter(), { stdin, stderr, stdio: [], pid: 1, kill, unref: () => {} });
      return child as unknown as ChildProcess;
    };
    const ffmpeg = standIn(folder, 'ffmpeg-stuck', 'exit 1');
    const w = watch(clock, { kind: 'rtsp', url: 'rtsp://127.0.0.1:1/s', transport: 'tcp' }, { ffmpeg, spawn });
    await until(() => begun === 1, 'the first process');
    const pass = async (seconds: number) => {
      for (let s = 0; s < seconds; s++) {
        clock.advance(1000);
        await new Promise((done) => setImmediate(done));
      }
    };
    await pass(28);
    expect(w.reasons()).toEqual(['silent']);
    expect(signals).toEqual(['SIGTERM', 'SIGKILL']);
    await pass(2);
    await until(() => begun === 2, 'the next process');
    const stopped = w.source.stop();
    await pass(8);
    await stopped;
    expect(clock.pendingTimers).toBe(0);
  });
});

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function usedHeap(): number {
  collect();
  return process.memoryUsage().heapUsed;
}
