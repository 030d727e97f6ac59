// Whether a camera's picture can be believed. One look a second (config), each below a millisecond of one core at 1280x720
// (2 at the first look at a view that lies elsewhere, where the shift is looked for); the frames between cost nothing. A fault is raised when 8 of the last 10 looks show its sign and cleared when 2 or fewer show any: at a
// look a second it is raised after 8 to 10 s (frozen: 16 to 18 s) and cleared 8 s after its end, and neither a bus before
// the lens nor one whole picture in a storm of broken ones changes anything. A single look with a sign is a doubt:
// its frames are kept from the rules at once, before any fault is raised, because a rule that fired cannot be called back.
//
// Frozen is told by the bare points of pictures 8 looks apart: an encoder that gets the same picture for ever still sends
// small changes, a living sensor and its light give more. Measured as mean difference of the points, in levels: a frozen
// generated scene after H.264 0.00 to 0.02; the supplied footage 1.2 and more; an empty generated street, which nothing
// moves in but noise of 2 levels, 1.8 at x264's quality 23, 0.7 at 28, 0.2 at 32 and down to 0.03 at 35. A camera that is
// set to such poor quality and sees nothing for long can be called frozen: `ignore: [frozen]` is for it.
import type { PrivacyConfig } from '../evidence/config.ts';
import type { Frame } from '../frame.ts';
import { hiddenParts } from './hidden-parts.ts';
import type { KeptView } from './kept-view.ts';
import type { Recognition } from './recognition.ts';
import { type Sample, sampleOf } from './sample.ts';
import { judge, type PictureFault, type Sign } from './sign.ts';
import { type Looks, UsualView } from './usual-view.ts';

export interface PictureWatchOptions {
  /** Milliseconds from look to look. */
  readonly everyMs: number;
  /** Faults that are not looked for. */
  readonly ignore: readonly PictureFault[];
  /** Knows what the camera showed before the restart; without it whatever it shows first is the usual view. */
  readonly recognition?: Recognition | undefined;
  /** Privacy zones: black in the view that is kept. */
  readonly zones?: PrivacyConfig['zones'];
}

const looksKept = 10;
const raiseFrom = 8;
const clearBelow = 3;
/** Looks between two pictures that are compared for standing still. */
const stillOver = 8;
/** Mean difference of the points below which two pictures are the same one, levels. */
const sameBelow = 0.05;

export class PictureWatch {
  readonly #options: PictureWatchOptions;
  #usual = new UsualView();
  #learned: Omit<KeptView, 'place'> | undefined;
  #signs: (Sign | undefined)[] = [];
  #points: Uint8Array[] = [];
  #lastMs: number | undefined;
  #fault: Sign | undefined;
  #isDark = false;
  #looked = 0;

  constructor(options: PictureWatchOptions) {
    this.#options = options;
  }

  /** What is wrong, once it is certain; the sign that was seen first. */
  get fault(): Sign | undefined {
    return this.#fault;
  }

  /** The last look showed a sign, or a fault is raised: rules must not be given this picture. */
  get isDoubtful(): boolean {
    return this.#fault !== undefined || (this.#signs.at(-1) !== undefined && this.#signs.at(-1)?.fault !== 'frozen');
  }

  /** The usual view as it is to be kept over a restart; undefined while nothing is known that may replace what is kept. */
  get usualView(): KeptView | undefined {
    const { recognition, zones = [] } = this.#options;
    if (recognition?.isOver === false || !this.#learned) return undefined;
    const place = this.#usual.place(hiddenParts(zones, this.#learned.width, this.#learned.height));
    return place && { ...this.#learned, place };
  }

  get facts() {
    return { pictureLooks: this.#looked, picture: this.#fault?.fault ?? (this.#isDark ? 'dark' : 'sound') };
  }

  /** Looks at a frame where one is due. Its pixels are read before this returns. */
  see(frame: Frame): void {
    const { everyMs } = this.#options;
    // Half a frame early is on time: else a camera of 1 fps would be looked at every second time.
    if (this.#lastMs !== undefined && frame.monotonicMs - this.#lastMs < everyMs * 0.9) return;
    const sample = sampleOf(frame);
    if (!sample) return;
    this.#lastMs = frame.monotonicMs;
    this.#looked++;
    this.#consider(sample, frame);
  }

  /** No pictures came for a while: what was seen just before says nothing. What is usual, and a fault, stay. */
  interrupt(): void {
    this.#points = [];
    this.#lastMs = undefined;
    if (!this.#fault) this.#signs = [];
  }

  #consider(sample: Sample, { at: learned, width, height }: Frame): void {
    const { looks, sign: seen, isDark } = judge(sample, this.#usual);
    const isWatched = (fault: PictureFault) => !this.#options.ignore.includes(fault);
    const sign = seen && isWatched(seen.fault) ? seen : undefined;
    const isStill = this.#standsStill(sample.points) && isWatched('frozen');
    // A black picture that stands still is black.
    const told: Sign | undefined = sign ?? (isStill ? { fault: 'frozen' } : this.#turned(sample, looks));
    this.#isDark = isDark;
    this.#signs.push(told);
    if (this.#signs.length > looksKept) this.#signs.shift();
    if (!seen && !told) {
      this.#usual.learn(sample, looks);
      this.#learned = { learned, width, height };
    }
    this.#decide();
  }

  /** Against what the camera showed before the restart. What was learned of a view that turns out to be another one goes. */
  #turned(sample: Sample, looks: Looks): Sign | undefined {
    const { recognition, ignore } = this.#options;
    if (!recognition || ignore.includes('moved')) return undefined;
    const sign = recognition.see(sample, looks, this.#fault?.fault === 'moved');
    if (sign) this.#usual = new UsualView();
    return sign;
  }

  #decide(): void {
    const most = this.#signs.findLast((s) => s !== undefined);
    const count = this.#signs.filter((s) => s?.fault === most?.fault).length;
    const bad = this.#signs.filter((s) => s !== undefined).length;
    if (most && count >= raiseFrom) {
      if (this.#fault?.fault !== most.fault) this.#fault = this.#middle(most);
    } else if (bad < clearBelow) this.#fault = undefined;
  }

  /** The shift that lies in the middle of those told: one look may be misled by a passing bus. */
  #middle(sign: Sign): Sign {
    const shifts = this.#signs.flatMap((s) => (s?.fault === sign.fault && s.shift ? [s.shift] : []));
    if (shifts.length < raiseFrom / 2) return { fault: sign.fault };
    const middle = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;
    return {
      fault: sign.fault,
      shift: { right: middle(shifts.map((s) => s.right)), down: middle(shifts.map((s) => s.down)) },
    };
  }

  #standsStill(now: Uint8Array): boolean {
    this.#points.push(now);
    if (this.#points.length <= stillOver) return false;
    const before = this.#points.shift()!;
    let difference = 0;
    for (let i = 0; i < now.length; i++) difference += Math.abs(now[i]! - before[i]!);
    return difference / now.length < sameBelow;
  }
}
