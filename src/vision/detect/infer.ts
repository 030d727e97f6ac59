import type { Detection } from '../../domain/detection.ts';
import { Candidates, type Finding } from './candidates.ts';
import type { ModelCard } from './card.ts';
import type { FamilyContext } from './families/family.ts';
import { familyContext, type OpenModel } from './open-model.ts';
import { Preparer } from './prepare.ts';

/** Boxes kept of one run before non-maximum suppression; an evaluation keeps nearly all. */
const candidateCapacity = { best: 8192, every: 65_536 };

export interface Inferred {
  readonly detections: Detection[];
  /** In place of detections, from a model of the second stage. */
  readonly findings?: Finding[];
  /** Time of the network alone, milliseconds. */
  readonly inferenceMs: number;
}

/**
 * A frame's way through an open model: prepare, infer, decode, suppress. One at a time.
 * @param thresholds in place of the card's.
 * @param classes `every`: a place in the picture may be several classes at once, as evaluations want it.
 */
export function createInfer(
  model: OpenModel,
  card: ModelCard,
  nowMs: () => number,
  thresholds: ModelCard['thresholds'] = card.thresholds,
  classes: FamilyContext['classes'] = 'best',
): (yuv: Uint8Array, width: number, height: number) => Promise<Inferred> {
  const preparer = new Preparer(card.input);
  const candidates = new Candidates(candidateCapacity[classes]);
  const decode = model.family.createDecode(card.output, familyContext(card, thresholds.score, classes), model.tensors);
  const overlap = model.family.final ? 1 : thresholds.overlap;
  return async (yuv, width, height) => {
    const { data, placement } = preparer.prepare(yuv, width, height);
    const before = nowMs();
    const outputs = await model.run(data);
    const inferenceMs = nowMs() - before;
    candidates.clear();
    decode(outputs, candidates);
    if (card.crop) {
      const findings = candidates.named(card.classes, overlap, thresholds.most, placement);
      return { detections: [], findings, inferenceMs };
    }
    return { detections: candidates.best(overlap, thresholds.most, placement), inferenceMs };
  };
}
