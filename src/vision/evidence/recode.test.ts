import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../../runtime/manual-clock.ts';
import { Mutex } from '../../runtime/mutex.ts';
import { fragmentFlags } from '../source/command-line.ts';
import { standIn } from '../source/testing/bench.ts';
import { privacySchema } from './config.ts';
import { Privacy } from './privacy.ts';
import { boxesIn } from './ring/fragments.ts';
import { PacketRing } from './ring/packet-ring.ts';
import { takeClip } from './take-clip.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-recode-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A coded stream of four seconds in pieces: its beginning, then ten pictures a second. */
function stream(): Buffer[] {
  const file = join(folder, 'stream.mp4');
  const input = ['-f', 'lavfi', '-i', 'testsrc2=s=160x90:r=10:d=4', '-c:v', 'libx264', '-preset', 'ultrafast'];
  execFileSync('ffmpeg', ['-loglevel', 'error', ...input, '-g', '5', '-bf', '0', ...fragmentFlags, file]);
  const bytes = readFileSync(file);
  const pieces: Buffer[] = [];
  let from = 0;
  for (const { type, at, size } of boxesIn(bytes, 0, bytes.length)) {
    if (type !== 'moov' && type !== 'mdat') continue;
    pieces.push(bytes.subarray(from, at + size));
    from = at + size;
  }
  return pieces;
}

describe('a clip that is masked while it is taken', () => {
  it('asks who is to be hidden in a picture only when the detector has had it, also where decoding takes long', async () => {
    const clock = new ManualClock();
    const ring = new PacketRing({ keepMs: 60_000, maxBytes: 1e8, clock });
    const privacy = new Privacy(privacySchema.parse({ blurOthers: true }), 30_000);
    const asked: number[] = [];
    privacy.readableAt = (frameMs) => {
      asked.push(clock.monotonicMs() - frameMs);
      return { regions: [] };
    };
    ring.begin();
    const [begin, ...pictures] = stream();
    ring.write(begin ?? Buffer.alloc(0));
    const come = (some: readonly Buffer[]) => {
      for (const picture of some) {
        clock.advance(100);
        ring.write(picture);
      }
    };
    come(pictures.slice(0, 10));
    const taken = takeClip({
      ...{ ring, privacy, clock, recoding: new Mutex(), signal: new AbortController().signal },
      ffmpeg: standIn(folder, 'ffmpeg', 'cat > /dev/null'),
      ...{ fromMs: 500, toMs: 3500, lagMs: () => 1200, until: async () => {}, isStopping: () => false },
      wallOf: () => '2026-06-21T05:00:00Z',
    });
    for (const picture of pictures.slice(10)) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      come([picture]);
    }
    clock.advance(3000);
    expect((await taken).recoded).toBe(true);
    expect(asked.length).toBeGreaterThan(20);
    expect(Math.min(...asked)).toBeGreaterThanOrEqual(700);
  });
});
