// A disk that is really full: the station goes on, tells what it makes, says what is wrong, and keeps the readings for when
// there is room.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import type { Outgoing } from '../domain/outgoing.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { stationSchema } from './config.ts';
import { Station } from './station.ts';
import { isRoot } from './testing/servers.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

it.skipIf(!isRoot)(
  'a full disk stops nothing, is told, and costs no reading where there is room again',
  async (context) => {
    const base = mkdtempSync(join(tmpdir(), 'station-full-'));
    cleanUp.push(() => rmSync(base, { recursive: true, force: true }));
    const disk = join(base, 'disk');
    mkdirSync(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      context.skip('this machine mounts nothing');
    }
    cleanUp.push(() => execFileSync('umount', ['-l', disk]));
    const clock = new ManualClock('2026-11-21T07:00:00+07:00');
    const memory = new Map<string, unknown>();
    const sent: Outgoing[] = [];
    const newStation = () =>
      new Station({
        config: stationSchema.parse({ points: [{ id: 'no', device: 'd', point: 'no', windows: ['1min', '1h'] }] }),
        packs: [],
        timezone: 'Asia/Ho_Chi_Minh',
        send: (o) => void sent.push(o),
        store: { get: (k) => memory.get(k), set: async (k, v) => void memory.set(k, structuredClone(v)) },
        stored: async () => {},
        folder: join(base, 'tt10'),
        journal: join(disk, 'journal'),
        clock,
        logger: silentLogger,
      });
    const station = newStation();
    await station.start();
    const run = async (minutes: number) => {
      for (let i = 0; i < minutes * 6; i++) {
        const at = clock.now();
        station.heard({ kind: 'device.readings', at, device: 'd', readings: { no: { value: i, quality: 'good' } } });
        for (let second = 0; second < 10; second++) {
          await clock.advanceAsync(1000);
          await wait(1);
        }
      }
    };
    await run(2);
    expect(station.health().state).toBe('ok');
    try {
      writeFileSync(join(disk, 'filler'), Buffer.alloc(200_000));
    } catch {
      // As much of it as there was room for.
    }
    // Until the last page of the journal is full too.
    await run(45);
    expect(station.health()).toMatchObject({ state: 'degraded', reasons: [{ code: 'station.journal-fails' }] });
    const minutes = () => sent.flatMap((o) => (o.kind === 'station.window' && o.window === '1min' ? [o.to] : []));
    const told = minutes();
    expect(told.length).toBeGreaterThanOrEqual(45);
    expect(new Set(told).size).toBe(told.length);
    rmSync(join(disk, 'filler'));
    await run(2);
    expect(station.health().state).toBe('ok');
    // Killed: nothing is closed. All readings of the hour are there.
    await wait(50);
    const second = newStation();
    await second.start();
    expect(second.health().facts).toMatchObject({ recalled: 49 * 6 });
    await second.stop();
    await station.stop();
  },
  240_000,
);
