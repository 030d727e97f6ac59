import { z } from 'zod';

/** Who may ask a lamp for a level. The order of precedence is the arbiter's. */
export const lampSourceSchema = z.enum([
  'default',
  'program',
  'sensor',
  'presence',
  'curfew',
  'override',
  'fail-safe',
  'local',
]);
export type LampSource = z.infer<typeof lampSourceSchema>;

/** A wish for a lamp's level. `level` is per cent of full output, 0 (off) to 100. */
export interface LampRequest {
  readonly source: LampSource;
  readonly level: number;
  /** When the wish ends, milliseconds since the epoch; null: until it is replaced or released. */
  readonly until: number | null;
}
