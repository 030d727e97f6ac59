// Frames that rules have asked to be kept, because what happened in them is known only when a traffic signal was read
// again. A kept frame has memory of its own; the oldest lose theirs where too many wait, and their events go without a
// picture and say why.
import type { Frame } from './frame.ts';
import type { Moment, Scene } from './rules/rule.ts';
import type { Attribute, SecondLooks } from './second-looks.ts';

/** Frames in memory at most, and for how long one is waited for, milliseconds. */
const most = 12;
const longestMs = 10_000;

export interface KeptMoment extends Moment {
  /** Without its picture where `isBare`. */
  readonly frame: Frame;
  readonly isBare: boolean;
  /** What models of the second stage had said then, by track. */
  readonly attributes: ReadonlyMap<string, readonly Attribute[]>;
}

export class Moments {
  readonly #looks: SecondLooks | undefined;
  #kept: KeptMoment[] = [];
  readonly #bare = new WeakMap<Moment, KeptMoment>();

  constructor(looks: SecondLooks | undefined) {
    this.#looks = looks;
  }

  keep(frame: Frame, scene: Scene): Moment {
    const { monotonicMs } = frame;
    const last = this.#kept.at(-1);
    if (last?.monotonicMs === monotonicMs) return last;
    const attributes = new Map(scene.tracks.map(({ id }) => [id, this.#looks?.of(id) ?? []]));
    const about = { monotonicMs, attributes };
    const moment: KeptMoment = { ...about, frame: { ...frame, data: frame.data.slice() }, isBare: false };
    this.#bare.set(moment, { ...about, frame: { ...frame, data: new Uint8Array(0) }, isBare: true });
    const isNew = (m: KeptMoment) => monotonicMs - m.monotonicMs <= longestMs;
    this.#kept = [...this.#kept.filter(isNew), moment].slice(-most);
    return moment;
  }

  /** The frame of an event. */
  of(moment: Moment): KeptMoment | undefined {
    return this.#kept.find((m) => m === moment) ?? this.#bare.get(moment);
  }

  clear(): void {
    this.#kept = [];
  }
}
