// One point of a device profile: a value that can be read, where it stands and how it is to be understood.
import { z } from 'zod';
import { type Message, message } from '../messages/catalogue.ts';
import { words } from '../runtime/document/words.ts';
import { durationSchema, formSchema, refuse } from '../runtime/schema.ts';
import { bitPatternSchema, pointNameSchema, reasonSchema, unitSchema, utcOffsetSchema } from './names.ts';
import { anyOrder, pollClasses, timestampFormats, valueTypes } from './types.ts';
import { writableSchema } from './writable.ts';

/** "The range begins where it should end", with the two the right way round. */
export function rangeReversed([a, b]: readonly [number, number]): Message {
  return message('acquisition.range-reversed', { example: a > b ? `[${b}, ${a}]` : '[0, 100]' });
}

export const rangeSchema = z
  .tuple([z.number(), z.number()])
  .check((ctx) => {
    if (ctx.value[0] >= ctx.value[1]) refuse(ctx, rangeReversed(ctx.value));
  })
  .register(words, {
    noun: { en: 'the smallest and the largest value', vi: 'giá trị nhỏ nhất và lớn nhất' },
    example: '[0, 100]',
  });
const code = formSchema(/^-?\d+$/, { en: 'a whole number', vi: 'một số nguyên' }, '3');
const codeText = z.record(code, z.string().min(1));

export const registerSchema = z.strictObject({
  table: z.enum(['holding', 'input', 'coil', 'discrete']).describe('Which table: functions 3, 4, 1 and 2 read them.'),
  address: z
    .int()
    .min(0)
    .max(0xffff)
    .describe('Address in the request, counted from 0: the "30001" of a manual is input register 0.'),
});

const repeatSchema = z.strictObject({
  names: z.array(z.string()).min(1).optional().describe('What takes the place of {n}, one point each: [l1, l2, l3].'),
  count: z.int().min(1).max(1000).optional().describe('In place of names: so many points, numbered.'),
  from: z.int().optional().describe('With count: the first number, 1 where it is missing.'),
  step: z.int().optional().describe('Registers (or bits) from one point to the next; 1 where it is missing.'),
  bitStep: z.int().optional().describe('In place of step: bits of the register from one point to the next.'),
});

export const pointSchema = z.strictObject({
  name: pointNameSchema,
  description: z.string().optional().describe('What it is, in the words of the manual.'),
  register: registerSchema.describe('Where it stands.'),
  type: z.enum(valueTypes).describe('How it is coded. Coils and discrete inputs are bool.'),
  bit: z.int().min(0).max(15).optional().describe('For the type bit: which bit of the register, 0 is the lowest.'),
  bits: z
    .tuple([z.int().min(0).max(63), z.int().min(0).max(63)])
    .optional()
    .describe(
      'For whole numbers: only these bits of it, lowest and highest, 0 is the lowest: [8, 15] is the high byte.',
    ),
  length: z.int().min(1).max(60).optional().describe('For the type string: number of registers.'),
  padding: z
    .enum(['nul', 'space'])
    .optional()
    .describe('For the type string: what fills the rest when it is written. Both are taken off when it is read.'),
  format: z.enum(timestampFormats).optional().describe('For the type timestamp: how the device writes a moment.'),
  utcOffset: utcOffsetSchema.optional(),
  order: z.enum(anyOrder).optional().describe('Order of the bytes where it differs from the profile.'),
  invert: z.boolean().optional().describe('For bool and bit: true where a 0 means true (a contact that opens).'),
  scale: z.number().optional().describe('The number in the registers is multiplied by this.'),
  offset: z.number().optional().describe('Added after the scale.'),
  round: z.int().min(0).max(12).optional().describe('Decimal places the value is rounded to, halves away from 0.'),
  unit: unitSchema.optional(),
  range: rangeSchema
    .optional()
    .describe('What is physically possible, in the unit; other values are bad:out-of-range.'),
  plausible: rangeSchema
    .optional()
    .describe('What is to be expected, in the unit; other values are uncertain:implausible.'),
  maxRate: z
    .strictObject({
      change: z.number().positive().describe('How much, in the unit.'),
      per: durationSchema({ minMs: 100, maxMs: 86_400_000 }).describe('In how long.'),
    })
    .optional()
    .describe('The fastest it can change; a value that came faster is uncertain:rate.'),
  rollover: z
    .number()
    .positive()
    .optional()
    .describe(
      'Of a value that counts: where it begins again at 0, in the unit (10000 for four digits before the point). Where it is missing, a whole number begins again where its registers end.',
    ),
  nan: z
    .array(bitPatternSchema)
    .optional()
    .describe('Bit patterns by which the device says that it has no value: bad:no-value.'),
  sentinels: z
    .array(
      z.strictObject({
        raw: z.number().describe('The number as it stands in the registers, before scale and offset.'),
        reason: reasonSchema,
      }),
    )
    .optional()
    .describe('Numbers by which the device says that it has no value, and why.'),
  enum: codeText
    .optional()
    .describe('What the numbers mean; the reading is the text. Numbers that are not listed are bad:unknown-code.'),
  flags: codeText
    .optional()
    .describe('What the bits mean, by number from 0; the reading is the names of those that are set: "door, fault".'),
  class: z
    .enum(pollClasses)
    .prefault('normal')
    .describe('How often it is read: fast, normal, slow, once (when the device comes online) or on-demand.'),
  unverified: z
    .string()
    .min(1)
    .optional()
    .describe('Why this point alone could not be verified; its readings are uncertain:profile.'),
  writable: writableSchema.optional().describe('Given where it may be written.'),
  repeat: repeatSchema
    .optional()
    .describe('Makes several points of one: {n} in name and description stands for the number or name of each.'),
});

export type Point = z.output<typeof pointSchema>;
