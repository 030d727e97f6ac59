// What holds for every configuration: random programs, calendars, controls, requests and clocks, in Hạ Long, in Europe
// with its changes of the clock, and where the sun stays up or down for weeks.

import { describe, expect, it } from 'vitest';
import type { TimeQuality } from '../domain/time.ts';
import { createZone } from '../runtime/calendar/local-time.ts';
import fc from '../runtime/testing/fast-check.ts';
import { type LightingConfig, lightingSchema } from './config.ts';
import { createLevels, type Live } from './levels.ts';
import { createSite, type Site } from './night.ts';

const sites: readonly Site[] = [
  createSite({ latitude: 20.95, longitude: 107.08 }, createZone('Asia/Ho_Chi_Minh')),
  createSite({ latitude: 52.52, longitude: 13.405 }, createZone('Europe/Berlin')),
  createSite({ latitude: 78.22, longitude: 15.65 }, createZone('Arctic/Longyearbyen')),
];

const percent = fc.integer({ min: 0, max: 100 });
const time = fc.integer({ min: 0, max: 1439 }).map((m) => {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(m / 60))}:${two(m % 60)}`;
});
const switches = fc.array(
  fc.record({
    at: fc.oneof(time, fc.constantFrom('sunset', 'civil-dusk', 'civil-dawn', 'sunrise')),
    level: percent,
    ramp: fc.constantFrom('5s', '1min', '1h'),
  }),
  { maxLength: 5 },
);
const controls = fc.array(
  fc.record({
    id: fc.constant('c'),
    input: fc.constantFrom('presence', 'photocell', 'traffic'),
    merge: fc.constantFrom('set', 'max', 'min', 'add', 'sub', 'mul'),
    level: percent,
    above: fc.integer({ min: 0, max: 2 }),
  }),
  { maxLength: 3 },
);
const config: fc.Arbitrary<LightingConfig> = fc
  .record({
    p: switches,
    q: switches,
    controls,
    curfew: fc.option(fc.record({ from: time, to: time, level: percent }), { nil: undefined }),
    weekdays: fc.subarray(['mon', 'wed', 'sat'], { minLength: 1 }),
    defaultLevel: fc.integer({ min: 10, max: 100 }),
  })
  .map(({ p, q, controls: c, curfew, weekdays, defaultLevel }) =>
    lightingSchema.parse({
      defaultLevel,
      ...(curfew ? { curfew } : {}),
      programs: [
        { id: 'p', switches: p, controls: c },
        { id: 'q', switches: q },
      ],
      calendars: [{ id: 'c', program: 'p', rules: [{ id: 'r', weekdays, from: '02-20', to: '11-05', program: 'q' }] }],
      lamps: [
        { id: 'by-calendar', driver: { kind: 'modbus-dimmer', line: 'a', unit: 1 }, calendar: 'c' },
        { id: 'by-program', driver: { kind: 'modbus-dimmer', line: 'a', unit: 2 }, program: 'p' },
        { id: 'alone', driver: { kind: 'modbus-dimmer', line: 'a', unit: 3 } },
      ],
    }),
  );

const critical = [
  '2026-03-29T00:59:59.999Z', // an hour is left out in Europe
  '2026-03-29T01:00:00Z',
  '2026-10-25T00:30:00Z', // an hour comes twice
  '2026-10-25T01:30:00Z',
  '2028-02-29T12:00:00Z',
  '2028-02-29T23:59:59Z',
  '2026-06-21T00:00:00Z', // the sun stays up in the north
  '2026-12-21T12:00:00Z', // and down
].map((t) => Date.parse(t));
const instant = fc.oneof(
  fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2028, 11, 31) }),
  fc.constantFrom(...critical),
);
const quality = fc.constantFrom<TimeQuality>('synced', 'holdover', 'unsynced');
const nothing: Live = { override: () => undefined, presenceLeftMs: () => 0 };
const asked = fc.record({
  presenceLeftMs: fc.constantFrom(0, 1000),
  photocell: fc.constantFrom(undefined, 0, 1, 5, Number.NaN),
  traffic: fc.constantFrom(undefined, 0, 3),
});
const runs = { numRuns: 30 };

describe('every configuration', () => {
  it('gives every lamp one level between 0 and 100 with a source, at every instant and with every clock', () => {
    fc.assert(
      fc.property(config, fc.constantFrom(...sites), instant, quality, asked, (c, site, ms, q, a) => {
        const inputs: Record<string, number | undefined> = { photocell: a.photocell, traffic: a.traffic };
        const live = { ...nothing, presenceLeftMs: () => a.presenceLeftMs, input: (n: string) => inputs[n] };
        const { lamps, nextMs } = createLevels(c, site)({ ms, quality: q }, live);
        expect([...lamps.keys()]).toEqual(['by-calendar', 'by-program', 'alone']);
        for (const { decision } of lamps.values()) {
          expect(decision.level).toBeGreaterThanOrEqual(0);
          expect(decision.level).toBeLessThanOrEqual(100);
          expect(decision.source).toBeDefined();
        }
        expect(nextMs).toBeGreaterThan(ms);
      }),
      runs,
    );
  });

  it('says the same of an instant whatever was asked before it', () => {
    fc.assert(
      fc.property(
        config,
        fc.constantFrom(...sites),
        fc.array(instant, { minLength: 2, maxLength: 5 }),
        (c, site, times) => {
          const used = createLevels(c, site);
          const levels = (at: ReturnType<typeof createLevels>, ms: number) =>
            [...at({ ms, quality: 'synced' }, nothing).lamps.values()].map((l) => [l.decision.level, l.decision.rule]);
          const there = times.map((ms) => levels(used, ms));
          const fresh = times.map((ms) => levels(createLevels(c, site), ms));
          expect(there).toEqual(fresh);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('changes no level between an instant and the one at which it says that it will look again', () => {
    fc.assert(
      fc.property(
        config,
        fc.constantFrom(...sites),
        instant,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (c, site, ms, part) => {
          const at = createLevels(c, site);
          const { lamps, nextMs } = at({ ms, quality: 'synced' }, nothing);
          if (!Number.isFinite(nextMs)) return;
          const between = Math.floor(ms + (nextMs - ms - 1) * part);
          const later = at({ ms: between, quality: 'synced' }, nothing).lamps;
          for (const [id, { decision }] of lamps) expect(later.get(id)?.decision.level).toBe(decision.level);
        },
      ),
      runs,
    );
  });

  it('looks again when the sun comes back after weeks below the horizon', () => {
    const north = sites[2]!;
    const c = lightingSchema.parse({
      defaultLevel: 10,
      programs: [
        { id: 'p', switches: [], controls: [{ id: 'c', input: 'presence', above: 0, merge: 'set', level: 0 }] },
      ],
      lamps: [{ id: 'l', driver: { kind: 'modbus-dimmer', line: 'a', unit: 1 }, program: 'p' }],
    });
    const levels = createLevels(c, north);
    const at = (ms: number) => levels({ ms, quality: 'synced' }, nothing);
    const levelOf = (ms: number) => at(ms).lamps.get('l')?.decision.level;
    const seen = new Set<number | undefined>();
    for (let ms = Date.UTC(2026, 0); ms < Date.UTC(2026, 2); ms = at(ms).nextMs) {
      seen.add(levelOf(ms));
      for (const part of [0.25, 0.5, 0.75, 1])
        expect(levelOf(ms + Math.floor((at(ms).nextMs - ms - 1) * part))).toBe(levelOf(ms));
    }
    expect([...seen]).toEqual([0, 10]);
  });

  it('returns from an override to what it would say without one, not to what was before', () => {
    fc.assert(
      fc.property(
        config,
        fc.constantFrom(...sites),
        instant,
        percent,
        fc.integer({ min: 1, max: 86_400_000 }),
        (c, site, ms, level, length) => {
          const at = createLevels(c, site);
          const override = { id: 'o', level, until: ms + length };
          const live = { ...nothing, override: () => override };
          for (const { decision } of at({ ms: ms + length - 1, quality: 'synced' }, live).lamps.values()) {
            expect([decision.level, decision.source]).toEqual([level, 'override']);
          }
          const with_ = at({ ms: ms + length, quality: 'synced' }, live).lamps;
          const without = at({ ms: ms + length, quality: 'synced' }, nothing).lamps;
          for (const [id, { decision }] of with_) {
            const { level: l, source, rule } = without.get(id)?.decision ?? {};
            expect([decision.level, decision.source, decision.rule]).toEqual([l, source, rule]);
          }
        },
      ),
      runs,
    );
  });

  it('with a clock that nobody confirmed burns at the default level or brighter, unless a photocell or a person says other', () => {
    fc.assert(
      fc.property(
        config,
        fc.constantFrom(...sites),
        instant,
        fc.constantFrom(0, 1000),
        fc.constantFrom(undefined, 0, 3),
        (c, site, ms, leftMs, traffic) => {
          const live = {
            ...nothing,
            presenceLeftMs: () => leftMs,
            input: (n: string) => (n === 'traffic' ? traffic : undefined),
          };
          for (const { decision } of createLevels(c, site)({ ms, quality: 'unsynced' }, live).lamps.values()) {
            expect(decision.level).toBeGreaterThanOrEqual(c.defaultLevel);
          }
        },
      ),
      runs,
    );
  });
});
