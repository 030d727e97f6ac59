// The kinds of inputs: what understands the bytes, and when there is something to report.
import type { Decoded } from '../codec/decode.ts';
import { asciiLines } from './ascii.ts';
import type { InputConfig, InputConfigOf } from './config.ts';
import { gpioPoints } from './gpio/gpio-points.ts';
import { jsonMessages } from './mqtt/json-message.ts';
import { nmea0183 } from './nmea/nmea.ts';
import { Fences, placeOf, thinning } from './nmea/track.ts';
import { pms5003 } from './pms5003.ts';
import { good, type InputDecoder, type InputPoint } from './sample.ts';
import { sds011 } from './sds011.ts';

type Values = ReadonlyMap<string, Decoded>;

export interface InputKind {
  readonly decoder: InputDecoder;
  readonly baudRate: number;
  /** What belongs together comes within this while. */
  readonly settleMs: number;
  /** All its points, those that are made of the others included. */
  readonly points: readonly InputPoint[];
  /** Is there something to report, and what besides the values themselves? */
  readonly report: (fresh: Values, nowMs: number) => Values | undefined;
}

export function kindOf(config: InputConfig): InputKind {
  switch (config.kind) {
    case 'nmea0183':
      return nmeaKind(config);
    case 'pms5003':
      return plain(config, pms5003(), 9600);
    case 'sds011':
      return plain(config, sds011(), 9600);
    case 'ascii':
      return plain(config, asciiLines(config), 9600);
    case 'mqtt':
      return plain(config, jsonMessages(config.points), 0);
    case 'gpio':
      return gpioKind(config);
  }
}

/** Reports at most so often, each point by itself: messages of different kinds take turns. */
function plain(config: InputConfig, decoder: InputDecoder, baudRate: number): InputKind {
  const dueMs = new Map<string, number>();
  // A sensor that sends every second is heard some milliseconds early now and then.
  const early = config.report / 10;
  return {
    decoder,
    baudRate,
    settleMs: 0,
    points: decoder.points,
    report(fresh, nowMs) {
      const names = [...fresh.keys()];
      if (!names.some((name) => nowMs >= (dueMs.get(name) ?? nowMs) - early)) return undefined;
      for (const name of names) {
        const next = (dueMs.get(name) ?? nowMs) + config.report;
        dueMs.set(name, Math.max(next, nowMs + config.report - early));
      }
      return new Map();
    },
  };
}

function nmeaKind(config: InputConfigOf<'nmea0183'>): InputKind {
  const decoder = nmea0183();
  const { report: shortestMs, idle: longestMs, distance } = config;
  const isDue = thinning({ shortestMs, longestMs, distance });
  const fences = new Fences(config.fences);
  return {
    decoder,
    baudRate: 4800,
    // The sentences of one position follow each other at once; a receiver is silent for most of the second.
    settleMs: 150,
    points: [...decoder.points, ...config.fences.map(({ id }) => ({ name: `in_${id}` }))],
    report(fresh, nowMs) {
      const place = placeOf(fresh);
      const hasCrossed = place !== undefined && fences.move(place);
      if (!isDue(fresh, nowMs) && !hasCrossed) return undefined;
      if (place === undefined) return new Map();
      return new Map(
        config.fences.flatMap(({ id }): [string, Decoded][] => {
          const inside = fences.inside(id);
          return inside === undefined ? [] : [[`in_${id}`, good(inside)]];
        }),
      );
    },
  };
}

/** The shortest time between two reports of a contact that chatters; what comes in between shows at the next second. */
const shortestChangeMs = 200;

/** Totals at most as often as `report` says, a changed state at once. */
function gpioKind(config: InputConfigOf<'gpio'>): InputKind {
  const decoder = gpioPoints(config.points);
  const kind = plain(config, decoder, 0);
  let lastMs = Number.NEGATIVE_INFINITY;
  return {
    ...kind,
    report(fresh, nowMs) {
      const isDue = kind.report(fresh, nowMs) !== undefined;
      const mayTell = isDue || nowMs - lastMs >= shortestChangeMs;
      if (!mayTell) return undefined;
      if (!isDue && !decoder.hasChanged) return undefined;
      decoder.told();
      lastMs = nowMs;
      return new Map();
    },
  };
}
