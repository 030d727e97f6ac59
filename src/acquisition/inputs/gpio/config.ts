// Contacts on the input lines of this machine: the description of them in a site file.
import { z } from 'zod';
import { message } from '../../../messages/catalogue.ts';
import { durationSchema, formSchema, refuse } from '../../../runtime/schema.ts';
import { pointNameSchema, unitSchema } from '../../names.ts';
import { common } from '../common.ts';

const chip = z.strictObject({
  kind: z.literal('gpio').describe('Input lines of this machine (Debian package gpiod).'),
  chip: formSchema(
    /^[A-Za-z0-9_/-]+$/,
    { en: 'the name of a chip as gpiodetect lists it', vi: 'tên chip như gpiodetect liệt kê' },
    'gpiochip0',
  ).describe('The chip, as gpiodetect lists it.'),
  bias: z
    .enum(['as-is', 'disabled', 'pull-up', 'pull-down'])
    .prefault('as-is')
    .describe('Resistor inside the chip; a contact to ground needs pull-up.'),
  activeLow: z.boolean().prefault(false).describe('true: a low level is "on", as of a contact to ground.'),
});

const debounce = (usual: string) =>
  durationSchema({ maxMs: 10_000 })
    .prefault(usual)
    .describe('A level counts when it has held for so long; what is shorter is the bouncing of a contact.');

const pulses = z.strictObject({
  as: z.literal('pulses').describe('Counted: each change to "on" is one pulse.'),
  name: pointNameSchema.describe('Name of the point: how much it was since the start of the agent.'),
  line: z.int().min(0).max(1023).describe('Number of the line at its chip.'),
  perPulse: z.number().positive().prefault(1).describe('What one pulse stands for, in the unit: 0.2 (mm of rain).'),
  unit: unitSchema.optional(),
  rollover: z
    .number()
    .positive()
    .optional()
    .describe('The total begins again at 0 when it reaches this, like a counter with so many digits.'),
  debounce: debounce('5ms'),
});

const state = z.strictObject({
  as: z.literal('state').describe('Told: true while it is "on"; the point "<name>_since" says since when.'),
  name: pointNameSchema.describe('Name of the point.'),
  line: z.int().min(0).max(1023).describe('Number of the line at its chip.'),
  debounce: debounce('50ms'),
});

export const gpioSchema = z
  .strictObject({
    kind: z.literal('gpio').describe('Contacts and pulses on input lines of this machine.'),
    ...common,
    source: chip.describe('The chip whose lines they are.'),
    points: z
      .array(z.discriminatedUnion('as', [pulses, state]))
      .min(1)
      .max(32)
      .describe('What is connected to its lines.'),
  })
  .check((ctx) => {
    for (const key of ['line', 'name'] as const) {
      const first = new Map<string | number, number>();
      for (const [i, point] of ctx.value.points.entries()) {
        const before = first.get(point[key]);
        if (before === undefined) first.set(point[key], i);
        else refuse(ctx, message('acquisition.gpio-twice', { key, value: point[key] }), ['points', i, key]);
      }
    }
  })
  .describe('Contacts and pulses on input lines of this machine.');

export type GpioConfig = z.output<typeof gpioSchema>;
export type GpioPoint = GpioConfig['points'][number];
