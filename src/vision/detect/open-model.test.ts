import { createHash } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { render, renderHint } from '../../messages/catalogue.ts';
import type { ModelCard } from './card.ts';
import { ModelRefused, openModel } from './open-model.ts';
import { selfCheckInput, usualInput } from './self-check.ts';
import { modelsFolder, selfTestFile, shippedCard } from './testing/self-test-model.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haidang-model-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What is said of the self-test network with a card that was changed. */
async function answer(change: (card: ModelCard) => void, modelFile = selfTestFile): Promise<string> {
  const card = structuredClone(shippedCard('haidang-self-test'));
  change(card);
  try {
    await (await openModel({ modelFile, card, threads: 1 })).close();
    return 'fine';
  } catch (error) {
    if (!(error instanceof ModelRefused)) throw error;
    return `${render(error.problem, 'en')} -> ${renderHint(error.problem, 'en')}`;
  }
}

describe('a model and its card', () => {
  it.each(readdirSync(modelsFolder))('the card of %s is valid and brings a self-check', (id) => {
    const card = shippedCard(id);
    expect(card.id).toBe(id);
    expect(card.selfCheck?.expect.length).toBeGreaterThanOrEqual(8);
    expect(Object.keys(card.map).length).toBeGreaterThan(0);
  });

  it('open when they fit, and give what the family reads', async () => {
    const model = await openModel({ modelFile: selfTestFile, card: shippedCard('haidang-self-test'), threads: 1 });
    const outputs = await model.run(selfCheckInput(shippedCard('haidang-self-test').input, usualInput));
    expect(outputs['output']?.data).toHaveLength(84 * 11);
    await model.close();
  });

  it('are refused with the line to change where the card is wrong', async () => {
    expect(await answer((c) => (c.input.name = 'image'))).toMatch(
      /no input named "image"; it has: images -> .*input\.name/,
    );
    expect(await answer((c) => (c.input.width = 96))).toMatch(/\[1, 3, 64, 64\].*\[1, 3, 64, 96\] -> .*input\.width/);
    expect(await answer((c) => (c.input.layout = 'nhwc'))).toMatch(/input\.layout/);
    expect(await answer((c) => (c.input.type = 'uint8'))).toMatch(
      /takes float32, the card says uint8 -> .*input\.type/,
    );
    expect(await answer((c) => Object.assign(c.output, { strides: [8, 16] }))).toMatch(/-> .*output\.strides/);
    expect(await answer((c) => c.classes.pop())).toMatch(/-> .*classes \(5; 6 in the file\)/);
    expect(await answer((c) => Object.assign(c.output, { tensor: 'boxes' }))).toMatch(
      /no output named "boxes"; it has: output -> .*output\.tensor/,
    );
  });

  it('are refused where the file is another one, damaged, or no model at all', async () => {
    const other = join(folder, 'other.onnx');
    writeFileSync(other, 'not a network');
    expect(await answer(() => {}, other)).toMatch(
      /13 bytes.*none that the card of haidang-self-test speaks of: made here/,
    );
    const sha256 = '2b7f44a6bb9e0a6c29c4d3ad0f5d1ad6b9e2ea7b3b7ac5cbac7bb3f4e9c2ab13';
    expect(await answer((c) => (c.files[0]!.sha256 = sha256))).toMatch(/none that the card/);
    expect(await answer((c) => Object.assign(c.files[0]!, { sha256: hashOf('not a network') }), other)).toMatch(
      /cannot be opened as an ONNX model/,
    );
    expect(await answer(() => {}, join(folder, 'none.onnx'))).toMatch(/cannot be read/);
  });

  it('are refused where the processor computes otherwise than the card remembers', async () => {
    const said = await answer((c) => (c.selfCheck!.expect[0]!.value = 0.5));
    expect(said).toMatch(/computes wrong on this machine: number 19 of "output" is 0\.97\d+ instead of 0\.5/);
  });
});

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
