import { z } from 'zod';

/**
 * How far a wall-clock time can be believed.
 * `synced`: a time source confirmed it; `holdover`: it was confirmed earlier in this boot, and no longer is;
 * `unsynced`: nobody ever confirmed it.
 */
export const timeQualitySchema = z.enum(['synced', 'holdover', 'unsynced']);
export type TimeQuality = z.infer<typeof timeQualitySchema>;

/** A wall-clock instant: milliseconds since 1970-01-01T00:00:00Z, with how far it can be believed. */
export const instantSchema = z.strictObject({ ms: z.number(), quality: timeQualitySchema });
export type Instant = z.infer<typeof instantSchema>;

/** The instant as RFC 3339 in UTC with milliseconds, as CloudEvents wants it. */
export function toIso(instant: Instant | number): string {
  return new Date(typeof instant === 'number' ? instant : instant.ms).toISOString();
}
