// Words that the explanations of several rules share.
import type { Point } from '../../domain/detection.ts';
import type { Scene } from './rule.ts';

/** A pixel as shares of the picture, as the configuration writes points. */
export const inPicture = (scene: Pick<Scene, 'width' | 'height'>, p: Point): string =>
  `(${(p.x / scene.width).toFixed(2)}, ${(p.y / scene.height).toFixed(2)})`;

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
