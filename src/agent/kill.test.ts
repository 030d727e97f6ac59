// kill -9 at random moments, against a real broker: nothing that was committed is lost, nothing is sent under two ids,
// and what was read and never committed lies inside the intervals that the agent announces.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lane, lanes } from '../domain/outgoing.ts';
import { SystemClock } from '../runtime/clock.ts';
import { MosquittoBroker } from '../simulator/broker/mosquitto.ts';
import { ModbusTcpServer } from '../simulator/modbus/tcp-server.ts';
import { seededRandom } from '../simulator/random.ts';
import { eventually, TestIoc } from './testing/ioc.ts';
import { factOf, RunningAgent } from './testing/running-agent.ts';

const kills = 20;
/** What a start may take on a machine that does much else. */
const startMs = 60_000;

/**
 * A device whose register counts how often it was read, and when: the ledger of what the agent was given. `nextMs`: when it
 * was read the next time. The agent asks again only when it has the answer or has given it up, so it took the reading in
 * between, if ever.
 */
const ledger: { count: number; ms: number; nextMs: number }[] = [];
const countingUnit = {
  read(_table: string, address: number): number | undefined {
    if (address > 1) return undefined;
    if (address === 0) {
      const ms = Date.now();
      const last = ledger.at(-1);
      if (last) last.nextMs = ms;
      ledger.push({ count: ledger.length + 1, ms, nextMs: Number.POSITIVE_INFINITY });
    }
    const count = ledger.length;
    return address === 0 ? count >>> 16 : count & 0xffff;
  },
};

const profile = `
identity:
  id: counter
  manufacturer: test
  model: counts its own reads
  source: { document: this test, revision: "1" }
  verified: true
points:
  - { name: count, register: { table: holding, address: 0 }, type: uint32 }
examples:
  - name: one
    holding: { "0": "0000 0001" }
    expect: { count: 1 }
`;

let folder: string;
let broker: MosquittoBroker;
let device: ModbusTcpServer;
let ioc: TestIoc;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'haidang-kill-'));
  broker = new MosquittoBroker(new SystemClock(), join(folder, 'broker'));
  device = new ModbusTcpServer({ name: 'counter', units: new Map([[1, countingUnit]]) });
  await Promise.all([broker.start(), device.start()]);
  mkdirSync(join(folder, 'data', 'device-profiles'), { recursive: true });
  writeFileSync(join(folder, 'data', 'device-profiles', 'counter.yaml'), profile);
  const site = {
    version: 1,
    gateway: { id: 'kill', position: { latitude: 20.95, longitude: 107.08 }, clock: 'assume-synced' },
    lines: [{ id: 'l', kind: 'modbus-tcp', host: '127.0.0.1', port: device.port }],
    devices: [{ id: 'counter', profile: 'counter', line: 'l', unit: 1, poll: '100ms' }],
    uplink: { url: `mqtt://127.0.0.1:${broker.port}` },
  };
  writeFileSync(join(folder, 'site.yaml'), JSON.stringify(site));
  ioc = new TestIoc(broker.port);
  await ioc.subscribed();
});
afterAll(async () => {
  await ioc?.close();
  await Promise.all([broker?.stop(), device?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

describe('an agent that is killed again and again', () => {
  it(`loses nothing that was committed in ${kills} kills, and names what may be missing`, {
    timeout: 480_000,
  }, async () => {
    const random = seededRandom(20260621);
    const data = join(folder, 'data');
    const start = () => new RunningAgent(join(folder, 'site.yaml'), data);
    const killed: number[] = [];
    for (let i = 0; i < kills; i++) {
      const agent = start();
      const before = ledger.length;
      await agent.until(() => ledger.length > before, startMs);
      // Before there was a store there is nothing to say about it.
      if (i === 0) await agent.until((s) => Number(factOf(s, 'outbox', 'commits')) > 0, startMs);
      await new Promise((resolve) => setTimeout(resolve, random() * 1500));
      killed.push(Date.now());
      await agent.end('SIGKILL');
    }
    const last = start();
    await last.until((s) => Number(factOf(s, 'outbox', 'commits') ?? 0) > 0, startMs);
    // The device falls silent, so that the rest can be counted.
    device.silence(true);
    let restedMs = 0;
    await last.until((s) => {
      restedMs = Date.now();
      const waiting = Number(factOf(s, 'outbox', 'unsent')) + Number(factOf(s, 'outbox', 'pending'));
      return waiting === 0 && factOf(s, 'uplink', 'connected') === true;
    }, 30_000);
    // A request that is under way at SIGTERM is cut: the device answered it, and nobody was there to hear.
    const askedToStop = Date.now();
    expect(await last.end('SIGTERM'), last.log).toBe(0);
    await eventually(() =>
      committedIds(data, restedMs).every((id) => ioc.events.has(`urn:vn:haidang:gateway:kill ${id}`)),
    );

    const committed = committedIds(data, restedMs);
    const arrived = new Set([...ioc.events.values()].map((e) => e.id));
    expect(committed.filter((id) => !arrived.has(id))).toEqual([]);
    expect(ioc.changed).toEqual([]);
    expect(ioc.gaps()).toEqual({ missing: [], ambiguous: [] });

    // Answers that the agent had given up before they came: it says so by a reading of bad quality for each.
    const counts = new Set<number>();
    const failed: number[] = [];
    for (const e of ioc.events.values()) {
      const readings = e.data['readings'] as Record<string, { value: number; quality: string }> | undefined;
      if (readings?.['count']?.quality === 'good') counts.add(readings['count'].value);
      else if (readings) failed.push(Date.parse(e.time));
    }
    const announced = [...ioc.events.values()].filter((e) => e.type.includes('maybe-missing'));
    // An announcement that a kill swallowed before it was committed is part of the next one.
    expect(announced.length).toBeGreaterThan(kills / 2);
    const intervals = announced.map(
      (e) => [Date.parse(String(e.data['since'])), Date.parse(String(e.data['until']))] as const,
    );
    const read = ledger.filter(({ ms }) => ms < askedToStop);
    const unexplained = read.filter(({ count, ms, nextMs }, i) => {
      if (counts.has(count) || intervals.some(([from, to]) => from <= nextMs && ms <= to)) return false;
      const given = failed.findIndex((at) => (read[i - 1]?.ms ?? 0) < at && at <= nextMs);
      // Each of them accounts for one reading.
      if (given >= 0) failed.splice(given, 1);
      return given < 0;
    });
    expect(unexplained).toEqual([]);
    for (const ms of killed) {
      const interval = intervals.find(([from, to]) => from <= ms && ms <= to);
      expect(interval, `no interval holds the kill at ${ms}`).toBeDefined();
    }
  });
});

/** But for what came so late that the uplink had stopped: that waits for the next start. */
function committedIds(data: string, restedMs: number): string[] {
  const db = new Database(join(data, 'outbox.db'), { readonly: true });
  try {
    // The id is the one in the event: a kill between a commit and what is noted of it gives the rows after it another epoch.
    return lanes.flatMap((lane) =>
      (db.prepare(committedSql(lane)).all(restedMs - statusAgeMs) as { body: string }[]).map(({ body }) =>
        String((JSON.parse(body) as { id: unknown }).id),
      ),
    );
  } finally {
    db.close();
  }
}

/** What the status says of the store may be so old. */
const statusAgeMs = 1000;

const committedSql = (lane: Lane) => `
  SELECT body FROM lane_${lane}
  WHERE appended < ? OR position NOT IN (SELECT position FROM unsent_${lane})`;
