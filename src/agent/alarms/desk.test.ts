import { describe, expect, it } from 'vitest';
import { type Outgoing, type OutgoingOf, outgoingSchema } from '../../domain/outgoing.ts';
import { ManualClock } from '../../runtime/manual-clock.ts';
import type { Standing } from '../../station/alarms/standing.ts';
import { alarmsSchema } from './config.ts';
import { AlarmDesk } from './desk.ts';
import { KnownAlarms } from './known.ts';

const minute = 60_000;
const by = { by: 'desk', command: 'c-1' };
const alarm = 'lamp/l-1/lampFailure';
const lamps = [{ id: 'l-1' }, { id: 'l-2' }];

/** A desk with two lamps, and a station with the alarm `pm25/high` as `standing` says. */
async function start(kept = new Map<string, unknown>(), at = '2026-11-21T07:00:00+07:00') {
  const clock = new ManualClock(at);
  const sent: Outgoing[] = [];
  const standing = { active: false, sinceMs: null as number | null };
  const high = { device: 'air', point: 'pm25', alarm: 'high', type: 'limit', severity: 'error' } as const;
  const station = (id?: string): Standing[] =>
    id === undefined || id === 'pm25/high' ? [{ ...high, ...standing }] : [];
  const site = { devices: [], inputs: [], cameras: [], lighting: { lamps, cabinets: [{ id: 'cab' }] } };
  const known = new KnownAlarms(site as never, station, () => ['camera:gate']);
  const desk: AlarmDesk = new AlarmDesk({
    config: alarmsSchema.parse({}),
    known,
    send: (o) => say(o),
    kept: { get: (k) => kept.get(k), set: async (k, v) => void kept.set(k, JSON.parse(JSON.stringify(v))) },
    remember: async () => {},
    clock,
  });
  const say = (o: Outgoing) => {
    const told = desk.heard(o);
    if (told) sent.push(outgoingSchema.parse(told));
    return told;
  };
  const fault = (active: boolean) =>
    say({ kind: 'lamp.fault', at: clock.now(), lamp: 'l-1', fault: 'lampFailure', active, detail: '' });
  const raise = (active: boolean) => {
    Object.assign(standing, { active, sinceMs: clock.now().ms });
    return say({
      kind: 'station.alarm',
      at: clock.now(),
      ...high,
      state: active ? 'raised' : 'cleared',
      texts: { en: '', vi: '' },
    });
  };
  const handled = () => sent.flatMap((o) => (o.kind === 'alarm.handled' ? [o] : [])) as OutgoingOf<'alarm.handled'>[];
  await desk.start();
  return { desk, clock, kept, sent, fault, raise, handled };
}

describe('the desk of alarms', () => {
  it('keeps a shelving over a restart and ends it in time, also where the clock was set back or is not set', async () => {
    for (const at of ['2026-11-21T07:05:00+07:00', '2026-11-20T07:05:00+07:00', '1970-01-01T00:00:00Z']) {
      const first = await start();
      await first.desk.shelve(alarm, 10 * minute, by);
      await first.desk.stop();
      const again = await start(first.kept, at);
      expect(again.fault(true)).toMatchObject({ shelvedUntil: '2026-11-21T00:10:00.000Z' });
      await again.clock.advanceAsync(10 * minute);
      expect(again.handled()).toMatchObject([{ alarm, lamp: 'l-1', state: 'unshelved', active: true }]);
      expect(again.fault(false)).not.toHaveProperty('shelvedUntil');
      expect(again.kept.get('alarms')).toEqual({});
    }
  });

  it('records so many transitions of a shelved alarm, and says at the end how many more there were', async () => {
    const { desk, fault, handled } = await start();
    await desk.shelve(alarm, minute, by);
    const told = Array.from({ length: 130 }, (_, i) => fault(i % 2 === 0)).filter((o) => o !== undefined);
    expect(told).toHaveLength(100);
    await desk.shelve(alarm, 0, by);
    expect(handled().at(-1)).toMatchObject({ state: 'unshelved', untold: 30, by: 'desk' });
  });

  it('asks for anew where an alarm is raised anew, and not where it is told anew after a restart', async () => {
    const { desk, clock, kept, fault, raise } = await start();
    raise(true);
    fault(true);
    await desk.acknowledge('pm25/high', by);
    await desk.acknowledge(alarm, by);
    const again = await start(kept);
    expect(again.fault(true)).toMatchObject({ acknowledged: { by: 'desk' } });
    expect(again.desk.now()).toMatchObject([{ alarm, acknowledged: { by: 'desk' } }]);
    expect(raise(false)).toMatchObject({ acknowledged: { by: 'desk', command: 'c-1' } });
    clock.step(minute);
    expect(raise(true)).not.toHaveProperty('acknowledged');
    expect(desk.now().find((a) => a.alarm === 'pm25/high')).toMatchObject({ active: true, acknowledged: null });
    fault(false);
    fault(true);
    expect(desk.now().find((a) => a.alarm === alarm)).toMatchObject({ acknowledged: null });
  });

  it('knows the alarms that the site can raise, and no others', async () => {
    const { desk } = await start();
    for (const id of [
      'lamp/l-2/supplyLoss',
      'cabinet/cab/supplyLoss',
      'cabinet/cab/supplyLoss/L2',
      'part/camera:gate/failed',
    ])
      await expect(desk.shelve(id, minute, by)).resolves.toMatchObject({ alarm: id, active: false });
    for (const id of [
      'lamp/l-3/supplyLoss',
      'lamp/l-1/supplyLoss/x',
      'cabinet/cab/nonsense',
      'part/x/failed',
      '__proto__',
      'pm25',
    ])
      await expect(desk.shelve(id, minute, by), id).rejects.toThrow('there is no alarm');
    await expect(desk.shelve('lamp/l-1/supplyLos', minute, by)).rejects.toThrow('did you mean lamp/l-1/supplyLoss?');
  });
});
