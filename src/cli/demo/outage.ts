// The cut of the link and what follows from it: how many messages waited, and when all of them had come through.
import { type Message, message } from '../../messages/catalogue.ts';
import type { StoryEntry } from './picture.ts';

export interface OutageDeps {
  readonly broker: { cut(): Promise<Message>; restore(): Promise<void> };
  /** Milliseconds since the demo began. */
  readonly now: () => number;
  readonly tell: (what: Message, tone: StoryEntry['tone']) => void;
  /** Sequence numbers that the centre misses now. */
  readonly missing: () => number;
}

/** So few may wait at any moment in ordinary traffic. */
const usual = 3;
/** After this time what is missing is said to be missing. */
const patienceMs = 15_000;

export class Outage {
  readonly #deps: OutageDeps;
  #sinceMs: number | null = null;
  #cuts = 0;
  #switching = false;
  #waited = 0;
  #mendedMs: number | null = null;
  #away = false;
  #awayTold = false;

  constructor(deps: OutageDeps) {
    this.#deps = deps;
  }

  /** Since when it is cut; null while the link is up. */
  get sinceMs(): number | null {
    return this.#sinceMs;
  }

  /** The centre itself has lost the broker. */
  get away(): boolean {
    return this.#away;
  }

  get cuts(): number {
    return this.#cuts;
  }

  async cut(): Promise<void> {
    await this.#switch(this.#sinceMs === null, async () => {
      const said = await this.#deps.broker.cut();
      this.#sinceMs = this.#deps.now();
      this.#cuts++;
      this.#waited = 0;
      this.#mendedMs = null;
      this.#deps.tell(said, 'bad');
    });
  }

  async restore(): Promise<void> {
    await this.#switch(this.#sinceMs !== null, async () => {
      await this.#deps.broker.restore();
      const now = this.#deps.now();
      const seconds = Math.round((now - (this.#sinceMs ?? now)) / 1000);
      this.#sinceMs = null;
      this.#mendedMs = now;
      this.#deps.tell(message('demo.restored', { seconds }), 'good');
    });
  }

  /** To be told when the centre's own connection comes or goes: a broker that is not ours may be stopped by others. */
  centreLink(up: boolean): void {
    if (up !== this.#away) return;
    this.#away = !up;
    // While we cut it ourselves, that is told already.
    const ours = this.#sinceMs !== null || this.#switching;
    if (!up && !ours) {
      this.#awayTold = true;
      this.#waited = 0;
      this.#deps.tell(message('demo.broker-away'), 'bad');
    }
    if (!up || !this.#awayTold) return;
    this.#awayTold = false;
    if (this.#sinceMs === null) this.#mendedMs = this.#deps.now();
    this.#deps.tell(message('demo.broker-back'), 'good');
  }

  /** To be told again and again how many messages wait in the gateway. */
  look(queue: number | null): void {
    if (queue === null || (this.#sinceMs === null && this.#mendedMs === null && !this.#away)) return;
    this.#waited = Math.max(this.#waited, queue);
    if (this.#mendedMs === null || queue > usual) return;
    const missing = this.#deps.missing();
    const took = this.#deps.now() - this.#mendedMs;
    // What is on its way while the queue is read may be missing for a moment.
    if (missing > 0 && took < patienceMs) return;
    this.#mendedMs = null;
    const params = { count: this.#waited, seconds: (took / 1000).toFixed(1), missing };
    this.#deps.tell(message('demo.caught-up', params), missing === 0 ? 'good' : 'bad');
  }

  /** One cut or restoration at a time: each takes a moment, and keys are quick. */
  async #switch(due: boolean, work: () => Promise<void>): Promise<void> {
    if (!due || this.#switching) return;
    this.#switching = true;
    try {
      await work();
    } finally {
      this.#switching = false;
    }
  }
}
