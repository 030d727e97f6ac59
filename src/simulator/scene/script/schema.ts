// What a script can make happen. Each is a violation or, with other numbers, a near miss of it.
import { z } from 'zod';
import { roadUserClassSchema } from '../../../domain/detection.ts';
import { durationSchema } from '../../../runtime/schema.ts';

const at = durationSchema().describe('When, from the beginning.');
const who = roadUserClassSchema.describe('The class of who does it.');
const way = z.string().describe('The way through the place on which it happens.');

export const scriptSchema = z.discriminatedUnion('do', [
  z
    .strictObject({
      do: z.literal('run-red'),
      at,
      class: who.default('motorcycle'),
      way: way.optional(),
      count: z.number().int().min(1).max(50).default(1),
      every: durationSchema({ minMs: 100 }).prefault('10s'),
    })
    .describe('The next one that nobody stands before drives over the stop line at red.'),
  z
    .strictObject({
      do: z.literal('drive'),
      at,
      class: who,
      way,
      kind: z.string().optional().describe('Kind of body: saloon, city-bus, underbone, …'),
      id: z.string().optional(),
      from: z.number().min(0).optional().describe('Metres along the way where it begins.'),
      against: z.boolean().default(false).describe('Against the way’s direction, from its end.'),
      speedKmh: z.number().min(0.5).max(200).optional(),
      exact: z.boolean().default(false).describe('Keeps its speed exactly.'),
      offsets: z
        .array(z.strictObject({ s: z.number(), offset: z.number() }))
        .min(1)
        .optional()
        .describe('From `s` metres along the way on it is `offset` metres to the left of it.'),
      halts: z
        .array(z.strictObject({ s: z.number(), for: durationSchema(), offset: z.number().optional() }))
        .default([])
        .describe('Stops with its front at `s` metres along the way.'),
      ignoresSignals: z.boolean().default(false),
    })
    .describe('Somebody comes who does exactly this.'),
  z
    .strictObject({
      do: z.literal('linger'),
      at,
      class: who.default('person'),
      zone: z.string().describe('The area of the place where they are.'),
      count: z.number().int().min(1).max(80).default(1),
      over: durationSchema().prefault('0s').describe('They come one after another over this long.'),
      for: durationSchema().describe('How long each stays.'),
      wander: z.boolean().default(false).describe('They walk about in the area.'),
    })
    .describe('People come into an area, stay and go: loitering, crowding, intrusion.'),
  z
    .strictObject({
      do: z.literal('slow'),
      at,
      for: durationSchema(),
      way,
      speedKmh: z.number().min(0).max(50),
      from: z.number().min(0).default(0).describe('Metres along the way where it begins …'),
      to: z.number().min(0).default(10_000).describe('… and ends: those behind pile up.'),
    })
    .describe('Everybody on a stretch of a way goes no faster than this: a jam.'),
]);

export type ScriptItem = z.output<typeof scriptSchema>;
