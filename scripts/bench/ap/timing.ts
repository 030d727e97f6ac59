// How long the networks themselves take on one thread: all in turn, round after round, so that a machine whose speed
// drifts slows all of them alike. Only the ratios hold on another machine.
import { openModel } from '../../../src/vision/detect/open-model.ts';
import { selfCheckInput, usualInput } from '../../../src/vision/detect/self-check.ts';
import { median } from '../bench.ts';
import type { EvaluatedModel } from './models.ts';

const warmUps = 3;

/** @returns per model the median milliseconds of one inference with one intra-op thread. */
export async function timeModels(models: readonly EvaluatedModel[], rounds: number): Promise<number[]> {
  const opened = [];
  try {
    for (const { modelFile, card } of models) opened.push(await openModel({ modelFile, card, threads: 1 }));
    const inputs = models.map(({ card }) => selfCheckInput(card.input, usualInput));
    const times: number[][] = models.map(() => []);
    for (let round = -warmUps; round < rounds; round++) {
      for (const [i, model] of opened.entries()) {
        const before = performance.now();
        await model.run(inputs[i]!);
        if (round >= 0) times[i]!.push(performance.now() - before);
      }
    }
    return times.map(median);
  } finally {
    for (const model of opened) await model.close();
  }
}
