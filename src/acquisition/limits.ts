import { z } from 'zod';

const ranges = z
  .array(z.tuple([z.int().min(0).max(0xffff), z.int().min(0).max(0xffff)]))
  .describe('First and last address of each.');

/** What a device can take in one request. */
export const limitsSchema = z.strictObject({
  maxRegisters: z
    .int()
    .min(1)
    .max(125)
    .prefault(125)
    .describe('Most registers the device gives in one answer. 1: no two values are ever joined.'),
  maxBits: z.int().min(1).max(2000).prefault(2000).describe('Most coils or discrete inputs in one answer.'),
  maxHole: z
    .int()
    .min(0)
    .max(124)
    .prefault(10)
    .describe('Reads are joined over a hole of up to so many registers (16 times as many bits). 0: never.'),
  unreadable: z
    .strictObject({
      holding: ranges.optional(),
      input: ranges.optional(),
      coil: ranges.optional(),
      discrete: ranges.optional(),
    })
    .optional()
    .describe('Addresses that must not even be touched by a joined read, per table: [[100, 199]].'),
  align: z
    .union([z.literal(1), z.literal(2), z.literal(4), z.literal(8), z.literal(16)])
    .prefault(1)
    .describe(
      'Reads begin at a multiple of so many registers and ask for a multiple of them, where the device wants it.',
    ),
});
