// From the frames of the pipe to the consumer. Live: the consumer holds one frame at a time and next gets the newest,
// what came in between is dropped and counted. Lossless: every frame, in order; the consumer may hold two, so that the
// next one is at the detector before the last one is done, and the pipe waits for the consumer.
import type { Frame } from '../frame.ts';
import { FramePool } from './frame-pool.ts';
import { NewestSlot } from './slot.ts';
import type { FrameTarget, Y4mHeader } from './y4m.ts';

export interface DeliveryOptions {
  readonly mode: 'live' | 'lossless';
  /** When the frame with this index was taken. */
  readonly stamp: (index: number, header: Y4mHeader) => Pick<Frame, 'at' | 'monotonicMs'>;
  readonly onFrame: (frame: Frame, release: () => void) => void;
  /** A frame arrived, whether it will be delivered or not. */
  readonly onArrival: (header: Y4mHeader) => void;
  /** A buffer became free after `next` had said `wait`. */
  readonly onRoom: () => void;
}

interface Held {
  readonly frame: Frame;
  readonly buffer: Uint8Array;
  readonly pool: FramePool;
}

/** Frames the consumer may hold, and buffers in all: being filled, waiting, held, one to spare. */
const sizes = { live: { held: 1, buffers: 4 }, lossless: { held: 2, buffers: 5 } } as const;

export class Delivery implements FrameTarget {
  readonly #options: DeliveryOptions;
  readonly #newest = new NewestSlot<Held>();
  readonly #inOrder: Held[] = [];
  #pool = new FramePool(0, 0);
  #header: Y4mHeader = { width: 0, height: 0, fps: 0 };
  #filling: Uint8Array | undefined;
  #index = 0;
  #held = 0;
  #delivered = 0;
  #noBuffer = 0;
  #waits = false;
  #closed = false;
  #onIdle: (() => void) | undefined;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  get stats() {
    return {
      frames: this.#index,
      delivered: this.#delivered,
      /** Dropped because a newer one came before the consumer was ready. */
      droppedForNewer: this.#newest.replaced,
      /** Dropped because all buffers were held. */
      droppedWithoutBuffer: this.#noBuffer,
    };
  }

  /** True while the pipe waits for the consumer: then no frame is no fault of the camera. */
  get waits(): boolean {
    return this.#waits;
  }

  begin(header: Y4mHeader): void {
    const { width, height } = this.#header;
    if (header.width !== width || header.height !== height) {
      this.#pool = new FramePool((header.width * header.height * 3) / 2, sizes[this.#options.mode].buffers);
    }
    this.#header = header;
  }

  next(): Uint8Array | 'skip' | 'wait' {
    this.#filling = this.#pool.take();
    if (this.#filling) return this.#filling;
    if (this.#options.mode === 'live') return 'skip';
    this.#waits = true;
    return 'wait';
  }

  complete(): void {
    const buffer = this.#filling;
    if (!buffer) return;
    this.#filling = undefined;
    const { width, height } = this.#header;
    const index = this.#index++;
    const frame: Frame = { width, height, data: buffer, index, ...this.#options.stamp(index, this.#header) };
    const held: Held = { frame, buffer, pool: this.#pool };
    this.#options.onArrival(this.#header);
    if (this.#options.mode === 'lossless') this.#inOrder.push(held);
    else this.#giveBack(this.#newest.put(held));
    this.#deliver();
  }

  skipped(): void {
    this.#index++;
    this.#noBuffer++;
    this.#options.onArrival(this.#header);
  }

  /** The stream broke off: a frame that was only half there is forgotten. */
  abandon(): void {
    if (this.#filling) this.#pool.give(this.#filling);
    this.#filling = undefined;
    this.#waits = false;
  }

  /** Resolves when everything was delivered and given back. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#onIdle = resolve;
      this.#settle();
    });
  }

  /** Nothing is delivered any more. */
  close(): void {
    this.#closed = true;
    this.#settle();
  }

  #deliver(): void {
    while (!this.#closed && this.#held < sizes[this.#options.mode].held) {
      const held = this.#inOrder.shift() ?? this.#newest.take();
      if (!held) return;
      this.#held++;
      this.#delivered++;
      let released = false;
      this.#options.onFrame(held.frame, () => {
        if (released) return;
        released = true;
        this.#held--;
        this.#giveBack(held);
        this.#deliver();
        this.#settle();
      });
    }
  }

  #giveBack(held: Held | undefined): void {
    if (!held) return;
    held.pool.give(held.buffer);
    if (!this.#waits || this.#closed) return;
    this.#waits = false;
    this.#options.onRoom();
  }

  #settle(): void {
    if (!this.#closed && (this.#held > 0 || this.#inOrder.length > 0)) return;
    this.#onIdle?.();
    this.#onIdle = undefined;
  }
}
