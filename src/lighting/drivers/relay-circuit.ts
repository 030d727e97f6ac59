// A switched circuit of a relay cabinet: a coil that closes its contactor, and an auxiliary contact that says whether it
// did. Lamps behind it know on and off only.
import { z } from 'zod';
import { durationSchema } from '../../runtime/schema.ts';
import { Contactors, phases, type Span, widen } from './contactors.ts';
import type { DriverKind, GearFlag } from './driver.ts';
import { registerSchema, where } from './modbus-words.ts';

const schema = z
  .strictObject({
    kind: z.literal('relay-circuit').describe('A switched circuit of a relay cabinet.'),
    ...where,
    coil: registerSchema.describe('Coil that closes the contactor, counted from 0.'),
    feedback: z
      .strictObject({
        table: z.enum(['coil', 'discrete']).prefault('discrete').describe('Where the auxiliary contact is read.'),
        address: registerSchema.describe('Its address, counted from 0.'),
      })
      .optional()
      .describe('Auxiliary contact of the contactor. Without it the coil itself is read, which proves little.'),
    inverted: z
      .boolean()
      .prefault(false)
      .describe('The coil opens the circuit: a dead controller leaves the lamps lit.'),
    phase: z.enum(phases).optional().describe('Phase of the circuit; left out, circuits take the phases in turn.'),
    minOn: durationSchema({ maxMs: 3_600_000 })
      .prefault('1min')
      .describe('Shortest time on, to spare contactor and lamps.'),
    minOff: durationSchema({ maxMs: 3_600_000 })
      .prefault('1min')
      .describe('Shortest time off; discharge lamps need some minutes until they can be lit again.'),
    gap: durationSchema({ maxMs: 60_000 })
      .prefault('500ms')
      .describe('Between the closing of two contactors of this cabinet.'),
    settle: durationSchema({ minMs: 0, maxMs: 60_000 }).prefault('1s').describe('How long the contactor takes.'),
  })
  .describe('A switched circuit of a relay cabinet: a coil and the auxiliary contact of its contactor.');

interface Cabinet {
  readonly contactors: Contactors;
  readonly coils: Span;
  readonly discretes: Span;
  circuits: number;
}

const emptySpan = (): Span => ({ first: Number.POSITIVE_INFINITY, last: 0 });

export const relayCircuit: DriverKind<typeof schema> = {
  kind: 'relay-circuit',
  schema,
  placeOf: ({ line, unit, coil }) => ({ line, unit, register: coil, ownsUnit: false, broadcast: false }),
  open(config, deps) {
    const { unit, coil, inverted, minOn, minOff, settle } = config;
    const { clock } = deps;
    const ask = deps.line(config.line);
    const cabinet = deps.common(`relays ${config.line} ${unit}`, (): Cabinet => {
      const contactors = new Contactors(clock, config.gap);
      return { contactors, coils: emptySpan(), discretes: emptySpan(), circuits: 0 };
    });
    const { contactors } = cabinet;
    const phase = config.phase ?? phases[cabinet.circuits % phases.length] ?? 'l1';
    cabinet.circuits++;
    const feedback = config.feedback ?? { table: 'coil' as const, address: coil };
    const span = feedback.table === 'coil' ? cabinet.coils : cabinet.discretes;
    widen(span, feedback.address);
    let last: { isOn: boolean; ms: number } | undefined;
    return {
      tolerance: 1,
      settleMs: settle,
      nearest: (level) => (level > 0 ? 100 : 0),
      waitMs(level) {
        const wanted = level > 0;
        if (!last || last.isOn === wanted) return 0;
        return Math.max(0, last.ms + (last.isOn ? minOn : minOff) - clock.monotonicMs());
      },
      async write(level, how) {
        const isOn = level > 0;
        const act = async () => void (await ask({ unit, function: 5, address: coil, value: isOn !== inverted }, how));
        if (isOn) await contactors.closed(phase, act);
        else await act();
        last = { isOn, ms: clock.monotonicMs() };
      },
      async read(how) {
        const at = {
          unit,
          function: feedback.table === 'coil' ? (1 as const) : (2 as const),
          address: feedback.address,
        };
        const bit = await contactors.bit(ask, at, span, how);
        // An auxiliary contact follows the circuit, a coil what the circuit was told.
        const on = config.feedback ? bit : bit !== inverted;
        const isSettled = last !== undefined && clock.monotonicMs() - last.ms >= settle;
        const wrong: GearFlag[] = !isSettled || last?.isOn === on ? [] : [on ? 'contactor-welded' : 'contactor-open'];
        return { level: on ? 100 : 0, on, flags: wrong };
      },
    };
  },
};
