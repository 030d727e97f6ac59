// A dimmer node with one register for the level, one that says what the lamp does, and perhaps one for its power.
import { z } from 'zod';
import { HaidangError } from '../../runtime/errors.ts';
import { durationSchema, percentSchema } from '../../runtime/schema.ts';
import type { DriverKind, How, SharedWrite } from './driver.ts';
import { assureWord, obedience, readWords, registerSchema as register, tableSchema, where } from './modbus-words.ts';

const schema = z
  .strictObject({
    kind: z.literal('modbus-dimmer').describe('A dimmer node on Modbus.'),
    ...where,
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
    broadcast: z
      .boolean()
      .prefault(false)
      .describe(
        'The node obeys messages to everyone (unit 0), and everything else on the line bears them: a level that all lamps of the line take is written once.',
      ),
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
    failSafe: z
      .strictObject({
        level: percentSchema.prefault(100).describe('What the lamp is to do without us.'),
        powerOnRegister: register.optional().describe('Holding register with the level after power came back.'),
        lossRegister: register.optional().describe('Holding register with the level where nobody speaks to the node.'),
        timeoutRegister: register.optional().describe('Holding register with the time until then, in seconds.'),
        timeout: durationSchema({ minMs: 10_000, maxMs: 65_535_000 })
          .prefault('30min')
          .describe('How long nobody has to have spoken to the node. Longer than "verify", or it happens every night.'),
      })
      .optional()
      .describe('What the node does by itself, where it can be told: written once, and only where it is not so yet.'),
    ...obedience('2s', 3),
  })
  .describe('A dimmer node on Modbus: a level register, a feedback register and perhaps a power register.');

type ModbusDimmerConfig = z.output<typeof schema>;

/** A level above 0 must not be rounded to darkness. */
const raw = (level: number, scale: number) => (level > 0 ? Math.max(1, Math.round((level / 100) * scale)) : 0);

export const modbusDimmer: DriverKind<typeof schema> = {
  kind: 'modbus-dimmer',
  schema,
  placeOf: ({ line, unit, levelRegister, broadcast }) => ({
    line,
    unit,
    register: levelRegister,
    ownsUnit: true,
    broadcast,
  }),
  open(config, deps) {
    const ask = deps.line(config.line);
    const { unit, failSafe } = config;
    const scale = config.feedbackScale ?? config.levelScale;
    const set = (to: number) => async (level: number, how: How) => {
      const value = raw(level, config.levelScale);
      const at = { unit: to, address: config.levelRegister };
      if (config.writeFunction === 6) await ask({ ...at, function: 6, value }, how);
      else await ask({ ...at, function: 16, values: [value] }, how);
    };
    const everyone: SharedWrite = { key: keyOf(config), write: set(0) };
    const assureFailSafe = async (how: How) => {
      const { level = 100, powerOnRegister, lossRegister, timeoutRegister, timeout = 0 } = failSafe ?? {};
      const value = raw(level, config.levelScale);
      if (powerOnRegister !== undefined) await assureWord(ask, unit, powerOnRegister, value, how);
      if (lossRegister !== undefined) await assureWord(ask, unit, lossRegister, value, how);
      if (timeoutRegister !== undefined) await assureWord(ask, unit, timeoutRegister, Math.round(timeout / 1000), how);
    };
    return {
      tolerance: config.tolerance,
      settleMs: config.settle,
      write: set(unit),
      async read(how) {
        const { feedbackRegister, powerRegister, feedbackTable: table } = config;
        const at = powerRegister === undefined ? [feedbackRegister] : [feedbackRegister, powerRegister];
        const [feedback = Number.NaN, power] = await readWords(ask, { unit, table }, at, how);
        if (feedback > scale * 1.1) {
          const what = `unit ${unit}: the feedback register holds ${feedback}, over its full scale of ${scale}`;
          throw new HaidangError('configuration', 'out-of-range', what);
        }
        const level = Math.min(100, (feedback / scale) * 100);
        return power === undefined ? { level } : { level, powerW: power * config.powerScale };
      },
      ...(config.broadcast ? { shared: [everyone] } : {}),
      ...(failSafe ? { assureFailSafe } : {}),
    };
  },
};

/** Nodes that one message to everyone on the line brings to the same level. */
const keyOf = (c: ModbusDimmerConfig) => `everyone ${c.line} ${c.levelRegister} ${c.levelScale} ${c.writeFunction}`;
