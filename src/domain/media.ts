import { z } from 'zod';

/** A reference to a stored media file: the file travels on its own, the event names it. */
export const mediaRefSchema = z.strictObject({
  /** Path under the agent's media folder, with forward slashes. */
  ref: z.string(),
  mime: z.string(),
  bytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  width: z.int().positive().optional(),
  height: z.int().positive().optional(),
});
export type MediaRef = z.infer<typeof mediaRefSchema>;
