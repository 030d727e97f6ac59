// The two sides of the drain, moved by hand.
import { type Lane, lanes } from '../../domain/outgoing.ts';
import type { ClaimPart, OutboxRow } from '../../outbox/draft.ts';
import type { Parcel } from '../drain/parcel.ts';

/** An outbox in memory, with the claims of the real one. */
export class MemoryOutbox {
  readonly rows: OutboxRow[] = [];
  readonly claimed = new Set<string>();
  readonly sent = new Set<string>();
  onAppend: () => void = () => {};
  broken = false;
  claims = 0;
  /** When what is appended was appended: always now, unless the test says otherwise. */
  appendedMs = Number.POSITIVE_INFINITY;

  append(lane: Lane, n = 1, bytes = 100): void {
    for (let i = 0; i < n; i++) {
      const sequence = this.rows.filter((r) => r.lane === lane).length + 1;
      const id = `${lane}-${sequence}`;
      const body = 'x'.repeat(bytes);
      const { appendedMs } = this;
      this.rows.push({ key: id, id, lane, sequence, source: 's', subject: 'device/a', type: 't', body, appendedMs });
    }
    this.onAppend();
  }
  async claim(limit: number, of: readonly Lane[] = lanes, part?: ClaimPart): Promise<OutboxRow[]> {
    this.claims++;
    if (this.broken) throw new Error('closed');
    const isIn = (r: OutboxRow) => !part || r.appendedMs >= part.sinceMs === (part.of === 'live');
    const free = this.rows.filter(
      (r) => isIn(r) && of.includes(r.lane) && !this.claimed.has(r.key) && !this.sent.has(r.key),
    );
    const rows = free.sort((a, b) => lanes.indexOf(a.lane) - lanes.indexOf(b.lane)).slice(0, limit);
    for (const r of rows) this.claimed.add(r.key);
    return rows;
  }
  acknowledge(keys: readonly string[]): void {
    for (const k of keys) {
      this.sent.add(k);
      this.claimed.delete(k);
    }
  }
  release(keys: readonly string[]): void {
    for (const k of keys) this.claimed.delete(k);
  }
  releaseAll(): void {
    this.claimed.clear();
  }
  async flush(): Promise<void> {}
  onAppended(fn: () => void): () => void {
    this.onAppend = fn;
    return () => {};
  }
}

/** A link whose broker answers when the test says so. */
export class ManualLink {
  readonly window: number;
  readonly maxBodyBytes = 10_000;
  readonly flying = new Map<string, (reason: number) => void>();
  readonly published: string[] = [];
  stalled = 0;

  constructor(window = 10) {
    this.window = window;
  }
  publish(parcel: Parcel, done: (reason: number) => void): void {
    const id = parcel.rows.map((r) => r.id).join('+') || parcel.key;
    this.published.push(id);
    this.flying.set(id, done);
  }
  answer(id: string, reason = 0): void {
    const done = this.flying.get(id);
    this.flying.delete(id);
    done?.(reason);
  }
  onStalled(): void {
    this.stalled++;
  }
}
