// The watch over lamps on a fake line, on a manual clock: what it tells, books and keeps.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Outgoing, outgoingSchema } from '../../domain/outgoing.ts';
import { createZone } from '../../runtime/calendar/local-time.ts';
import { silentLogger } from '../../runtime/logger.ts';
import { ManualClock } from '../../runtime/manual-clock.ts';
import { lightingSchema } from '../config.ts';
import { EnergyStore } from '../energy/store.ts';
import type { LampStatus } from '../health.ts';
import { createSite } from '../night.ts';
import { summarize } from '../report/summary.ts';
import { LightingWatch } from './watch.ts';

const ids = ['l-1', 'l-2', 'l-3', 'l-4'];
const config = lightingSchema.parse({
  lampTypes: [
    {
      id: 'led',
      power: [
        [0, 0.5],
        [50, 50],
        [100, 100],
      ],
    },
  ],
  cabinets: [
    {
      id: 'c-1',
      power: ['meter/w'],
      energy: 'meter/kwh',
      door: 'io/door',
      circuits: [{ id: 'k1', phase: 1, breaker: 'io/breaker' }],
    },
  ],
  lamps: ids.map((id, i) => ({
    id,
    driver: { kind: 'modbus-dimmer', line: 'x', unit: i + 1 },
    type: 'led',
    cabinet: 'c-1',
    circuit: 'k1',
  })),
});
const site = createSite({ latitude: 20.95, longitude: 107.08 }, createZone('Asia/Ho_Chi_Minh'));

let folder: string;
let clock: ManualClock;
let watch: LightingWatch;
let sent: Outgoing[];
let points: Map<string, number>;
let lamps: Map<string, { level: number; watts: number | null; verdict: LampStatus['verdict'] }>;

const create = () =>
  new LightingWatch({
    config,
    site,
    status: () =>
      [...lamps].map(([lamp, { level, watts, verdict }]) => ({
        lamp,
        groups: [],
        commanded: level,
        fedBack: verdict === 'silent' ? null : level,
        actual: null,
        powerW: verdict === 'silent' ? null : watts,
        on: null,
        flags: null,
        quality: 'good',
        verdict,
        reason: 'program',
        rule: null,
        since: 0,
        next: null,
        losers: [],
        faults: [],
        heldMs: null,
        writes: 0,
      })),
    point: (name) => points.get(name),
    store: new EnergyStore(folder),
    send: (o) => sent.push(outgoingSchema.parse(o)),
    clock,
    logger: silentLogger,
  });

const all = (level: number, watts: number | null) => {
  for (const id of ids) lamps.set(id, { level, watts, verdict: 'obeys' });
  points.set('meter/w', (watts ?? 0) * ids.length);
};
const told = () =>
  sent.flatMap((o) => {
    if (o.kind === 'lamp.fault') return [`${o.lamp} ${o.fault} ${o.active}`];
    return o.kind === 'cabinet.fault' ? [`${o.cabinet} ${o.place} ${o.fault} ${o.active}`] : [];
  });
const hours = async (n: number) => {
  for (let i = 0; i < n * 60; i++) {
    points.set('meter/kwh', (points.get('meter/kwh') ?? 1000) + (points.get('meter/w') ?? 0) / 60_000);
    await clock.advanceAsync(60_000);
  }
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'haidang-watch-'));
  clock = new ManualClock(Date.parse('2026-06-21T16:00:00+07:00'));
  sent = [];
  points = new Map([
    ['io/door', 0],
    ['io/breaker', 1],
    ['meter/kwh', 1000],
  ]);
  lamps = new Map();
  all(0, 0.5);
  watch = create();
  await watch.start();
});
afterEach(async () => {
  await watch.stop();
  rmSync(folder, { recursive: true });
});

describe('the watch over a street', () => {
  it('tells of a dead lamp once, with what it measured, and of nothing else', async () => {
    await hours(1);
    all(100, 100);
    lamps.set('l-2', { level: 100, watts: 0.2, verdict: 'obeys' });
    points.set('meter/w', 300);
    await hours(2);
    expect(told()).toEqual(['l-2 lampFailure true']);
    expect(sent.find((o) => o.kind === 'lamp.fault')).toMatchObject({
      detail: 'commanded 100 %, fed back 100 %, draws 0.2 W, expected 100 W',
    });
    expect(watch.lamp('l-2')).toEqual({ actual: 0, faults: ['lampFailure'] });
    expect(watch.lamp('l-1')).toEqual({ actual: 100, faults: [] });
  });

  it('tells of a breaker once, and not of the lamps behind it', async () => {
    all(100, 100);
    await hours(1);
    points.set('io/breaker', 0);
    points.set('meter/w', 0);
    for (const id of ids) lamps.set(id, { level: 100, watts: null, verdict: 'silent' });
    await hours(2);
    expect(told()).toEqual(['c-1 k1 circuitBreakerTripped true']);
  });

  it('tells of a door at once, and what the cabinet measures with the names of FIWARE', async () => {
    all(50, 50);
    await hours(0.5);
    points.set('io/door', 1);
    await hours(0.1);
    expect(told()).toEqual(['c-1  cabinetDoorOpen true']);
    await hours(0.5);
    expect(sent.filter((o) => o.kind === 'cabinet.state').at(-1)).toMatchObject({
      workingMode: 'automatic',
      activePowerR: 0.2,
      lamps: 4,
      lampsCommanded: 4,
      lampsByPower: 4,
      expectedPower: 0.2,
      faults: ['cabinetDoorOpen'],
    });
  });

  it('does not tell again after a restart, and tells the end then', async () => {
    all(100, 100);
    lamps.set('l-3', { level: 100, watts: 0, verdict: 'obeys' });
    points.set('meter/w', 300);
    await hours(1);
    await watch.stop();
    sent = [];
    watch = create();
    await watch.start();
    await hours(1);
    expect(told()).toEqual([]);
    all(100, 100);
    await hours(1);
    expect(told()).toEqual(['l-3 lampFailure false']);
  });

  it('books a night over a restart: energy, counter, hours and savings', async () => {
    await hours(2);
    all(50, 50);
    await hours(5);
    await watch.stop();
    watch = create();
    await watch.start();
    await hours(5);
    all(0, 0.5);
    await hours(9);
    await watch.stop();
    const store = new EnergyStore(folder);
    const month = await store.month('2026-06');
    const present = await store.present();
    expect(month?.nights.map((n) => n.date)).toEqual(['2026-06-21']);
    const row = month?.lamps['l-1'];
    expect(row?.lit[0]).toBe(600);
    expect(row?.metered[0]).toBe(1);
    expect((row?.wh[0] ?? 0) / 1000).toBeCloseTo(0.5, 1);
    expect(present?.lamps['l-1']?.hours).toBeCloseTo(10, 1);
    expect(present?.lamps['l-1']?.switches).toBe(1);
    expect(month?.cabinets['c-1']?.[0]).toBeCloseTo(2, 1);
    const { total } = summarize(month as NonNullable<typeof month>, config, present?.lamps);
    // From sunset at 18:35:40 to sunrise at 05:11 of 22 June, four lamps of 100 W.
    expect(total.baselineKwh).toBeCloseTo(0.4 * 10.59, 1);
    expect(total.savedKwh).toBeCloseTo(total.baselineKwh - total.kwh, 6);
    expect(total.savedCo2Kg).toBeCloseTo(total.savedKwh * 0.6592, 6);
    expect(total.savedVnd).toBeNull();
  });
});
