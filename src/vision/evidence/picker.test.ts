import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../../runtime/manual-clock.ts';
import { thumbnailOf } from './pick.ts';
import { Picker } from './picker.ts';
import type { Take } from './recorder.ts';
import { PacketRing } from './ring/packet-ring.ts';
import { codedStream } from './testing/coded-stream.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-picker-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the pictures of an event out of the main stream', () => {
  it('are none of another moment: where the stream stood still there is none', { timeout: 60_000 }, async () => {
    const clock = new ManualClock();
    const ring = new PacketRing({ keepMs: 60_000, maxBytes: 1e8, clock });
    ring.begin();
    const [begin, ...pictures] = codedStream(folder, 5);
    ring.write(begin ?? Buffer.alloc(0));
    for (const [i, picture] of pictures.entries()) {
      // After two seconds nothing comes for four.
      clock.advance(i === 10 ? 4000 : 200);
      ring.write(picture);
    }
    const picker = new Picker({ config: { before: 2500, after: 2500 }, ring, ffmpeg: 'ffmpeg', clock });
    const black = { width: 160, height: 90, data: new Uint8Array(160 * 90 * 1.5) };
    const take = {
      ...{ atMs: 4000, thumbnail: thumbnailOf(black) },
      event: { at: clock.now() },
    } as unknown as Take;
    const found = await picker.pick(take, new AbortController().signal);
    expect(Object.keys(found).sort()).toEqual(['after', 'before']);
    expect(found.before?.frameMs).toBeCloseTo(1500, -3);
  });
});
