// Against a real PostgreSQL in a folder of its own, on a socket of its own.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import mqtt from 'mqtt';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { SystemClock } from '../../src/runtime/clock.ts';
import { MosquittoBroker } from '../../src/simulator/broker/mosquitto.ts';
import { seededRandom } from '../../src/simulator/random.ts';
import { messageExamples, published } from '../../src/uplink/contract/examples.ts';
import { outgoingExamples } from '../../src/uplink/contract/said.ts';
import { Sink } from './sink.ts';

/** Where Debian keeps the programs of the server, the newest version; undefined where there is none. */
function programs(): string | undefined {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  return versions[0] === undefined ? undefined : join(root, versions[0], 'bin');
}
const bin = programs();

/** PostgreSQL refuses to run as root: then it runs as the user that its package made. */
function someoneElse(): { uid: number; gid: number } | Record<string, never> {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

describe.skipIf(!bin)('the reference consumer', () => {
  let folder: string;
  let server: ChildProcess;
  let sink: Sink;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'haidang-pg-'));
    const who = someoneElse();
    if ('uid' in who && who.uid !== undefined) chownSync(folder, who.uid, who.gid);
    const data = join(folder, 'data');
    const quiet = { ...who, cwd: folder, stdio: 'ignore' } as const;
    execFileSync(
      join(bin as string, 'initdb'),
      ['-D', data, '-U', 'sink', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
      quiet,
    );
    const settings = ['-c', 'listen_addresses=', '-c', `unix_socket_directories=${folder}`, '-c', 'fsync=off'];
    server = spawn(join(bin as string, 'postgres'), ['-D', data, ...settings], quiet);
    sink = new Sink({ host: folder, user: 'sink', database: 'postgres' });
    await vi.waitFor(() => sink.prepare(), { timeout: 20_000, interval: 200 });
  }, 60_000);

  afterAll(async () => {
    await sink?.close();
    if (server) {
      const gone = once(server, 'close');
      server.kill('SIGINT');
      await gone;
    }
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    await sink.query('TRUNCATE events, readings, lamps, media, gateways, given_up, time_corrections, refused');
  });

  const count = async (table: string) => Number((await sink.query(`SELECT count(*) n FROM ${table}`))[0]?.['n']);
  const take = ({ topic, payload }: { topic: string; payload: string }) => sink.take(topic, Buffer.from(payload));

  it('may prepare a database that it has prepared before', async () => {
    await sink.prepare();
  });

  it('holds each event once after it was fed twice and shuffled, whatever the order', async () => {
    const readings = outgoingExamples.find((o) => o.kind === 'device.readings') as (typeof outgoingExamples)[number];
    const all = [
      ...[...messageExamples().values()].flat(),
      ...Array.from({ length: 40 }, (_, i) => published(readings, 100 + i)),
    ];
    const random = seededRandom(7);
    const order = [...all, ...all].map((m) => ({ m, at: random() })).sort((a, b) => a.at - b.at);
    let stored = 0;
    for (const { m } of order) stored += (await take(m)).stored;
    const ids = new Set(all.map(({ payload }) => JSON.parse(payload)).flatMap((e) => (e.lane ? [e.id] : [])));
    expect(await count('events')).toBe(ids.size);
    expect(stored).toBeGreaterThanOrEqual(ids.size);
    expect(await count('readings')).toBe(41 * 3);
    expect(await count('lamps')).toBe(1);
    expect(await count('refused')).toBe(0);
    expect(await sink.query('SELECT state FROM gateways')).toHaveLength(1);
    expect(await count('media')).toBeGreaterThan(0);
  });

  it('keeps the newest state of a lamp when an older one comes late', async () => {
    const lamp = outgoingExamples.find((o) => o.kind === 'lamp.state') as (typeof outgoingExamples)[number];
    await take(published({ ...lamp, commanded: 30 } as never, 9));
    await take(published({ ...lamp, commanded: 80 } as never, 5));
    expect(await sink.query('SELECT commanded, sequence FROM lamps')).toEqual([{ commanded: 30, sequence: '9' }]);
  });

  it('names the gaps, and which of them the gateway gave up', async () => {
    const readings = outgoingExamples.find((o) => o.kind === 'device.readings') as (typeof outgoingExamples)[number];
    const evicted = outgoingExamples.find((o) => o.kind === 'outbox.evicted') as (typeof outgoingExamples)[number];
    for (const n of [1, 2, 7, 8, 12]) await take(published(readings, n));
    await take(published({ ...evicted, firstSequence: '3', lastSequence: '5', count: 3 } as never, 1));
    const gaps = await sink.query('SELECT first, last, unexplained, reasons FROM gaps ORDER BY first');
    expect(gaps).toEqual([
      { first: '3', last: '6', unexplained: '1', reasons: 'cap' },
      { first: '9', last: '11', unexplained: '3', reasons: null },
    ]);
  });

  it('tells true times of events whose clock was put right later, whichever came first', async () => {
    const { topic, payload } = published(outgoingExamples[0] as (typeof outgoingExamples)[number], 1);
    const event = { ...JSON.parse(payload), bootid: 'b', uptimesec: 30, timequality: 'unsynced' };
    const early = { ...event, time: '1970-01-01T00:00:30.000Z', recordedtime: '1970-01-01T00:00:30.400Z' };
    const correction = {
      ...{ kind: 'time.corrected', at: { ms: Date.UTC(2026, 5, 21), quality: 'synced' }, bootid: 'b' },
      ...{ startWas: '1970-01-01T00:00:00.100Z', offsetMs: 1_782_000_000_000, errorMs: 9 },
    };
    await take(published(correction as never, 3));
    await take(published({ ...correction, offsetMs: 5 } as never, 2));
    await take({ topic, payload: JSON.stringify(early) });
    const [row] = await sink.query("SELECT true_time, error_ms FROM events_in_true_time WHERE boot_id = 'b'");
    expect(row).toEqual({ true_time: new Date(30_000 + 1_782_000_000_000), error_ms: '9' });
  });

  it('keeps what breaks the contract apart with the reason, and lets through a type that is new', async () => {
    const { topic, payload } = published(outgoingExamples[0] as (typeof outgoingExamples)[number], 1);
    await take({ topic, payload: 'no json' });
    await take({ topic, payload: JSON.stringify({ ...JSON.parse(payload), data: {} }) });
    await take({ topic, payload: JSON.stringify({ ...JSON.parse(payload), type: 'vn.quangninh.edge.later.v1' }) });
    expect(await count('refused')).toBe(2);
    expect(await count('events')).toBe(1);
  });

  it.skipIf(!MosquittoBroker.available())(
    'run beside a real broker loses nothing when it is killed in between, and stores nothing twice',
    {
      timeout: 60_000,
    },
    async () => {
      const broker = new MosquittoBroker(new SystemClock(), join(folder, 'broker'));
      await broker.start();
      const url = `mqtt://127.0.0.1:${broker.port}`;
      const env = { ...process.env, PGHOST: folder, PGUSER: 'sink', PGDATABASE: 'postgres' };
      const main = fileURLToPath(new URL('./main.ts', import.meta.url));
      const run = async () => {
        const child = spawn(process.execPath, [main, url], { env, stdio: ['ignore', 'ignore', 'pipe'] });
        const [said] = (await once(child.stderr as NodeJS.ReadableStream, 'data')) as [Buffer];
        expect(said.toString()).toContain('storing what');
        return child;
      };
      const readings = outgoingExamples.find((o) => o.kind === 'device.readings') as (typeof outgoingExamples)[number];
      const gateway = await mqtt.connectAsync(url);
      let child = await run();
      try {
        for (let n = 1; n <= 300; n++) {
          const { topic, payload } = published(readings, n);
          await gateway.publishAsync(topic, payload, { qos: 1 });
          if (n === 120) {
            const gone = once(child, 'close');
            child.kill('SIGKILL');
            await gone;
          }
          if (n === 200) child = await run();
        }
        await expect.poll(() => count('events'), { timeout: 20_000 }).toBe(300);
        expect(await sink.query('SELECT * FROM gaps')).toEqual([]);
      } finally {
        const gone = once(child, 'close');
        child.kill('SIGTERM');
        await gone;
        await gateway.endAsync(true);
        await broker.stop();
      }
    },
  );
});
