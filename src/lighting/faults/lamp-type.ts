// What a kind of lamp draws at which level, and how long it lasts: the yardstick of every judgement by power.
import { z } from 'zod';
import { message } from '../../messages/catalogue.ts';
import { idSchema, percentSchema, refuse } from '../../runtime/schema.ts';

type Curve = readonly (readonly [number, number])[];

const rises = (curve: Curve) => curve.every(([x], i) => i === 0 || x > (curve[i - 1]?.[0] ?? x));

const lampTypeSchema = z
  .strictObject({
    id: idSchema.describe('Name of the type; lamps refer to it.'),
    power: z
      .array(z.tuple([percentSchema, z.number().min(0).max(5000)]))
      .min(2)
      .max(50)
      .describe('[level, watts] with rising levels from 0 (standby) to 100, from the data sheet or a measurement.'),
    tolerance: percentSchema
      .prefault(15)
      .describe('How far the power may be from the curve, per cent of it: spread of units, ageing, temperature.'),
    voltage: z.number().min(50).max(500).prefault(230).describe('Nominal voltage, V.'),
    voltageExponent: z
      .number()
      .min(0)
      .max(3)
      .prefault(0)
      .describe('Power goes with the voltage to this power: 0 for electronic gear, about 1.8 for magnetic ballasts.'),
    powerFactor: z.number().min(0.1).max(1).prefault(0.95).describe('Power factor at full output.'),
    lowestPowerFactor: z.number().min(0.1).max(1).prefault(0.8).describe('Below this at half output or more: a fault.'),
    maxTemperature: z.number().min(20).max(150).prefault(85).describe('Highest temperature of the gear, °C.'),
    output: percentSchema
      .prefault(100)
      .describe('Virtual output: level 100 of the site is this per cent of the gear (over-dimensioned lamps).'),
    clo: z
      .array(z.tuple([z.number().min(0), percentSchema]))
      .max(20)
      .prefault([])
      .describe('Constant light output: [burning hours, per cent of output], rising hours. Empty: none.'),
    lifetimeHours: z.number().min(100).max(1e6).prefault(100_000).describe('Rated life, burning hours.'),
  })
  .check((ctx) => {
    const { power, clo } = ctx.value;
    if (!rises(power) || power[0]?.[0] !== 0 || power.at(-1)?.[0] !== 100) {
      refuse(ctx, message('lighting.power-curve'), ['power']);
    }
    if (!rises(clo)) refuse(ctx, message('lighting.clo-not-rising'), ['clo']);
  });

export const lampTypesSchema = z
  .array(lampTypeSchema)
  .default([])
  .describe('Kinds of lamps: what they draw at which level. Without a type, a lamp is not judged by its power.');

export type LampType = z.output<typeof lampTypeSchema>;

/** Along straight lines between points with rising x; flat beyond the ends. */
export function along(curve: Curve, x: number): number {
  let [x0, y0] = curve[0] ?? [0, 0];
  if (x <= x0) return y0;
  for (let i = 1; i < curve.length; i++) {
    const [x1, y1] = curve[i] as readonly [number, number];
    if (x <= x1) return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
    x0 = x1;
    y0 = y1;
  }
  return y0;
}

/** What share of the commanded level the gear gives after so many burning hours, 0 to 1: virtual output times CLO. */
export function outputShare(type: LampType, hours: number): number {
  const clo = type.clo.length > 0 ? along(type.clo, hours) : 100;
  return (type.output * clo) / 10_000;
}

/**
 * What the lamp should draw, W.
 * @param level commanded, per cent. @param volts of the mains where it is known.
 */
export function expectedWatts(type: LampType, level: number, hours: number, volts?: number): number {
  const watts = along(type.power, level * outputShare(type, hours));
  if (type.voltageExponent === 0 || volts === undefined || level === 0) return watts;
  return watts * (volts / type.voltage) ** type.voltageExponent;
}

/** The level that a power means, per cent, 0 to 100: the third of the three levels of a lamp. */
export function levelOfWatts(type: LampType, watts: number, hours: number): number {
  const { power } = type;
  let gear = 100;
  for (let i = 1; i < power.length; i++) {
    const [x0, y0] = power[i - 1] as readonly [number, number];
    const [x1, y1] = power[i] as readonly [number, number];
    if (watts > y1) continue;
    gear = y1 > y0 && watts > y0 ? x0 + ((x1 - x0) * (watts - y0)) / (y1 - y0) : x0;
    break;
  }
  const share = outputShare(type, hours);
  return share > 0 ? Math.min(100, gear / share) : 0;
}
