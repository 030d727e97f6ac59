import { parseArgs } from 'node:util';
import type { Size } from '../../../src/vision/track/departure.ts';
import { number, whole } from '../../lib/flags.ts';
import type { Degrade } from './degrade.ts';

export interface MotOptions {
  /** Exactly one of these three; none: the sequences of the shared material. */
  readonly det: string | undefined;
  readonly fromGt: string | undefined;
  readonly tracks: string | undefined;
  readonly gt: string | undefined;
  readonly out: string | undefined;
  readonly fps: number;
  readonly every: number;
  readonly lastFrame: number | undefined;
  readonly picture: Size | undefined;
  readonly plain: boolean;
  readonly degrade: Degrade;
  readonly json: boolean;
}

export const usage = `npm run bench:mot                                    the sequences of the shared material, with targets
npm run bench:mot -- --det FILE --fps N [--out FILE] [--gt FILE] [--plain] [--json]
npm run bench:mot -- --from-gt FILE --fps N [--drop 0.1] [--jitter 2] [--seed 1] …
npm run bench:mot -- --tracks FILE --gt FILE [--json]
  --det FILE       detections, MOT Challenge text
  --from-gt FILE   the truth as detections: a share dropped, the others a few pixels off; scored against itself
  --tracks FILE    a result that exists: only scored
  --gt FILE        truth: MOTA, IDF1, HOTA, MT, ML, switches, fragments are printed
  --fps N          frames a second of the sequence
  --every N        only each N-th frame is looked at, and scored
  --frames N       length of the sequence; by default the last frame that a file names
  --size WxH       of the pictures, pixels: who leaves through the edge is then known to have left
  --out FILE       where the tracks are written
  --plain          ByteTrack's C++ deployment tracker in place of the product's`;

/** @throws Error with what is wrong. */
export function readOptions(args: readonly string[]): MotOptions {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      det: text,
      'from-gt': text,
      tracks: text,
      gt: text,
      out: text,
      fps: text,
      every: { type: 'string', default: '1' },
      frames: text,
      size: text,
      drop: { type: 'string', default: '0' },
      jitter: { type: 'string', default: '0' },
      seed: { type: 'string', default: '1' },
      plain: flag,
      json: flag,
    },
  });
  const { det, tracks, gt, out, plain, json } = values;
  const fromGt = values['from-gt'];
  const given = [det, fromGt, tracks].filter((v) => v !== undefined).length;
  if (given > 1) throw new Error('--det, --from-gt and --tracks exclude each other');
  if (tracks !== undefined && gt === undefined) throw new Error('--tracks is scored against --gt, which is missing');
  if ((det !== undefined || fromGt !== undefined) && values.fps === undefined) throw new Error('--fps is missing');
  if (given === 0 && (gt !== undefined || out !== undefined))
    throw new Error('--det, --from-gt or --tracks is missing');
  return {
    det,
    fromGt,
    tracks,
    gt: gt ?? fromGt,
    out,
    fps: number('fps', values.fps ?? '30', 0.1, 1000),
    every: whole('every', values.every, 1),
    lastFrame: values.frames === undefined ? undefined : whole('frames', values.frames, 1),
    picture: values.size === undefined ? undefined : size(values.size),
    plain,
    degrade: {
      drop: number('drop', values.drop, 0, 1),
      jitter: number('jitter', values.jitter, 0, 1000),
      seed: whole('seed', values.seed, 0),
    },
    json,
  };
}

function size(text: string): Size {
  const [width, height, more] = text.split('x');
  if (width === undefined || height === undefined || more !== undefined)
    throw new Error(`--size ${text}: something like 1920x1080 is expected`);
  return { width: whole('size', width, 1), height: whole('size', height, 1) };
}
