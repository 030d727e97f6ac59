import { z } from 'zod';

/**
 * How far a value can be believed. `good`: measured now and plausible. `uncertain:<reason>`: measured, doubtful.
 * `bad:<reason>`: there is no value. `stale`: the last value is older than the point may be; it is not sent as new.
 * Reasons are lower-case words with hyphens: `bad:timeout`, `bad:illegal-address`, `bad:out-of-range`, `bad:crc`.
 */
export const qualitySchema = z.string().regex(/^(good|stale|(uncertain|bad):[a-z0-9-]+)$/);
export type Quality = 'good' | 'stale' | `uncertain:${string}` | `bad:${string}`;

/** One point of a device, read once. `value` is null exactly where the quality is bad or stale. */
export interface Reading {
  /** Name of the point in the device profile, for example `voltage_l1`. */
  readonly point: string;
  readonly value: number | string | boolean | null;
  readonly quality: Quality;
  /** UCUM unit, absent for texts, flags and plain counts. */
  readonly unit?: string;
}
