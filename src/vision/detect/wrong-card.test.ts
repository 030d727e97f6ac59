// The cards that ship against the real files of the shared material: right as they are, and with one line wrong each.
import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { render, renderHint } from '../../messages/catalogue.ts';
import type { ModelCard } from './card.ts';
import { ModelRefused, openModel } from './open-model.ts';
import { modelOfFile } from './registry.ts';
import { modelsFolder } from './testing/self-test-model.ts';

const folder = new URL('../../../../shared/material/models/', import.meta.url);
const files = existsSync(folder) ? readdirSync(folder).filter((f) => f.endsWith('.onnx')) : [];

async function answer(file: string, change: (card: ModelCard) => void): Promise<string> {
  const { modelFile, card: own } = modelOfFile(new URL(file, folder).pathname, [modelsFolder]);
  const card = structuredClone(own);
  change(card);
  try {
    await (await openModel({ modelFile, card, threads: 1 })).close();
    return 'fine';
  } catch (error) {
    if (!(error instanceof ModelRefused)) throw error;
    return `${render(error.problem, 'en')} -> ${renderHint(error.problem, 'en')}`;
  }
}

const otherFamily = (card: ModelCard) => {
  const [tensor] = Object.values(card.output).filter((v) => typeof v === 'string' && v !== card.output.family);
  const name = tensor ?? (card.output as unknown as { scores: string[] }).scores[0]!;
  card.output =
    card.output.family === 'yolox'
      ? { family: 'ultralytics', tensor: name, order: 'columns', strides: [8, 16, 32], extra: 0 }
      : { family: 'yolox', tensor: name, strides: [8, 16, 32], activated: true };
};

describe.runIf(files.length > 0)('the cards of the supplied models (needs ../shared/material)', () => {
  it.each(files)('%s opens by its card, and its known output is right', async (file) => {
    expect(await answer(file, () => {})).toBe('fine');
  });

  it.each(files)('%s is refused with the line to change where one line of its card is wrong', async (file) => {
    expect(await answer(file, (c) => (c.input.width += 64))).toMatch(
      /\[(N|1), 3, .*describes \[1, 3, .*-> .*input\.width/,
    );
    expect(await answer(file, (c) => (c.input.layout = 'nhwc'))).toMatch(/-> .*input\.layout/);
    const turned = (c: ModelCard) => (c.input.colours = c.input.colours === 'rgb' ? 'bgr' : 'rgb');
    expect(await answer(file, turned)).toMatch(/computes wrong.* -> look at input\.colours/);
    expect(await answer(file, otherFamily)).toMatch(/has the shape \[.*the family .* expects \[.*-> .*output\.family/);
    // DEIMv2 gives the numbers of classes, not a score of each: how many there are does not show.
    const classes = await answer(file, (c) => c.classes.push('unicorn'));
    if (!file.startsWith('deimv2')) expect(classes).toMatch(/has the shape \[.*-> .*classes \(81; 80 in the file\)/);
    const strides = await answer(file, (c) => {
      if ('strides' in c.output) c.output.strides = [8, 16, 64];
      if ('stride' in c.output) c.output.stride = 32;
    });
    if (!file.startsWith('deimv2')) expect(strides).toMatch(/has the shape \[.*expects \[.*-> .*output\.stride/);
  });
});
