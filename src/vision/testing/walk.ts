// Hand-made detections and tracks for tests.
import type { Box, Detection, RoadUserClass } from '../../domain/detection.ts';
import type { Rule, RuleEvent, Scene } from '../rules/rule.ts';
import type { Track } from '../track/track.ts';

export const boxAt = (x: number, feetY: number, width = 40, height = 80): Box => ({
  x: x - width / 2,
  y: feetY - height,
  width,
  height,
});

export const seen = (c: RoadUserClass, box: Box, score = 0.9): Detection => ({ class: c, score, box });

export interface Walk {
  readonly id?: string;
  readonly class?: RoadUserClass;
  readonly confirmed?: boolean;
  readonly height?: number;
}

export function trackAt(x: number, feetY: number, walk: Walk = {}): Track {
  const box = boxAt(x, feetY, (walk.height ?? 80) / 2, walk.height ?? 80);
  return {
    id: walk.id ?? 't1',
    class: walk.class ?? 'car',
    score: 0.9,
    box,
    seenAs: box,
    confirmed: walk.confirmed ?? true,
    bornMs: 0,
  };
}

export const picture = { width: 1000, height: 500 };

/** Of it, a zone. */
export const leftHalf = [
  [0, 0],
  [0.5, 0],
  [0.5, 1],
  [0, 1],
] as const;

export const sceneOf = (monotonicMs: number, tracks: readonly Track[], ended: readonly string[] = []): Scene => ({
  monotonicMs,
  ...picture,
  tracks,
  ended,
});

/** Lets one track walk through points (feet, in pixels), a frame every `stepMs`, and gives all that the rule says. */
export function walkThrough(
  rule: Rule,
  points: readonly (readonly [number, number])[],
  walk: Walk & { readonly stepMs?: number; readonly startMs?: number } = {},
): RuleEvent[] {
  const { stepMs = 100, startMs = 0 } = walk;
  return points.flatMap(([x, y], i) => rule.step(sceneOf(startMs + i * stepMs, [trackAt(x, y, walk)])));
}

/** A deterministic source of numbers in [0, 1). */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
