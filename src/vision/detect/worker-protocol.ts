// What the detector's main-thread half and its two threads say to each other: one prepares pictures, the other infers,
// and a prepared picture goes from the first to the second without a stop on the main thread.
//   main ── DetectRequest ──> prepare.worker ── PreparedRequest ──> detector.worker ── found / failed ──> main
// Which tensors are free stands in shared memory: it is changed before the answer, so that the one who prepares need not
// be woken for it.
import type { MessagePort } from 'node:worker_threads';
import type { Message } from '../../messages/catalogue.ts';
import type { ModelCard } from './card.ts';
import type { Inferred } from './infer.ts';
import type { Placement } from './placement.ts';
import type { TensorData } from './prepare.ts';

export interface WorkerSettings {
  readonly modelFile: string;
  readonly card: ModelCard;
  readonly threads: number;
}

/** One frame to look at. `data` lies in shared memory, so it is not copied; it must stay as it is until the answer. */
export interface DetectRequest {
  readonly id: number;
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** `close`: finish what you are at and end. */
export type ToWorker = DetectRequest | 'close';

export type WorkerMessage =
  /** `frames`: where requests go from now on; without it they go to the worker itself. */
  | { readonly kind: 'ready'; readonly sha256: string; readonly frames?: MessagePort }
  | { readonly kind: 'refused'; readonly problem: Message }
  | ({ readonly kind: 'found'; readonly id: number } & Inferred)
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string };

/** Requests under way at a time: one that is inferred and one that is prepared beside it, so that the network never pauses. */
export const underWay = 2;

/** Input tensors in shared memory: one is inferred while the next one is filled. */
export interface PrepareSettings {
  readonly input: ModelCard['input'];
  /** As many as requests may be under way. */
  readonly slots: readonly TensorData[];
  /** For each slot: 1 from when it is filled until it was inferred, else 0. */
  readonly taken: Int32Array;
  /** Where requests come from. */
  readonly frames: MessagePort;
}

/** A picture that lies in a slot, or why it does not. */
export type PreparedMessage =
  | { readonly kind: 'prepared'; readonly id: number; readonly slot: number; readonly placement: Placement }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string }
  | 'close';
