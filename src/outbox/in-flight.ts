import type { LaneCounts } from './draft.ts';
import type { Batch } from './protocol.ts';

/** A batch that is not confirmed. */
export interface InFlight {
  batch: Batch;
  readonly counts: LaneCounts;
  /** Number of its entry that was appended first; Infinity for none. */
  readonly oldest: number;
  /** When the first of what it holds came up; Infinity for none. */
  readonly upSinceMs: number;
  /** Handed to the thread and not yet answered. */
  sent: boolean;
  handedMs: number;
  readonly sinceMs: number;
}

/** The batch with more acknowledgements. */
export function withAcknowledged(batch: Batch, more: readonly (readonly number[] | undefined)[]): Batch {
  const codes = Math.max(batch.acknowledged.length, more.length);
  const both = Array.from({ length: codes }, (_, c) => [...(batch.acknowledged[c] ?? []), ...(more[c] ?? [])]);
  return { ...batch, acknowledged: both };
}
