// One model over a folder of photographs, by its card alone and on the product's own way: letterbox, network, decoder,
// non-maximum suppression.
import { type RoadUserClass, roadUserClasses } from '../../../src/domain/detection.ts';
import { createInferFrame } from '../../../src/vision/detect/infer.ts';
import { openModel } from '../../../src/vision/detect/open-model.ts';
import type { Labelled as Image } from './folder.ts';
import { averagePrecision, type ImageOfClass, type Interpolation, overlaps } from './metric.ts';
import type { EvaluatedModel } from './models.ts';
import { readPicture } from './picture.ts';

export interface EvaluateOptions {
  readonly score: number;
  readonly overlap: number;
  readonly most: number;
  /** `every`: a place may be several classes at once, as COCO evaluations have it. `best`: as the product runs. */
  readonly classes: 'every' | 'best';
  /** Threads within one operator of the network. */
  readonly threads: number;
  readonly interpolation: Interpolation;
}

/** Percent; null for a class that has no box to find, and for the mean where no class has. */
export type Figures = Readonly<Record<RoadUserClass | 'mean', number | null>>;

export interface Evaluated {
  readonly ap50: Figures;
  readonly ap50to95: Figures;
  readonly detections: number;
}

/** @throws ModelRefused */
export async function evaluate(
  { modelFile, card }: EvaluatedModel,
  images: readonly Image[],
  options: EvaluateOptions,
): Promise<Evaluated> {
  const { score, overlap, most, classes, threads, interpolation } = options;
  const model = await openModel({ modelFile, card, threads });
  const perClass = new Map<RoadUserClass, ImageOfClass[]>(roadUserClasses.map((c) => [c, []]));
  let count = 0;
  try {
    const infer = createInferFrame({
      model,
      card,
      nowMs: () => performance.now(),
      thresholds: { score, overlap, most },
      classes,
    });
    // The next photograph is decoded while this one is looked at.
    let next = readPicture(images[0]!.file);
    for (const [i, image] of images.entries()) {
      const { yuv, width, height, ownWidth, ownHeight } = await next;
      const following = images[i + 1];
      if (following) next = readPicture(following.file);
      const { detections } = await infer(yuv, width, height);
      count += detections.length;
      for (const [c, list] of perClass) {
        const labels = image.labels
          .filter((l) => l.class === c)
          .map(({ box, ignored }) => {
            const inPixels = {
              x: box.x * ownWidth,
              y: box.y * ownHeight,
              width: box.width * ownWidth,
              height: box.height * ownHeight,
            };
            return { box: inPixels, ignored };
          });
        list.push({ labels, found: detections.filter((d) => d.class === c) });
      }
    }
  } finally {
    await model.close();
  }
  const each = new Map([...perClass].map(([c, list]) => [c, averagePrecision(list, overlaps, interpolation)]));
  const figures = (of: (each: number[]) => number): Figures => {
    const known = [...each].map(([c, aps]) => [c, aps && 100 * of(aps)] as const);
    const values = known.flatMap(([, v]) => v ?? []);
    const mean = values.length > 0 ? average(values) : null;
    return Object.fromEntries([...known, ['mean', mean]]) as Record<RoadUserClass | 'mean', number | null>;
  };
  return { ap50: figures((aps) => aps[0]!), ap50to95: figures(average), detections: count };
}

const average = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
