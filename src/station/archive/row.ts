// What the archive keeps of what the station told: enough for a page that people read, in short names, as a station of
// thirty points says some nine thousand windows a day.
import { z } from 'zod';
import type { Outgoing } from '../../domain/outgoing.ts';
import { windowLengths } from '../windows/length.ts';

const value = z.number().nullable();

export const windowRow = z.strictObject({
  k: z.literal('w'),
  point: z.string(),
  window: z.enum(windowLengths),
  /** Milliseconds since the epoch; from included, to not. */
  from: z.number(),
  to: z.number(),
  unit: z.string().optional(),
  mean: value,
  min: value,
  max: value,
  /** Per cent of the window. */
  capture: z.number(),
  valid: z.boolean(),
  /** Why it is not, beside the capture. */
  reason: z.string().optional(),
  count: z.int(),
  uncertain: z.int(),
  /** Readings left out: bad, calibrating, maintenance. */
  left: z.tuple([z.int(), z.int(), z.int()]),
  rev: z.int(),
  delta: value.optional(),
  direction: value.optional(),
  speed: value.optional(),
});

export const alarmRow = z.strictObject({
  k: z.literal('a'),
  at: z.number(),
  point: z.string(),
  alarm: z.string(),
  state: z.enum(['raised', 'cleared', 'acknowledged', 'shelved', 'unshelved']),
  severity: z.enum(['warning', 'error']),
  value: z.number().optional(),
  above: z.number().optional(),
  below: z.number().optional(),
  en: z.string(),
  vi: z.string(),
});

export const indexRow = z.strictObject({
  k: z.literal('i'),
  period: z.enum(['hour', 'day']),
  /** End of the hour or of the local day. */
  to: z.number(),
  aqi: value,
  dominant: z.string().nullable(),
  reason: z.string().nullable(),
  rev: z.int(),
});

/** Alarms that were not told one by one. */
export const floodRow = z.strictObject({ k: z.literal('f'), at: z.number(), held: z.int() });

export const rowSchema = z.discriminatedUnion('k', [windowRow, alarmRow, indexRow, floodRow]);
export type Row = z.output<typeof rowSchema>;
export type WindowRow = z.output<typeof windowRow>;
export type AlarmRow = z.output<typeof alarmRow>;
export type IndexRow = z.output<typeof indexRow>;

/** The row of a message; undefined where it is none of the station's. */
export function rowOf(o: Outgoing): Row | undefined {
  if (o.kind === 'station.window') {
    const { point, window, unit, mean, min, max, capture, valid, count, uncertain, left, revision, delta } = o;
    const { reason } = o;
    return {
      ...{ k: 'w', point, window, from: Date.parse(o.from), to: Date.parse(o.to) },
      ...(unit === undefined ? {} : { unit }),
      ...{ mean, min, max, capture: Math.round(capture * 10) / 10, valid, count, uncertain, rev: revision },
      left: [left.bad, left.calibrating, left.maintenance],
      ...(reason === undefined ? {} : { reason }),
      ...(delta === undefined ? {} : { delta }),
      ...(o.direction === undefined ? {} : { direction: o.direction }),
      ...(o.vectorSpeed === undefined ? {} : { speed: o.vectorSpeed }),
    };
  }
  if (o.kind === 'station.alarm') {
    const { point, alarm, state, severity, value, above, below, texts } = o;
    const judged = {
      ...(value === undefined ? {} : { value }),
      ...(above === undefined ? {} : { above }),
      ...(below === undefined ? {} : { below }),
    };
    return { k: 'a', at: o.at.ms, point, alarm, state, severity, ...judged, en: texts.en, vi: texts.vi };
  }
  if (o.kind === 'station.aqi') {
    const { period, aqi, dominant, reason, revision: rev } = o;
    return { k: 'i', period, to: Date.parse(o.time), aqi, dominant, reason, rev };
  }
  return o.kind === 'station.flood' ? { k: 'f', at: o.at.ms, held: o.held } : undefined;
}

/** The instant by which a row belongs to a day: a window by its beginning, an index by what it is of. */
export const timeOf = (row: Row): number => (row.k === 'w' ? row.from : row.k === 'i' ? row.to - 1 : row.at);
