// A span of time over a site, from noon to noon, with everything that goes wrong in it: the product's own control and
// judgement over a simulated field, as fast as the machine allows. Between two looks the exact instants of every change
// of level count: energy, hours and darkness are sums over spans in which nothing changes.
import type { LightingConfig } from '../config.ts';
import { baseWatts } from '../energy/baseline.ts';
import { EnergyBook, type Month } from '../energy/book.ts';
import type { Site } from '../night.ts';
import { buildStreets } from './build.ts';
import { SimulatedControl } from './control.ts';
import type { Random } from './noise.ts';
import { type Script, timeline } from './script.ts';
import type { StreetLamp } from './street.ts';
import { createWalkers } from './walkers.ts';
import { isDarkOutside } from './weather.ts';

export interface SimulateOptions {
  readonly config: LightingConfig;
  readonly site: Site;
  readonly fromMs: number;
  readonly toMs: number;
  /** Between two looks at a lamp by night, milliseconds; by day it is looked at every hour. */
  readonly stepMs: number;
  readonly script: Script;
  readonly random: Random;
  /** People on each route a night; nobody where left out. */
  readonly walkers?: number;
  /** Told when a month is complete, and at the end. */
  readonly onMonth?: (month: Month) => void;
  /** Told at each simulated noon. */
  readonly onDay?: (ms: number) => void;
}

/** What was told, in order of time. */
export interface Told {
  readonly ms: number;
  readonly subject: string;
  readonly fault: string;
  readonly active: boolean;
}

export interface SimulateResult {
  readonly nights: number;
  readonly nightHours: number;
  readonly kwh: number;
  /** What the field really used, by physics rather than by meters. */
  readonly trueKwh: number;
  readonly baselineKwh: number;
  /** Of all lamps together. */
  readonly burningHours: number;
  readonly switches: number;
  readonly levelChanges: number;
  readonly told: readonly Told[];
  readonly darkMinutes: number;
  readonly evaluations: number;
  readonly overrides: number;
  readonly clockSteps: number;
  readonly failSafeHours: number;
  readonly looks: number;
  /** Changes of level of a lamp in a night: of all lamps, and of the one with most. */
  readonly changesPerNight: { readonly mean: number; readonly most: number };
  /** Who walked, how often sensors saw somebody, lamps raised for that, those of them ahead and behind of the sensor, and
   * stages by which they faded. */
  readonly presence: {
    readonly walks: number;
    readonly sightings: number;
    readonly raised: number;
    readonly ahead: number;
    readonly fades: number;
  };
}

const hourMs = 3_600_000;
const meterEveryMs = 60_000;

export async function simulate(options: SimulateOptions): Promise<SimulateResult> {
  const { config, site, fromMs, toMs, script, random } = options;
  const told: Told[] = [];
  const sums = {
    trueWh: 0,
    kwh: 0,
    baselineKwh: 0,
    litMs: 0,
    switches: 0,
    changes: 0,
    nights: 0,
    nightHours: 0,
    looks: 0,
    walks: 0,
  };
  const changesOf = new Uint32Array(config.lamps.length);
  let nowMs = fromMs;
  let day = site.zone.lightingDayOf(fromMs);
  const book = new EnergyBook(
    config.lamps.map((l) => l.id),
    day,
  );
  const onFault = (subject: string, fault: string, active: boolean, ms: number) => {
    told.push({ ms, subject, fault, active });
    book.fault({ at: ms, subject, fault, active });
  };
  const streets = buildStreets(config, random, onFault);
  const lamps = new Map(streets.flatMap((s) => s.lamps.map((l) => [l.id, l] as const)));
  const base = config.lamps.map((l) => baseWatts(config, l));

  /** Adds what the lamp used since it was last booked. */
  const bookedMs = new Float64Array(config.lamps.length).fill(fromMs);
  const enter = (lamp: StreetLamp, ms: number) => {
    const { physical, index } = lamp;
    const span = ms - (bookedMs[index] ?? ms);
    bookedMs[index] = ms;
    if (span <= 0) return;
    const { sample, watts } = physical;
    sums.trueWh += (watts * span) / hourMs;
    const isMetered = sample.answered && sample.watts !== undefined && sample.supplied;
    book.add(index, span, isMetered ? (sample.watts ?? 0) : watts, isMetered);
    if (watts > 2) {
      book.lit(index, span);
      sums.litMs += span;
    }
  };
  const control = new SimulatedControl(config, site, fromMs, (id, level) => {
    const lamp = lamps.get(id);
    if (!lamp || lamp.level === level) return;
    enter(lamp, nowMs);
    book.changed(lamp.index, lamp.level, level);
    sums.changes++;
    changesOf[lamp.index] = (changesOf[lamp.index] ?? 0) + 1;
    if (lamp.level === 0 && level > 0) sums.switches++;
    lamp.level = level;
    lamp.sinceMs = nowMs;
    const { physical } = lamp;
    physical.tell(level);
    // What it draws from now on, as it will be measured at the next look.
    const street = streets[lamp.street];
    const volts = physical.sample.supplied || level > 0 ? (street?.mains.volts[lamp.phase] ?? 230) : 0;
    physical.pass(nowMs, 0, volts, street?.mains.air ?? 25, 1);
    physical.sample.watts = physical.watts;
  });
  control.evaluate(fromMs, true);
  const walkersOf = createWalkers(config, site, options.walkers ?? 0, random);
  const walk = (of: number) => {
    const { walks, sightings } = walkersOf(of);
    sums.walks += walks;
    control.expect(sightings);
  };
  walk(day);

  const lampTroubles = timeline(script.lamps);
  const cabinetTroubles = timeline(script.cabinets);
  const deeds = [...script.deeds];
  const byCabinet = new Map(streets.map((s) => [s.config.id, s]));
  let meterMs = fromMs;
  let nextMeterMs = Number.POSITIVE_INFINITY;
  let lookMs = fromMs;
  let lastLookMs = fromMs;
  while (nowMs < toMs) {
    const deed = deeds[0];
    const next = Math.min(lookMs, Math.max(control.nextMs(), nowMs + 1), nextMeterMs, deed?.ms ?? toMs, toMs);
    const before = nowMs;
    nowMs = Math.max(nowMs, next);
    if (nowMs > before) control.pass(before, nowMs);
    // The meters are read every minute; what counts is just before and just after the lamps change.
    const isChange = control.nextSwitchMs() <= nowMs;
    if ((isChange && nowMs - meterMs >= meterEveryMs) || nowMs >= nextMeterMs) readMeters(isChange);
    if (deed && deed.ms <= nowMs) {
      deeds.shift();
      control.act(deed);
      // What is kept over a restart is kept a breath later.
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    control.evaluate(nowMs);
    if (nowMs < lookMs && nowMs < toMs) continue;
    for (const [t, on] of lampTroubles(nowMs)) {
      const lamp = lamps.get(t.lamp);
      if (lamp) lamp.physical.defect = on ? t.defect : undefined;
    }
    for (const [t, on] of cabinetTroubles(nowMs)) {
      const street = byCabinet.get(t.cabinet);
      if (street) street.trouble = on ? t : undefined;
    }
    look(nowMs, nowMs - lastLookMs);
    lastLookMs = nowMs;
    const isNight = isTwilight(nowMs) || streets.some((s) => s.lamps.some((l) => l.level > 0));
    lookMs = nowMs + (isNight ? options.stepMs : Math.min(hourMs, Math.max(options.stepMs, control.nextMs() - nowMs)));
    const today = site.zone.lightingDayOf(nowMs);
    if (today !== day || nowMs >= toMs) {
      closeNight(today);
      if (nowMs < toMs) walk(today);
      options.onDay?.(nowMs);
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }

  /** Photocells change their mind then. */
  function isTwilight(ms: number): boolean {
    const night = site.night(site.zone.lightingDayOf(ms));
    return ms > night.sun('civil-dusk') - 2 * hourMs && ms < night.sun('civil-dawn') + 2 * hourMs;
  }

  function readMeters(isChange: boolean): void {
    for (const street of streets) street.meter(nowMs, nowMs + site.zone.offsetMs(nowMs));
    meterMs = nowMs;
    nextMeterMs = isChange ? nowMs + meterEveryMs : Number.POSITIVE_INFINITY;
  }

  function look(ms: number, sinceMs: number): void {
    const at = control.at(ms);
    const night = site.night(site.zone.lightingDayOf(ms));
    const sun = { nowMs: at.ms, duskMs: night.sun('civil-dusk'), dawnMs: night.sun('civil-dawn') };
    const isDark = isDarkOutside(ms, day, sun);
    const localMs = ms + site.zone.offsetMs(ms);
    for (const street of streets) {
      street.setDark(isDark);
      for (const lamp of street.lamps) enter(lamp, ms);
      street.look(ms, sinceMs, localMs, at.quality === 'unsynced' ? undefined : sun);
      sums.looks += street.lamps.length;
    }
  }

  function closeNight(today: number): void {
    const night = site.night(day);
    const hours = (Math.min(night.sun('sunrise'), night.endMs) - Math.max(night.sun('sunset'), night.startMs)) / hourMs;
    const counters = new Map<string, number | null>();
    for (const s of streets) {
      if (s.config.energy !== undefined) counters.set(s.config.id, s.kwh);
      s.kwh = 0;
    }
    sums.nights++;
    sums.nightHours += hours;
    sums.kwh += book.open.wh.reduce((a, b) => a + b, 0) / 1000;
    sums.baselineKwh += (base.reduce((a, b) => a + b, 0) * hours) / 1000;
    const ended = book.closeNight(hours, base, counters, today === day ? day + 1 : today);
    if (ended) options.onMonth?.(ended);
    day = today;
  }

  if (book.month.nights.length > 0) options.onMonth?.(book.month);
  const { darkLampMs, evaluations, overrides, clockSteps, failSafeMs } = control.done;
  return {
    nights: sums.nights,
    nightHours: sums.nightHours,
    kwh: sums.kwh,
    trueKwh: sums.trueWh / 1000,
    baselineKwh: sums.baselineKwh,
    burningHours: sums.litMs / hourMs,
    switches: sums.switches,
    levelChanges: sums.changes,
    told,
    darkMinutes: darkLampMs / 60_000,
    evaluations,
    overrides,
    clockSteps,
    failSafeHours: failSafeMs / hourMs,
    looks: sums.looks,
    changesPerNight: {
      mean: sums.changes / config.lamps.length / sums.nights,
      most: changesOf.reduce((a, b) => Math.max(a, b), 0) / sums.nights,
    },
    presence: { walks: sums.walks, ...control.boosts },
  };
}
