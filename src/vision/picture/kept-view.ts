// The usual view of a camera as it lies on the disk: one small file a camera, at most a view by day and one by night, each
// some 13 KB. A damaged file, one of another version or of a configuration that was changed since (lines drawn anew:
// somebody has looked at the new view) counts as none. Privacy zones are black in it, like in all that is stored.
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { type Instant, instantSchema } from '../../domain/time.ts';
import { canonicalText } from '../../runtime/canonical-text.ts';
import type { CameraConfig } from '../config.ts';
import { cellsAcross } from './sample.ts';

/** What tells a place again. */
export interface KeptPlace {
  /** Brightness in the middle and its spread, levels. */
  readonly level: number;
  readonly contrast: number;
  /** How much pictures of this camera usually are like its usual view, -1 to 1. */
  readonly alike: number;
  /** Brightness of each cell, row by row, `cellsAcross` a row. */
  readonly luma: Uint8Array;
}

export interface KeptView {
  /** When a picture was learned last. */
  readonly learned: Instant;
  /** Of the frames, pixels. */
  readonly width: number;
  readonly height: number;
  readonly place: KeptPlace;
}

/** Rows of cells of the tallest picture that is believed. */
const mostRows = 4 * cellsAcross;
/** A file larger than this is none of ours, bytes: two views of the tallest picture. */
export const largestFile = 256 * 1024;

const bodySchema = z.strictObject({
  version: z.literal(1),
  camera: z.string(),
  configuration: z.string(),
  views: z
    .array(
      z.strictObject({
        learned: instantSchema,
        width: z.int().positive(),
        height: z.int().positive(),
        level: z.number(),
        contrast: z.number(),
        alike: z.number(),
        luma: z.base64(),
      }),
    )
    .max(2),
});
const fileSchema = z.strictObject({ crc: z.int(), body: z.string() });

/** What the view hangs on: who changes any of it has seen the picture as it is now. */
export function configurationOf(config: CameraConfig): string {
  const { source, maxWidth, health, calibration = null, signals, privacy, rules } = config;
  // A view that was kept with its privacy zones to be seen, as once, is none of this configuration.
  const zones = privacy.zones.length > 0 ? { zones: 'black' } : {};
  const text = canonicalText({ source, maxWidth, health, calibration, signals, privacy, rules, ...zones });
  return createHash('sha256').update(text).digest('hex');
}

export function writeViews(camera: string, configuration: string, views: readonly KeptView[]): string {
  const body = JSON.stringify({
    version: 1,
    camera,
    configuration,
    views: views.map(({ place, ...view }) => ({
      ...view,
      ...place,
      luma: Buffer.from(place.luma).toString('base64'),
    })),
  } satisfies z.input<typeof bodySchema>);
  return JSON.stringify({ crc: crc32(body), body });
}

/** @returns the views, or why they are not to be used. */
export function readViews(text: string, camera: string, configuration: string): KeptView[] | string {
  const file = fileSchema.safeParse(parsed(text)).data;
  if (!file || crc32(file.body) !== file.crc) return 'the file is damaged';
  const body = bodySchema.safeParse(parsed(file.body)).data;
  if (!body) return 'the file is of another version';
  if (body.camera !== camera) return 'the file is of another camera';
  if (body.configuration !== configuration) return 'the configuration of the camera was changed';
  const views = body.views.map(({ learned, width, height, luma, ...place }) => ({
    ...{ learned, width, height },
    place: { ...place, luma: new Uint8Array(Buffer.from(luma, 'base64')) },
  }));
  const isWhole = ({ luma }: KeptPlace) => {
    const rows = luma.length / cellsAcross;
    return Number.isInteger(rows) && rows >= 1 && rows <= mostRows;
  };
  return views.every((v) => isWhole(v.place)) ? views : 'the file is damaged';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
