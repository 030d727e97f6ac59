// What somebody supposes of the nights of a plan: who passes, and what sensors say. In a file, or in flags of the command
// line that mean the same.
import { z } from 'zod';
import { message } from '../../messages/catalogue.ts';
import { clockTimeSchema, durationSchema, idSchema, refuse } from '../../runtime/schema.ts';

const minute = 60_000;

const presentSchema = z
  .strictObject({
    at: clockTimeSchema.describe(
      'When somebody comes, local time; from noon on of the evening, before noon of the morning.',
    ),
    for: durationSchema({ maxMs: 720 * minute })
      .prefault('0s')
      .describe('How long they stay; 0s: they only pass.'),
    target: idSchema
      .optional()
      .describe('The lamp or group that they are near to. All lamps of the plan where left out.'),
    route: idSchema.optional().describe('Or the route (under "presence") that they walk along, lamp by lamp.'),
    pace: durationSchema({ minMs: 1000, maxMs: 10 * minute })
      .prefault('20s')
      .describe('From one lamp of the route to the next.'),
    direction: z.enum(['forward', 'backward']).prefault('forward').describe('Which way along the route.'),
    every: durationSchema({ minMs: minute, maxMs: 720 * minute })
      .optional()
      .describe('Again and again after this time,'),
    until: clockTimeSchema.optional().describe('and the last time before this one.'),
  })
  .check((ctx) => {
    const { every, until, target, route } = ctx.value;
    if ((every === undefined) !== (until === undefined)) refuse(ctx, message('lighting.suppose-every'));
    if (target !== undefined && route !== undefined) refuse(ctx, message('lighting.suppose-route'), ['target']);
  });

const saidSchema = z.strictObject({
  input: idSchema.describe('Name of the input, as programs and presence call it.'),
  at: clockTimeSchema.describe('From when on it says so, local time.'),
  value: z.number().describe('What it says.'),
  until: clockTimeSchema.optional().describe('Until when; until it says something else where left out.'),
  for: durationSchema({ maxMs: 1440 * minute })
    .optional()
    .describe('Or for how long.'),
});

export const supposedSchema = z
  .strictObject({
    presence: z.array(presentSchema).max(500).default([]).describe('Who passes or stays.'),
    inputs: z.array(saidSchema).max(500).default([]).describe('What sensors say.'),
  })
  .describe('What is supposed to happen in each night of a plan.');

export type Supposed = z.output<typeof supposedSchema>;
