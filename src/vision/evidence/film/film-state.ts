// What an overlay video remembers from frame to frame: where road users came from, what the rules said lately, what was
// counted. It looks with counting rules of its own, so that nothing is taken from those that report.
import type { Point } from '../../../domain/detection.ts';
import type { Lang } from '../../../messages/catalogue.ts';
import type { Rule, RuleEvent, Scene, Severity } from '../../rules/rule.ts';

/** A frame as the column saw it, with what its rules said. */
export interface Look {
  readonly scene: Scene;
  readonly said: readonly { readonly rule: Rule; readonly event: RuleEvent }[];
}

export interface Said {
  readonly rule: string;
  readonly severity: Severity;
  readonly text: string;
  readonly time: string;
  readonly ms: number;
  readonly track: string | undefined;
  readonly boxes: RuleEvent['boxes'];
  /** The end of something that lasted. */
  readonly isOver: boolean;
}

/** How long a trail is, and how long what was said is shown, milliseconds. */
const trailMs = 4000;
const shownMs = 8000;
const mostShown = 3;

export class FilmState {
  readonly #counters: readonly Rule[];
  readonly #timeOf: (scene: Scene) => string;
  readonly #trails = new Map<string, { x: number; y: number; ms: number }[]>();
  readonly #counts = new Map<string, { forward: number; backward: number }>();
  readonly #lang: Lang;
  #said: Said[] = [];
  #events = 0;

  /** @param counters rules of their own for this film. */
  constructor(counters: readonly Rule[], timeOf: (scene: Scene) => string, lang: Lang) {
    this.#lang = lang;
    this.#counters = counters.filter((r) => r.reporting);
    this.#timeOf = timeOf;
  }

  get events(): number {
    return this.#events;
  }

  /** What was said lately, the newest last. */
  get said(): readonly Said[] {
    return this.#said;
  }

  /** By rule. */
  get counts(): ReadonlyMap<string, { readonly forward: number; readonly backward: number }> {
    return this.#counts;
  }

  /** The way of a road user's feet, the oldest first. */
  trailOf(track: string): readonly (Point & { readonly ms: number })[] {
    return this.#trails.get(track) ?? [];
  }

  see({ scene, said }: Look): void {
    const { monotonicMs: now } = scene;
    for (const { id, box } of scene.tracks) {
      const trail = this.#trails.get(id) ?? [];
      trail.push({ x: box.x + box.width / 2, y: box.y + box.height, ms: now });
      while ((trail[0]?.ms ?? now) < now - trailMs) trail.shift();
      this.#trails.set(id, trail);
    }
    for (const id of scene.ended) this.#trails.delete(id);
    for (const counter of this.#counters) {
      counter.step(scene);
      const taken = counter.reporting?.take();
      if (!taken) continue;
      const sum = (by: object) => Object.values(by).reduce((a: number, b: number) => a + b, 0);
      const before = this.#counts.get(counter.id) ?? { forward: 0, backward: 0 };
      const forward = before.forward + sum(taken.forward);
      this.#counts.set(counter.id, { forward, backward: before.backward + sum(taken.backward) });
    }
    this.#events += said.length;
    const fresh = said.map(({ rule, event }): Said => {
      const { severity, track, boxes } = event;
      const text = event.explanation[this.#lang];
      const isOver = event.phase === 'ended';
      return { rule: rule.id, severity, text, time: this.#timeOf(scene), ms: now, track: track?.id, boxes, isOver };
    });
    this.#said = [...this.#said, ...fresh].filter((s) => s.ms > now - shownMs).slice(-mostShown);
  }
}
