// What is watched of a camera's own health.
import { z } from 'zod';
import { durationSchema } from '../../runtime/schema.ts';
import { pictureFaults } from './sign.ts';

export const healthSchema = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .describe('Whether the picture is watched for faults. While it shows one the rules of the camera keep silent.'),
  every: durationSchema({ minMs: 200, maxMs: 1500 })
    .prefault('1s')
    .describe('How often a picture is checked, 200ms to 1500ms. A fault is raised after 8 to 18 checks.'),
  ignore: z
    .array(z.enum(pictureFaults))
    .max(pictureFaults.length)
    .default([])
    .describe('Faults that are not looked for: "moved" for a camera that turns by itself, for example.'),
  minFps: z
    .number()
    .min(0.1)
    .max(30)
    .optional()
    .describe('Fewer pictures a second than this from the camera are reported. Default: half of fps.'),
});
