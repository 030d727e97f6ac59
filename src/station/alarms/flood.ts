// A flood of alarms buries the one that matters. So many a while are told one by one; of those beyond that, how many there
// were and which, in one message when it is over. States are followed all the same: what is held back is only the telling.

export interface Flood {
  readonly fromMs: number;
  readonly toMs: number;
  /** Transitions that were held back. */
  readonly held: number;
  /** Which alarms, the first of them, and how often each. */
  readonly names: readonly { readonly name: string; readonly times: number }[];
}

/** What outlives a restart: what was held back and is not told yet; null: nothing. */
export type FloodMemory = (Omit<Flood, 'names'> & { readonly names: readonly (readonly [string, number])[] }) | null;

const mostNames = 20;

export class FloodGate {
  readonly #most: number;
  readonly #spanMs: number;
  #told: number[] = [];
  #held = new Map<string, number>();
  #heldCount = 0;
  #fromMs = 0;
  #lastMs = 0;

  /** @param most so many transitions are told within `spanMs`. */
  constructor(most: number, spanMs: number, memory: FloodMemory = null) {
    this.#most = most;
    this.#spanMs = spanMs;
    if (!memory) return;
    this.#held = new Map(memory.names);
    this.#heldCount = memory.held;
    this.#fromMs = memory.fromMs;
    this.#lastMs = memory.toMs;
  }

  get memory(): FloodMemory {
    if (this.#heldCount === 0) return null;
    return { fromMs: this.#fromMs, toMs: this.#lastMs, held: this.#heldCount, names: [...this.#held] };
  }

  /** May this transition be told by itself? */
  pass(name: string, atMs: number): boolean {
    this.#told = this.#told.filter((t) => atMs - t < this.#spanMs && t <= atMs);
    if (this.#heldCount === 0 && this.#told.length < this.#most) {
      this.#told.push(atMs);
      return true;
    }
    if (this.#heldCount === 0) this.#fromMs = atMs;
    this.#heldCount++;
    this.#lastMs = atMs;
    if (this.#held.size < mostNames || this.#held.has(name)) this.#held.set(name, (this.#held.get(name) ?? 0) + 1);
    return false;
  }

  /** What was held back, once nothing came for a while; undefined while it goes on, and where nothing was. */
  take(nowMs: number): Flood | undefined {
    const isSetBack = nowMs < this.#lastMs;
    const isOver = isSetBack || nowMs - this.#lastMs >= this.#spanMs / 4 || nowMs - this.#fromMs >= this.#spanMs;
    if (this.#heldCount === 0 || !isOver) return undefined;
    const names = [...this.#held].map(([name, times]) => ({ name, times }));
    const flood = { fromMs: this.#fromMs, toMs: this.#lastMs, held: this.#heldCount, names };
    this.#held = new Map();
    this.#heldCount = 0;
    this.#told = [];
    return flood;
  }
}
