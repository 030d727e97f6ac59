// One point of a device profile: a value that can be read, where it stands and how it is to be understood.
import { z } from 'zod';
import { message } from '../messages/catalogue.ts';
import { words } from '../runtime/document/words.ts';
import { durationSchema, refuse } from '../runtime/schema.ts';

/** Registers that a value takes; `string` says it itself, bits of the bit tables take one bit. */
export const registersOf = {
  bool: 1,
  bit: 1,
  int16: 1,
  uint16: 1,
  int32: 2,
  uint32: 2,
  float32: 2,
  int64: 4,
  uint64: 4,
  float64: 4,
} as const;

export const valueTypes = [...(Object.keys(registersOf) as (keyof typeof registersOf)[]), 'string'] as const;
export type ValueType = (typeof valueTypes)[number];

/** The bytes in the order in which they arrive; A is the highest of the value. */
export const byteOrders = ['ABCD', 'CDAB', 'BADC', 'DCBA'] as const;
export type ByteOrder = (typeof byteOrders)[number];

export const pollClasses = ['fast', 'normal', 'slow'] as const;
export type PollClass = (typeof pollClasses)[number];

const nameWords = {
  noun: {
    en: 'a name of lower-case letters, digits and "_", beginning with a letter',
    vi: 'một tên gồm chữ thường không dấu, chữ số và "_", bắt đầu bằng chữ',
  },
  example: 'voltage_l1',
};
export const pointNameSchema = z
  .string()
  .check((ctx) => {
    if (!/^[a-z][a-z0-9_]{0,62}$/.test(ctx.value)) {
      const { noun, example } = nameWords;
      refuse(ctx, message('config.bad-format', { found: ctx.value, expected: noun, example }));
    }
  })
  .meta({ description: 'Name of the point, as it is reported.', examples: ['voltage_l1'] })
  .register(words, nameWords);

const reasonWords = {
  noun: {
    en: 'a reason of lower-case letters, digits and "-"',
    vi: 'một lý do gồm chữ thường không dấu, chữ số và "-"',
  },
  example: 'sensor-fault',
};
const reasonSchema = z
  .string()
  .check((ctx) => {
    if (!/^[a-z][a-z0-9-]*$/.test(ctx.value)) {
      const { noun, example } = reasonWords;
      refuse(ctx, message('config.bad-format', { found: ctx.value, expected: noun, example }));
    }
  })
  .register(words, reasonWords);

const unitWords = {
  noun: {
    en: 'a UCUM unit (no blanks, no superscripts)',
    vi: 'một đơn vị UCUM (không dấu cách, không chỉ số trên)',
  },
  example: 'ug/m3',
};
const unitSchema = z
  .string()
  .check((ctx) => {
    if (!/^[!-~]{1,32}$/.test(ctx.value)) {
      const { noun, example } = unitWords;
      refuse(ctx, message('config.bad-format', { found: ctx.value, expected: noun, example }));
    }
  })
  .meta({
    description: 'Unit as a UCUM code (ucum.org): V, A, W, kW.h, Cel, %, hPa, ug/m3, m/s, deg.',
    examples: ['V', 'Cel', 'ug/m3'],
  })
  .register(words, unitWords);

const rangeSchema = z.tuple([z.number(), z.number()]);

const writableSchema = z.strictObject({
  range: rangeSchema.optional().describe('Smallest and largest value that may be written, in the unit of the point.'),
  values: z.array(z.number()).min(1).optional().describe('The only values that may be written.'),
  tolerance: z
    .number()
    .min(0)
    .prefault(0)
    .describe('How far the value read back may lie from the one written and still count as achieved.'),
  readBackDelay: durationSchema({ maxMs: 60_000 })
    .prefault('0ms')
    .describe('How long the device takes until the value read back is the new one.'),
  multiple: z
    .boolean()
    .optional()
    .describe(
      'true: write with function 15 or 16 even where one coil or register is written. Some devices know no other.',
    ),
});

export const pointSchema = z.strictObject({
  name: pointNameSchema,
  description: z.string().optional().describe('What it is, in the words of the manual.'),
  register: z
    .strictObject({
      table: z
        .enum(['holding', 'input', 'coil', 'discrete'])
        .describe('Which table: functions 3, 4, 1 and 2 read them.'),
      address: z
        .int()
        .min(0)
        .max(0xffff)
        .describe('Address in the request, counted from 0: the "30001" of a manual is input register 0.'),
    })
    .describe('Where it stands.'),
  type: z.enum(valueTypes).describe('How it is coded. Coils and discrete inputs are bool.'),
  bit: z.int().min(0).max(15).optional().describe('For the type bit: which bit of the register, 0 is the lowest.'),
  length: z.int().min(1).max(60).optional().describe('For the type string: number of registers.'),
  order: z.enum(byteOrders).optional().describe('Order of the bytes where it differs from the profile.'),
  scale: z.number().optional().describe('The number in the registers is multiplied by this.'),
  offset: z.number().optional().describe('Added after the scale.'),
  unit: unitSchema.optional(),
  range: rangeSchema
    .optional()
    .describe('What is physically possible, in the unit; other values are bad:out-of-range.'),
  sentinels: z
    .array(
      z.strictObject({
        raw: z.number().describe('The number as it stands in the registers, before scale and offset.'),
        reason: reasonSchema.describe('What it means; the reading becomes bad:<reason>.'),
      }),
    )
    .optional()
    .describe('Numbers by which the device says that it has no value.'),
  enum: z
    .record(z.string().regex(/^-?\d+$/), z.string().min(1))
    .optional()
    .describe('What the numbers mean; the reading is the text. Numbers that are not listed are bad:unknown-code.'),
  class: z.enum(pollClasses).prefault('normal').describe('How often it is read: fast, normal or slow.'),
  writable: writableSchema.optional().describe('Given where it may be written.'),
});

export type Point = z.output<typeof pointSchema>;

/** Registers, or bits of a bit table, that the point takes. */
export function widthOf(point: Pick<Point, 'type' | 'length'>): number {
  return point.type === 'string' ? (point.length ?? 1) : registersOf[point.type];
}

export const isBitTable = (table: Point['register']['table']) => table === 'coil' || table === 'discrete';
