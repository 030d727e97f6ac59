import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { render } from '../../messages/catalogue.ts';
import { SystemClock } from '../../runtime/clock.ts';
import { ManualClock } from '../../runtime/manual-clock.ts';
import { standIn, until, type Watched, watch } from './testing/bench.ts';

const camera = { kind: 'rtsp', url: 'rtsp://127.0.0.1:1/s', transport: 'tcp' } as const;
let folder: string;
let video: string;
const open: Watched[] = [];
const opened = (w: Watched): Watched => {
  open.push(w);
  return w;
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'haidang-source-'));
  video = join(folder, 'test.mp4');
  // 3 s at 10 frames/s, 322x240.
  const input = ['-f', 'lavfi', '-i', 'testsrc=size=322x240:rate=10:duration=3'];
  execFileSync('ffmpeg', ['-v', 'error', ...input, '-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-g', '10', video]);
});
afterEach(() => Promise.all(open.splice(0).map((w) => w.source.stop())));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a file, lossless', () => {
  const play = async (fps: number | null, hold = 0) => {
    const release = (done: () => void) => void (hold > 0 ? setTimeout(done, hold) : done());
    const source = { kind: 'file', path: video, loop: false } as const;
    const w = opened(watch(new SystemClock(), source, { fps, mode: 'lossless' }, release));
    await until(w.isOver, 'the end of the file');
    return w;
  };

  it('gives every frame in order, at its place on an even axis', async () => {
    const { frames, reasons } = await play(null);
    expect(frames.map((f) => f.index)).toEqual(Array.from({ length: 30 }, (_, i) => i));
    expect(frames.map((f) => f.monotonicMs)).toEqual(Array.from({ length: 30 }, (_, i) => i * 100));
    expect(frames[0]).toMatchObject({ width: 322, height: 240 });
    expect(reasons()).toEqual(['online']);
  });

  it('at 5 frames a second gives half of them', async () => {
    const { frames } = await play(5);
    expect(frames).toHaveLength(15);
    expect(frames.map((f) => f.monotonicMs)).toEqual(Array.from({ length: 15 }, (_, i) => i * 200));
  });

  it('gives the same pixels however slow the consumer is', async () => {
    const quick = await play(null);
    const slow = await play(null, 15);
    expect(slow.frames).toEqual(quick.frames);
    expect(slow.source.stats()).toMatchObject({ frames: 30, delivered: 30, dropped: 0 });
  });

  it('is scaled down to the width that is wanted, to even sizes', async () => {
    const source = { kind: 'file', path: video, loop: false } as const;
    const w = opened(watch(new SystemClock(), source, { mode: 'lossless', maxWidth: 161 }));
    await until(w.isOver, 'the end of the file');
    expect(w.frames[0]).toMatchObject({ width: 160, height: 120 });
  });

  it('that is not there, or no video, is told as that', async () => {
    for (const [path, reason] of [
      [join(folder, 'none.mp4'), 'file-missing'],
      [import.meta.filename, 'garbage'],
    ] as const) {
      const w = opened(watch(new SystemClock(), { kind: 'file', path, loop: false }, { mode: 'lossless' }));
      await until(() => w.states.length > 0, reason);
      expect(w.reasons()).toEqual([reason]);
    }
  });
});

describe('a file in place of a camera', () => {
  it('is paced and begins again; a slow consumer gets the newest frame', async () => {
    const source = { kind: 'file', path: video, loop: true } as const;
    const w = opened(watch(new SystemClock(), source, { fps: 5 }, (release) => setTimeout(release, 500)));
    await until(() => w.frames.length >= 4, 'four frames');
    const { frames, delivered, dropped } = w.source.stats();
    expect(dropped).toBeGreaterThanOrEqual(3);
    expect(frames).toBeGreaterThanOrEqual(delivered + dropped);
    expect(w.frames.at(-1)?.index).toBeGreaterThanOrEqual(w.frames.length - 1 + 3);
  });
});

describe('a camera that fails', () => {
  it.each([
    ['[rtsp @ 0x1] method DESCRIBE failed: 401 Unauthorized', 'unauthorized'],
    ['[rtsp @ 0x1] method DESCRIBE failed: 404 Not Found', 'not-found'],
    ['[tcp @ 0x1] Connection to tcp://10.0.0.5:554 failed: Connection refused', 'refused'],
    ['[tcp @ 0x1] Connection to tcp://10.0.0.5:554 failed: No route to host', 'unreachable'],
    ['[tcp @ 0x1] Failed to resolve hostname gate: Name or service not known', 'unknown-host'],
    ['[rtsp @ 0x1] Connection timed out', 'timeout'],
    ['pipe:0: Invalid data found when processing input', 'garbage'],
    ["Stream map '0:v:0' matches no streams.", 'no-video'],
    ['Segmentation fault', 'ffmpeg-failed'],
  ])('says so: %s', async (line, reason) => {
    const ffmpeg = standIn(folder, `says-${reason}`, `echo "${line}" >&2; exit 1`);
    const w = opened(watch(new SystemClock(), camera, { ffmpeg }));
    await until(() => w.states.length > 0, reason);
    expect(w.states[0]).toMatchObject({ state: 'blind', reason });
    expect(render(w.states[0]!.message, 'vi')).not.toMatch(/\{|undefined/);
  });

  it('connects and sends nothing: told after 20 s, the process is gone', async () => {
    const clock = new ManualClock();
    const ffmpeg = standIn(folder, 'silent', 'exec sleep 60');
    const w = opened(watch(clock, camera, { ffmpeg }));
    await until(() => w.source.stats().pid !== null, 'the process');
    const pid = w.source.stats().pid!;
    clock.advance(19_000);
    expect(w.states).toEqual([]);
    clock.advance(2_000);
    await until(() => w.states.length > 0, 'the watchdog');
    expect(w.states[0]).toMatchObject({ state: 'blind', reason: 'silent' });
    expect(isAlive(pid)).toBe(false);
  });

  it('gets more time for its first picture from start to start, up to a minute: the machine may be the slow one', async () => {
    const clock = new ManualClock();
    const ffmpeg = standIn(folder, 'slow', 'exec sleep 60');
    const w = opened(watch(clock, camera, { ffmpeg }));
    const patience = async (start: number) => {
      await until(() => w.source.stats().restarts === start && w.source.stats().pid !== null, 'the process');
      for (let seconds = 0; ; seconds++) {
        if (w.source.stats().pid === null || w.source.stats().restarts > start) return seconds;
        clock.advance(1000);
        await new Promise((done) => setTimeout(done, 15));
      }
    };
    for (const [start, seconds] of [20, 40, 60, 60].entries()) {
      expect(Math.abs((await patience(start)) - seconds)).toBeLessThanOrEqual(2);
      for (let i = 0; i < 40 && w.source.stats().pid === null; i++) {
        clock.advance(1000);
        await new Promise((done) => setTimeout(done, 15));
      }
    }
  });

  it('stops after a picture and ignores the polite signal: it is killed, with all it started', async () => {
    const clock = new ManualClock();
    const frame = "printf 'YUV4MPEG2 W4 H2 F25:1\\nFRAME\\n123456789012'";
    const ffmpeg = standIn(folder, 'stubborn', `trap '' TERM; ${frame}; while :; do sleep 0.2; done`);
    const w = opened(watch(clock, camera, { ffmpeg }));
    await until(() => w.frames.length === 1, 'the picture');
    const pid = w.source.stats().pid!;
    clock.advance(21_000);
    await new Promise((done) => setTimeout(done, 50));
    expect(isAlive(pid)).toBe(true);
    clock.advance(2_500);
    await until(() => w.reasons().at(-1) === 'stalled', 'stalled');
    expect(w.reasons()).toEqual(['online', 'stalled']);
    expect(isAlive(pid)).toBe(false);
  });

  it('falls silent: told as soon as ffmpeg says so, however long it goes on saying good-bye', async () => {
    const frame = "printf 'YUV4MPEG2 W4 H2 F25:1\\nFRAME\\n123456789012'";
    const ffmpeg = standIn(
      folder,
      'mute',
      `${frame}; sleep 0.2; echo 'pipe:0: Connection timed out' >&2; exec sleep 60`,
    );
    const w = opened(watch(new SystemClock(), camera, { ffmpeg }));
    await until(() => w.reasons().length === 2, 'the silence');
    expect(w.reasons()).toEqual(['online', 'timeout']);
  });

  it('falls silent: a single picture that ffmpeg still had is no sign of life', async () => {
    const clock = new ManualClock();
    const gate = join(folder, 'held');
    const first = "printf 'YUV4MPEG2 W4 H2 F25:1\\nFRAME\\n123456789012'";
    const second = "printf 'FRAME\\n123456789012'";
    const wait = `until [ -e ${gate} ]; do sleep 0.05; done`;
    const ffmpeg = standIn(folder, 'held-back', `${first}; ${wait}; ${second}; exec sleep 60`);
    const w = opened(watch(clock, camera, { ffmpeg }));
    await until(() => w.frames.length === 1, 'the picture');
    clock.advance(10_000);
    writeFileSync(gate, '');
    await until(() => w.frames.length === 2, 'the one that was held');
    clock.advance(11_000);
    await until(() => w.reasons().length === 2, 'the watchdog');
    expect(w.reasons()).toEqual(['online', 'stalled']);
  });

  it('takes the call and does not answer: it is not told as damaged data, which ffmpeg calls it', async () => {
    const clock = new ManualClock();
    const said = "[concat @ 0x1] Impossible to open 'rtsp://x'\npipe:0: Invalid data found when processing input";
    const gate = join(folder, 'gate');
    const ffmpeg = standIn(
      folder,
      'no-answer',
      `until [ -e ${gate} ]; do sleep 0.05; done; echo "${said}" >&2; exit 1`,
    );
    const w = opened(watch(clock, camera, { ffmpeg }));
    await until(() => w.source.stats().pid !== null, 'the process');
    clock.advance(10_500);
    writeFileSync(gate, '');
    await until(() => w.states.length > 0, 'the reason');
    expect(w.reasons()).toEqual(['timeout']);
  });

  it('sends noise in place of frames: told at once', async () => {
    const ffmpeg = standIn(folder, 'noise', 'head -c 100000 /dev/urandom; exec sleep 60');
    const w = opened(watch(new SystemClock(), camera, { ffmpeg }));
    await until(() => w.states.length > 0, 'garbage');
    expect(w.reasons()).toEqual(['garbage']);
  });

  it('without ffmpeg, or without its password, says where to look, and goes on trying', async () => {
    const clock = new ManualClock();
    const missing = opened(watch(clock, camera, { ffmpeg: join(folder, 'no-such') }));
    const password = { kind: 'env', name: 'CAM' } as const;
    const env: Record<string, string> = {};
    const ffmpeg = standIn(folder, 'needs-login', 'grep -q "admin:x@" && echo "401 Unauthorized" >&2; exit 1');
    const secretive = opened(watch(clock, { ...camera, username: 'admin', password }, { ffmpeg, env }));
    await until(() => missing.states.length + secretive.states.length === 2, 'both reasons');
    expect(missing.reasons()).toEqual(['ffmpeg-missing']);
    expect(secretive.reasons()).toEqual(['secret-missing']);
    env['CAM'] = 'x';
    clock.advance(1_000);
    await until(() => secretive.states.length === 2, 'the next try');
    expect(secretive.reasons()).toEqual(['secret-missing', 'unauthorized']);
  });

  it('is tried for ever with growing waits: 200 times without a leak', async () => {
    const clock = new ManualClock();
    const ffmpeg = standIn(folder, 'quick', 'exit 1');
    const w = opened(watch(clock, camera, { ffmpeg }));
    const restart = async (n: number) => {
      await until(() => w.source.stats().restarts === n && clock.pendingTimers === 1, `restart ${n}`);
    };
    const times: number[] = [];
    let before = { fds: 0, listeners: 0 };
    for (let n = 1; n <= 200; n++) {
      await restart(n);
      const begun = clock.monotonicMs();
      while (w.source.stats().restarts === n && clock.pendingTimers === 1) clock.advance(250);
      times.push(clock.monotonicMs() - begun);
      if (n === 20) before = usage();
    }
    await restart(201);
    expect(times[0]).toBeLessThan(1_500);
    expect(Math.max(...times)).toBeGreaterThan(30_000);
    expect(Math.max(...times)).toBeLessThanOrEqual(60_250);
    const after = usage();
    expect(after.fds - before.fds).toBeLessThanOrEqual(2);
    expect(after.listeners).toBe(before.listeners);
    expect(w.reasons()).toEqual(['ffmpeg-failed']);
  }, 30_000);

  it('ends when it is told to, in the middle of anything', async () => {
    const ffmpeg = standIn(folder, 'silent-2', 'exec sleep 60');
    const w = watch(new SystemClock(), camera, { ffmpeg });
    await until(() => w.source.stats().pid !== null, 'the process');
    const pid = w.source.stats().pid!;
    await w.source.stop();
    expect(isAlive(pid)).toBe(false);
    const early = watch(new SystemClock(), camera, { ffmpeg });
    await early.source.stop();
    expect(early.states).toEqual([]);
  });
});

function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

const usage = () => ({
  fds: readdirSync('/proc/self/fd').length,
  listeners: process.eventNames().reduce((n, name) => n + process.listenerCount(name as string), 0),
});
