// Average precision as the COCO evaluation defines it (pycocotools, cocoeval.py): detections of all images in the order
// of their score, each claiming the free box of its class that it overlaps most; the precision at a recall is the best
// that is reached at this recall or a higher one. Boxes may be marked as ignored: a detection that lies on one counts
// neither as right nor as wrong, any number of them, and no such box is ever missed.
import type { Box } from '../../../src/domain/detection.ts';
import { iou } from '../../../src/vision/track/overlap.ts';

export interface Labelled {
  readonly box: Box;
  readonly ignored: boolean;
}

export interface Found {
  readonly box: Box;
  readonly score: number;
}

/** What one image has of one class. */
export interface ImageOfClass {
  readonly labels: readonly Labelled[];
  readonly found: readonly Found[];
}

/** `coco`: mean of the precision at the recalls 0, 0.01 … 1. `all`: the area under the curve (as PASCAL VOC 2010). */
export type Interpolation = 'coco' | 'all';

/** The overlaps (intersection over union) that AP50-95 is the mean of. */
export const overlaps: readonly number[] = Array.from({ length: 10 }, (_, i) => (50 + 5 * i) / 100);

/**
 * @returns per overlap the average precision, 0 to 1; null where the class has no box that counts.
 */
export function averagePrecision(
  images: readonly ImageOfClass[],
  at: readonly number[] = overlaps,
  interpolation: Interpolation = 'coco',
): number[] | null {
  const boxes = images.reduce((n, { labels }) => n + labels.filter((l) => !l.ignored).length, 0);
  if (boxes === 0) return null;
  const order = images
    .flatMap(({ found }, image) => found.map(({ score }, index) => ({ score, image, index })))
    .sort((a, b) => b.score - a.score || a.image - b.image || a.index - b.index);
  const overlapOf = images.map(({ labels, found }) => found.map((f) => labels.map((l) => iou(f.box, l.box))));
  return at.map((least) => {
    const claims = images.map((image, i) => claim(image, overlapOf[i]!, least));
    const outcomes = order.map(({ image, index }) => claims[image]![index]!);
    return areaOf(curve(outcomes, boxes), interpolation);
  });
}

type Outcome = 'right' | 'wrong' | 'ignored';

/** What becomes of each detection of an image at this overlap, in the order of `found`. */
function claim({ labels, found }: ImageOfClass, overlap: readonly number[][], least: number): Outcome[] {
  const taken = new Set<number>();
  const outcome: Outcome[] = found.map(() => 'wrong');
  const byScore = found.map((_, i) => i).sort((a, b) => found[b]!.score - found[a]!.score || a - b);
  for (const f of byScore) {
    let best = -1;
    let bestOverlap = least;
    let onIgnored = false;
    for (const [l, label] of labels.entries()) {
      const both = overlap[f]![l]!;
      if (label.ignored) onIgnored ||= both >= least;
      else if (!taken.has(l) && both >= bestOverlap) {
        best = l;
        bestOverlap = both;
      }
    }
    if (best >= 0) {
      taken.add(best);
      outcome[f] = 'right';
    } else if (onIgnored) outcome[f] = 'ignored';
  }
  return outcome;
}

interface Curve {
  readonly recall: readonly number[];
  /** The best precision at this recall or a higher one. */
  readonly precision: readonly number[];
}

function curve(outcomes: readonly Outcome[], boxes: number): Curve {
  const recall: number[] = [];
  const precision: number[] = [];
  let right = 0;
  let counted = 0;
  for (const outcome of outcomes) {
    if (outcome === 'ignored') continue;
    counted++;
    if (outcome === 'right') right++;
    recall.push(right / boxes);
    precision.push(right / counted);
  }
  for (let i = precision.length - 2; i >= 0; i--) precision[i] = Math.max(precision[i]!, precision[i + 1]!);
  return { recall, precision };
}

function areaOf({ recall, precision }: Curve, interpolation: Interpolation): number {
  if (interpolation === 'all') {
    return recall.reduce((area, r, i) => area + (r - (recall[i - 1] ?? 0)) * precision[i]!, 0);
  }
  let sum = 0;
  let i = 0;
  for (let step = 0; step <= 100; step++) {
    // A recall of exactly 0.07 must count as 0.07, whatever the last bit of 7 / 100 says.
    while (i < recall.length && recall[i]! < step / 100 - 1e-12) i++;
    sum += precision[i] ?? 0;
  }
  return sum / 101;
}
