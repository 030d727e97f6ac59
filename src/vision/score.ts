// Holds what the rules said against what really happened: precision and recall of each rule. A rule is held against the
// happenings whose `watch` is its id.
import type { OutgoingOf } from '../domain/outgoing.ts';
import type { HappeningLine, TracksFrame } from './tracks-file.ts';

export interface RuleScore {
  /** What really happened and could be seen. */
  readonly happened: number;
  /** Happenings of which no road user was in sight, or at the very ends of the file: nobody could tell them. */
  readonly unseen: number;
  readonly said: number;
  /** Events that stand for a happening, each for another one; of those with a beginning and an end any that meets one. */
  readonly right: number;
  /** Happenings that an event stands for. */
  readonly told: number;
  /** Near misses that an event was raised for. */
  readonly nearMissesTaken: number;
  readonly nearMisses: number;
  /** Of what was said the share that is right; null where nothing was said. */
  readonly precision: number | null;
  /** Of what happened the share that was said; null where nothing happened. */
  readonly recall: number | null;
}

export interface WrongEvent {
  /** Since the first frame, milliseconds. */
  readonly ms: number;
  readonly track: string | undefined;
}

/** An event may come this long after the happening's end, and as early before its beginning, milliseconds. */
const toleranceMs = 2000;

/** At the ends of a file, milliseconds. */
const edgeMs = 500;

/** What is held against the happenings of an event. */
type Event = Pick<OutgoingOf<'camera.event'>, 'rule' | 'phase' | 'track' | 'direction' | 'doubt'> & {
  readonly at: { readonly ms: number };
};
interface Said {
  readonly ms: number;
  /** Of an event with a beginning and an end: its end; Infinity while it lasts. Undefined for an instant. */
  untilMs?: number;
  readonly track: string | undefined;
  readonly direction: string | undefined;
}

export class Score {
  readonly #happenings: readonly HappeningLine[];
  readonly #startMs: number;
  readonly #seen = new Set<string>();
  #firstMs = Number.POSITIVE_INFINITY;
  #lastMs = Number.NEGATIVE_INFINITY;
  readonly #said = new Map<string, Said[]>();
  readonly #canTell: (happening: HappeningLine) => boolean;

  /**
   * @param startMs time of the first frame of the track file, milliseconds since the epoch.
   * @param canTell whether a camera could tell a happening, besides that somebody of it is in sight around it.
   */
  constructor(
    happenings: readonly HappeningLine[],
    startMs: number,
    canTell: (happening: HappeningLine) => boolean = () => true,
  ) {
    this.#happenings = happenings;
    this.#startMs = startMs;
    this.#canTell = canTell;
  }

  /** A frame of the file: who of it can be seen makes its happenings ones that a camera can tell. */
  frame(tMs: number, inSight: readonly Pick<TracksFrame['objects'][number], 'id'>[]): void {
    this.#firstMs = Math.min(this.#firstMs, tMs);
    this.#lastMs = Math.max(this.#lastMs, tMs);
    const now = this.#happenings.filter((h) => h.startMs - toleranceMs <= tMs && tMs <= h.endMs + toleranceMs);
    for (const h of now) if (inSight.some((o) => h.objects.includes(o.id))) this.#seen.add(h.id);
  }

  event(event: Event): void {
    if (event.doubt !== undefined) return;
    const ms = event.at.ms - this.#startMs;
    const list = this.#said.get(event.rule) ?? [];
    if (event.phase === 'ended') {
      // The end of something is no accusation.
      const open = list.findLast((s) => s.untilMs === Number.POSITIVE_INFINITY);
      if (open) open.untilMs = ms;
      return;
    }
    const until = event.phase === 'began' ? { untilMs: Number.POSITIVE_INFINITY } : {};
    list.push({ ms, ...until, track: event.track, direction: event.direction });
    this.#said.set(event.rule, list);
  }

  /** @param rules ids of the rules; those that the happenings do not speak of are left out. */
  all(rules: readonly string[]): Record<string, RuleScore> {
    const told = rules.filter((id) => this.#happenings.some((h) => h.watch === id));
    return Object.fromEntries(told.map((id) => [id, this.#of(id).score]));
  }

  /** What went wrong: happenings that nothing was said of, and events that stand for none, since the file's beginning. */
  faults(rule: string): { readonly missed: readonly HappeningLine[]; readonly wrong: readonly WrongEvent[] } {
    const { missed, wrong } = this.#of(rule);
    return { missed, wrong };
  }

  /** What was over before the first moment, or began in the last, nobody could tell from the file. */
  #isWithin({ startMs, endMs }: HappeningLine): boolean {
    return endMs >= this.#firstMs + edgeMs && startMs <= this.#lastMs - edgeMs;
  }

  #of(rule: string) {
    const mine = this.#happenings.filter((h) => h.watch === rule);
    const real = mine.filter((h) => h.type !== 'near-miss');
    const isJudged = (h: HappeningLine) => this.#seen.has(h.id) && this.#isWithin(h) && this.#canTell(h);
    const happened = real.filter(isJudged);
    const unjudged = real.filter((h) => !happened.includes(h));
    const near = mine.filter((h) => h.type === 'near-miss' && isJudged(h));
    // What stands for something that is not judged is not judged either.
    const said = (this.#said.get(rule) ?? []).filter(
      (s) => happened.some((h) => isAbout(s, h)) || !unjudged.some((h) => isAbout(s, h)),
    );
    const open = new Set(happened);
    const right = said.filter((s) => {
      // What lasts may stand for several, and one that lasts may be interrupted.
      if (s.untilMs !== undefined) {
        const met = happened.filter((h) => isAbout(s, h));
        for (const h of met) open.delete(h);
        return met.length > 0;
      }
      const match = [...open].find((h) => isAbout(s, h));
      if (match) open.delete(match);
      return match !== undefined;
    });
    const told = happened.length - open.size;
    const wrong = said.filter((s) => !right.includes(s)).map(({ ms, track }): WrongEvent => ({ ms, track }));
    const score: RuleScore = {
      happened: happened.length,
      unseen: real.length - happened.length,
      said: said.length,
      right: right.length,
      told,
      nearMissesTaken: near.filter((h) => said.some(({ untilMs: _, ...s }) => isAbout(s, h))).length,
      nearMisses: near.length,
      precision: said.length === 0 ? null : round(right.length / said.length),
      recall: happened.length === 0 ? null : round(told / happened.length),
    };
    return { score, missed: [...open], wrong };
  }
}

function isAbout({ ms, untilMs = ms, track, direction }: Said, h: HappeningLine): boolean {
  if (untilMs < h.startMs - toleranceMs || ms > h.endMs + toleranceMs) return false;
  if (track !== undefined && !h.objects.includes(track)) return false;
  return direction === undefined || h.direction === undefined || h.direction === direction;
}

/** Of several files as if they were one. */
export function scoresTogether(all: readonly Readonly<Record<string, RuleScore>>[]): Record<string, RuleScore> {
  const rules = [...new Set(all.flatMap((scores) => Object.keys(scores)))];
  return Object.fromEntries(
    rules.map((rule) => {
      const mine = all.flatMap((scores) => scores[rule] ?? []);
      const sum = (of: (s: RuleScore) => number) => mine.reduce((n, s) => n + of(s), 0);
      const [happened, said, right, told] = [
        sum((s) => s.happened),
        sum((s) => s.said),
        sum((s) => s.right),
        sum((s) => s.told),
      ];
      const score: RuleScore = {
        ...{ happened, said, right, told },
        unseen: sum((s) => s.unseen),
        nearMissesTaken: sum((s) => s.nearMissesTaken),
        nearMisses: sum((s) => s.nearMisses),
        precision: said === 0 ? null : round(right / said),
        recall: happened === 0 ? null : round(told / happened),
      };
      return [rule, score];
    }),
  );
}

const round = (v: number) => Math.round(v * 10_000) / 10_000;
