// What is kept of alarms that somebody dealt with, over restarts.
import { z } from 'zod';

const who = { by: z.string(), command: z.string() };
const ms = z.number();

const careSchema = z.object({
  ack: z
    .object({
      ...who,
      atMs: ms,
      /** Since when it stood: raised anew it asks for anew. null: not known. */
      sinceMs: ms.nullable(),
    })
    .optional(),
  shelf: z
    .object({
      ...who,
      atMs: ms,
      untilMs: ms,
      /** Transitions that were recorded one by one meanwhile, and those that were not. */
      told: z.int(),
      untold: z.int(),
    })
    .optional(),
});

/** By the id of the alarm. */
export const caresSchema = z.record(z.string(), careSchema);
export type Care = z.output<typeof careSchema>;
export type Ack = NonNullable<Care['ack']>;
export type Shelf = NonNullable<Care['shelf']>;
