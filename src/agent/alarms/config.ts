// The `alarms:` of a site file: how far those who deal with alarms may go.
import { z } from 'zod';
import { durationSchema } from '../../runtime/schema.ts';

export const alarmsSchema = z
  .strictObject({
    shelve: z
      .strictObject({
        longest: durationSchema({ minMs: 60_000, maxMs: 7 * 86_400_000 })
          .prefault('8h')
          .describe('An alarm is shelved for no longer than this at a time.'),
        most: z.int().min(1).max(1000).prefault(20).describe('So many alarms may be shelved at once.'),
      })
      .prefault({})
      .describe('Alarms that somebody wants quiet for a while.'),
  })
  .describe('What those who deal with alarms may do.');

export type AlarmsConfig = z.output<typeof alarmsSchema>;
