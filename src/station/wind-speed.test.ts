import { expect, it } from 'vitest';
import { createZone } from '../runtime/calendar/local-time.ts';
import { stationPointSchema } from './config.ts';
import { PointKeeper } from './point-keeper.ts';

const zone = createZone('Asia/Ho_Chi_Minh');
const start = Date.parse('2026-11-20T00:00:00+07:00');
const common = { device: 'd', every: '1min', windows: ['1h'] };
const keeperOf = (config: object) =>
  new PointKeeper(stationPointSchema.parse({ ...common, ...config }), { zone, packs: [], lateMs: 0, began: start });

/** The hour of a vane, of which so many minutes had a speed beside it. */
function hourWith(speeds: number, speed = 3) {
  const vane = keeperOf({ id: 'dir', point: 'dir', kind: 'wind-direction', speed: 'speed' });
  const cups = keeperOf({ id: 'speed', point: 'speed' });
  for (let i = 0; i <= 60; i++) {
    const ms = start + i * 60_000;
    vane.put(ms, { value: 90, quality: 'good' }, undefined, ms);
    const cup =
      i < speeds ? ({ value: speed, quality: 'good' } as const) : ({ value: null, quality: 'bad:x' } as const);
    cups.put(ms, cup, undefined, ms);
  }
  const [closed] = vane.close(start + 3_600_000);
  return vane.windowOf(closed!, cups.series);
}

it('the direction of an hour is valid where most of its readings have a speed beside them, and else says why not', () => {
  expect(hourWith(61)).toMatchObject({ direction: 90, valid: true, capture: 100 });
  expect(hourWith(61)).not.toHaveProperty('reason');
  expect(hourWith(50)).toMatchObject({ direction: 90, valid: true });
  expect(hourWith(10)).toMatchObject({ direction: 90, valid: false, reason: 'no-speed' });
  expect(hourWith(0)).toMatchObject({ direction: null, valid: false, reason: 'no-speed' });
});

it('a calm has no direction, and that is valid', () => {
  expect(hourWith(61, 0)).toMatchObject({ direction: null, vectorSpeed: 0, valid: true });
});
