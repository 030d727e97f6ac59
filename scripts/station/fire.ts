// Transmission files under fire: a station that delivers to a real vsftpd is killed again and again while its clock is set,
// and what the server has at the end is compared with lines that another hand made of the readings
// (test-fixtures/station/tt10_oracle.py): each cycle once, none besides, none half, none that was changed after it came.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { seededRandom } from '../../src/simulator/random.ts';
import { freePort, startVsftpd } from '../../src/station/testing/servers.ts';
import { Driven, type Values } from './drive.ts';
import { type Given, linesOf, type Parameter, stampOf } from './lines.ts';

const cycleMs = 300_000;
const graceMs = 5000;
const dayMs = 86_400_000;
const parameters: readonly Parameter[] = [
  { point: 'pm25', name: 'PM2,5', unit: 'ug/m3', decimals: 2 },
  { point: 'temp', name: 'Temp', unit: 'C', decimals: 1 },
];

export interface Fire {
  readonly kills: number;
  readonly steps: Readonly<Record<string, number>>;
  readonly cycles: number;
  readonly received: number;
  readonly holes: readonly string[];
  /** Of no cycle, half ones, and what was changed after it had come. */
  readonly surplus: readonly string[];
  readonly changed: readonly string[];
  readonly wrong: readonly string[];
  /** Lines with a value, of all. */
  readonly valid: number;
  readonly lines: number;
}

export async function underFire(kills: number, seed: number, say: (text: string) => void = () => {}): Promise<Fire> {
  const base = mkdtempSync(join(tmpdir(), 'station-fire-'));
  const [conf, root, incoming] = [join(base, 'conf'), join(base, 'root'), join(base, 'root', 'in')];
  for (const folder of [conf, root, incoming]) mkdirSync(folder);
  const port = await freePort();
  const server = await startVsftpd(conf, root, port);
  const delivery = { by: 'ftp', host: '127.0.0.1', port, user: 'ftp', password: '${env:TT10_RIGHT}', folder: 'in' };
  const config = {
    points: parameters.map(({ point }) => ({ id: point, device: 'd', point, windows: ['5min', '24h'] })),
    grace: `${graceMs}ms`,
    tt10: { name: 'QN_{time}.txt', parameters, delivery: { ...delivery, retryFirst: '1s', retryMax: '5s' } },
  };
  const begin = Date.parse('2026-11-21T07:00:00+07:00');
  const station = new Driven({ folder: join(base, 'data'), config, fasterBy: 5 }, begin);
  try {
    return await fight(station, { kills, begin, incoming, random: seededRandom(seed), say });
  } finally {
    await station.kill();
    await server.kill();
    rmSync(base, { recursive: true, force: true });
  }
}

interface Fight {
  readonly kills: number;
  readonly begin: number;
  readonly incoming: string;
  readonly random: () => number;
  readonly say: (text: string) => void;
}

async function fight(station: Driven, { kills, begin, incoming, random, say }: Fight): Promise<Fire> {
  const given: Given[] = [];
  const steps: Record<string, number> = {};
  const seen = new Map<string, string>();
  const changed = new Set<string>();
  const env = { TT10_RIGHT: 'right' };
  /** How far the clock is from where it belongs; so far it came, where it belonged. */
  let awayMs = 0;
  let newestMs = begin;
  const look = () => {
    for (const name of readdirSync(incoming)) {
      if (!name.endsWith('.txt')) continue;
      const text = readFileSync(join(incoming, name), 'utf8');
      if ((seen.get(name) ?? text) !== text) changed.add(name);
      seen.set(name, text);
    }
  };
  const values = (): Values => ({
    pm25: random() < 0.05 ? null : Math.round(random() * 3000) / 10,
    temp: Math.round((20 + 10 * random()) * 100) / 100 - 25,
  });
  const read = (isSure: boolean) => {
    // What comes while the clock is a day off belongs where the clock would be without.
    const of = { values: values(), ms: station.wallMs - awayMs };
    given.push({ ...of, atMs: newestMs, isSure });
    return of.values;
  };
  const step = async (kind: string, ms: number) => {
    steps[kind] = (steps[kind] ?? 0) + 1;
    if (Math.abs(ms) > dayMs / 2) awayMs += ms;
    if (station.isRunning) await station.order({ do: 'step', ms });
    else station.wallMs += ms;
  };
  const run = async (times: number) => {
    for (let i = 0; i < times; i++) {
      await station.order({ do: 'run', ms: 10_000, values: read(true) });
      newestMs = Math.max(newestMs, station.wallMs - awayMs);
    }
  };

  while (station.kills < kills) {
    await station.start(env);
    await run(6 + Math.floor(random() * 30));
    const chance = random();
    if (chance < 0.15) await step('small', Math.round((random() - 0.5) * 60_000));
    else if (chance < 0.25) {
      const sign = random() < 0.5 ? 1 : -1;
      // Its minutes are milliseconds of the disk: what it kept of its clock is there by now, as it would be.
      for (let i = 0; i < 3; i++) {
        await station.order({ do: 'run', ms: 1000 });
        await wait(100);
      }
      newestMs = Math.max(newestMs, station.wallMs);
      await step(sign > 0 ? 'a day ahead' : 'a day back', sign * dayMs);
      await run(3 + Math.floor(random() * 12));
      // Half of them with a kill in between.
      if (random() < 0.5) {
        await wait(100);
        await station.kill();
        await station.start(env);
        await run(2);
      }
      await step('back again', -sign * dayMs);
      await run(3);
    }
    // Half of them where a cycle ends and its file is sent.
    if (random() < 0.5) {
      const rest = cycleMs - (station.wallMs % cycleMs);
      await run(Math.floor(rest / 10_000));
    }
    await wait(200);
    station.send({ do: 'run', ms: 10_000, values: read(false) });
    await wait(random() < 0.5 ? random() * 40 : random() * 1500);
    await station.kill();
    newestMs = Math.max(newestMs, station.wallMs);
    look();
    station.wallMs += 1000 * Math.floor(random() * 60);
    if (station.kills % 20 === 0) say(`${station.kills} kills, ${seen.size} files have come`);
  }
  await station.start(env);
  // The last cycles end, and everything that waits is delivered.
  await run(40);
  const end = Math.floor((newestMs - graceMs) / cycleMs) * cycleMs;
  const wanted: number[] = [];
  for (let to = begin + cycleMs; to <= end; to += cycleMs) wanted.push(to);
  for (let tries = 0; tries < 600; tries++) {
    const last = wanted.at(-1);
    if (last === undefined || readdirSync(incoming).includes(`QN_${stampOf(last)}.txt`)) break;
    await station.order({ do: 'run', ms: 1000 });
    await wait(100);
  }
  await station.stop();
  look();
  const lines = linesOf(wanted, given, parameters, { cycleMs, graceMs, periodMs: 10_000 });
  const names = new Set(wanted.map((to) => `QN_${stampOf(to)}.txt`));
  const files = readdirSync(incoming);
  // The cycle that was open at the start may be told, of what was before.
  const first = `QN_${stampOf(begin)}.txt`;
  const later = (name: string) => name > `QN_${stampOf(end)}.txt` && name <= `QN_${stampOf(end + 2 * cycleMs)}.txt`;
  const wrong: string[] = [];
  let valid = 0;
  let count = 0;
  for (const to of wanted) {
    const text = seen.get(`QN_${stampOf(to)}.txt`);
    if (text === undefined) continue;
    for (const [i, line] of text.trimEnd().split('\n').entries()) {
      count++;
      if (line.endsWith('00')) valid++;
      if (!lines.mayBe(to, i, line)) wrong.push(`${line} is none of ${lines.wordsOf(to, i)}`);
    }
  }
  return {
    ...{ kills: station.kills, steps, cycles: wanted.length, received: files.length, wrong, valid, lines: count },
    holes: [...names].filter((name) => !seen.has(name)),
    surplus: files.filter((name) => !names.has(name) && name !== first && !later(name)),
    changed: [...changed],
  };
}
