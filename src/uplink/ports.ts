// What the uplink needs of the outbox, and no more.
import type { Lane } from '../domain/outgoing.ts';
import type { ClaimPart, LaneCounts, OutboxRow } from '../outbox/draft.ts';

/** The outbox as the uplink sees it: `Outbox` is one. */
export interface RowSource {
  /**
   * The next unsent rows that nobody has claimed, the most urgent lane first; they are claimed from now on.
   * @param of only of these lanes; of all where it is absent.
   * @param part only the live part of each lane, or only what is older; both where it is absent.
   */
  claim(limit: number, of?: readonly Lane[], part?: ClaimPart): Promise<readonly OutboxRow[]>;
  /** These rows are sent. It is written with the next commit, so one by one costs no more than many together. */
  acknowledge(keys: readonly string[]): void;
  /** These rows are not sent: they are claimed again before what comes after them. */
  release(keys: readonly string[]): void;
  /** None of the claimed rows is sent: what a run of the uplink that broke down left claimed is claimed again. */
  releaseAll(): void;
  /** Resolves when everything appended so far is on the disk, or was dropped. */
  flush(): Promise<void>;
  /** Calls back after rows were stored, and after the store was opened with unsent rows in it. */
  onAppended(fn: (counts?: LaneCounts) => void): () => void;
}

/** A few small values that outlive a restart, by name: the agent's state file is one. */
export interface UplinkStore {
  get(key: string): unknown;
  set(key: string, value: unknown): Promise<void>;
}
