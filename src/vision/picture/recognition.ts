// Whether a camera that starts still shows what it showed when the agent was stopped. Only the place is asked for: the
// light may be another one by now, so what is not to be recognised by either view is no fault; it is learned anew.
import type { PrivacyConfig } from '../evidence/config.ts';
import { type HiddenParts, hiddenParts } from './hidden-parts.ts';
import type { KeptView } from './kept-view.ts';
import type { Sample } from './sample.ts';
import { placeOf, type Sign, showsPlace } from './sign.ts';
import { detailedTiles, type Looks, UsualView } from './usual-view.ts';

/** How it ended: recognised, not to be told in this light, or of pictures of another size. */
export type Outcome = 'same' | 'unclear' | 'resized';

/** Looks in a row that must show the same place. */
const sameToBelieve = 3;
/** Looks from which nothing can be told, and looks in all, before it is given up: no fault was raised by then. */
const unclearToGiveUp = 20;
const looksToGiveUp = 60;
/** Only in much the same light does "like nothing" mean another place: levels, and the ratio of the contrasts. */
const sameLight = { levels: 25, contrast: 1.6 } as const;

export class Recognition {
  readonly #views: readonly {
    readonly kept: KeptView;
    readonly hidden: HiddenParts | undefined;
    readonly usual: UsualView;
  }[];
  readonly #onEnd: (outcome: Outcome) => void;
  #isOver = false;
  #looks = 0;
  #same = 0;
  #unclear = 0;
  #sign: Sign | undefined;

  /** @param views at least one. @param zones left out of them. @param onEnd called once. */
  constructor(views: readonly KeptView[], zones: PrivacyConfig['zones'], onEnd: (outcome: Outcome) => void) {
    this.#views = views.map((kept) => {
      const hidden = hiddenParts(zones, kept.width, kept.height);
      return { kept, hidden, usual: new UsualView(kept.place, hidden) };
    });
    this.#onEnd = onEnd;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /**
   * Looks at a picture that shows no other fault.
   * @param isRaised the moved view is raised by now: only the old place ends that, not a light in which nothing is told.
   * @returns the sign of a moved view.
   */
  see(sample: Sample, looks: Looks, isRaised: boolean): Sign | undefined {
    if (this.#isOver) return undefined;
    const told = this.#compare(sample, looks);
    if (told === 'resized') return this.#end(told);
    this.#looks++;
    if (told === 'same') {
      this.#sign = undefined;
      if (++this.#same >= sameToBelieve) this.#end('same');
      return undefined;
    }
    this.#same = 0;
    if (told !== 'unclear') {
      this.#sign = told;
      return told;
    }
    this.#unclear++;
    if (isRaised) return this.#sign;
    if (this.#unclear >= unclearToGiveUp || this.#looks >= looksToGiveUp) this.#end('unclear');
    return undefined;
  }

  #compare(sample: Sample, looks: Looks) {
    const nearness = ({ kept }: { readonly kept: KeptView }) => Math.abs(kept.place.level - looks.level);
    const nearest = this.#views
      .filter(({ kept, usual }) => kept.width === sample.width && kept.height === sample.height && usual.fits(sample))
      .toSorted((a, b) => nearness(a) - nearness(b))[0];
    if (!nearest) return 'resized';
    if (!showsPlace({ detailed: detailedTiles(sample.edges, nearest.hidden) })) return 'unclear';
    const told = placeOf(sample, nearest.usual);
    if (typeof told !== 'object' || told.shift) return told;
    const { level, contrast } = nearest.kept.place;
    const ratio = looks.contrast / contrast;
    const isSameLight =
      Math.abs(level - looks.level) < sameLight.levels && Math.max(ratio, 1 / ratio) < sameLight.contrast;
    return isSameLight ? told : 'unclear';
  }

  #end(outcome: Outcome): undefined {
    this.#isOver = true;
    this.#onEnd(outcome);
  }
}
