// What goes over a line, byte for byte, kept for a technician who listens through the running agent (`haidang sniff`).
// Nothing is kept while nobody listens, and never more than the newest entries.
import type { Clock } from '../runtime/clock.ts';

export interface TraceEntry {
  /** Counts up from 1 since the line was made. */
  readonly seq: number;
  /** Milliseconds on the monotonic clock. */
  readonly atMs: number;
  /** `tx` we sent it, `rx` we heard it, `note` says what became of it. */
  readonly kind: 'tx' | 'rx' | 'note';
  /** Hexadecimal digits, or the note's code. */
  readonly text: string;
}

const mostEntries = 1000;

export class LineTrace {
  readonly #clock: Clock;
  readonly #entries: TraceEntry[] = [];
  #untilMs = Number.NEGATIVE_INFINITY;
  #seq = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Keeps what goes over the line for so long from now on. */
  listen(ms: number): void {
    this.#untilMs = this.#clock.monotonicMs() + ms;
  }

  /** Entries after one that is known already, oldest first; 0 gives all that are kept. */
  after(seq: number): readonly TraceEntry[] {
    return this.#entries.filter((e) => e.seq > seq);
  }

  sent(bytes: Buffer): void {
    if (this.#isOn) this.#add('tx', bytes.toString('hex'));
  }

  heard(bytes: Buffer): void {
    if (this.#isOn) this.#add('rx', bytes.toString('hex'));
  }

  note(code: string): void {
    if (this.#isOn) this.#add('note', code);
  }

  get #isOn(): boolean {
    if (this.#untilMs === Number.NEGATIVE_INFINITY) return false;
    if (this.#clock.monotonicMs() <= this.#untilMs) return true;
    this.#untilMs = Number.NEGATIVE_INFINITY;
    this.#entries.length = 0;
    return false;
  }

  #add(kind: TraceEntry['kind'], text: string): void {
    this.#entries.push({ seq: ++this.#seq, atMs: this.#clock.monotonicMs(), kind, text });
    if (this.#entries.length > mostEntries) this.#entries.shift();
  }
}
