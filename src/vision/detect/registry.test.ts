import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { SystemClock } from '../../runtime/clock.ts';
import { addFile, addKnown } from './add.ts';
import type { ModelCard } from './card.ts';
import { knownModels, resolveModel } from './registry.ts';
import { modelsFolder, selfTestFile, shippedCard } from './testing/self-test-model.ts';
import { verifyModel } from './verify.ts';

const clock = new SystemClock();
let root: string;
let shipped: string;
let data: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'haidang-models-'));
  shipped = join(root, 'shipped');
  data = join(root, 'data');
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Writes the card of the self-test network, changed, into a folder; gives the card's path. */
function writeCard(
  folder: string,
  id: string,
  change: (card: ModelCard) => void = () => {},
  name = 'card.yaml',
): string {
  const card = { ...structuredClone(shippedCard('haidang-self-test')), id };
  change(card);
  mkdirSync(join(folder, id), { recursive: true });
  const file = join(folder, id, name);
  writeFileSync(file, stringify(card));
  return file;
}
const options = () => ({ folders: [data, shipped], into: data, clock, random: () => 0.5 });

describe('the models of a machine', () => {
  it('are the cards in the folders, with their file wherever it lies', () => {
    writeCard(shipped, 'here');
    writeCard(shipped, 'absent');
    mkdirSync(join(data, 'here'), { recursive: true });
    copyFileSync(selfTestFile, join(data, 'here', 'any-name.onnx'));
    writeFileSync(join(shipped, 'absent', 'half.onnx'), 'only a part');
    const { models, broken } = knownModels([data, shipped, join(root, 'none')]);
    expect(models.map((m) => [m.id, m.modelFile])).toEqual([
      ['absent', undefined],
      ['here', join(data, 'here', 'any-name.onnx')],
    ]);
    expect(broken.size).toBe(0);
    expect(() => resolveModel('absent', [data, shipped])).toThrow(/known but its file is not here/);
    expect(() => resolveModel('her', [data, shipped])).toThrow(/no model named "her"; known: absent, here/);
    expect(resolveModel('here', [data, shipped]).card.id).toBe('here');
  });

  it('a card with a mistake, or in a folder of another name, is told with its line and hides no other', () => {
    writeCard(shipped, 'fine');
    const file = writeCard(shipped, 'wrong');
    writeFileSync(file, readFileSync(file, 'utf8').replace('range: 255', 'range: 2'));
    mkdirSync(join(shipped, 'moved'));
    copyFileSync(join(shipped, 'fine', 'card.yaml'), join(shipped, 'moved', 'card.yaml'));
    const { models, broken } = knownModels([shipped]);
    expect(models.map((m) => m.id)).toEqual(['fine']);
    expect(broken.get('wrong')?.[0]).toMatchObject({ file, path: ['input', 'range'] });
    expect(broken.get('moved')?.[0]?.message.code).toBe('models.id-not-folder');
    expect(() => resolveModel('wrong', [shipped])).toThrow(/input\.range/);
  });

  it('a path to a file takes the card beside it, else a known one that is true for it', () => {
    const file = join(root, 'mine.onnx');
    copyFileSync(selfTestFile, file);
    expect(() => resolveModel(file, [shipped])).toThrow(/no card for the model file/);
    writeCard(shipped, 'shipped-one');
    expect(resolveModel(file, [shipped]).id).toBe('shipped-one');
    copyFileSync(writeCard(root, 'beside'), join(root, 'card.yaml'));
    expect(resolveModel(file, [shipped]).id).toBe('beside');
    copyFileSync(writeCard(root, 'named'), join(root, 'mine.yaml'));
    expect(resolveModel(file, [shipped])).toMatchObject({ id: 'named', modelFile: file });
    expect(() => resolveModel(join(root, 'none.onnx'), [shipped])).toThrow(/cannot be read/);
  });

  it('a file of one’s own is installed with its card, and is verified before', async () => {
    const cardFile = writeCard(root, 'own', undefined, 'own-card.yaml');
    const added = await addFile(selfTestFile, cardFile, options());
    expect(added.modelFile).toBe(join(data, 'own', 'own.onnx'));
    expect(existsSync(join(data, 'own', 'card.yaml'))).toBe(true);
    const verified = await verifyModel(resolveModel('own', [data]), clock);
    expect(verified).toMatchObject({ compared: 16 });
    const wrong = writeCard(root, 'wrong', (c) => (c.selfCheck!.expect[0]!.value = 9));
    await expect(addFile(selfTestFile, wrong, options())).rejects.toMatchObject({ code: 'models.self-check-failed' });
    expect(existsSync(join(data, 'wrong'))).toBe(false);
  });

  it('a file for a shipped card brings no copy of that card', async () => {
    writeCard(shipped, 'shipped-one');
    const file = join(root, 'mine.onnx');
    copyFileSync(selfTestFile, file);
    await addFile(file, undefined, options());
    expect(existsSync(join(data, 'shipped-one', 'shipped-one.onnx'))).toBe(true);
    expect(existsSync(join(data, 'shipped-one', 'card.yaml'))).toBe(false);
  });

  it('a known model is fetched from the address of its card, once', async () => {
    let requests = 0;
    const server = createServer((_q, r) => {
      requests++;
      r.end(readFileSync(selfTestFile));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/m.onnx`;
    writeCard(shipped, 'remote', (c) => (c.files[0]!.url = url));
    await addKnown('remote', options());
    const again = await addKnown('remote', options());
    server.close();
    expect(requests).toBe(1);
    expect(again.modelFile).toBe(join(data, 'remote', 'remote.onnx'));
    writeCard(shipped, 'by-hand');
    await expect(addKnown('by-hand', options())).rejects.toMatchObject({ code: 'models.no-url' });
  });

  it('a card without a self-check gets one proposed that holds', async () => {
    const cardFile = writeCard(root, 'new', (c) => delete c.selfCheck);
    const { proposal, compared } = await verifyModel(resolveNew(cardFile), clock);
    expect(compared).toBe(0);
    writeCard(root, 'new', (c) => (c.selfCheck = proposal));
    expect((await verifyModel(resolveNew(cardFile), clock)).compared).toBe(16);
    function resolveNew(file: string) {
      return resolveModel(copyBeside(file), [modelsFolder]);
    }
    function copyBeside(file: string) {
      const model = file.replace('card.yaml', 'm.onnx');
      copyFileSync(selfTestFile, model);
      return model;
    }
  });
});
