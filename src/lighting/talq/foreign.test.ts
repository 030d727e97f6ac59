// TALQ that another system wrote or changed.
import { describe, expect, it } from 'vitest';
import { decodeCalendar } from './calendars.ts';
import { readTalq } from './read.ts';
import { calendarShape } from './shapes.ts';
import { example, written } from './testing/example.ts';

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
});
