// npm run station:oracle -- [--days 365] [--seed 1] [--piece 15] [--from 2025-07-01] [--json FILE]: a simulated year of one
// station, 30 points every ten seconds with everything that happens to sensors, goes through the product; another hand in
// another language (test-fixtures/station/year_oracle.py, with numpy) makes the same truth by itself from the seed and says
// what every window, alarm, index and line of a file must be. Exit code 0 where all agree, else 1. Memory and disk hold a
// piece of some days, however long the whole is. Needs python3-numpy.
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Clock } from '../../../src/runtime/clock.ts';
import { silentLogger } from '../../../src/runtime/logger.ts';
import { loadPack } from '../../../src/station/packs/load-pack.ts';
import { Station } from '../../../src/station/station.ts';
import { orSay, whole } from '../../lib/flags.ts';
import { Feed } from './feed.ts';
import { Judge } from './judge.ts';
import { Pieces } from './pieces.ts';
import { lateDevices, modeDevice, yearConfig, yearPoints } from './points.ts';
import { stepMs, stepsOfDay } from './truth.ts';

const { values } = orSay(() =>
  parseArgs({
    options: {
      days: { type: 'string', default: '365' },
      seed: { type: 'string', default: '1' },
      piece: { type: 'string', default: '15' },
      from: { type: 'string', default: '2025-07-01' },
      json: { type: 'string' },
    },
  }),
);
const [days, seed, pieceDays] = orSay(
  () => [whole('days', values.days, 1), whole('seed', values.seed, 0), whole('piece', values.piece, 1)] as const,
);
const dayMs = stepsOfDay * stepMs;
const zoneMs = 7 * 3_600_000;
const beginMs = Date.parse(`${values.from}T00:00:00+07:00`);
const pieces = Math.ceil(days / pieceDays);
const pieceEndMs = (number: number) => beginMs + Math.min(days, (number + 1) * pieceDays) * dayMs;
/** A window is of the piece that it ends in; those after the last day are of none that is compared. */
const pieceOf = (endMs: number) =>
  endMs > beginMs + days * dayMs ? pieces : Math.floor((endMs - 1 - beginMs) / (pieceDays * dayMs));
/** What comes late has come by then, and a counter that was away is back. */
const settledMs = 12 * 3_600_000;

/** Files are many and small: a disk in memory spares the flash of whoever runs this. */
const disk = statSync('/dev/shm', { throwIfNoEntry: false })?.isDirectory() ? '/dev/shm' : tmpdir();
const base = mkdtempSync(join(disk, 'station-year-'));
const folder = join(base, 'tt10');
mkdirSync(folder);
const loaded = loadPack(new URL('../../../config/rule-packs/qcvn-05-2023-air.yaml', import.meta.url).pathname);
if (!('pack' in loaded)) throw new Error('the rule pack has mistakes');
const config = yearConfig();

let nowMs = beginMs;
const now = () => ({ ms: nowMs, quality: 'synced' as const });
const clock: Clock = { now, monotonicMs: () => nowMs, after: () => () => {} };
const said = new Pieces(
  base,
  config.points.map((p) => p.id),
  pieceOf,
);
const station = new Station({
  ...{ config, packs: [loaded.pack], timezone: 'Asia/Ho_Chi_Minh', folder, clock, logger: silentLogger },
  send: (o) => said.take(o),
  stored: async () => {},
  store: { get: () => undefined, set: async () => {} },
});
const judge = new Judge({
  ...{ seed, beginMs, stepMs, zoneMs, points: yearPoints, lateDevices, modeDevice, config, packs: [loaded.pack] },
});
const stampMs = (stamp: string) =>
  Date.parse(stamp.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6Z')) - zoneMs;
const feed = new Feed(seed, beginMs, (o) => station.heard(o));

try {
  await station.start();
  const began = process.cpuUsage();
  let done = 0;
  for (let step = 0; done < pieces; step++) {
    nowMs = beginMs + (step + 1) * stepMs;
    feed.step(step);
    station.advance(now());
    // Files are written behind: they get their turn once an hour.
    if (step % 360 === 359) await station.remember();
    if (nowMs < pieceEndMs(done) + settledMs) continue;
    const of = said.finish(done, join(folder, 'out'), (name) => stampMs(name.slice(3, 17)));
    await judge.ask({ from: done * pieceDays, to: Math.min(days, (done + 1) * pieceDays), folder: of });
    done++;
    process.stderr.write(`${Math.min(days, done * pieceDays)} days: ${JSON.stringify(judge.total)}\n`);
  }
  const { user, system } = process.cpuUsage(began);
  const total = await judge.end();
  await station.stop();
  const result = {
    ...{
      days,
      seed,
      points: yearPoints.length,
      ...feed.counts,
      said: said.counts,
      saidAfterwards: said.afterwards,
      facts: station.health().facts,
    },
    ...{
      productCpuSeconds: Math.round((user + system) / 1e6),
      peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    },
    ...total,
  };
  console.log(JSON.stringify(result, undefined, 2));
  if (values.json) writeFileSync(values.json, JSON.stringify(result));
  process.exitCode = total.different === 0 ? 0 : 1;
} finally {
  judge.kill();
  rmSync(base, { recursive: true, force: true });
}
