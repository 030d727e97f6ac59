import type { Detection } from '../../domain/detection.ts';
import { Candidates } from './candidates.ts';
import type { ModelCard } from './card.ts';
import { familyContext, type OpenModel } from './open-model.ts';
import { Preparer } from './prepare.ts';

/** Boxes kept of one run before non-maximum suppression. */
const candidateCapacity = 8192;

export interface Inferred {
  readonly detections: Detection[];
  /** Time of the network alone, milliseconds. */
  readonly inferenceMs: number;
}

/**
 * A frame's way through an open model: prepare, infer, decode, suppress. One at a time.
 * @param thresholds in place of the card's.
 */
export function createInfer(
  model: OpenModel,
  card: ModelCard,
  nowMs: () => number,
  thresholds: ModelCard['thresholds'] = card.thresholds,
): (yuv: Uint8Array, width: number, height: number) => Promise<Inferred> {
  const preparer = new Preparer(card.input);
  const candidates = new Candidates(candidateCapacity);
  const decode = model.family.createDecode(card.output, familyContext(card, thresholds.score));
  return async (yuv, width, height) => {
    const { data, placement } = preparer.prepare(yuv, width, height);
    const before = nowMs();
    const outputs = await model.run(data);
    const inferenceMs = nowMs() - before;
    candidates.clear();
    decode(outputs, candidates);
    return { detections: candidates.best(thresholds.overlap, thresholds.most, placement), inferenceMs };
  };
}
