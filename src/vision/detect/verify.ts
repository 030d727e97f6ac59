import type { Clock } from '../../runtime/clock.ts';
import { openModel } from './open-model.ts';
import type { UsableModel } from './registry.ts';
import { proposeSelfCheck, type SelfCheck, selfCheckInput, usualInput } from './self-check.ts';

export interface Verified {
  readonly sha256: string;
  /** How many numbers were compared with the card's; 0 where it brings none. */
  readonly compared: number;
  /** Best of a few inferences on one thread, milliseconds. */
  readonly inferenceMs: number;
  /** For a card without a self-check: what the model gave here. */
  readonly proposal?: SelfCheck;
}

const runs = 5;

/**
 * Opens a model, compares its known output and times it.
 * @throws ModelRefused where anything is not as its card says.
 */
export async function verifyModel({ modelFile, card }: UsableModel, clock: Clock): Promise<Verified> {
  const model = await openModel({ modelFile, card, threads: 1 });
  try {
    const input = selfCheckInput(card.input, card.selfCheck?.input ?? usualInput);
    let inferenceMs = Number.POSITIVE_INFINITY;
    let outputs = await model.run(input);
    for (let i = 0; i < runs; i++) {
      const before = clock.monotonicMs();
      outputs = await model.run(input);
      inferenceMs = Math.min(inferenceMs, clock.monotonicMs() - before);
    }
    const { sha256 } = model;
    if (card.selfCheck) return { sha256, inferenceMs, compared: card.selfCheck.expect.length };
    return { sha256, inferenceMs, compared: 0, proposal: proposeSelfCheck(model.tensors, outputs) };
  } finally {
    await model.close();
  }
}
