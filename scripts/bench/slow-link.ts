import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { outboxSchema } from '../../src/outbox/config.ts';
import type { Draft } from '../../src/outbox/draft.ts';
import { Outbox } from '../../src/outbox/outbox.ts';
import { type Clock, SystemClock } from '../../src/runtime/clock.ts';
import { silentLogger } from '../../src/runtime/logger.ts';
import { MosquittoBroker } from '../../src/simulator/broker/mosquitto.ts';
import { PacedProxy } from '../../src/simulator/broker/paced-proxy.ts';
import type { Uplink } from '../../src/uplink/uplink.ts';
import type { Bench, Measure } from './bench.ts';
import { benchUplink } from './bench-uplink.ts';
import { telemetryDraft } from './telemetry.ts';

interface Scenario {
  readonly bitsPerSecond: number;
  readonly latencyMs: number;
  /** Rows of yesterday that wait when the link comes up. */
  readonly backlog: number;
  /** Ends after so long; absent: when the backlog is drained. */
  readonly seconds?: number;
  /** Time between two live events. */
  readonly liveEveryMs: number;
  readonly batch: number;
  /** Points in each event of the past. */
  readonly points: number;
}

interface Outcome {
  /** From append to arrival at the centre, milliseconds, sorted. */
  readonly live: number[];
  readonly liveBytes: number;
  readonly historyRows: number;
  readonly historyBytes: number;
  readonly seconds: number;
  readonly rssGrowthMb: number;
}

/** What MQTT and TCP add to a payload: topic, header, properties, and 40 bytes a segment that the proxy does not count. */
const overhead = 90;

/** A slow modem (64 kbit/s) with a long backlog: what is measured now must not wait for what was measured yesterday. */
export const slowLink: Bench = {
  name: 'slow-link',
  run: () =>
    measured('64 kbit/s', {
      bitsPerSecond: 64_000,
      latencyMs: 100,
      backlog: 5000,
      seconds: Number(process.env['HAIDANG_BENCH_SECONDS'] ?? 60),
      liveEveryMs: 333,
      batch: Number(process.env['HAIDANG_BENCH_BATCH'] ?? 1),
      points: 30,
    }),
};

/** Seven days of backlog over 10 Mbit/s: a part of it unless HAIDANG_BENCH_ROWS says otherwise (1000000: ten minutes at least). */
export const backlog: Bench = {
  name: 'backlog',
  run: () =>
    measured('10 Mbit/s', {
      bitsPerSecond: 10_000_000,
      latencyMs: 25,
      backlog: Number(process.env['HAIDANG_BENCH_ROWS'] ?? 20_000),
      liveEveryMs: 333,
      batch: Number(process.env['HAIDANG_BENCH_BATCH'] ?? 1),
      points: 1,
    }),
};

async function measured(what: string, scenario: Scenario): Promise<readonly Measure[] | { skipped: string }> {
  if (!MosquittoBroker.available()) return { skipped: 'mosquitto is not installed' };
  const o = await play(scenario);
  const p99 = o.live[Math.floor((o.live.length - 1) * 0.99)] ?? Number.NaN;
  const median = o.live[Math.floor((o.live.length - 1) / 2)] ?? Number.NaN;
  const linkBytes = (scenario.bitsPerSecond / 8) * o.seconds;
  const share = o.historyBytes / (linkBytes - o.liveBytes);
  const rows = `${o.historyRows} rows of the past in ${o.seconds.toFixed(1)} s, ${Math.round(o.historyRows / o.seconds)}/s`;
  const measures: Measure[] = [
    {
      name: `live p99 over ${what} with ${scenario.backlog} rows waiting`,
      value: p99,
      unit: 'ms',
      target: { atMost: 2000 },
      detail: `${o.live.length} live events, median ${Math.round(median)} ms, worst ${Math.round(o.live.at(-1) ?? 0)} ms; ${rows}; memory +${Math.round(o.rssGrowthMb)} MB`,
    },
  ];
  if (scenario.seconds !== undefined) {
    measures.push({
      name: `history’s share of what live leaves of ${what}`,
      value: share,
      unit: 'ratio',
      target: { atLeast: 0.7 },
      detail: `${Math.round(o.historyBytes / o.seconds)} payload bytes/s of ${scenario.bitsPerSecond / 8}`,
    });
  }
  return measures;
}

async function play(scenario: Scenario): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-bench-'));
  const clock = new SystemClock();
  const broker = new MosquittoBroker(clock, join(folder, 'broker'));
  await broker.start();
  const proxy = new PacedProxy({
    target: { host: '127.0.0.1', port: broker.port },
    clock,
    random: Math.random,
    conditions: { bitsPerSecond: scenario.bitsPerSecond, latencyMs: scenario.latencyMs },
  });
  await proxy.start();
  const outcome = { live: [] as number[], liveBytes: 0, historyRows: 0, historyBytes: 0 };
  const appended = new Map<number, number>();
  const take = (event: { id: string; historical?: boolean; data: { n: number } }, bytes: number) => {
    if (event.historical) {
      outcome.historyRows++;
      outcome.historyBytes += bytes;
      return;
    }
    const at = appended.get(event.data.n);
    if (at === undefined) return;
    outcome.live.push(performance.now() - at);
    outcome.liveBytes += bytes + overhead;
  };
  const centre = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`, { protocolVersion: 5 });
  centre.on('message', (topic, payload) => {
    if (topic.endsWith('/status')) return;
    const said = JSON.parse(payload.toString());
    if (Array.isArray(said)) for (const event of said) take(event, payload.length / said.length);
    else take(said, payload.length);
  });
  await centre.subscribeAsync('haidang/v1/#', { qos: 0 });

  mkdirSync(join(folder, 'data'));
  const shifted = new ShiftedClock(clock, -86_400_000);
  const outbox = new Outbox({
    directory: join(folder, 'data'),
    config: outboxSchema.parse({ cap: '8GiB' }),
    clock: shifted,
    logger: silentLogger,
    random: Math.random,
    announce: () => {},
    pending: { rows: 20_000, bytes: 1024 ** 3 },
  });
  await outbox.start(new AbortController().signal, (e) => console.error(e));
  for (let i = 0; i < scenario.backlog; i++) {
    outbox.append(scenario.points === 1 ? onePoint(i) : telemetryDraft(i));
    if (i % 5000 === 4999) await outbox.flush();
  }
  await outbox.flush();
  shifted.byMs = 0;
  const config = { url: `mqtt://127.0.0.1:${proxy.port}`, history: { batch: scenario.batch } };
  const uplink = benchUplink(config, folder, outbox, clock);
  const rss = process.memoryUsage.rss();
  await uplink.start();
  while (!uplink.health().facts['connected']) await new Promise((resolve) => setTimeout(resolve, 5));
  const startedMs = performance.now();
  let n = 1_000_000_000;
  const timer = setInterval(() => {
    appended.set(++n, performance.now());
    outbox.append(onePoint(n));
  }, scenario.liveEveryMs);
  let worstRss = rss;
  const isOver = () =>
    scenario.seconds === undefined
      ? outcome.historyRows >= scenario.backlog
      : performance.now() - startedMs > scenario.seconds * 1000;
  while (!isOver()) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    worstRss = Math.max(worstRss, process.memoryUsage.rss());
    if (process.env['HAIDANG_BENCH_TRACE']) trace(uplink, outcome.historyRows);
  }
  const seconds = (performance.now() - startedMs) / 1000;
  clearInterval(timer);
  // What is on its way still counts.
  const historyRows = outcome.historyRows;
  const { historyBytes } = outcome;
  await new Promise((resolve) => setTimeout(resolve, 3000));
  await uplink.stop();
  await outbox.stop();
  await centre.endAsync(true);
  await proxy.stop();
  await broker.stop();
  rmSync(folder, { recursive: true, force: true });
  if (outcome.live.length < appended.size)
    throw new Error(`${appended.size - outcome.live.length} live events never came`);
  outcome.live.sort((a, b) => a - b);
  return { ...outcome, historyRows, historyBytes, seconds, rssGrowthMb: (worstRss - rss) / 1024 ** 2 };
}

function onePoint(n: number): Draft {
  return { ...telemetryDraft(n), data: { n, readings: { pm10: { value: n % 100, quality: 'good', unit: 'ug/m3' } } } };
}

let tracedMs = 0;
function trace(uplink: Uplink, history: number): void {
  if (performance.now() - tracedMs < 2000) return;
  tracedMs = performance.now();
  const { inFlight, sent, paceBytes } = uplink.health().facts;
  console.error({ inFlight, sent, paceBytes, history });
}

/** The present, moved: what is appended under it is of another day. */
class ShiftedClock implements Clock {
  byMs: number;
  readonly #clock: Clock;

  constructor(clock: Clock, byMs: number) {
    this.#clock = clock;
    this.byMs = byMs;
  }
  now() {
    const { ms, quality } = this.#clock.now();
    return { ms: ms + this.byMs, quality };
  }
  monotonicMs() {
    return this.#clock.monotonicMs();
  }
  after(ms: number, fn: () => void) {
    return this.#clock.after(ms, fn);
  }
}
