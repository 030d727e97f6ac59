import type { Clock } from '../../runtime/clock.ts';
import type { Thing } from './field.ts';
import type { StoryEntry } from './picture.ts';

export interface SwitchesDeps {
  readonly clock: Clock;
  readonly things: () => readonly Thing[];
  readonly tell: (what: Thing['switchedOff'], tone: StoryEntry['tone']) => void;
  readonly onError: (error: unknown) => void;
}

/** Switches the things of the field off, one after the other, each for a while. */
export class Switches {
  readonly #deps: SwitchesDeps;
  readonly #cancels: (() => void)[] = [];
  #next = 0;

  constructor(deps: SwitchesDeps) {
    this.#deps = deps;
  }

  async offFor(ms: number): Promise<void> {
    const { clock, things, tell, onError } = this.#deps;
    const all = things();
    const thing = all[this.#next++ % Math.max(1, all.length)];
    if (!thing) return;
    await thing.off();
    tell(thing.switchedOff, 'bad');
    const on = async () => {
      await thing.on();
      tell(thing.switchedOn, 'good');
    };
    this.#cancels.push(clock.after(ms, () => void on().catch(onError)));
  }

  /** Nothing is switched on any more: the field ends. */
  stop(): void {
    for (const cancel of this.#cancels.splice(0)) cancel();
  }
}
