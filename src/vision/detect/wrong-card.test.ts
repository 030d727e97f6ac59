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

interface Wrong {
  readonly line: string;
  readonly change: (card: ModelCard) => void;
  readonly says: RegExp;
  /** Files where it does not show. */
  readonly not?: string;
}

const wrongLines: readonly Wrong[] = [
  {
    line: 'size',
    change: (c) => {
      c.input.width += 64;
    },
    says: /\[(N|1), 3, .*describes \[1, 3, .*-> .*input\.width/,
  },
  {
    line: 'order of dimensions',
    change: (c) => {
      c.input.layout = 'nhwc';
    },
    says: /-> .*input\.layout/,
  },
  {
    line: 'order of colours',
    change: (c) => {
      c.input.colours = c.input.colours === 'rgb' ? 'bgr' : 'rgb';
    },
    says: /computes wrong.* -> look at input\.colours/,
  },
  {
    line: 'family',
    change: otherFamily,
    says: /has the shape \[.*the family .* expects \[.*-> .*output\.family/,
  },
  {
    line: 'class count, too few',
    change: (c) => {
      c.classes.length = 20;
    },
    says: /classes \(20; 80 in the file\)|class number \d+, the card has 20 classes .*-> .*classes/,
  },
  {
    // DEIMv2 gives the numbers of classes, not a score of each: one too many in the card does not show.
    line: 'class count, one too many',
    change: (c) => c.classes.push('unicorn'),
    says: /has the shape \[.*-> .*classes \(81; 80 in the file\)/,
    not: 'deimv2',
  },
  {
    // DEIMv2 has none.
    line: 'stride',
    change: (c) => {
      if ('strides' in c.output) c.output.strides = [8, 16, 64];
      if ('stride' in c.output) c.output.stride = 32;
    },
    says: /has the shape \[.*expects \[.*-> .*output\.stride/,
    not: 'deimv2',
  },
];

describe.runIf(files.length > 0)('the cards of the supplied models (needs ../shared/material)', () => {
  it.each(files)('%s opens by its card, and its known output is right', async (file) => {
    expect(await answer(file, () => {})).toBe('fine');
  });

  it.each(
    files.flatMap((file) =>
      wrongLines.filter((w) => !w.not || !file.startsWith(w.not)).map((w) => [file, w.line, w] as const),
    ),
  )('%s is refused where its card has a wrong %s, with the line to change', async (file, _line, { change, says }) => {
    expect(await answer(file, change)).toMatch(says);
  });
});
