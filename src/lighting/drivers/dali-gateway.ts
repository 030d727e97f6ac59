// A lamp with DALI control gear behind a Modbus gateway: level by the curve of the gear, groups and broadcast of DALI, the
// status byte as flags.
import { z } from 'zod';
import { HaidangError } from '../../runtime/errors.ts';
import { percentSchema } from '../../runtime/schema.ts';
import { arcMask, arcOfLevel, type Curve, curves, fullArc, levelOfArc } from './dali-curve.ts';
import { type Layout, layoutSchema, registersOf } from './dali-layout.ts';
import type { DriverKind, GearFlag, How, SharedWrite } from './driver.ts';
import { obedience, readWords, where } from './modbus-words.ts';

const schema = z
  .strictObject({
    kind: z.literal('dali-gateway').describe('DALI control gear behind a Modbus gateway.'),
    ...where,
    channel: z.int().min(0).max(8).prefault(0).describe('DALI channel of the gateway, from 0.'),
    address: z.int().min(0).max(63).describe('Short address of the gear, 0 to 63.'),
    group: z
      .int()
      .min(0)
      .max(15)
      .optional()
      .describe(
        'DALI group that the gear was put in and that holds lamps of this site only: they are dimmed together.',
      ),
    broadcast: z
      .boolean()
      .prefault(false)
      .describe('All gear of the channel are lamps of this site: a level that all take is sent once, to everyone.'),
    dimmingCurve: z.enum(curves).prefault('dali-log').describe('Curve of the gear; LED gear may be set to linear.'),
    minLevel: percentSchema.prefault(0.1).describe('Lowest level that the gear can give (its physical minimum).'),
    failSafe: z
      .strictObject({
        powerOn: percentSchema.optional().describe('Power-on level of the gear.'),
        systemFailure: percentSchema.optional().describe('Level that the gear takes when its DALI line is dead.'),
      })
      .optional()
      .describe('Kept by the gear: written once, and only where it is not so yet.'),
    layout: layoutSchema.prefault({}),
    ...obedience('3s', 3),
  })
  .describe('A lamp with DALI control gear behind a Modbus gateway.');

type DaliConfig = z.output<typeof schema>;

/** Bits of QUERY STATUS (IEC 62386-102) with a flag each; bit 2 is "lamp on". */
const statusBits: readonly (readonly [number, GearFlag])[] = [
  [0, 'gear-failure'],
  [1, 'lamp-failure'],
  [3, 'limit-error'],
  [4, 'fading'],
  [5, 'reset'],
  [6, 'no-address'],
  [7, 'power-cycled'],
];
const lampOnBit = 2;

/** A level as a register of the gateway holds it. */
export function rawOf(level: number, levels: Layout['levels'], curve: Curve): number {
  if (levels === 'percent') return level > 0 ? Math.max(1, Math.round(level)) : 0;
  const arc = arcOfLevel(level, curve);
  return levels === 'arc' || arc === 0 ? arc : Math.max(1, Math.round((100 * arc) / fullArc));
}

/** Per cent of light that a register of the gateway means. */
export function levelOfRaw(raw: number, levels: Layout['levels'], curve: Curve): number {
  if (levels === 'percent') return raw;
  return levelOfArc(levels === 'arc' ? raw : (raw * fullArc) / 100, curve);
}

export const daliGateway: DriverKind<typeof schema> = {
  kind: 'dali-gateway',
  schema,
  placeOf: ({ line, unit, channel, address }) => ({
    line,
    unit,
    register: channel * 64 + address,
    ownsUnit: false,
    broadcast: false,
  }),
  open(config, deps) {
    const ask = deps.line(config.line);
    const { unit, dimmingCurve: curve, layout, minLevel, failSafe } = config;
    const registers = registersOf(layout, config.channel, config.address);
    const { levels, readTable: table } = layout;
    const raw = (level: number) => rawOf(level > 0 ? Math.max(level, minLevel) : 0, levels, curve);
    const set = (address: number) => async (level: number, how: How) => {
      await ask({ unit, function: 6, address, value: raw(level) }, how);
    };
    return {
      tolerance: config.tolerance,
      settleMs: config.settle,
      // On a long DALI line, or where its sender is broken, gear hears and is not heard.
      isToldBlindly: 'by-gateway',
      nearest: (level) => (level > 0 ? Math.max(level, minLevel) : 0),
      write: set(registers.level),
      async read(how) {
        const at = registers.status === undefined ? [registers.actual] : [registers.actual, registers.status];
        const [actual = Number.NaN, status] = await readWords(ask, { unit, table }, at, how);
        // A gear that does not answer its gateway has the level that says nothing.
        if (levels === 'arc' && actual === arcMask) {
          throw new HaidangError(
            'device',
            'gateway-no-response',
            `unit ${unit}: gear ${config.address} does not answer`,
          );
        }
        const full = levels === 'arc' ? fullArc : 100;
        if (actual > full) {
          const what = `unit ${unit}: the level of gear ${config.address} is ${actual}, over its full scale of ${full}`;
          throw new HaidangError('configuration', 'out-of-range', what);
        }
        const level = levelOfRaw(actual, levels, curve);
        if (status === undefined) return { level };
        const flags = statusBits.filter(([bit]) => (status >> bit) & 1).map(([, flag]) => flag);
        return { level, on: ((status >> lampOnBit) & 1) === 1, flags };
      },
      shared: sharedOf(config, registers, set),
      ...(failSafe
        ? {
            async assureFailSafe(how) {
              const { powerOn, systemFailure } = failSafe;
              const kept = [
                { wanted: powerOn, at: registers.powerOn, code: 5000 },
                { wanted: systemFailure, at: registers.systemFailure, code: 6000 },
              ];
              for (const { wanted, at, code } of kept) {
                if (wanted === undefined || at === undefined) continue;
                const value = rawOf(wanted, levels, curve);
                const [found] = await readWords(ask, { unit, table }, [at], how);
                if (found === value) continue;
                const { settings } = registers;
                if (settings === undefined) await ask({ unit, function: 6, address: at, value }, how);
                else await ask({ unit, function: 6, address: settings, value: code + value }, how);
              }
            },
          }
        : {}),
    };
  },
};

/** Everyone on the channel, then the group; each only where the site says that it holds lamps of the site alone. */
function sharedOf(
  { line, unit, channel, group, broadcast, minLevel, dimmingCurve }: DaliConfig,
  registers: ReturnType<typeof registersOf>,
  set: (address: number) => SharedWrite['write'],
): SharedWrite[] {
  const alike = `${line} ${unit} ${channel} ${dimmingCurve} ${minLevel}`;
  const everyone = broadcast ? registers.everyone : undefined;
  const together = group === undefined ? undefined : registers.group(group);
  return [
    ...(everyone === undefined ? [] : [{ key: `dali ${alike}`, write: set(everyone) }]),
    ...(together === undefined ? [] : [{ key: `dali ${alike} group ${group}`, write: set(together) }]),
  ];
}
