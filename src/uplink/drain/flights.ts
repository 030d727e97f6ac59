import type { OutboxRow } from '../../outbox/draft.ts';

/** The rows that are on their way: sent and not yet answered. */
export class Flights {
  readonly #rows = new Map<string, OutboxRow>();
  #length = 0;
  /** A row that no other may accompany. */
  #alone: string | undefined;

  get size(): number {
    return this.#rows.size;
  }

  has(key: string): boolean {
    return this.#rows.has(key);
  }

  /** Whether the row may go too. The only one may always go, however large it is. */
  fits(row: OutboxRow, window: number, windowBytes: number): boolean {
    if (this.#rows.size === 0) return true;
    return this.#alone === undefined && this.#rows.size < window && this.#length + row.body.length <= windowBytes;
  }

  begin(row: OutboxRow, alone: boolean): void {
    this.#rows.set(row.key, row);
    this.#length += row.body.length;
    if (alone) this.#alone = row.key;
  }

  end(row: OutboxRow): void {
    if (!this.#rows.delete(row.key)) return;
    this.#length -= row.body.length;
    if (this.#alone === row.key) this.#alone = undefined;
  }

  /** All of them, which are then on their way no more. */
  clear(): OutboxRow[] {
    const rows = [...this.#rows.values()];
    this.#rows.clear();
    this.#length = 0;
    this.#alone = undefined;
    return rows;
  }
}
