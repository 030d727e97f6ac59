// TALQ there and back, for the example of a city street and for random sites.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { dayOf } from '../../runtime/calendar/local-time.ts';
import { lightingSchema } from '../config.ts';
import { decodeCalendar, encodeCalendar } from './calendars.ts';
import { lampData, overridesOf } from './data.ts';
import { decodeProgram, encodeProgram, type RawLighting, unsaidOfProgram } from './programs.ts';
import { readTalq } from './read.ts';
import { attributeOf, calendarShape } from './shapes.ts';
import { addressOf, writeTalq } from './write.ts';

const example = (
  parse(readFileSync(new URL('../../../config/examples/lighting-calendar.yaml', import.meta.url), 'utf8')) as {
    lighting: RawLighting;
  }
).lighting;
const options = {
  gateway: { id: 'qn-hl-001', name: 'Bãi Cháy' },
  horizon: { from: dayOf('2026-01-01'), to: dayOf('2027-12-31') },
};
const written = (site: RawLighting) =>
  JSON.parse(JSON.stringify(writeTalq(site, options).document)) as ReturnType<typeof writeTalq>['document'];

const percent = fc.integer({ min: 0, max: 100 });
const time = fc
  .integer({ min: 0, max: 1439 })
  .map((m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`);
const clockSwitch = fc.record(
  { at: time, level: percent, ramp: fc.constantFrom('5s', '1min', '1h') },
  { requiredKeys: ['at', 'level'] },
);
const sunSwitch = fc.record(
  {
    at: fc.constantFrom('sunset', 'civil-dusk', 'civil-dawn', 'sunrise'),
    // Between 0 and 1 a share was meant: the site file refuses it.
    level: fc.oneof(fc.constant(0), fc.double({ min: 1, max: 100, noNaN: true })),
    offset: fc.constantFrom('-10min', '+1h', '90s'),
  },
  { requiredKeys: ['at', 'level'] },
);
const control = fc.record(
  {
    id: fc.constantFrom('a', 'b'),
    input: fc.constantFrom('presence', 'photocell', 'traffic'),
    merge: fc.constantFrom('set', 'max', 'min', 'add', 'sub', 'mul'),
    level: percent,
    above: fc.integer({ min: 0, max: 9 }),
  },
  { requiredKeys: ['id', 'input'] },
);
const program = fc.record(
  {
    id: fc.constantFrom('p', 'q'),
    switches: fc.array(fc.oneof(clockSwitch, sunSwitch), { maxLength: 8 }),
    controls: fc.array(control, { maxLength: 3 }),
  },
  { requiredKeys: ['id', 'switches'] },
);
const rule = fc.record(
  {
    id: fc.constantFrom('r', 's'),
    program: fc.constantFrom('p', 'q'),
    from: fc.constantFrom('05-01', '2026-05-01', '12-20'),
    to: fc.constantFrom('09-30', '2026-09-30', '01-10'),
    weekdays: fc.subarray(['mon', 'wed', 'sat', 'sun'], { minLength: 1 }),
    monthDays: fc.subarray([1, 15, -1], { minLength: 1 }),
    holidays: fc.subarray(['tet', 'national-day'], { minLength: 1 }),
    dates: fc.subarray(['02-29', '2026-06-20'], { minLength: 1 }),
    except: fc.subarray(['09-02'], { minLength: 1 }),
  },
  { requiredKeys: ['id', 'program'] },
);
const site = fc
  .record({
    programs: fc.array(program, { maxLength: 2 }),
    rules: fc.array(rule, { maxLength: 3 }),
    follows: fc.constantFrom('calendar', 'program', 'group', 'nothing'),
  })
  .map(
    ({ programs, rules, follows }): RawLighting => ({
      programs: programs.map((p, i) => ({ ...p, id: ['p', 'q'][i] ?? 'p' })) as never,
      calendars: [{ id: 'c', program: 'p', rules: rules as never }],
      groups: [
        { id: 'town', calendar: 'c' },
        { id: 'quay', within: 'town' },
      ],
      lamps: [
        {
          id: 'l-1',
          driver: { kind: 'modbus-dimmer', line: 'a', unit: 1 },
          ...(follows === 'group' ? { groups: ['quay', 'only-named'] } : {}),
          ...(follows === 'calendar' ? { calendar: 'c' } : {}),
          ...(follows === 'program' ? { program: 'p' } : {}),
        },
      ],
    }),
  );

describe('TALQ there and back', () => {
  it('gives the example site back as it was written, and the same document again', () => {
    const document = written(example);
    const { lighting, notes } = readTalq(document);
    expect(notes).toEqual([]);
    expect(lightingSchema.parse(lighting)).toEqual(lightingSchema.parse(example));
    expect(written(lighting)).toEqual(document);
  });

  it('gives every random site back, and the same document again', () => {
    fc.assert(
      fc.property(site, (s) => {
        const document = written(s);
        const { lighting, notes } = readTalq(document);
        expect(notes).toEqual([]);
        expect(lightingSchema.parse(lighting)).toEqual(lightingSchema.parse(s));
        expect(written(lighting)).toEqual(document);
      }),
      { numRuns: 100 },
    );
  });

  it('without our extension says the same in TALQ after one more turn, for every random program', () => {
    fc.assert(
      fc.property(program, (p) => {
        const said = encodeProgram(p as never, 'o');
        const back = decodeProgram(said, () => undefined);
        expect(lightingSchema.safeParse({ programs: [back] }).success).toBe(true);
        expect(encodeProgram(back, 'o')).toEqual(said);
      }),
      { numRuns: 200 },
    );
  });

  it('without our extension gives the same night to a program of which nothing is unsaid', () => {
    fc.assert(
      fc.property(program, (p) => {
        if (unsaidOfProgram(p as never).length > 0) return;
        const back = decodeProgram(encodeProgram(p as never, ''), () => undefined);
        expect(lightingSchema.parse({ programs: [back] })).toEqual(lightingSchema.parse({ programs: [p] }));
      }),
      { numRuns: 200 },
    );
  });
});

describe('what is said in TALQ', () => {
  it('writes Tết of 2026 as its dates, a weekend as weekdays, and names what it could not say', () => {
    const { document, notes } = writeTalq(example, options);
    const rules = document.calendars.find((c) => c.id === 'city')?.rules ?? [];
    expect(rules).toContainEqual({ program: 'festive', startDate: '2026-02-16', endDate: '2026-02-20' });
    expect(notes.map((n) => n.what)).toContain('calendars city');
    expect(notes.map((n) => n.what)).toContain('site curfew');
    expect(
      encodeCalendar({ id: 'c', rules: [{ id: 'r', program: 'p', weekdays: ['fri', 'sun'] }] }, 'o', options.horizon)
        .rules,
    ).toEqual([{ program: 'p', condition: { type: 'ccDay', days: [{ start: 5 }, { start: 7 }] } }]);
  });

  it('resolves the calendar of a lamp through its groups', () => {
    const lamp = writeTalq(example, options).document.devices.find((d) => d.name === 'l-01');
    expect(lamp && attributeOf(lamp, 'LampActuatorFunction', 'calendarID')).toBe('city');
  });

  it('carries commands with their end, and states and energy of lamps', () => {
    const kept = { 'l-1': { id: 'o', level: 30, until: 0 }, 'l-2': { id: 'o', level: 30, until: 0 } };
    expect(overridesOf(kept, (l) => l)).toEqual([
      {
        addresses: [
          { resource: 'devices', address: 'l-1' },
          { resource: 'devices', address: 'l-2' },
        ],
        targetCommand: {
          state: { name: 'LevelState', value: 30 },
          reason: 'override',
          cmsRefId: 'o',
          expiration: '1970-01-01T00:00:00.000Z',
        },
      },
    ]);
    const state = {
      lamp: 'l-1',
      commanded: 60,
      fedBack: 59.6,
      powerW: 41,
      reason: 'program',
      rule: 'p/22:30',
      since: 0,
    };
    const found = lampData({
      states: [state],
      months: [],
      lives: { 'l-1': { hours: 10, switches: 2 } },
      raised: {},
    }).get('l-1');
    expect(found?.actuator['actualLightState']).toEqual({
      type: 'AttributeLevelState',
      value: { name: 'LevelState', value: 60 },
    });
    expect(found?.monitor['operatingHours']).toEqual({ type: 'AttributeFloat', value: 10 });
  });
});

describe('TALQ of another system', () => {
  it('takes its word where it changed a program, and says so', () => {
    const document = written(example);
    const street = document.controlPrograms.find((p) => p.id === 'street');
    if (street)
      street.fixedTimeControls = [{ startTime: '23:00:00', command: { state: { name: 'LevelState', value: 40 } } }];
    const { lighting, notes } = readTalq(document);
    expect(lighting.programs?.[0]?.switches).toContainEqual({ at: '23:00', level: 40 });
    expect(notes.map((n) => n.what)).toEqual(['programs street']);
  });

  it('reads the second Monday of the month and ranges of days', () => {
    const calendar = calendarShape.parse({
      id: 'c',
      rules: [
        { program: 'p', condition: { type: 'ccDay', days: [{ start: 1 }], occurrences: ['2'] } },
        { program: 'p', condition: { type: 'ccDay', days: [{ start: 6, end: 1 }] } },
        { program: 'p', condition: { type: 'ccDate', dates: [{ start: '--12-31', end: '--01-01' }] } },
      ],
    });
    const { rules = [] } = decodeCalendar(calendar);
    expect(rules.map(({ weekdays, monthDays, dates }) => weekdays ?? monthDays ?? dates)).toEqual([
      ['mon'],
      ['sat', 'sun', 'mon'],
      ['12-31', '01-01'],
    ]);
    expect(rules[0]?.monthDays).toEqual([8, 9, 10, 11, 12, 13, 14]);
  });

  it('says of a lamp without our extension that it needs a driver', () => {
    const { vendor: _, ...bare } = written(example);
    const { lighting, notes } = readTalq(bare);
    expect(lighting.lamps?.map((l) => [l.id, l.groups])).toEqual([
      ['l-01', ['quay']],
      ['l-02', ['old-town']],
    ]);
    expect(notes.map((n) => n.what)).toEqual(['lamps l-01', 'lamps l-02']);
  });

  it('names what another system says and we cannot', () => {
    const { vendor: _, ...bare } = written({
      lampTypes: [
        {
          id: 't',
          power: [
            [0, 1],
            [100, 80],
          ],
          clo: [
            [0, 80],
            [9000, 100],
          ],
        },
      ],
    });
    const start = {
      startTime: '20:00:15',
      command: { state: { name: 'LevelState', value: 40 }, rampFromLevelTime: 3 },
    };
    const program = {
      type: 'ControlProgramOne',
      id: 'P 1',
      activePeriods: [{ name: 'AstroClockActivePeriod' }],
      fixedTimeControls: [start],
    };
    const device = { address: 'x', name: 'bin', class: 'bin' };
    const { lighting, notes } = readTalq({ ...bare, controlPrograms: [program], devices: [device] });
    expect(lighting.programs).toEqual([{ id: 'p-1', switches: [{ at: '20:00', level: 40 }] }]);
    expect(lighting.lampTypes).toMatchObject([
      {
        id: 't',
        power: [
          [0, 0],
          [100, 80],
        ],
        clo: [
          [0, 80],
          [9000, 100],
        ],
      },
    ]);
    expect(notes.map((n) => `${n.what}: ${n.why.en}`)).toEqual([
      'programs P 1: active periods shorter than the day',
      'programs P 1: rampFromLevelTime',
      'programs P 1: seconds of a start time',
      'lampTypes t: TALQ has no power curve: a straight line to its wattage is taken',
      'devices bin: neither lamp nor cabinet: left out',
    ]);
  });

  it('refuses what is no such document', () => {
    expect(() => readTalq({ devices: 3 })).toThrow(/talqVersion|devices/);
  });

  it('gives a thing the same address at each export', () => {
    expect(addressOf('g', 'lamp', 'l-1')).toBe(addressOf('g', 'lamp', 'l-1'));
    expect(addressOf('g', 'lamp', 'l-1')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
