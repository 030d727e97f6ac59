// A dimmer node with one register for the level, one that says what the lamp does, and perhaps one for its power.
import { z } from 'zod';
import { HaidangError } from '../../runtime/errors.ts';
import { durationSchema, idSchema } from '../../runtime/schema.ts';
import type { Ask, DriverKind, How } from './driver.ts';

const register = z.int().min(0).max(65535);
const tableSchema = z.enum(['holding', 'input']);
const readFunction = { holding: 3, input: 4 } as const;
/** Registers that are no further apart are read by one request. */
const readTogether = 16;

const schema = z
  .strictObject({
    kind: z.literal('modbus-dimmer').describe('A dimmer node on Modbus.'),
    line: idSchema.describe('Id of the line (under "lines") the lamp hangs on.'),
    unit: z.int().min(1).max(247).describe('Modbus address of the lamp, 1 to 247.'),
    levelRegister: register
      .prefault(0)
      .describe('Holding register that takes the level, counted from 0 (40001 in a manual is 0 here).'),
    levelScale: z
      .int()
      .min(1)
      .max(65535)
      .prefault(100)
      .describe('Value of the level register at full output: 100, 254 and 1000 are usual.'),
    writeFunction: z
      .union([z.literal(6), z.literal(16)])
      .prefault(6)
      .describe('Modbus function that writes the level: 6 (one register) or 16 (several).'),
    feedbackRegister: register
      .prefault(1)
      .describe('Register that says at which level the lamp really is, in the scale of "feedbackScale".'),
    feedbackTable: tableSchema.prefault('holding').describe('Where the feedback and power registers are.'),
    feedbackScale: z
      .int()
      .min(1)
      .max(65535)
      .optional()
      .describe('Value of the feedback register at full output; as "levelScale" where it is left out.'),
    powerRegister: register.optional().describe('Register with the active power, where the lamp measures it.'),
    powerScale: z.number().positive().prefault(1).describe('Watts for one count of the power register, like 0.1.'),
    tolerance: z
      .number()
      .min(0.5)
      .max(30)
      .prefault(3)
      .describe('How far the fed back level may be from the commanded one, in percentage points.'),
    settle: durationSchema({ minMs: 0, maxMs: 300_000 })
      .prefault('2s')
      .describe('How long the lamp takes to reach a new level (its fade time, with some reserve).'),
  })
  .describe('A dimmer node on Modbus: a level register, a feedback register and perhaps a power register.');

export type ModbusDimmerConfig = z.output<typeof schema>;

export const modbusDimmer: DriverKind<typeof schema> = {
  kind: 'modbus-dimmer',
  schema,
  placeOf: ({ line, unit, levelRegister }) => ({ line, unit, register: levelRegister }),
  open(config, deps) {
    const ask = deps.line(config.line);
    const { unit } = config;
    const scale = config.feedbackScale ?? config.levelScale;
    return {
      tolerance: config.tolerance,
      settleMs: config.settle,
      async write(level, how) {
        // A level above 0 must not be rounded to darkness.
        const value = level > 0 ? Math.max(1, Math.round((level / 100) * config.levelScale)) : 0;
        const at = { unit, address: config.levelRegister };
        if (config.writeFunction === 6) await ask({ ...at, function: 6, value }, how);
        else await ask({ ...at, function: 16, values: [value] }, how);
      },
      async read(how) {
        const { feedback, power } = await readRegisters(config, ask, how);
        if (feedback > scale * 1.1) {
          const what = `unit ${unit}: the feedback register holds ${feedback}, over its full scale of ${scale}`;
          throw new HaidangError('configuration', 'out-of-range', what);
        }
        const level = Math.min(100, (feedback / scale) * 100);
        return power === undefined ? { level } : { level, powerW: power * config.powerScale };
      },
    };
  },
};

/** One request where the feedback and the power stand near each other, else one each. */
async function readRegisters(config: ModbusDimmerConfig, ask: Ask, how: How) {
  const { unit, feedbackRegister: feedbackAt, powerRegister: powerAt } = config;
  const from = async (address: number, count: number) =>
    (await ask({ unit, function: readFunction[config.feedbackTable], address, count }, how)).registers;
  if (powerAt === undefined) return { feedback: (await from(feedbackAt, 1))[0] ?? Number.NaN };
  const first = Math.min(feedbackAt, powerAt);
  const count = Math.abs(feedbackAt - powerAt) + 1;
  if (count <= readTogether) {
    const registers = await from(first, count);
    return { feedback: registers[feedbackAt - first] ?? Number.NaN, power: registers[powerAt - first] };
  }
  return { feedback: (await from(feedbackAt, 1))[0] ?? Number.NaN, power: (await from(powerAt, 1))[0] };
}
