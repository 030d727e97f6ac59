// What is going on, in TALQ's words: overrides as OverrideCommands, last states and energy as attributes of the lamps.
import { z } from 'zod';
import type { Month } from '../energy/book.ts';
import type { Life } from '../energy/store.ts';
import { contactsFunction, meterOf, standingOf } from './events.ts';
import type { TalqDocument } from './shapes.ts';

/** Attributes of a lamp's functions. */
export interface LampData {
  readonly actuator: Readonly<Record<string, unknown>>;
  readonly monitor: Readonly<Record<string, unknown>>;
  /** Whether it can be reached. */
  readonly communication: Readonly<Record<string, unknown>>;
}

/** Attributes of a cabinet's functions. */
export interface CabinetData {
  readonly meter: Readonly<Record<string, unknown>>;
  readonly contacts: Readonly<Record<string, unknown>>;
}

/** What the running agent says of a lamp, as far as TALQ has words for it. Times in milliseconds since the epoch. */
export const lampStateShape = z.looseObject({
  lamp: z.string(),
  commanded: z.number(),
  fedBack: z.number().nullable(),
  powerW: z.number().nullable(),
  reason: z.string(),
  rule: z.string().nullable(),
  since: z.number(),
});
export type LampState = z.output<typeof lampStateShape>;

const keptOverrides = z.record(
  z.string(),
  z.looseObject({ id: z.string(), level: z.number(), until: z.number().nullable() }),
);

const state = (value: number) => ({ name: 'LevelState', value: Math.round(value) });
const float = (value: number) => ({ type: 'AttributeFloat', value });
const iso = (ms: number) => new Date(ms).toISOString();

/** TALQ knows four reasons; the others are the gateway's own choice. */
const reasons: Readonly<Record<string, string>> = { override: 'override', program: 'program', sensor: 'sensor' };

/**
 * The overrides in force, one command each with all its lamps.
 * @param kept what the state file says under `lighting.overrides`. @param address of a lamp.
 */
export function overridesOf(kept: unknown, address: (lamp: string) => string): TalqDocument['overrides'] {
  const byCommand = new Map<string, { level: number; until: number | null; id: string; lamps: string[] }>();
  for (const [lamp, { id, level, until }] of Object.entries(keptOverrides.safeParse(kept).data ?? {})) {
    const key = JSON.stringify([id, level, until]);
    const found = byCommand.get(key) ?? { id, level, until, lamps: [] };
    found.lamps.push(lamp);
    byCommand.set(key, found);
  }
  return [...byCommand.values()].map(({ id, level, until, lamps }) => ({
    addresses: lamps.map((lamp) => ({ resource: 'devices', address: address(lamp) })),
    targetCommand: {
      state: state(level),
      reason: 'override',
      cmsRefId: id,
      ...(until === null ? {} : { expiration: iso(until) }),
    },
  }));
}

interface Figures {
  readonly states: readonly LampState[];
  /** Energy is the sum of these months, kWh. */
  readonly months: readonly Month[];
  readonly lives: Readonly<Record<string, Life>>;
  /** Faults that have begun and not ended, by `lamp/ID` and `cabinet/ID`. */
  readonly raised: Readonly<Record<string, readonly string[]>>;
  /** By cabinet, at the beginning of the night, kWh. */
  readonly counters: Readonly<Record<string, number>>;
}

export function cabinetData({ raised, counters }: Pick<Figures, 'raised' | 'counters'>): Map<string, CabinetData> {
  const faulty = Object.keys(raised).flatMap((key) => (key.startsWith('cabinet/') ? [key.slice(8)] : []));
  return new Map(
    [...new Set([...faulty, ...Object.keys(counters)])].map((id) => {
      const standing = standingOf('cabinet', raised[`cabinet/${id}`] ?? []);
      const { ElectricalMeterFunction: meter = {}, [contactsFunction]: contacts = {} } = standing;
      return [id, { meter: { ...meterOf(counters[id]), ...meter }, contacts }];
    }),
  );
}

export function lampData({ states, months, lives, raised }: Omit<Figures, 'counters'>): Map<string, LampData> {
  const byLamp = new Map(states.map((s) => [s.lamp, s]));
  const faulty = Object.keys(raised).flatMap((key) => (key.startsWith('lamp/') ? [key.slice(5)] : []));
  const names = new Set([
    ...faulty,
    ...byLamp.keys(),
    ...Object.keys(lives),
    ...months.flatMap((m) => Object.keys(m.lamps)),
  ]);
  return new Map(
    [...names].map((lamp) => {
      const data = dataOf(byLamp.get(lamp), lives[lamp], wattHours(lamp, months));
      const standing = standingOf('lamp', raised[`lamp/${lamp}`] ?? []);
      const { LampMonitorFunction: monitor = {}, CommunicationFunction: communication = {} } = standing;
      return [lamp, { ...data, monitor: { ...data.monitor, ...monitor }, communication }];
    }),
  );
}

function wattHours(lamp: string, months: readonly Month[]): number | undefined {
  const rows = months.flatMap((m) => m.lamps[lamp]?.wh ?? []);
  return rows.length === 0 ? undefined : rows.reduce((a, b) => a + b, 0);
}

function dataOf(
  found: LampState | undefined,
  life: Life | undefined,
  wh: number | undefined,
): Omit<LampData, 'communication'> {
  const timestamp = found && iso(found.since);
  const reason = found && (reasons[found.reason] ?? 'default');
  return {
    actuator: found
      ? {
          targetLightCommand: {
            type: 'AttributeCommand',
            timestamp,
            value: {
              state: state(found.commanded),
              reason,
              ...(found.rule === null ? {} : { refAddress: found.rule }),
            },
          },
          ...(found.fedBack === null
            ? {}
            : {
                feedbackLightCommand: { type: 'AttributeCommand', value: { state: state(found.fedBack), reason } },
                actualLightState: { type: 'AttributeLevelState', value: state(found.fedBack) },
              }),
        }
      : {},
    monitor: {
      ...(found?.powerW == null ? {} : { activePower: float(found.powerW) }),
      ...(wh === undefined ? {} : { activeEnergy: float(Math.round(wh) / 1000) }),
      ...(life
        ? { operatingHours: float(life.hours), switchOnCounter: { type: 'AttributeInteger', value: life.switches } }
        : {}),
    },
  };
}
