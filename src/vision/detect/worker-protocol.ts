// What the detector's main-thread half and its worker say to each other.
import type { Message } from '../../messages/catalogue.ts';
import type { ModelCard } from './card.ts';
import type { Inferred } from './infer.ts';

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
  | { readonly kind: 'ready'; readonly sha256: string }
  | { readonly kind: 'refused'; readonly problem: Message }
  | ({ readonly kind: 'found'; readonly id: number } & Inferred)
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string };
