// A point held against another one whose sensor gives another unit: PM2.5 in ug/m3 beside PM10 in mg/m3.
import { describe, expect, it } from 'vitest';
import { type Outgoing, type OutgoingOf, outgoingSchema } from '../domain/outgoing.ts';
import { render } from '../messages/catalogue.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { checkStation } from './check.ts';
import { stationSchema } from './config.ts';
import { Station } from './station.ts';

const alarms = [{ id: 'part', kind: 'cross', notAbove: 'pm10', tolerance: 2 }];
const points = (unit?: string) => [
  { id: 'pm25', device: 'd', point: 'a', alarms },
  { id: 'pm10', device: 'd', point: 'b', ...(unit === undefined ? {} : { unit }) },
];

type Said = readonly [value: number, unit?: string];

/** What is said of each pair of readings, the second later than the first. */
async function told(...pairs: readonly (readonly [a: Said, b: Said])[]) {
  const clock = new ManualClock('2026-11-21T07:00:00+07:00');
  const sent: Outgoing[] = [];
  const station = new Station({
    config: stationSchema.parse({ points: points() }),
    ...{ packs: [], timezone: 'Asia/Ho_Chi_Minh', folder: '/nowhere', clock, logger: silentLogger },
    send: (o) => void sent.push(outgoingSchema.parse(o)),
    store: { get: () => undefined, set: async () => {} },
    stored: async () => {},
  });
  await station.start();
  const reading = ([value, unit]: Said) => ({
    value,
    quality: 'good' as const,
    ...(unit === undefined ? {} : { unit }),
  });
  for (const [a, b] of pairs) {
    station.heard({
      ...{ kind: 'device.readings', at: clock.now(), device: 'd' },
      readings: { a: reading(a), b: reading(b) },
    });
    clock.advance(10_000);
  }
  const { reasons } = station.health();
  await station.stop();
  const found = sent.filter((o): o is OutgoingOf<'station.alarm'> => o.kind === 'station.alarm');
  return { alarms: found.map((o) => [o.state, o.value, o.facts]), reasons: reasons.map((r) => render(r, 'en')) };
}

describe('a point that cannot be above another one', () => {
  it('is held against it in its own unit', async () => {
    const { alarms: found } = await told(
      [
        [30, 'ug/m3'],
        [0.04, 'mg/m3'],
      ],
      [
        [43, 'ug/m3'],
        [0.04, 'mg/m3'],
      ],
      [
        [41, 'ug/m3'],
        [0.04, 'mg/m3'],
      ],
    );
    expect(found).toEqual([
      ['raised', 43, { other: 40 }],
      ['cleared', 41, { other: 40 }],
    ]);
  });

  it('is not judged where nobody can tell, which health says', async () => {
    const { alarms: found, reasons } = await told([
      [30, 'ug/m3'],
      [5, '[ppb]'],
    ]);
    expect(found).toEqual([]);
    expect(reasons).toEqual(['point pm10 is in [ppb], pm25/part in ug/m3: it is left out of it']);
  });

  it('is held against it as it is where no unit is said', async () => {
    expect((await told([[30], [20]])).alarms).toEqual([['raised', 30, { other: 20 }]]);
    expect((await told([[30, 'ug/m3'], [20]])).alarms).toEqual([['raised', 30, { other: 20 }]]);
  });

  it.each([
    ['[ppb]', undefined, 'pm25 is in ug/m3 and pm10 in [ppb]: they cannot be compared, and this alarm is never raised'],
    [undefined, 'Cel', 'pm25 is in ug/m3 and pm10 in Cel: they cannot be compared, and this alarm is never raised'],
    ['mg/m3', undefined, undefined],
    ['[ppb]', 'mg/m3', undefined],
    [undefined, undefined, undefined],
  ])('is warned of when the site is checked: the site says %s, the profile %s', (written, said, text) => {
    const units = new Map([['d/a', 'ug/m3'], ...(said === undefined ? [] : [['d/b', said] as const])]);
    const config = stationSchema.parse({ points: points(written) });
    const found = checkStation(config, { points: new Map([['d', ['a', 'b']]]), packs: [], knownPacks: [], units });
    expect(found.map((p) => [p.severity, p.path.join('.'), render(p.message, 'en')])).toEqual(
      text === undefined ? [] : [['warning', 'station.points.0.alarms.0.notAbove', text]],
    );
  });
});
