// A device profile: everything the product knows of a type of device, in one YAML file of `device-profiles/`, with the
// document it was taken from and with examples that a test walks over a real wire.
import { z } from 'zod';
import type { Phrase } from '../messages/text.ts';
import { words } from '../runtime/document/words.ts';
import { durationSchema, idSchema } from '../runtime/schema.ts';
import { byteOrders, pointNameSchema, pointSchema } from './point.ts';
import { checkProfile } from './profile-check.ts';

const period = durationSchema({ minMs: 100, maxMs: 86_400_000 });

const identitySchema = z.strictObject({
  id: idSchema.describe('Name of the profile: that of its file, without ".yaml".'),
  manufacturer: z.string().min(1).describe('Who makes the device.'),
  model: z.string().min(1).describe('The models it is for.'),
  source: z
    .strictObject({
      document: z.string().min(1).describe('Title of the document the registers were taken from.'),
      revision: z.string().min(1).describe('Its revision or date.'),
      url: z.string().optional().describe('Where it can be found.'),
    })
    .describe('Where the register map comes from.'),
  verified: z
    .boolean()
    .describe('true only where the map was compared with the document, or with two independent maps.'),
  reason: z.string().optional().describe('Why it is not verified.'),
});

const connectionSchema = z.strictObject({
  baudRate: z.int().min(300).max(1_000_000).optional().describe('Factory setting on a serial line.'),
  parity: z.enum(['none', 'even', 'odd']).optional().describe('Factory setting on a serial line.'),
  stopBits: z
    .union([z.literal(1), z.literal(2)])
    .optional()
    .describe('Factory setting on a serial line.'),
  timeout: durationSchema({ minMs: 20, maxMs: 60_000 })
    .optional()
    .describe('How long this device may take to answer, where that is not the timeout of its line.'),
  poll: period.prefault('5s').describe('How often normal points are read where the site does not say it.'),
  pollFast: period.optional().describe('How often fast points are read; as the normal ones where it is missing.'),
  pollSlow: period.prefault('1min').describe('How often slow points are read.'),
});

const limitsSchema = z.strictObject({
  maxRegisters: z.int().min(1).max(125).prefault(125).describe('Most registers the device gives in one answer.'),
  maxBits: z.int().min(1).max(2000).prefault(2000).describe('Most coils or discrete inputs in one answer.'),
  maxGap: z
    .int()
    .min(0)
    .max(124)
    .prefault(10)
    .describe('Reads are joined over a hole of up to so many registers (16 times as many bits). 0: never.'),
});

const wordsWords = {
  noun: {
    en: 'registers as words of four hexadecimal digits, in quotes',
    vi: 'các thanh ghi, mỗi thanh bốn chữ số thập lục phân, trong dấu nháy',
  },
  example: '"4366 3333"',
};
const bitsWords = {
  noun: { en: 'bits as zeros and ones, in quotes', vi: 'các bit 0 và 1, trong dấu nháy' },
  example: '"1 0 1 1"',
};
const atAddress = (pattern: RegExp, w: { noun: Phrase; example: string }) =>
  z.record(z.string().regex(/^\d+$/), z.string().regex(pattern).meta({ description: w.noun.en }).register(words, w));
const registerImage = atAddress(/^[0-9A-Fa-f]{4}( [0-9A-Fa-f]{4})*$/, wordsWords);
const bitImage = atAddress(/^[01]( [01])*$/, bitsWords);

const exampleSchema = z.strictObject({
  name: z.string().min(1).describe('What it shows.'),
  input: registerImage.optional().describe('Input registers from an address on.'),
  holding: registerImage.optional().describe('Holding registers from an address on.'),
  coil: bitImage.optional().describe('Coils from an address on.'),
  discrete: bitImage.optional().describe('Discrete inputs from an address on.'),
  expect: z
    .record(pointNameSchema, z.union([z.number(), z.string(), z.boolean(), z.strictObject({ quality: z.string() })]))
    .describe('What must be read from it: a value of good quality, or { quality: "bad:…" }.'),
});

const shape = z.strictObject({
  identity: identitySchema.describe('What the profile is for and where it comes from.'),
  connection: connectionSchema.prefault({}).describe('How the device is usually reached.'),
  limits: limitsSchema.prefault({}).describe('What the device can take.'),
  order: z.enum(byteOrders).prefault('ABCD').describe('Order of the bytes in its values; A is the highest.'),
  points: z.array(pointSchema).min(1).describe('What can be read from it.'),
  examples: z
    .array(exampleSchema)
    .min(1)
    .describe('Registers and what must be read from them: the profile tests itself.'),
});

export const profileSchema = shape.check(checkProfile).meta({ title: 'Hải Đăng device profile' });

export type DeviceProfile = z.output<typeof shape>;
export type ProfileExample = DeviceProfile['examples'][number];
