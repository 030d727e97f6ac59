import { expect, it } from 'vitest';
import { createZone } from '../runtime/calendar/local-time.ts';
import { stationPointSchema } from './config.ts';
import { PointKeeper, type PointMemory } from './point-keeper.ts';

const zone = createZone('Asia/Ho_Chi_Minh');
const hourMs = 3_600_000;
const start = Date.parse('2026-11-20T00:00:00+07:00');
const config = stationPointSchema.parse({
  ...{ id: 'kwh', device: 'd', point: 'kwh', kind: 'counter', every: '10min', windows: ['1h'] },
});
const keeperAt = (began: number, memory?: PointMemory) =>
  new PointKeeper(config, { zone, packs: [], lateMs: hourMs, began }, memory);
const put = (keeper: PointKeeper, ms: number, value: number | null) =>
  keeper.put(ms, { value, quality: value === null ? 'bad:timeout' : 'good' }, undefined, ms);

it.each([2, 30])('a counter that is silent over a restart goes on from where it was %i hours ago', (hours) => {
  const first = keeperAt(start);
  put(first, start, 1000);
  const back = start + hours * hourMs;
  // What the journal has is recalled, and that does not reach so far back.
  const second = keeperAt(back - hourMs, JSON.parse(JSON.stringify(first.memory)) as PointMemory);
  if (hours < 3) second.recall(start, 1000, 'good', false);
  second.recall(back - hourMs, Number.NaN, 'bad', false);
  put(second, back - hourMs / 2, null);
  put(second, back, 1000 + hours);
  const last = second.close(back + hourMs / 2).findLast((c) => c.span.to === back);
  expect(last && second.windowOf(last, undefined).delta).toBeCloseTo(1, 9);
});
