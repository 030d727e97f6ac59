// A device profile: everything the product knows of a type of device, in one YAML file of `device-profiles/`, with the
// document it was taken from and with examples that a test walks over a real wire. What a person writes may lean on
// another file (`extends`) and say things once (`defaults`, `repeat`): expand.ts makes the whole of it first.
import { z } from 'zod';
import type { Phrase } from '../messages/text.ts';
import { durationSchema, formSchema, idSchema } from '../runtime/schema.ts';
import { derivedSchema } from './derived.ts';
import { limitsSchema } from './limits.ts';
import { pointNameSchema } from './names.ts';
import { pointSchema, registerSchema } from './point.ts';
import { checkProfile } from './profile-check.ts';
import { byteOrders } from './types.ts';

const period = durationSchema({ minMs: 100, maxMs: 86_400_000 });

const documentSchema = z.strictObject({
  document: z.string().min(1).describe('Title of the document the registers were taken from.'),
  revision: z.string().min(1).describe('Its revision or date.'),
  url: z.string().optional().describe('Where it can be found.'),
});

const identitySchema = z.strictObject({
  id: idSchema.describe('Name of the profile: that of its file, without ".yaml".'),
  manufacturer: z.string().min(1).describe('Who makes the device.'),
  model: z.string().min(1).describe('The models it is for.'),
  source: documentSchema.describe('Where the register map comes from.'),
  compared: z.array(documentSchema).optional().describe('Other documents and maps it was compared with.'),
  verified: z
    .boolean()
    .describe(
      'true only where the map was compared with the document, or with two independent maps. With false, readings are uncertain:profile.',
    ),
  reason: z.string().optional().describe('Why it is not verified.'),
});

const connectionSchema = z.strictObject({
  baudRate: z.int().min(300).max(1_000_000).optional().describe('Factory setting on a serial line.'),
  parity: z.enum(['none', 'even', 'odd']).optional().describe('Factory setting on a serial line.'),
  stopBits: z
    .union([z.literal(1), z.literal(2)])
    .optional()
    .describe('Factory setting on a serial line.'),
  unit: z.int().min(0).max(255).optional().describe('Factory setting of its unit id.'),
  timeout: durationSchema({ minMs: 20, maxMs: 60_000 })
    .optional()
    .describe('How long this device may take to answer, where that is not the timeout of its line.'),
  pause: durationSchema({ maxMs: 10_000 })
    .optional()
    .describe('What the device needs between its answer and the next request to it.'),
  poll: period.prefault('5s').describe('How often normal points are read where the site does not say it.'),
  pollFast: period.optional().describe('How often fast points are read; as the normal ones where it is missing.'),
  pollSlow: period.prefault('1min').describe('How often slow points are read.'),
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
  z.record(address, formSchema(pattern, w.noun, w.example).describe(w.noun.en));
const address = formSchema(
  /^\d+$/,
  { en: 'an address (a whole number from 0 on)', vi: 'một địa chỉ (số nguyên từ 0)' },
  '100',
);
const registerImage = atAddress(/^[0-9A-Fa-f]{4}( [0-9A-Fa-f]{4})*$/, wordsWords);
const bitImage = atAddress(/^[01]( [01])*$/, bitsWords);

const plainValue = z.union([z.number(), z.string(), z.boolean()]);
const exampleSchema = z.strictObject({
  name: z.string().min(1).describe('What it shows.'),
  input: registerImage.optional().describe('Input registers from an address on.'),
  holding: registerImage.optional().describe('Holding registers from an address on.'),
  coil: bitImage.optional().describe('Coils from an address on.'),
  discrete: bitImage.optional().describe('Discrete inputs from an address on.'),
  expect: z
    .record(
      pointNameSchema,
      z.union([plainValue, z.strictObject({ value: plainValue.optional(), quality: z.string() })]),
    )
    .describe('What must be read from it: a value, { quality: "bad:…" } or { value: …, quality: "uncertain:…" }.'),
});

const shape = z.strictObject({
  extends: idSchema
    .optional()
    .describe('Another profile that this one is like; what stands here is added or replaced.'),
  identity: identitySchema.describe('What the profile is for and where it comes from.'),
  connection: connectionSchema.prefault({}).describe('How the device is usually reached.'),
  limits: limitsSchema.prefault({}).describe('What the device can take.'),
  order: z.enum(byteOrders).prefault('ABCD').describe('Order of the bytes in its values; A is the highest.'),
  without: z.array(z.string()).optional().describe('With extends: points of the other profile that this device lacks.'),
  defaults: z.unknown().optional().describe('Keys that every point has which does not say otherwise.'),
  points: z.array(pointSchema).min(1).describe('What can be read from it.'),
  derived: z.array(derivedSchema).prefault([]).describe('What is computed from its points.'),
  examples: z
    .array(exampleSchema)
    .min(1)
    .describe('Registers and what must be read from them: the profile tests itself.'),
});

/** A whole profile, after expand.ts. */
export const profileSchema = shape.check(checkProfile).meta({ title: 'Hải Đăng device profile' });

const written = pointSchema.extend({
  name: z.string().describe('Name of the point, as it is reported; {n} where it is repeated.'),
  register: registerSchema.partial().optional().describe('Where it stands.'),
});
/** What a person may write in the file, for an editor: what `extends` and `defaults` give need not stand there again. */
export const profileFileSchema = shape
  .extend({
    identity: identitySchema.partial().describe('What the profile is for and where it comes from.'),
    defaults: written.partial().optional().describe('Keys that every point has which does not say otherwise.'),
    points: z
      .array(written.partial({ type: true }))
      .optional()
      .describe('What can be read from it.'),
  })
  .meta({ title: 'Hải Đăng device profile' });

export type DeviceProfile = z.output<typeof shape>;
export type ProfileExample = DeviceProfile['examples'][number];
