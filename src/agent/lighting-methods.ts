// What the running agent does with its lamps through the control socket, for a technician at the machine.
import { z } from 'zod';
import { verdicts } from '../lighting/lamp-report.ts';
import type { Lighting } from '../lighting/lighting.ts';
import { modes } from '../lighting/selector.ts';
import { HaidangError } from '../runtime/errors.ts';
import type { Methods } from './control-socket.ts';

const lampParams = z.looseObject({ lamp: z.string() });
const emergencyParams = z.looseObject({
  target: z.string().optional(),
  level: z.number().min(0).max(100).optional(),
  id: z.string().min(1).max(200),
});
const releaseParams = z.looseObject({ target: z.string().optional(), id: z.string().optional() });
const modeParams = z.looseObject({ switch: z.string(), mode: z.enum(modes) });

/** What of a lamp's level the configuration does not say. */
export const liveAnswer = z.object({
  override: z.object({ id: z.string(), level: z.number(), until: z.number().nullable() }).nullable(),
  presenceLeftMs: z.number(),
  inputs: z.record(z.string(), z.number()),
  /** The agent's clock, milliseconds since the epoch. */
  now: z.number(),
});

/** What is known of every lamp now, as far as a technician is shown it. Levels in per cent, power in watts. */
export const lampsAnswer = z.array(
  z.looseObject({
    lamp: z.string(),
    commanded: z.number(),
    fedBack: z.number().nullable(),
    /** By its power; null where it measures none or its type is not known. */
    actual: z.number().nullable(),
    powerW: z.number().nullable(),
    verdict: z.enum(verdicts),
    reason: z.string(),
    rule: z.string().nullable(),
    /** Milliseconds since the epoch. */
    since: z.number(),
    faults: z.array(z.string()),
    /** Until it is told its level, milliseconds; null where nothing holds it back. */
    heldMs: z.number().nullish(),
  }),
);
export type LampAnswer = z.infer<typeof lampsAnswer>[number];

export const emergencyAnswer = z.object({
  expectedMs: z.number(),
  lines: z.array(
    z.object({
      line: z.string().nullable(),
      lamps: z.number(),
      messages: z.object({ shared: z.number(), single: z.number() }),
      expectedMs: z.number(),
    }),
  ),
  lamps: z.array(z.looseObject({ lamp: z.string(), outcome: z.string(), heldMs: z.number().optional() })),
});

export function lightingMethods(lighting: Lighting | undefined): Methods {
  const needed = (): Lighting => {
    if (lighting) return lighting;
    throw new HaidangError('configuration', 'no-lighting', 'this gateway has no lamps');
  };
  return {
    'lighting.live': (params) => needed().live(lampParams.parse(params).lamp),
    'lighting.lamps': () => needed().status(),
    'lighting.emergency': (params) => needed().emergency(emergencyParams.parse(params)),
    'lighting.release': (params) => {
      const { target, id } = releaseParams.parse(params);
      return needed().release({ ...(target === undefined ? {} : { target }), ...(id === undefined ? {} : { id }) });
    },
    'lighting.mode': async (params) => {
      const { switch: id, mode } = modeParams.parse(params);
      return { switch: id, mode, lamps: await needed().setMode(id, mode) };
    },
  };
}
