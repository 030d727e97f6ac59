import type { Lane } from '../domain/lane.ts';
import type { Clock } from '../runtime/clock.ts';
import type { LaneCounts, StoreStats } from './draft.ts';
import type { Horizon } from './horizon.ts';
import type { Entry, PendingBounds } from './pending.ts';
import type { CommitResult } from './protocol.ts';

export interface CommitterOptions {
  readonly clock: Clock;
  readonly groupMs: number;
  /** What may wait in memory. */
  readonly pending: PendingBounds;
  /** The lanes in the order in which they lose entries when the memory is full. */
  readonly evictionOrder: readonly Lane[];
  /** The largest transaction; as many rows waiting are committed without waiting for the group. */
  readonly batch: PendingBounds;
  readonly random: () => number;
  readonly mediaBytes: () => number;
  readonly horizon: Horizon;
  readonly onCommitted: (counts: LaneCounts, stats: StoreStats | null, tookMs: number) => void;
  readonly onDropped: (entries: readonly Entry[]) => void;
  /** The disk refused a batch; it is tried again. */
  readonly onRefused: (result: CommitResult & { committed: false }, tries: number) => void;
  /** The store broke in a way it does not know: it has to be opened again. */
  readonly onBroken: (error: unknown) => void;
}
