import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../../../runtime/manual-clock.ts';
import { fragmentFlags } from '../../source/command-line.ts';
import { PacketRing, toClip } from './packet-ring.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-ring-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
/** Eight seconds at 25 pictures a second, a key picture each second. */
const streams: Record<string, Buffer> = {};

beforeAll(() => {
  const codecs = {
    h264: ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0'],
    b: ['-c:v', 'libx264', '-preset', 'superfast', '-bf', '2'],
    mjpeg: ['-c:v', 'mjpeg'],
  };
  for (const [name, codec] of Object.entries(codecs)) {
    const file = join(folder, `${name}.mp4`);
    const source = ['-f', 'lavfi', '-i', 'testsrc2=s=320x180:r=25:d=8'];
    execFileSync('ffmpeg', ['-loglevel', 'error', ...source, '-g', '25', ...codec, ...fragmentFlags, file]);
    streams[name] = readFileSync(file);
  }
});

const framesIn = (clip: Uint8Array) => {
  const file = join(folder, 'cut.mp4');
  writeFileSync(file, clip);
  const args = [
    '-v',
    'error',
    '-count_frames',
    '-show_entries',
    'stream=nb_read_frames,duration',
    '-of',
    'csv=p=0',
    file,
  ];
  const { stdout, stderr } = spawnSync('ffprobe', args, { encoding: 'utf8' });
  const [duration, frames] = stdout.trim().split(',').map(Number);
  return { duration, frames, stderr };
};

/** Writes a stream at its pace, in pieces that end anywhere. */
function play(ring: PacketRing, clock: ManualClock, stream: Buffer): void {
  ring.begin();
  const pieces = 400;
  for (let i = 0; i < pieces; i++) {
    clock.advance(8000 / pieces);
    const at = (n: number) => Math.round((n * stream.length) / pieces);
    ring.write(stream.subarray(at(i), at(i + 1)));
  }
}
const fresh = (keepMs: number, maxBytes = 1e9) => {
  const clock = new ManualClock();
  return { clock, ring: new PacketRing({ keepMs, maxBytes, clock }) };
};

describe('the ring of packets', () => {
  it.each(['h264', 'b', 'mjpeg'])('cuts a clip of %s that begins with a key picture and plays whole', (name) => {
    const { clock, ring } = fresh(60_000);
    play(ring, clock, streams[name] ?? Buffer.alloc(0));
    const now = clock.monotonicMs();
    const cut = ring.cut(now - 4500, now - 2000);
    const clip = toClip(cut ?? { init: { bytes: Buffer.alloc(0), timescale: 1 }, units: [] });
    // The bytes of a picture do not come evenly, so the second is not exact.
    expect(clip.fromMs).toBeLessThanOrEqual(now - 4500);
    expect(clip.fromMs).toBeGreaterThan(now - 5800);
    const { duration, frames, stderr } = framesIn(clip.bytes);
    expect(stderr).toBe('');
    expect(frames).toBe(cut?.units.length);
    expect(duration).toBeCloseTo(clip.durationMs / 1000, 1);
    expect(clip.durationMs).toBe((frames ?? 0) * 40);
  });

  it('is bounded in time: what is older goes, up to the key picture that a cut needs', () => {
    const { clock, ring } = fresh(2000);
    play(ring, clock, streams['h264'] ?? Buffer.alloc(0));
    expect(ring.facts.seconds).toBeGreaterThanOrEqual(2);
    expect(ring.facts.seconds).toBeLessThan(4.2);
    expect(ring.facts.dropped).toBe(0);
  });

  it('is bounded in bytes, and counts what that costs', () => {
    const { clock, ring } = fresh(60_000, 150_000);
    play(ring, clock, streams['h264'] ?? Buffer.alloc(0));
    expect(ring.facts.bytes).toBeLessThanOrEqual(150_000);
    expect(ring.facts.dropped).toBeGreaterThan(0);
  });

  it('forgets a stream when another begins, and tells those who watch', () => {
    const { clock, ring } = fresh(60_000);
    play(ring, clock, streams['h264'] ?? Buffer.alloc(0));
    const seen: boolean[] = [];
    ring.watch((unit) => seen.push(unit !== undefined));
    ring.begin();
    expect(ring.cut(0, 1e9)).toBeUndefined();
    expect(seen).toEqual([false]);
  });

  it('ends a stream that cannot be read, and says so once', () => {
    const told: unknown[] = [];
    const ring = new PacketRing({ keepMs: 1, maxBytes: 1, clock: new ManualClock(), onGarbage: (e) => told.push(e) });
    ring.begin();
    for (let i = 0; i < 3; i++) ring.write(Buffer.from('this is no video at all'));
    expect(told).toEqual([expect.objectContaining({ code: 'garbage' })]);
  });
});
