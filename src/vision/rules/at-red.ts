// Whether a signal was red while somebody did what is forbidden at red. Shared by the rules of signals.
//
// A signal in the picture says so at once. Of one that is read beside the pictures only the next reading tells whether it
// was still red: until then the event waits, with the frame it is about, also when its road user is gone by then. It waits
// no longer than a reading may be old: then the state is unknown, and nobody is accused.
import type { SignalView } from '../signal/signal.ts';
import type { Moment, RuleEvent, Scene } from './rule.ts';

/** Two moments on the frames' axis between which it must have been red. */
export interface Span {
  readonly ms: number;
  readonly seenMs: number;
}

export interface Redness {
  readonly sinceMs: number;
  /** Otherwise only what is read next can tell. */
  readonly isCertain: boolean;
}

/** Undefined where the signal was not red all the time, or nobody will ever know. */
export function redAt(view: SignalView | undefined, { ms, seenMs }: Span): Redness | undefined {
  if (!view) return undefined;
  const at = view.history.findLastIndex((change) => change.ms <= ms);
  const red = view.history[at];
  if (red?.state !== 'red') return undefined;
  const isCertain = red.untilMs >= seenMs;
  return isCertain || at === view.history.length - 1 ? { sinceMs: red.ms, isCertain } : undefined;
}

interface Waiting {
  readonly event: RuleEvent;
  readonly spans: readonly Span[];
  readonly moment: Moment | undefined;
}

/** So many wait at most; the oldest is let go. */
const most = 50;

export class AtRed {
  readonly #signal: string;
  #waiting: Waiting[] = [];

  constructor(signal: string) {
    this.#signal = signal;
  }

  red(scene: Scene, span: Span): Redness | undefined {
    return redAt(scene.signals?.get(this.#signal), span);
  }

  /** The event, where it is certain that it was red; nothing where it was not; later where that is not yet known. */
  judge(scene: Scene, event: RuleEvent, spans: readonly Span[]): RuleEvent[] {
    const red = spans.map((span) => this.red(scene, span));
    if (red.some((r) => r === undefined)) return [];
    if (red.every((r) => r?.isCertain)) return [event];
    this.#waiting = [...this.#waiting, { event, spans, moment: scene.keep?.() }].slice(-most);
    return [];
  }

  /** Once a frame. @returns those of which it has become certain, each with the frame it is about. */
  settled(scene: Scene): RuleEvent[] {
    const due: RuleEvent[] = [];
    this.#waiting = this.#waiting.filter(({ event, spans, moment }) => {
      const red = spans.map((span) => this.red(scene, span));
      const isWaiting = red.every((r) => r !== undefined);
      if (!isWaiting || !red.every((r) => r?.isCertain)) return isWaiting;
      due.push(moment ? { ...event, moment } : event);
      return false;
    });
    return due;
  }

  clear(): void {
    this.#waiting = [];
  }
}
