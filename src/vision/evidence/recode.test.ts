import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../../runtime/manual-clock.ts';
import { Mutex } from '../../runtime/mutex.ts';
import { standIn } from '../source/testing/bench.ts';
import { privacySchema } from './config.ts';
import { Privacy } from './privacy.ts';
import { PacketRing } from './ring/packet-ring.ts';
import { takeClip } from './take-clip.ts';
import { codedStream } from './testing/coded-stream.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-recode-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
    const [begin, ...pictures] = codedStream(folder, 10);
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
