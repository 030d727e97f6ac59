// The cabinets that feed the lamps: what is measured in them. Every input is a point of a device of this site.
import { z } from 'zod';
import { formSchema, idSchema, positionSchema } from '../../runtime/schema.ts';

const pointSchema = formSchema(
  /^[a-z0-9][a-z0-9_-]{0,62}\/[A-Za-z0-9_-]{1,63}$/,
  { en: 'a point of a device, DEVICE/POINT', vi: 'một điểm đo của thiết bị, THIẾT-BỊ/ĐIỂM' },
  'meter-1/voltage_l1',
).describe('A point of a device of this site: DEVICE/POINT');

const perPhase = (what: string) =>
  z.array(pointSchema).min(1).max(3).optional().describe(`${what} of phase 1, 2 and 3 (one point: of the only phase).`);

const circuitSchema = z.strictObject({
  id: idSchema.describe('Name of the circuit; its lamps refer to it.'),
  phase: z.int().min(1).max(3).prefault(1).describe('The phase that feeds it.'),
  breaker: pointSchema.optional().describe('Auxiliary contact of its breaker: 1 or true where it is closed.'),
  contactor: pointSchema
    .optional()
    .describe('Auxiliary contact of its contactor: 1 where it is closed. Without one its lamps always have voltage.'),
});

export const cabinetsSchema = z
  .array(
    z.strictObject({
      id: idSchema.describe('Name of the cabinet; its lamps refer to it.'),
      description: z.string().max(200).optional().describe('Where it stands, for people.'),
      position: positionSchema.optional().describe('Where it stands.'),
      voltage: perPhase('Voltage (V)'),
      current: perPhase('Current (A)'),
      power: perPhase('Active power (W)'),
      powerFactor: perPhase('Power factor'),
      energy: pointSchema.optional().describe('Counter of energy, kWh: then its energy is metered, not modelled.'),
      leakage: pointSchema.optional().describe('Residual current, mA.'),
      leakageLimit: z.number().positive().prefault(300).describe('Residual current above this is a fault, mA.'),
      door: pointSchema.optional().describe('Door contact: 1 or true where it is open.'),
      localControl: pointSchema.optional().describe('Manual switch: 1 or true where people have taken over.'),
      photocell: pointSchema.optional().describe('Photocell: 1 or true where it is dark.'),
      auxiliary: z.number().min(0).prefault(0).describe('What the cabinet itself draws on phase 1, W.'),
      circuits: z.array(circuitSchema).max(48).prefault([]).describe('Its circuits.'),
    }),
  )
  .default([])
  .describe('The cabinets that feed the lamps.');

export type CabinetConfig = z.output<typeof cabinetsSchema>[number];
