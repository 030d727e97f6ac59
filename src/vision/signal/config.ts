// The traffic signals that a camera's rules refer to: where their state comes from.
import { z } from 'zod';
import { message } from '../../messages/catalogue.ts';
import { durationSchema, idSchema, refuse } from '../../runtime/schema.ts';
import { regionSchema } from '../rules/fields.ts';

const value = z.union([z.number(), z.string(), z.boolean()]);
const values = (colour: string) => z.array(value).min(1).describe(`Values of the point that mean ${colour}.`);

const common = { id: idSchema.describe('Name of the signal; rules refer to it.') };
const maxAge = durationSchema({ minMs: 100, maxMs: 60_000 })
  .prefault('3s')
  .describe(
    'A state older than this is not known any more, and between two readings further apart than this (or than 5 s) it was not known: nobody is accused by it. Poll the device, or let the source repeat its state, at least twice within this time and better every 500 ms; a source that sends nothing but changes is not enough.',
  );
const cameraDelay = durationSchema({ maxMs: 10_000 })
  .prefault('1s')
  .describe(
    'How much later than in the street the pictures of the camera may come: coding, network, decoding. Who is seen in one may have been there so long before, so red holds against nobody until it was red for so long, beside the grace of the rule.',
  );

const byPoint = z
  .strictObject({
    ...common,
    kind: z
      .literal('point')
      .describe('From a point of a device or an input: a controller over Modbus, a digital input, MQTT.'),
    device: idSchema.describe('Id of the device or input.'),
    point: z.string().min(1).max(64).describe('Its point.'),
    red: values('red'),
    amber: values('amber').optional(),
    green: values('green').optional(),
    maxAge,
    cameraDelay,
  })
  .check((ctx) => {
    const seen = new Map<unknown, string>();
    for (const colour of ['red', 'amber', 'green'] as const) {
      for (const [i, value] of (ctx.value[colour] ?? []).entries()) {
        const other = seen.get(value);
        if (other !== undefined && other !== colour) {
          refuse(ctx, message('vision.signal-value-twice', { value: String(value), other, colour }), [colour, i]);
        }
        seen.set(value, other ?? colour);
      }
    }
  })
  .describe(
    'A signal whose state is read from a point. A crossing is judged when the next reading has come: who passes between two readings that differ is let go.',
  );

const byPicture = z
  .strictObject({
    ...common,
    kind: z.literal('picture').describe('Read from the picture: the regions of its lamps are marked.'),
    red: regionSchema.describe('The red lamp: two opposite corners, close around its lens.'),
    amber: regionSchema.optional().describe('The amber lamp, likewise; absent where the camera does not see it.'),
    green: regionSchema.describe('The green lamp, likewise.'),
    longest: durationSchema({ minMs: 10_000, maxMs: 3_600_000 })
      .prefault('5min')
      .describe('A lamp that shows the same for longer is taken for broken or for something else.'),
  })
  .describe('A signal that is read from the picture.');

export const signalsSchema = z
  .array(z.discriminatedUnion('kind', [byPoint, byPicture]))
  .max(16)
  .default([])
  .describe('The traffic signals that rules of this camera refer to.');
export type SignalConfig = z.output<typeof signalsSchema>[number];
