// What lamps say.
import { z } from 'zod';
import { lampSourceSchema } from '../lamp.ts';
import { qualitySchema } from '../reading.ts';
import { instantSchema } from '../time.ts';
import { handling } from './alarm.ts';

/** Failures of a lamp, by the names of TALQ 2.7.1 events. */
export const lampFaults = [
  'lampFailure',
  'lampUnexpectedOn',
  'dimmingFailure',
  'cyclingFailure',
  'powerTooHigh',
  'powerTooLow',
  'powerFactorTooLow',
  'currentTooHigh',
  'currentTooLow',
  'voltageTooHigh',
  'voltageTooLow',
  'supplyLoss',
  'controlGearCommFailure',
  'highTemperature',
  'localOverride',
] as const;

/** Failures of a lighting cabinet, by the names of TALQ 2.7.1 events where one exists. */
export const cabinetFaults = [
  'supplyLoss',
  'brokenNeutral',
  'voltageTooHigh',
  'voltageTooLow',
  'leakageDetected',
  'cabinetDoorOpen',
  'circuitBreakerTripped',
  'contactorWelded',
  'contactorFailure',
  'cableTheft',
  'powerTooLow',
  'powerTooHigh',
  'powerFactorTooLow',
  'photocellFailure',
  'localOverride',
] as const;

const id = z.string();
const level = z.number().min(0).max(100);

export const lampState = z
  .strictObject({
    kind: z.literal('lamp.state'),
    at: instantSchema,
    lamp: id,
    commanded: level.describe('Per cent of full output that the arbiter wants.'),
    fedBack: level
      .nullable()
      .describe("Per cent that the lamp's driver reports back; null where it could not be read."),
    quality: qualitySchema,
    reason: lampSourceSchema,
    rule: z.string().optional().describe('The rule of the program or the id of the override.'),
    since: z.string().describe('RFC 3339: since when this level is commanded.'),
    actual: level
      .optional()
      .describe(
        'Per cent that the power of the lamp means by the power curve of its type; absent where it is not known.',
      ),
    powerState: z.enum(['on', 'off', 'low']).optional().describe('As in Streetlight of FIWARE Smart Data Models.'),
    illuminanceLevel: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('Level as a share of full light, as in Streetlight of FIWARE Smart Data Models.'),
  })
  .describe('The level that a lamp should have and the level that it reports.');

export const lampFault = z
  .strictObject({
    kind: z.literal('lamp.fault'),
    at: instantSchema,
    lamp: id,
    fault: z.enum(lampFaults),
    active: z.boolean(),
    detail: z.string(),
    ...handling,
  })
  .describe('A failure of a lamp began or ended.');

export const cabinetFault = z
  .strictObject({
    kind: z.literal('cabinet.fault'),
    at: instantSchema,
    cabinet: id,
    place: z.string().describe('L1 to L3 for a phase, the id of a circuit, or empty for the cabinet itself.'),
    fault: z.enum(cabinetFaults),
    active: z.boolean(),
    detail: z.string(),
    ...handling,
  })
  .describe('A failure in a lighting cabinet began or ended.');

const perPhase = (what: string) =>
  z.number().optional().describe(`${what}, as in StreetlightControlCabinet of FIWARE.`);

export const cabinetState = z
  .strictObject({
    kind: z.literal('cabinet.state'),
    at: instantSchema,
    cabinet: id,
    workingMode: z.enum(['automatic', 'manual']).describe('As in StreetlightControlCabinet of FIWARE.'),
    voltageR: perPhase('Voltage of phase 1, V'),
    voltageS: perPhase('Voltage of phase 2, V'),
    voltageT: perPhase('Voltage of phase 3, V'),
    intensityR: perPhase('Current of phase 1, A'),
    intensityS: perPhase('Current of phase 2, A'),
    intensityT: perPhase('Current of phase 3, A'),
    activePowerR: perPhase('Active power of phase 1, kW'),
    activePowerS: perPhase('Active power of phase 2, kW'),
    activePowerT: perPhase('Active power of phase 3, kW'),
    powerFactorR: perPhase('Power factor of phase 1'),
    powerFactorS: perPhase('Power factor of phase 2'),
    powerFactorT: perPhase('Power factor of phase 3'),
    totalActivePower: perPhase('Active power of all phases, kW'),
    lastMeterReading: perPhase('Counter of energy, kWh'),
    lamps: z.int().describe('Lamps that it feeds.'),
    lampsCommanded: z.int().describe('Of them, those that are to burn.'),
    lampsByPower: z.int().optional().describe('How many lamps its power accounts for.'),
    expectedPower: z.number().describe('What its lamps should draw together, kW.'),
    faults: z.array(z.string()).describe('What is wrong with it now: the fault and its place.'),
  })
  .describe('What a lighting cabinet measures and feeds.');
