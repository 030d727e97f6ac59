// npm run soak:station -- [--minutes 30] [--seed 1] [--times 6] [--json FILE] [--events FILE]
// [--program dist/main.js]: the site of config/examples/station.yaml runs
// as an agent of its own against the simulator, while devices fall silent, lose their power, show no value and are
// calibrated, the FTP server ends, and the agent is killed. Its clocks run six times faster (quick-clock.ts), so that half an
// hour holds three hours: ends of hours, indices, and dust and water that go beyond their limits and come back. It is killed
// in one transmission cycle of four, so that the lines of the others can be compared to the last digit. Then what it read
// is compared with what was true, and what it made of it with another hand (test-fixtures/station): exit code 0 where all
// agrees and enough was compared, else 1. Loopback only; needs vsftpd.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { RunningAgent } from '../../src/agent/testing/running-agent.ts';
import { seededRandom } from '../../src/simulator/random.ts';
import { freePort, startVsftpd } from '../../src/station/testing/servers.ts';
import { number, orSay, whole } from '../lib/flags.ts';
import { compared } from './compare.ts';
import { Field } from './field.ts';
import { type Quick, quickMs } from './quick-time.ts';
import { siteOf } from './site.ts';

const { values } = orSay(() =>
  parseArgs({
    options: {
      minutes: { type: 'string', default: '30' },
      seed: { type: 'string', default: '1' },
      times: { type: 'string', default: '6' },
      json: { type: 'string' },
      events: { type: 'string' },
      program: { type: 'string' },
    },
  }),
);
const minutes = orSay(() => number('minutes', values.minutes, 0.1, 100_000));
const times = orSay(() => number('times', values.times, 1, 1000));
/** Five minutes before an hour's end, so that the first whole hour begins at once. */
const hourMs = 3_600_000;
const quick: Quick = { times, realMs: Date.now(), atMs: Math.ceil(Date.now() / hourMs) * hourMs - 300_000 };
const now = () => quickMs(quick, Date.now());
const cycleMs = 300_000;
const random = seededRandom(orSay(() => whole('seed', values.seed, 0)));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** A machine that is busy starts what was compiled (npm run build) much sooner. */
const main = values.program ? resolve(values.program) : fileURLToPath(new URL('../../src/main.ts', import.meta.url));

const base = mkdtempSync(join(tmpdir(), 'station-soak-'));
const [conf, root, incoming, data] = ['conf', 'root', 'root/in', 'data'].map((name) => join(base, name)) as [
  string,
  string,
  string,
  string,
];
for (const folder of [conf, root, incoming, data]) mkdirSync(folder);
process.env['TT10_RIGHT'] = 'right';
const field = new Field(now);
await field.start();
const ftp = await freePort();
let server = await startVsftpd(conf, root, ftp);
const ports = { air: field.air.port, water: field.water.port, meter: field.meter.port, gps: field.gpsPort, ftp };
const { site, points, tt10 } = siteOf(ports);
const config = join(base, 'site.yaml');
writeFileSync(config, JSON.stringify(site));
const faster = `${process.env['NODE_OPTIONS'] ?? ''} --import ${new URL('./quick-clock.ts', import.meta.url).href}`;
const env = {
  ...{ TT10_RIGHT: 'right', NODE_OPTIONS: faster, SOAK_CLOCK: JSON.stringify(quick) },
  // It starts again and again.
  NODE_COMPILE_CACHE: join(base, 'cache'),
};
const run = () => new RunningAgent(config, data, env, main);
let agent = run();
const kills: { readonly fromMs: number; readonly toMs: number }[] = [];
const faults: Record<string, number> = {};

const happenings: Readonly<Record<string, () => Promise<void>>> = {
  'air silent': () =>
    during(
      () => field.air.silence(true),
      () => field.air.silence(false),
    ),
  'water without power': () =>
    during(
      () => field.water.stop(),
      () => field.water.start(),
    ),
  'meter silent': () =>
    during(
      () => field.meter.silence(true),
      () => field.meter.silence(false),
    ),
  'no value': () =>
    during(
      () => Object.assign(field, { sentinel: true }),
      () => Object.assign(field, { sentinel: false }),
    ),
  calibrated: () =>
    during(
      () => Object.assign(field, { mode: 'calibrating' }),
      () => Object.assign(field, { mode: 'measuring' }),
    ),
  'receiver silent': () =>
    during(
      () => Object.assign(field, { gpsSilent: true }),
      () => Object.assign(field, { gpsSilent: false }),
    ),
  'FTP server away': async () => {
    await server.kill();
    await pause(10_000);
    server = await startVsftpd(conf, root, ftp);
  },
};

async function kill(): Promise<void> {
  const fromMs = now();
  await agent.end('SIGKILL');
  await pause(500 + 1500 * random());
  agent = run();
  kills.push({ fromMs, toMs: now() });
}

async function during(begin: () => unknown, end: () => unknown): Promise<void> {
  await begin();
  await pause(2000 + 6000 * random());
  await end();
}

try {
  await agent.until((s) => s.parts.some((p) => p.part === 'station' && Number(p.facts['readings']) > 20), 180_000);
  const beganMs = now();
  const names = Object.keys(happenings);
  let turn: string[] = [];
  let killedIn = -1;
  const realBegan = Date.now();
  while (Date.now() - realBegan < minutes * 60_000) {
    const cycle = Math.floor(now() / cycleMs);
    const share = (now() % cycleMs) / cycleMs;
    // It has read again, and is not near the end of the cycle.
    if (cycle % 4 === 0 && cycle !== killedIn && share > 0.05 && share < 0.6) {
      killedIn = cycle;
      await kill();
      faults['agent killed'] = (faults['agent killed'] ?? 0) + 1;
    }
    // Each comes once before one comes again.
    if (turn.length === 0) turn = names.toSorted(() => random() - 0.5);
    const name = turn.pop() ?? '';
    await happenings[name]?.();
    faults[name] = (faults[name] ?? 0) + 1;
    // Hours keep three quarters of their readings.
    await pause(8000 + 12_000 * random());
  }
  // The last cycle ends in quiet, and its file is delivered.
  await pause((cycleMs + 120_000) / times);
  const status = await agent.status();
  const endMs = now();
  const code = await agent.end('SIGTERM');
  const exported = execFileSync(process.execPath, [main, 'outbox', 'export', '--data', data], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (values.events) writeFileSync(values.events, exported);
  const files = new Map(
    readdirSync(incoming).map((name) => [name, readFileSync(join(incoming, name), 'utf8')] as const),
  );
  const found = compared({
    events: exported.trim().split('\n'),
    points,
    tt10,
    files,
    kills,
    beganMs,
    endMs,
  });
  const hours = (endMs - beganMs) / hourMs;
  const short = shortOf(found, hours);
  const result = {
    ...{ minutes, hours: Math.round(10 * hours) / 10, faults, exitCode: code },
    health: status.parts.find((p) => p.part === 'station')?.facts,
    ...found,
    short,
  };
  console.log(JSON.stringify(result, undefined, 2));
  if (values.json) writeFileSync(values.json, JSON.stringify(result));
  process.exitCode = code === 0 && found.wrong.length === 0 && short.length === 0 ? 0 : 1;
} finally {
  await agent.end('SIGKILL');
  await server.kill();
  await field.stop();
  rmSync(base, { recursive: true, force: true });
}

/** What a run of so many hours must have compared to say anything, and what it may leave open. */
function shortOf(found: ReturnType<typeof compared>, hours: number): string[] {
  const least = {
    alarmsRaised: Math.floor(2 * hours),
    alarmsCleared: Math.floor(2 * hours) - 1,
    indexHours: Math.floor(hours) - 1,
    // Dust needs two hours of three.
    indexHoursWithValue: Math.floor(hours) - 2,
    lines: Math.floor(30 * hours),
    windows: Math.floor(60 * hours),
    kills: Math.floor(1.5 * hours),
  };
  const most = { readLate: Math.ceil(found.checked / 100), alarmsUnjudged: Math.ceil(found.alarmsRaised / 5) };
  const too = (limits: Readonly<Record<string, number>>, is: (had: number, n: number) => boolean, words: string) =>
    Object.entries(limits).flatMap(([what, n]) => {
      const had = found[what as keyof typeof least];
      return is(had, n) ? [`${what}: ${had}, ${words} ${n}`] : [];
    });
  return [...too(least, (had, n) => had < n, 'at least'), ...too(most, (had, n) => had > n, 'at most')];
}
