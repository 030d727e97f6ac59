import { describe, expect, it } from 'vitest';
import { holidayNames } from '../runtime/calendar/holidays.ts';
import { createZone, weekdayNames } from '../runtime/calendar/local-time.ts';
import fc from '../runtime/testing/fast-check.ts';
import type { Wish } from './arbiter.ts';
import { decide } from './arbiter.ts';
import type { Calendar } from './calendar.ts';
import { programByDay } from './calendar.ts';
import { checkLighting, lightingSchema } from './config.ts';
import { createLevels } from './levels.ts';
import { createSite } from './night.ts';
import { createSchedule, type Program, type Switch } from './schedule.ts';
import { mergeLevel, merges, wishOf } from './sensing.ts';
import { sunEvents } from './sun.ts';

const halong = createSite({ latitude: 20.95, longitude: 107.08 }, createZone('Asia/Ho_Chi_Minh'));
const sites = [
  halong,
  createSite({ latitude: 52.52, longitude: 13.405 }, createZone('Europe/Berlin')),
  createSite({ latitude: 69.65, longitude: 18.96 }, createZone('Europe/Oslo')),
];
const clock = (minute: number, level: number, rampMs?: number): Switch => ({
  at: { kind: 'clock', minute },
  offsetMs: 0,
  level,
  rampMs,
});
const at = (time: string) => Date.parse(`${time}+07:00`);

describe('a ramp', () => {
  const program: Program = { id: 'p', switches: [clock(18 * 60, 100), clock(22 * 60, 50, 60_000), clock(360, 0)] };
  const levelAt = createSchedule(program, halong, 100);

  it('begins at its switch in stages of 5 % and is finished its length later', () => {
    const times = ['21:59:59', '22:00:00', '22:00:06', '22:00:30', '22:00:59', '22:01:00', '22:01:01'];
    expect(times.map((t) => levelAt(at(`2026-06-21T${t}`)).level)).toEqual([100, 100, 95, 75, 55, 50, 50]);
    expect(levelAt(at('2026-06-21T22:00:30')).next?.ms).toBe(at('2026-06-21T22:00:36'));
  });

  it('gives way to the next switch, which goes on from where it was', () => {
    const cut: Program = { id: 'p', switches: [clock(18 * 60, 100), clock(1320, 0, 120_000), clock(1321, 90, 60_000)] };
    const found = createSchedule(cut, halong, 100);
    expect(found(at('2026-06-21T22:00:59')).level).toBe(55);
    expect(found(at('2026-06-21T22:01:00')).level).toBe(55);
    expect(found(at('2026-06-21T22:02:00')).level).toBe(90);
  });
});

describe('dynamic controls', () => {
  it('merge in the six ways of TALQ and stay between 0 and 100', () => {
    expect(merges.map((m) => mergeLevel(m, 50, 80))).toEqual([80, 80, 50, 100, 0, 40]);
  });

  it('count between their bounds, follow their curve, and not at all without a value', () => {
    const traffic = {
      id: 't',
      input: 'traffic',
      merge: 'max' as const,
      levels: [
        [0, 30],
        [100, 90],
      ] as const,
    };
    expect([-5, 0, 50, 500].map((v) => wishOf(traffic, 'p', v)?.level)).toEqual([30, 30, 60, 90]);
    const rain = { id: 'r', input: 'rain', above: 1, merge: 'max' as const, level: 70 };
    expect([undefined, Number.NaN, 0.9, 1].map((v) => wishOf(rain, 'p', v)?.level)).toEqual([
      undefined,
      undefined,
      undefined,
      70,
    ]);
  });

  it('with an unconfirmed clock may raise; only a photocell may also lower', () => {
    const wish = (level: number, knowsDay: boolean): Wish => ({
      source: 'sensor',
      level,
      until: null,
      merge: 'set',
      knowsDay,
    });
    const unsynced = { ms: 0, quality: 'unsynced' } as const;
    expect(decide([wish(0, false)], unsynced, 100)).toMatchObject({ level: 100, source: 'fail-safe' });
    expect(decide([wish(0, true)], unsynced, 100)).toMatchObject({ level: 0, source: 'sensor' });
  });
});

const switches = fc.array(
  fc.record({
    at: fc.oneof(
      fc.record({ kind: fc.constant('clock' as const), minute: fc.integer({ min: 0, max: 1439 }) }),
      fc.record({ kind: fc.constant('sun' as const), event: fc.constantFrom(...sunEvents) }),
    ),
    offsetMs: fc.constant(0),
    level: fc.integer({ min: 0, max: 100 }),
    rampMs: fc.constantFrom(undefined, 30_000, 1_800_000),
  }),
  { maxLength: 5 },
);
const rule = fc.record({
  id: fc.constantFrom('a', 'b'),
  weekdays: fc.option(fc.subarray([...weekdayNames], { minLength: 1 }), { nil: undefined }),
  monthDays: fc.option(fc.array(fc.integer({ min: -3, max: 31 }), { minLength: 1 }), { nil: undefined }),
  holidays: fc.option(fc.subarray([...holidayNames], { minLength: 1 }), { nil: undefined }),
  from: fc.constantFrom(undefined, '02-29', '2027-03-01'),
  program: fc.constantFrom('p', 'q', 'missing'),
});
const calendar: fc.Arbitrary<Calendar> = fc.record({
  id: fc.constant('c'),
  program: fc.constantFrom(undefined, 'p'),
  rules: fc.array(rule, { maxLength: 4 }),
});
const instants = fc.array(fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2028, 11) }), {
  minLength: 1,
  maxLength: 6,
});

describe('random calendars', () => {
  it('have one level at every instant, whatever was asked before, also on leap days, polar days and clock changes', () => {
    fc.assert(
      fc.property(calendar, switches, switches, instants, fc.constantFrom(...sites), (c, p, q, times, site) => {
        const programs = new Map([p, q].map((s, i) => ['pq'[i] ?? '', { id: 'pq'[i] ?? '', switches: s }]));
        const asked = [...times, Date.UTC(2028, 1, 29, 12), Date.UTC(2026, 2, 29, 1), Date.UTC(2026, 9, 25, 1)];
        const used = createSchedule(programByDay(c, programs), site, 100);
        const there = asked.map((t) => used(t));
        const back = [...asked].reverse().map((t) => createSchedule(programByDay(c, programs), site, 100)(t));
        expect(back.reverse()).toEqual(there);
        for (const [i, { level, next }] of there.entries()) {
          expect(level >= 0 && level <= 100).toBe(true);
          expect(next === null || next.ms > asked[i]!).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});

const lighting = (text: object) =>
  lightingSchema.parse({
    programs: [
      {
        id: 'street',
        switches: [
          { at: 'civil-dusk', level: 100, ramp: '30s' },
          { at: 'sunrise', level: 0 },
        ],
      },
      {
        id: 'festive',
        switches: [
          { at: 'sunset', level: 90 },
          { at: 'sunrise', level: 0 },
        ],
      },
    ],
    lamps: [{ id: 'l-1', driver: { kind: 'modbus-dimmer', line: 'a', unit: 1 }, groups: ['quay'] }],
    ...text,
  });
const city = { id: 'city', program: 'street', rules: [{ id: 'tet', holidays: ['tet'], program: 'festive' }] };

describe('a lamp of a nested group', () => {
  const config = lighting({
    calendars: [city],
    groups: [
      { id: 'quay', within: 'old-town' },
      { id: 'old-town', calendar: 'city' },
    ],
  });
  const levelsAt = createLevels(config, halong);
  const said = (time: string, level?: number) => {
    const override = level === undefined ? undefined : { id: 'o', level, until: at(time) + 1 };
    const live = { override: () => override, presenceLeftMs: () => 0 };
    return levelsAt({ ms: at(time), quality: 'synced' }, live).lamps.get('l-1')?.decision;
  };

  it('follows the calendar of the group around it, with the holiday of the evening until the next noon', () => {
    expect(said('2026-02-16T23:00:00')).toMatchObject({ level: 90, rule: 'festive/sunset' });
    expect(said('2026-02-21T03:00:00')).toMatchObject({ level: 90 });
    expect(said('2026-02-21T23:00:00')).toMatchObject({ level: 100, rule: 'street/civil-dusk' });
  });

  it('returns to the program that is active when its override ends', () => {
    expect(said('2026-02-16T23:00:00', 30)).toMatchObject({ level: 30, source: 'override' });
    expect(said('2026-02-17T07:00:00')).toMatchObject({ level: 0, source: 'program' });
  });

  it('stays at the default level in a night without a program, and is not left dark by the night before', () => {
    const gap = createLevels(
      lighting({
        calendars: [{ id: 'city', rules: [{ ...city.rules[0] }] }],
        groups: [{ id: 'quay', calendar: 'city' }],
      }),
      halong,
    );
    const live = { override: () => undefined, presenceLeftMs: () => 0 };
    const found = gap({ ms: at('2026-02-21T23:00:00'), quality: 'synced' }, live).lamps.get('l-1')?.decision;
    expect(found).toMatchObject({ level: 100, source: 'default' });
  });
});

describe('the check of calendars', () => {
  const codes = (text: object) =>
    checkLighting(lighting(text), {
      lines: [{ id: 'a' }],
      position: { latitude: 20.95, longitude: 107.08 },
      timezone: 'Asia/Ho_Chi_Minh',
    }).map((p) => `${p.severity} ${p.path.join('.')} ${p.message.code}`);
  const groups = [{ id: 'quay', calendar: 'city' }];

  it('finds nothing where there is nothing', () => {
    expect(codes({ calendars: [city], groups })).toEqual([]);
  });

  it('finds rules that are covered or never hold, gaps, and circles of groups', () => {
    const rules = [
      { id: 'weekend', weekdays: ['sat', 'sun'], program: 'festive' },
      { id: 'saturday', weekdays: ['sat'], program: 'street' },
      { id: 'odd', from: '02-01', to: '02-28', monthDays: [31], program: 'street' },
    ];
    expect(codes({ calendars: [{ id: 'city', rules }], groups: [{ ...groups[0], within: 'quay' }] })).toEqual([
      'error lighting.groups.0.within lighting.group-circle',
      'error lighting.calendars.0.rules.1 lighting.rule-covered',
      'error lighting.calendars.0.rules.2 lighting.rule-never',
      'warning lighting.calendars.0 lighting.calendar-gap',
    ]);
  });

  it('says that a control whose input nobody feeds has no effect', () => {
    const controls = [
      { id: 'a', input: 'presence' },
      { id: 'b', input: 'rain', above: 1 },
    ];
    const plain = [
      { at: 'sunset', level: 100 },
      { at: 'sunrise', level: 0 },
    ];
    const programs = ['street', 'festive'].map((id) => ({ id, switches: plain, controls }));
    expect(codes({ calendars: [city], groups, programs })).toEqual([
      'warning lighting.programs.0.controls.1.input lighting.input-not-fed',
      'warning lighting.programs.1.controls.1.input lighting.input-not-fed',
    ]);
  });

  it('finds a ramp that is not finished before the next switch', () => {
    const ramped = [
      { at: '22:00', level: 100, ramp: '10min' },
      { at: '22:05', level: 50 },
      { at: '05:00', level: 0 },
    ];
    const found = codes({
      calendars: [city],
      groups,
      programs: [
        { id: 'street', switches: ramped },
        { id: 'festive', switches: ramped },
      ],
    });
    expect(found[0]).toBe('error lighting.programs.0.switches.0.ramp lighting.ramp-too-long');
  });
});
