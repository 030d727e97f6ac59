// What is said of an alarm that somebody has dealt with: in the alarm's own events, and where these have no word for it.
import { z } from 'zod';
import { instantSchema } from '../time.ts';

const time = z.string().describe('RFC 3339, UTC.');
const by = z
  .string()
  .describe(
    'The issuer of the command, as it says itself, or else its role; proved where `command.audited` says signed.',
  );
const command = z.string().describe('Id of the command: its `command.audited` says who was believed to send it.');

export const acknowledgement = z.strictObject({ at: time, by, command }).describe('Who has seen it, and when.');

/** Fields of all events that say that an alarm began or is over. */
export const handling = {
  shelvedUntil: time
    .optional()
    .describe(
      'It is shelved until then (`alarm.shelve`): recorded in the lane `event`, and nobody is to be disturbed.',
    ),
  acknowledged: acknowledgement
    .optional()
    .describe('Who had acknowledged it (`alarm.ack`), where it is over, or is told anew after a restart.'),
};

/** Fields of the events that say that somebody dealt with an alarm. */
export const handled = {
  since: time.optional().describe('Since when it stands; absent where it does not, or where that is not known.'),
  by: by.optional().describe('Who did it, as `by` of an acknowledgement; absent where a shelving ended by itself.'),
  command: command.optional(),
  until: time.optional().describe('Of `shelved`: when that ends by itself.'),
  why: z.string().optional().describe('Of `shelved`: the reason that was given.'),
  untold: z
    .int()
    .positive()
    .optional()
    .describe('Of `unshelved`: how often it began or was over meanwhile beyond what was recorded one by one.'),
};

export const alarmHandled = z
  .strictObject({
    kind: z.literal('alarm.handled'),
    at: instantSchema,
    alarm: z
      .string()
      .describe(
        'Its id: `lamp/ID/FAULT`, `cabinet/ID/FAULT[/PLACE]`, `device/ID/offline`, `camera/ID/blind`, `part/NAME/failed`.',
      ),
    device: z.string().optional(),
    camera: z.string().optional(),
    lamp: z.string().optional(),
    cabinet: z.string().optional(),
    part: z.string().optional(),
    state: z.enum(['acknowledged', 'shelved', 'unshelved']),
    active: z.boolean().describe('It stands. `unshelved` and standing is told in the lane `alarm`: it disturbs again.'),
    ...handled,
    texts: z.strictObject({ en: z.string(), vi: z.string() }),
  })
  .describe(
    'Somebody acknowledged or shelved an alarm of the gateway itself, or its shelving ended; those of a station are told as `station.alarm`.',
  );
