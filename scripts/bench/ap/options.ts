import { parseArgs } from 'node:util';
import { number, whole } from '../../lib/flags.ts';
import type { EvaluateOptions } from './evaluate.ts';
import type { FolderOptions } from './folder.ts';

export interface ApOptions {
  readonly models: readonly string[];
  /** The model that times are compared with; the first where undefined. */
  readonly against: string | undefined;
  readonly images: string;
  readonly data: string | undefined;
  readonly folder: FolderOptions;
  readonly evaluate: EvaluateOptions;
  readonly rounds: number;
  readonly unsealed: boolean;
  readonly json: boolean;
}

export const usage = `npm run bench:ap -- --model ID [--model ID …] --images DIR [options]
  --model ID           id of a known model, or path of an .onnx with its card beside it; may be repeated
  --images DIR         DIR/*.jpg or DIR/images/*.jpg, DIR/labels/*.txt (class cx cy w h [flag]), DIR/classes.txt
  --match PATTERN      only files whose name matches ('rt4_*'); may be repeated
  --flags LIST         boxes with another flag than these (0,2) are ignored: what lies on them counts neither way
  --against ID         the model that times are compared with (the first)
  --best-class         a place in the picture is one class only, as in the running product; else each above the floor
  --all-point          area under the whole curve in place of COCO's 101 recalls
  --score 0.001  --overlap 0.6  --most 300      score floor, IoU of the class-wise NMS, boxes an image
  --threads 1          threads of the evaluation; times are always taken on one
  --rounds 40          inferences a model that are timed; 0: none
  --unsealed           for a model in training: hash and self-check of its card need not fit
  --data DIR           data folder whose models are looked at first
  --json               one line for programs`;

/** @throws Error with what is wrong. */
export function readOptions(args: readonly string[]): ApOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      model: { type: 'string', multiple: true, default: [] },
      images: { type: 'string' },
      match: { type: 'string', multiple: true, default: [] },
      flags: { type: 'string' },
      against: { type: 'string' },
      'all-point': { type: 'boolean', default: false },
      'best-class': { type: 'boolean', default: false },
      score: { type: 'string', default: '0.001' },
      overlap: { type: 'string', default: '0.6' },
      most: { type: 'string', default: '300' },
      threads: { type: 'string', default: '1' },
      rounds: { type: 'string', default: '40' },
      unsealed: { type: 'boolean', default: false },
      data: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  if (values.model.length === 0) throw new Error('--model is missing');
  if (values.images === undefined) throw new Error('--images is missing');
  return {
    models: values.model,
    against: values.against,
    images: values.images,
    data: values.data ?? process.env['HAIDANG_DATA'],
    folder: {
      match: values.match,
      flags: values.flags === undefined ? undefined : new Set(values.flags.split(',').map((f) => whole('flags', f, 0))),
    },
    evaluate: {
      score: number('score', values.score, 0, 1),
      overlap: number('overlap', values.overlap, 0, 1),
      most: whole('most', values.most, 0),
      classes: values['best-class'] ? 'best' : 'every',
      threads: whole('threads', values.threads, 0),
      interpolation: values['all-point'] ? 'all' : 'coco',
    },
    rounds: whole('rounds', values.rounds, 0),
    unsealed: values.unsealed,
    json: values.json,
  };
}
