// Devices that say what they are doing: what is read while they do not measure makes no mean.
import { expect, it } from 'vitest';
import { type Outgoing, type OutgoingOf, outgoingSchema } from '../domain/outgoing.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { stationSchema } from './config.ts';
import { Flags } from './flags.ts';
import { Station } from './station.ts';

const calibration = { device: 'd', point: 'mode', calibrating: ['span'], fault: ['broken'] };
const service = { device: 'd', point: 'door', maintenance: [true] };

const said = (readings: Readonly<Record<string, string | number | boolean | null>>, ms: number) =>
  ({
    ...{ kind: 'device.readings', at: { ms, quality: 'synced' }, device: 'd' },
    readings: Object.fromEntries(
      Object.entries(readings).map(([name, value]) => [name, { value, quality: value === null ? 'bad:x' : 'good' }]),
    ),
  }) as OutgoingOf<'device.readings'>;

/** What a station tells of five minutes, of one message every ten seconds. */
async function fiveMinutes(of: (second: number) => Parameters<typeof said>[0], flags: readonly object[]) {
  const clock = new ManualClock('2026-11-21T07:00:00+07:00');
  const sent: Outgoing[] = [];
  const points = [{ id: 'so2', device: 'd', point: 'so2', every: '10s', windows: ['5min'], capture: 10 }];
  const station = new Station({
    config: stationSchema.parse({ points, flags }),
    ...{ packs: [], timezone: 'Asia/Ho_Chi_Minh', folder: '/nowhere', clock, logger: silentLogger },
    send: (o) => void sent.push(outgoingSchema.parse(o)),
    store: { get: () => undefined, set: async () => {} },
    stored: async () => {},
  });
  await station.start();
  for (let second = 0; second < 330; second += 10) {
    station.heard(said(of(second), clock.now().ms));
    clock.advance(10_000);
  }
  await station.stop();
  return sent.find((o): o is OutgoingOf<'station.window'> => o.kind === 'station.window');
}

it('a device that says by one point that it is calibrated is so, whatever another one says', async () => {
  const span = (second: number) => second >= 60 && second < 120;
  const window = await fiveMinutes(
    (second) => ({ so2: span(second) ? 400 : 20, mode: span(second) ? 'span' : 'run', door: false }),
    [calibration, service],
  );
  expect(window).toMatchObject({ mean: 20, count: 24, left: { calibrating: 6 } });
});

it('of two points that both say something the worse one counts, over a restart too', () => {
  const flags = new Flags(
    stationSchema.parse({ points: [{ id: 'p', device: 'd', point: 'p' }], flags: [calibration, service] }).flags,
  );
  const at = (readings: Parameters<typeof said>[0]) => {
    flags.heard(said(readings, 0), 0);
    return flags.markOf('d');
  };
  expect([at({ mode: 'span' }), at({ door: true }), at({ mode: 'broken' }), at({ mode: 'run' })]).toEqual([
    ...['calibrating', 'maintenance', 'bad', 'maintenance'],
  ]);
  const config = [calibration, service].map((f) => ({ calibrating: [], maintenance: [], fault: [], ...f }));
  const again = new Flags(config, JSON.parse(JSON.stringify(flags.memory)));
  expect(again.markOf('d')).toBe('maintenance');
  again.heard(said({ door: false }, 0), 0);
  expect(again.markOf('d')).toBeUndefined();
  // As older versions kept it: by the device.
  expect(new Flags(config, [['d', 'calibrating']]).markOf('d')).toBe('calibrating');
});

it('what was read since a device said last that it measures is not taken for measured, once it says that it does not', async () => {
  // The state is read once a minute; the gas is given from 10 s after the first look on.
  const window = await fiveMinutes(
    (second) => ({
      so2: second >= 70 && second < 170 ? 400 : 20,
      ...(second % 60 === 0 ? { mode: second >= 70 && second < 170 ? 'span' : 'run' } : {}),
    }),
    [calibration],
  );
  // 0 to 60 s and 180 to 290 s; 70 to 110 s is known by the look at 120 s, 130 to 170 s by the one at 180 s.
  expect(window).toMatchObject({ mean: 20, max: 20, count: 19, left: { calibrating: 11 } });
});
