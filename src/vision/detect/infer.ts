import type { Detection } from '../../domain/detection.ts';
import { Candidates, type Finding } from './candidates.ts';
import type { ModelCard } from './card.ts';
import type { FamilyContext } from './families/family.ts';
import { giveBack } from './give-back.ts';
import { familyContext, type OpenModel } from './open-model.ts';
import { type Prepared, Preparer } from './prepare.ts';

/** Boxes kept of one run before non-maximum suppression; an evaluation keeps nearly all. */
const candidateCapacity = { best: 8192, every: 65_536 };

export interface Inferred {
  readonly detections: Detection[];
  /** In place of detections, from a model of the second stage. */
  readonly findings?: Finding[];
  /** Time of the network alone, milliseconds. */
  readonly inferenceMs: number;
}

/** What stands behind the network: decode, suppress. */
export interface InferOptions {
  readonly model: OpenModel;
  readonly card: ModelCard;
  readonly nowMs: () => number;
  /** In place of the card's. */
  readonly thresholds?: ModelCard['thresholds'];
  /** `every`: a place in the picture may be several classes at once, as evaluations want it. Default `best`. */
  readonly classes?: FamilyContext['classes'];
}

/** From a prepared picture to what was found in it: infer, decode, suppress. One at a time. */
export function createInfer(options: InferOptions): (prepared: Prepared) => Promise<Inferred> {
  const { model, card, nowMs, thresholds = card.thresholds, classes = 'best' } = options;
  const candidates = new Candidates(candidateCapacity[classes]);
  const decode = model.family.createDecode(card.output, familyContext(card, thresholds.score, classes), model.tensors);
  const overlap = model.family.final ? 1 : thresholds.overlap;
  return async ({ data, placement }) => {
    const before = nowMs();
    const outputs = await model.run(data);
    const inferenceMs = nowMs() - before;
    candidates.clear();
    decode(outputs, candidates);
    giveBack(outputs);
    if (card.crop) {
      const findings = candidates.named(card.classes, overlap, thresholds.most, placement);
      return { detections: [], findings, inferenceMs };
    }
    return { detections: candidates.best(overlap, thresholds.most, placement), inferenceMs };
  };
}

/** The whole way of a frame in one thread: prepare, infer, decode, suppress. One at a time. */
export function createInferFrame(
  options: InferOptions,
): (yuv: Uint8Array, width: number, height: number) => Promise<Inferred> {
  const preparer = new Preparer(options.card.input);
  const infer = createInfer(options);
  return (yuv, width, height) => infer(preparer.prepare(yuv, width, height));
}
