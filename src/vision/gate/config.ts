import { z } from 'zod';
import { durationSchema } from '../../runtime/schema.ts';

export const motionGateSchema = z.strictObject({
  enabled: z
    .boolean()
    .default(false)
    .describe(
      'Whether the network is spared pictures in which nothing changed since it looked last. Saves most of the work on empty roads.',
    ),
  longest: durationSchema({ minMs: 500, maxMs: 10_000 })
    .prefault('2s')
    .describe('After this long without a change the network looks all the same, 500ms to 10s.'),
});
