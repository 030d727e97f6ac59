// Spares the network a picture that shows what the last one it looked at showed. What was found then is true still: it is
// given again, so that tracks, standing times and rules go on as if the network had looked. Compared is always with the
// picture the network saw last, never with the frame before: a car that creeps, or starts as slowly as it likes, adds up to
// a change. Three things open the gate without any change: a road user who is not confirmed yet or was lost from sight
// (what one look saw wrongly must not be repeated until it is believed), the end of `longestMs`, a failed look.
import type { Detection } from '../../domain/detection.ts';
import type { Frame } from '../frame.ts';
import { type BrightnessMap, isChanged, mapOf } from './brightness-map.ts';

export interface MotionGateOptions {
  readonly detect: (frame: Frame, camera: string) => Promise<{ readonly detections: readonly Detection[] }>;
  /** Whether all who are followed are confirmed and were seen in the last frame. */
  readonly isSettled: () => boolean;
  /** Without any change the network looks again after that, milliseconds. */
  readonly longestMs: number;
}

interface Look {
  readonly map: BrightnessMap;
  readonly monotonicMs: number;
  readonly detections: readonly Detection[];
}

export class MotionGate {
  readonly #options: MotionGateOptions;
  #last: Look | undefined;
  #spared = 0;

  constructor(options: MotionGateOptions) {
    this.#options = options;
  }

  /** Frames that the network was spared. */
  get spared(): number {
    return this.#spared;
  }

  /** What is in the frame, found anew or known. Not to be called before the last call has ended. */
  async detect(frame: Frame, camera: string): Promise<{ readonly detections: readonly Detection[]; spared: boolean }> {
    const map = mapOf(frame);
    const last = this.#last;
    if (last && this.#isKnown(last, frame, map)) {
      this.#spared++;
      return { detections: last.detections, spared: true };
    }
    this.#last = undefined;
    const { detections } = await this.#options.detect(frame, camera);
    this.#last = { map, monotonicMs: frame.monotonicMs, detections };
    return { detections, spared: false };
  }

  /** What was seen before says nothing of what comes. */
  interrupt(): void {
    this.#last = undefined;
  }

  #isKnown(last: Look, frame: Frame, map: BrightnessMap): boolean {
    const age = frame.monotonicMs - last.monotonicMs;
    return age >= 0 && age < this.#options.longestMs && this.#options.isSettled() && !isChanged(last.map, map);
  }
}
