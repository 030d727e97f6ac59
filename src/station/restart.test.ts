import { expect, it } from 'vitest';
import { createZone } from '../runtime/calendar/local-time.ts';
import { stationPointSchema } from './config.ts';
import { PointWindows } from './point-windows.ts';
import { Series } from './windows/series.ts';

const zone = createZone('Asia/Ho_Chi_Minh');
const ms = (time: string) => Date.parse(`2026-11-21T${time}+07:00`);
const keepMs = 7_200_000;
const point = stationPointSchema.parse({ id: 'a', device: 'd', point: 'a', windows: ['5min'] });

it('a window that an earlier run told is not told again from the few readings that this one knows of it', () => {
  const told = { told: { '5min': ms('07:05:00') } };
  const windows = new PointWindows(point, new Series(keepMs, 100), zone, keepMs, ms('07:07:00'), told);
  expect(windows.close(ms('07:10:00'))).toMatchObject([{ revision: 0, span: { from: ms('07:05:00') } }]);
  expect(windows.touch({ from: ms('07:03:00'), to: ms('07:03:10') })).toBe(false);
  expect(windows.close(ms('07:10:01'))).toEqual([]);
  // What this run told it tells again, also where the change began before.
  expect(windows.touch({ from: ms('07:04:00'), to: ms('07:06:00') })).toBe(false);
  expect(windows.close(ms('07:10:02'))).toMatchObject([{ revision: 1, span: { from: ms('07:05:00') } }]);
  expect(windows.touch({ from: ms('07:06:00'), to: ms('07:06:10') })).toBe(true);
});

it('windows before the first start of all are told by what comes late', () => {
  const windows = new PointWindows(point, new Series(keepMs, 100), zone, keepMs, ms('07:07:00'));
  windows.close(ms('07:07:01'));
  expect(windows.touch({ from: ms('07:03:00'), to: ms('07:03:10') })).toBe(true);
  expect(windows.close(ms('07:07:02'))).toMatchObject([{ span: { from: ms('07:00:00') } }]);
});

it('a window that was open at the first start of all is told, though nothing had been told when the run was killed', () => {
  const first = new PointWindows(point, new Series(keepMs, 100), zone, keepMs, ms('07:02:00'));
  const second = new PointWindows(point, new Series(keepMs, 100), zone, keepMs, ms('07:07:00'), first.memory);
  expect(second.close(ms('07:07:01'))).toMatchObject([{ span: { from: ms('07:00:00') }, revision: 0 }]);
});
