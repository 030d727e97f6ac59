// What was supposed, as instants of the nights of a plan.
import { instantInLightingDay } from '../../runtime/calendar/local-time.ts';
import type { LightingConfig } from '../config.ts';
import type { Site } from '../night.ts';
import { lampsOf } from '../result.ts';
import type { Supposed } from './config.ts';
import { eyesOf, type Sighting, signsByLamp, stay, walk } from './sightings.ts';

export interface Happenings {
  /** When each lamp is lit for somebody, milliseconds, rising. */
  readonly signs: ReadonlyMap<string, readonly number[]>;
  /** When an input says something else, milliseconds, rising. */
  readonly changes: readonly number[];
  /** What an input says at an instant. */
  input(name: string, ms: number): number | undefined;
  /** When somebody was seen first at each coming, milliseconds, for a picture. */
  readonly comings: readonly number[];
  /** What inputs said, for a picture. */
  readonly spans: readonly Span[];
}

export interface Span {
  readonly input: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly value: number;
}

/** More comings than a night has. */
const mostComings = 2000;

/**
 * @param lamps of the plan: where a presence names no target, it is near to these.
 * @param fromDay first lighting day, `toDay` last one, inclusive.
 */
export function happeningsOf(
  supposed: Supposed,
  config: LightingConfig,
  site: Site,
  lamps: readonly string[],
  fromDay: number,
  toDay: number,
): Happenings {
  const spans = spansOf(supposed, site, fromDay, toDay);
  const input = (name: string, ms: number) =>
    spans.findLast((s) => s.input === name && s.fromMs <= ms && ms < s.toMs)?.value;
  const sightings: Sighting[] = [];
  const comings: number[] = [];
  const add = (seen: readonly Sighting[]) => {
    const [first] = seen;
    if (!first) return;
    comings.push(first.ms);
    for (const s of seen) sightings.push(s);
  };
  for (let day = fromDay; day <= toDay; day++) {
    for (const present of supposed.presence) for (const seen of comes(present, config, site, lamps, day)) add(seen);
  }
  for (const { input: name, above, target, direction } of config.presence.sources) {
    if (name === undefined) continue;
    for (const s of spans) {
      // A newer word of the input ends the older one.
      if (s.input === name && s.value >= above) add(stay(config, lampsOf(target, config), s.fromMs, s.toMs, direction));
    }
  }
  const changes = [...new Set(spans.flatMap((s) => [s.fromMs, s.toMs]))].sort((a, b) => a - b);
  return { signs: signsByLamp(config, sightings), changes, input, comings: comings.sort((a, b) => a - b), spans };
}

function comes(
  { at, for: stays, target, route, pace, direction, every, until }: Supposed['presence'][number],
  config: LightingConfig,
  site: Site,
  lamps: readonly string[],
  day: number,
): Sighting[][] {
  const fromMs = instantInLightingDay(site.zone, day, at);
  const endMs = until === undefined ? fromMs + 1 : instantInLightingDay(site.zone, day, until);
  const along = config.presence.routes.find((r) => r.id === route);
  const eyes = along ? eyesOf(config, along) : new Map();
  const near = target === undefined ? lamps : lampsOf(target, config);
  const all: Sighting[][] = [];
  for (let ms = fromMs; ms < endMs && all.length < mostComings; ms += every ?? Number.POSITIVE_INFINITY) {
    all.push(along ? walk(along, eyes, ms, pace, direction) : stay(config, near, ms, ms + stays));
  }
  return all;
}

/** What inputs say, in order of time; what is said without an end holds until the next word of that input. */
function spansOf(supposed: Supposed, site: Site, fromDay: number, toDay: number): Span[] {
  const lastMs = site.night(toDay).endMs;
  const said: (Omit<Span, 'toMs'> & { toMs: number | undefined })[] = [];
  for (let day = fromDay; day <= toDay; day++) {
    const instant = (minute: number) => instantInLightingDay(site.zone, day, minute);
    for (const { input, at, value, until, for: lasts } of supposed.inputs) {
      const fromMs = instant(at);
      const toMs = until === undefined ? (lasts === undefined ? undefined : fromMs + lasts) : instant(until);
      said.push({ input, value, fromMs, toMs });
    }
  }
  said.sort((a, b) => a.fromMs - b.fromMs);
  return said.map((s, i) => {
    const next = said.slice(i + 1).find((n) => n.input === s.input)?.fromMs ?? lastMs;
    return { ...s, toMs: Math.min(s.toMs ?? lastMs, next) };
  });
}
