// The alarms of a point in a site file.
import { z } from 'zod';
import { message } from '../../messages/catalogue.ts';
import { durationSchema, idSchema, refuse } from '../../runtime/schema.ts';
import { windowLengths } from '../windows/length.ts';

const duration = (usual: string, what: string) =>
  durationSchema({ maxMs: 7 * 86_400_000 })
    .prefault(usual)
    .describe(what);

const common = {
  id: idSchema.describe('Name of the alarm, unique at its point.'),
  severity: z.enum(['warning', 'error']).prefault('warning').describe('How bad it is: error goes first on the link.'),
  delay: duration('0s', 'It must hold for so long before it is raised.'),
  clearDelay: duration('0s', 'It must be over for so long before it is cleared.'),
};

const limit = z
  .strictObject({
    kind: z.literal('limit').describe('Above or below a limit.'),
    ...common,
    above: z.number().optional().describe('Raised above this, in the unit of the point.'),
    below: z.number().optional().describe('Raised below this.'),
    hysteresis: z.number().min(0).prefault(0).describe('Cleared only when it is back inside by so much.'),
    of: z
      .enum(['reading', ...windowLengths])
      .prefault('reading')
      .describe(
        'What is compared: each reading, or of each window that is valid the mean, of a counter how much it went on.',
      ),
  })
  .check((ctx) => {
    const { above, below } = ctx.value;
    if (above === undefined && below === undefined) refuse(ctx, message('station.alarm-no-limit'));
    else if (above !== undefined && below !== undefined && below >= above) {
      refuse(ctx, message('station.alarm-limits-crossed', { above, below }), ['below']);
    }
  });

const rate = z.strictObject({
  kind: z.literal('rate').describe('Changes faster than it may.'),
  ...common,
  change: z.number().positive().describe('Raised when it changes by more than this, up or down …'),
  within: durationSchema({ minMs: 1000, maxMs: 86_400_000 }).describe('… within this time.'),
});

const stuck = z.strictObject({
  kind: z.literal('stuck').describe('A sensor that says the same again and again.'),
  ...common,
  for: durationSchema({ minMs: 60_000, maxMs: 86_400_000 }).describe('Raised when it has not changed for so long …'),
  within: z.number().min(0).prefault(0).describe('… by more than this.'),
});

const missing = z.strictObject({
  kind: z.literal('missing').describe('Readings that do not come.'),
  ...common,
  for: durationSchema({ minMs: 1000, maxMs: 86_400_000 }).describe('Raised without a usable reading for so long.'),
});

const cross = z.strictObject({
  kind: z.literal('cross').describe('More than another point, which cannot be: PM2.5 is a part of PM10.'),
  ...common,
  notAbove: idSchema.describe('The point of this station that it cannot be above.'),
  tolerance: z.number().min(0).prefault(0).describe('By so much it may be, in the unit of the point.'),
});

const trend = z.strictObject({
  kind: z.literal('trend').describe('Early warning: on its way to a limit.'),
  ...common,
  above: z.number().describe('The limit that is watched.'),
  ahead: durationSchema({ minMs: 60_000, maxMs: 86_400_000 }).describe('Raised when it gets there within this time.'),
  over: durationSchema({ minMs: 60_000, maxMs: 86_400_000 })
    .prefault('1h')
    .describe('The readings of this time make the trend.'),
  confidence: z.number().min(50).max(99.9).prefault(80).describe('How sure it must be, per cent.'),
});

export const alarmSchema = z
  .discriminatedUnion('kind', [limit, rate, stuck, missing, cross, trend])
  .describe('An alarm of this point.');

export type AlarmConfig = z.output<typeof alarmSchema>;
export type AlarmOf<K extends AlarmConfig['kind']> = Extract<AlarmConfig, { kind: K }>;
