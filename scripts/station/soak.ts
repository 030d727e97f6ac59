// npm run soak:station -- [--minutes 30] [--seed 1] [--json FILE]: the site of config/examples/station.yaml runs as an agent
// of its own against the simulator, while devices fall silent, lose their power, show no value and are calibrated, the FTP
// server ends, and the agent is killed. Then what it read is compared with what was true, and what it made of it with
// another hand (test-fixtures/station): exit code 0 where all agrees, else 1. Loopback only; needs vsftpd.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { RunningAgent } from '../../src/agent/testing/running-agent.ts';
import { seededRandom } from '../../src/simulator/random.ts';
import { freePort, startVsftpd } from '../../src/station/testing/servers.ts';
import { compared } from './compare.ts';
import { Field } from './field.ts';
import { siteOf } from './site.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    json: { type: 'string' },
  },
});
const minutes = Number(values.minutes);
const random = seededRandom(Number(values.seed));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

const base = mkdtempSync(join(tmpdir(), 'station-soak-'));
const [conf, root, incoming, data] = ['conf', 'root', 'root/in', 'data'].map((name) => join(base, name)) as [
  string,
  string,
  string,
  string,
];
for (const folder of [conf, root, incoming, data]) mkdirSync(folder);
process.env['TT10_RIGHT'] = 'right';
const field = new Field();
await field.start();
const ftp = await freePort();
let server = await startVsftpd(conf, root, ftp);
const ports = { air: field.air.port, water: field.water.port, meter: field.meter.port, gps: field.gpsPort, ftp };
const { site, points, tt10 } = siteOf(ports);
const config = join(base, 'site.yaml');
writeFileSync(config, JSON.stringify(site));
const run = () => new RunningAgent(config, data, { TT10_RIGHT: 'right' });
let agent = run();
const beganMs = Date.now();
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
    await pause(20_000);
    server = await startVsftpd(conf, root, ftp);
  },
  'agent killed': async () => {
    const fromMs = Date.now();
    await agent.end('SIGKILL');
    await pause(1000 + 4000 * random());
    agent = run();
    kills.push({ fromMs, toMs: Date.now() });
    await pause(10_000);
  },
};

async function during(begin: () => unknown, end: () => unknown): Promise<void> {
  await begin();
  await pause(5000 + 20_000 * random());
  await end();
}

try {
  await agent.until((s) => s.parts.some((p) => p.part === 'station' && Number(p.facts['readings']) > 20), 60_000);
  const names = Object.keys(happenings);
  let turn: string[] = [];
  while (Date.now() - beganMs < minutes * 60_000) {
    // Each comes once before one comes again.
    if (turn.length === 0) turn = names.toSorted(() => random() - 0.5);
    const name = turn.pop() ?? '';
    await happenings[name]?.();
    faults[name] = (faults[name] ?? 0) + 1;
    await pause(2000 + 6000 * random());
  }
  // The last window ends in quiet.
  await pause(75_000);
  const status = await agent.status();
  const code = await agent.end('SIGTERM');
  const exported = execFileSync(process.execPath, [main, 'outbox', 'export', '--data', data], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
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
    endMs: Date.now(),
  });
  const result = {
    minutes,
    faults,
    exitCode: code,
    health: status.parts.find((p) => p.part === 'station')?.facts,
    ...found,
  };
  console.log(JSON.stringify(result, undefined, 2));
  if (values.json) writeFileSync(values.json, JSON.stringify(result));
  process.exitCode = code === 0 && found.wrong.length === 0 ? 0 : 1;
} finally {
  await agent.end('SIGKILL');
  await server.kill();
  await field.stop();
  rmSync(base, { recursive: true, force: true });
}
