// Control gear with a 0-10 V or 1-10 V input behind an analogue output of a Modbus module. Source of the range:
// IEC 60929 annex E: 10 V is full light, 1 V the least; below 1 V the light stays at its least, and dark it is by a relay.
import { z } from 'zod';
import { HaidangError } from '../../runtime/errors.ts';
import { percentSchema } from '../../runtime/schema.ts';
import type { DriverKind } from './driver.ts';
import { assureWord, obedience, readWords, registerSchema, tableSchema, where } from './modbus-words.ts';

const schema = z
  .strictObject({
    kind: z.literal('analog-output').describe('A 0-10 V control input behind an analogue output of a Modbus module.'),
    ...where,
    register: registerSchema.describe('Holding register of the output, counted from 0.'),
    rawAt0: z.int().min(0).max(65535).prefault(0).describe('Value of the register at 0 V.'),
    rawAt10: z.int().min(1).max(65535).describe('Value of the register at 10 V: 4095, 10000 and 65535 are usual.'),
    minVolts: z.number().min(0).max(5).prefault(1).describe('Volts at which the gear gives its least light.'),
    minLevel: percentSchema.prefault(10).describe('Its least light, per cent.'),
    relay: registerSchema
      .optional()
      .describe('Coil of the same module that cuts the gear off: a control voltage cannot.'),
    feedbackRegister: registerSchema
      .optional()
      .describe('Input that measures the voltage at the gear, in the scale of the output; else the output is read.'),
    feedbackTable: tableSchema.prefault('input').describe('Where that input is.'),
    safeRegister: registerSchema
      .optional()
      .describe('Holding register with the value that the module puts out without us.'),
    safeLevel: percentSchema.prefault(100).describe('The level that this value is to give.'),
    ...obedience('1s', 3),
  })
  .describe('A lamp with a 0-10 V control input behind an analogue output of a Modbus module.');

type AnalogConfig = z.output<typeof schema>;

/** Raw value for a level; 0 volts for darkness. */
export function rawOf(level: number, c: AnalogConfig): number {
  const { rawAt0, rawAt10, minVolts, minLevel } = c;
  if (level <= 0) return rawAt0;
  const share = minLevel >= 100 ? 1 : Math.max(0, (level - minLevel) / (100 - minLevel));
  const volts = minVolts + (10 - minVolts) * share;
  return Math.round(rawAt0 + ((rawAt10 - rawAt0) * volts) / 10);
}

/** Level that a raw value gives; half of the least voltage and less counts as none. */
export function levelOf(raw: number, c: AnalogConfig): number {
  const { rawAt0, rawAt10, minVolts, minLevel } = c;
  const volts = (10 * (raw - rawAt0)) / (rawAt10 - rawAt0);
  if (volts <= Math.max(0.1, minVolts / 2)) return 0;
  const share = Math.min(1, Math.max(0, (volts - minVolts) / (10 - minVolts)));
  return minLevel + (100 - minLevel) * share;
}

export const analogOutput: DriverKind<typeof schema> = {
  kind: 'analog-output',
  schema,
  placeOf: ({ line, unit, register }) => ({ line, unit, register, ownsUnit: false, broadcast: false }),
  open(config, deps) {
    const ask = deps.line(config.line);
    const { unit, register, relay, feedbackRegister, minLevel, safeRegister } = config;
    return {
      tolerance: config.tolerance,
      settleMs: config.settle,
      nearest: (level) => (level > 0 ? Math.max(level, minLevel) : 0),
      async write(level, how) {
        const switchTo = async (value: boolean) => {
          if (relay !== undefined) await ask({ unit, function: 5, address: relay, value }, how);
        };
        // The voltage is there before the gear, and gone after it.
        if (level <= 0) await switchTo(false);
        await ask({ unit, function: 6, address: register, value: rawOf(level, config) }, how);
        if (level > 0) await switchTo(true);
      },
      async read(how) {
        const from = { unit, table: feedbackRegister === undefined ? ('holding' as const) : config.feedbackTable };
        const [raw = Number.NaN] = await readWords(ask, from, [feedbackRegister ?? register], how);
        const { rawAt0, rawAt10 } = config;
        if ((raw - rawAt0) / (rawAt10 - rawAt0) > 1.1) {
          const what = `unit ${unit}: the measured voltage is ${raw}, over its full scale of ${rawAt10}`;
          throw new HaidangError('configuration', 'out-of-range', what);
        }
        const level = levelOf(raw, config);
        if (relay === undefined) return { level };
        const [on = false] = (await ask({ unit, function: 1, address: relay, count: 1 }, how)).bits;
        return { level: on ? level : 0, on };
      },
      ...(safeRegister === undefined
        ? {}
        : { assureFailSafe: (how) => assureWord(ask, unit, safeRegister, rawOf(config.safeLevel, config), how) }),
    };
  },
};
