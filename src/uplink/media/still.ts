import { z } from 'zod';
import { mediaRefSchema } from '../../domain/media.ts';

const withStill = z.looseObject({ data: z.looseObject({ still: mediaRefSchema }) });

/** The picture that an event names; undefined where it names none. */
export function stillOf(body: string): { readonly ref: string; readonly sha256: string } | undefined {
  if (!body.includes('"still":')) return undefined;
  try {
    return withStill.parse(JSON.parse(body)).data.still;
  } catch {
    return undefined;
  }
}
