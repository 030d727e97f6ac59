import { describe, expect, it } from 'vitest';
import { frameFrom, spoilt, streetPictures } from '../../simulator/scene/testing/street-pictures.ts';
import type { Frame } from '../frame.ts';
import { frameOf } from '../testing/frames.ts';
import { PictureWatch } from './picture-watch.ts';
import type { PictureFault } from './sign.ts';

const day = streetPictures(5);
const framesOf = (pictures: typeof day) => pictures.map((p) => frameFrom(p, 0));
const sound = framesOf(day);

/** A watch that is shown pictures over and over, one a second. */
function watching(ignore: PictureFault[] = []) {
  const watch = new PictureWatch({ everyMs: 1000, ignore });
  let seconds = 0;
  const show = (frames: readonly Frame[], until: () => boolean, limit: number): number | undefined => {
    const from = seconds;
    for (let i = 0; i < limit; i++) {
      watch.see({ ...frames[++seconds % frames.length]!, monotonicMs: 1000 * seconds });
      if (until()) return seconds - from;
    }
    return undefined;
  };
  const never = () => watch.fault !== undefined;
  return { watch, show, never };
}

const faults: readonly (readonly [PictureFault, readonly Frame[]])[] = [
  ['frozen', sound.slice(3, 4)],
  ['black', framesOf(spoilt(day, 'black'))],
  ['grey', framesOf(spoilt(day, 'grey'))],
  ['uniform', [frameOf({ width: 480, height: 270, yuv: [90, 90, 180] })]],
  ['corrupted', framesOf(spoilt(day, 'green-stripes'))],
  ['covered', framesOf(spoilt(day, 'covered'))],
  ['defocused', framesOf(spoilt(day, 'defocused'))],
  ['moved', framesOf(streetPictures(5, { faults: [{ kind: 'moved-view', at: '0s', for: '1h' }] }))],
];

describe('the watch over the picture', () => {
  for (const [fault, frames] of faults) {
    it(`raises ${fault} within 20 s, and clears it within 20 s of its end`, () => {
      const { watch, show, never } = watching();
      expect(show(sound, never, 20)).toBeUndefined();
      expect(show(frames, () => watch.fault?.fault === fault, 30)).toBeLessThanOrEqual(20);
      expect(show(frames, () => watch.fault?.fault !== fault, 20)).toBeUndefined();
      expect(show(sound, () => watch.fault === undefined, 30)).toBeLessThanOrEqual(20);
      expect(show(sound, never, 20)).toBeUndefined();
    });
  }

  it('tells by how many pixels the view moved', () => {
    const { watch, show, never } = watching();
    show(sound, never, 20);
    show(faults.at(-1)![1], never, 30);
    // 12 degrees to the right with a focal length of 0.87 widths: about 89 of 480 pixels to the left.
    expect(watch.fault?.shift?.right).toBeGreaterThan(-110);
    expect(watch.fault?.shift?.right).toBeLessThan(-70);
    expect(watch.fault?.shift?.down).toBeGreaterThan(10);
  });

  it('doubts a bad picture at once, and believes the next good one, without raising anything', () => {
    const { watch, show, never } = watching();
    show(sound, never, 20);
    expect(watch.isDoubtful).toBe(false);
    show(faults[1]![1], never, 1);
    expect([watch.isDoubtful, watch.fault]).toEqual([true, undefined]);
    show(sound, never, 1);
    expect(watch.isDoubtful).toBe(false);
  });

  it('raises nothing for something that lasts five seconds', () => {
    const { watch, show, never } = watching();
    show(sound, never, 20);
    for (const [, frames] of faults) {
      expect(show(frames, never, 5)).toBeUndefined();
      expect(show(sound, never, 15)).toBeUndefined();
    }
    expect(watch.facts.picture).toBe('sound');
  });

  it('calls a night in which hardly anything is lit dark, and no fault; nor a dusk that ends in black', () => {
    const { watch, show, never } = watching();
    const dimmed = (share: number) =>
      sound
        .slice(0, 3)
        .map((f) => ({ ...f, data: f.data.map((v, i) => (i < f.width * f.height ? 16 + (v - 16) * share : v)) }));
    show(sound, never, 20);
    for (const share of [0.7, 0.5, 0.35, 0.25, 0.18, 0.12, 0.08, 0.05, 0.03, 0.02]) {
      expect(show(dimmed(share), never, 25)).toBeUndefined();
    }
    expect(watch.facts.picture).toBe('dark');
  });

  it('finds a fault that was there from the beginning where the picture alone tells it', () => {
    for (const [fault, frames] of faults.filter(([f]) => !['covered', 'moved'].includes(f))) {
      const { watch, show, never } = watching();
      expect(show(frames, never, 30), fault).toBeLessThanOrEqual(20);
      expect(watch.fault?.fault).toBe(fault);
    }
  });

  it('does not look for what it was told to ignore', () => {
    const { show, never } = watching(['moved', 'frozen']);
    show(sound, never, 20);
    expect(show(faults.at(-1)![1], never, 30)).toBeUndefined();
    expect(show(sound.slice(0, 1), never, 30)).toBeUndefined();
  });

  it('knows after a gap in the stream that the camera was turned meanwhile', () => {
    const { watch, show, never } = watching();
    show(sound, never, 30);
    watch.interrupt();
    expect(show(faults.at(-1)![1], never, 30)).toBeLessThanOrEqual(12);
    watch.interrupt();
    expect(watch.fault?.fault).toBe('moved');
  });

  it('learns a picture of another shape anew, and lets one too small to be judged pass', () => {
    const { watch, show, never } = watching();
    show(sound, never, 30);
    const narrow = framesOf(streetPictures(5, { size: '360x270' }));
    expect(show(narrow, never, 40)).toBeUndefined();
    watch.see(frameOf({ width: 64, height: 48, monotonicMs: 1_000_000 }));
    expect(watch.isDoubtful).toBe(false);
  });
});
