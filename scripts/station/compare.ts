// Compares what an agent said in the soak with the truth of the simulator and with another hand.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { truthOf } from './field.ts';
import { type SoakPoint, soakPeriodMs, type TtLine } from './site.ts';

interface Soaked {
  /** Lines of `haidang outbox export`. */
  readonly events: readonly string[];
  readonly points: readonly SoakPoint[];
  readonly tt10: { readonly name: string; readonly parameters: readonly TtLine[] };
  /** What the FTP server got. */
  readonly files: ReadonlyMap<string, string>;
  readonly kills: readonly { readonly fromMs: number; readonly toMs: number }[];
  readonly beganMs: number;
  readonly endMs: number;
}

type Reading = readonly [ms: number, value: number | null, mark: string];
interface Window {
  readonly point: string;
  readonly window: string;
  readonly from: string;
  readonly to: string;
  readonly revision: number;
  readonly mean: number | null;
  readonly count: number;
  readonly capture: number;
  readonly delta?: number | null;
  readonly direction?: number | null;
}

const fixture = (name: string) => fileURLToPath(new URL(`../../test-fixtures/station/${name}`, import.meta.url));
const asked = (program: string, jobs: readonly object[]): unknown[] =>
  JSON.parse(
    execFileSync('python3', [fixture(program)], { input: JSON.stringify(jobs), maxBuffer: 2 ** 30 }).toString(),
  );

export function compared({ events, points, tt10, files, kills, beganMs, endMs }: Soaked) {
  const wrong: string[] = [];
  const parsed = events.map(
    (line) => JSON.parse(line) as { type: string; time: string; data: Record<string, unknown> },
  );
  const of = (kind: string) => parsed.filter((e) => e.type === `vn.quangninh.edge.${kind}.v1`);
  const readings = new Map<string, Reading[]>();
  let [read, checked, away] = [0, 0, 0];
  let mode = 'measuring';
  for (const { time, data } of of('device.readings')) {
    const device = String(data['device']);
    const ms = Date.parse(time);
    const told = data['readings'] as Record<string, { value: unknown; quality: string }>;
    const said = told['mode']?.value;
    if (device === 'air-1' && typeof said === 'string') mode = said;
    for (const [name, { value, quality }] of Object.entries(told)) {
      const truth = truthOf(device, name, ms);
      read++;
      if (truth !== undefined && typeof value === 'number' && quality === 'good') {
        checked++;
        const tolerance = (resolution[name] ?? 0.06) + 1.5 * slopeOf(device, name, ms);
        if (Math.abs(value - truth) > tolerance) {
          away++;
          if (away <= 5) wrong.push(`${device}/${name} at ${time}: ${value} was read, ${truth} was true`);
        }
      }
      for (const point of points) {
        if (point.device !== device || point.point !== name) continue;
        const number = typeof value === 'number' ? value : null;
        const own = number === null ? 'bad' : quality === 'good' ? 'good' : 'uncertain';
        const mark = own !== 'bad' && device === 'air-1' && mode === 'calibrating' ? 'calibrating' : own;
        const rows = readings.get(point.id) ?? [];
        rows.push([ms, number, mark]);
        readings.set(point.id, rows);
      }
    }
  }
  const { windows, twice } = lastOf(of('station.window').map((e) => e.data as unknown as Window));
  wrong.push(...twice);
  // Of the second in which it was killed, the outbox and the journal may each have a reading that the other has not.
  const isNear = (fromMs: number, toMs: number) =>
    kills.some((k) => fromMs <= k.toMs + 3 * soakPeriodMs && toMs >= k.fromMs - 3 * soakPeriodMs);
  let [exact, near] = [0, 0];
  for (const point of points) {
    const mine = [...windows.values()].filter((w) => w.point === point.id && Date.parse(w.from) >= beganMs);
    const rows = readings.get(point.id) ?? [];
    const speeds = point.speed === undefined ? undefined : (readings.get(point.speed) ?? []);
    const job = {
      ...(speeds ? { readings: speeds, wind: rows } : { readings: rows }),
      ...(point.kind === 'counter' ? { rollover: 1e12 } : {}),
      spans: mine.map((w) => [Date.parse(w.from), Date.parse(w.to)]),
      ...{ period: soakPeriodMs, threshold: 75 },
    };
    const [answers] = asked('windows_oracle.py', [job]) as Record<string, number | null>[][];
    for (const [i, w] of mine.entries()) {
      const right = answers?.[i] ?? {};
      if (isNear(Date.parse(w.from), Date.parse(w.to))) {
        near++;
        if (!speeds && Math.abs(w.count - Number(right['count'])) > 4)
          wrong.push(`near a kill: ${words(w)} not ${JSON.stringify(right)}`);
        continue;
      }
      exact++;
      const isRight = speeds
        ? isSame(w.direction, right['direction'])
        : w.count === right['count'] &&
          (point.kind === 'counter' ? isSame(w.delta, right['delta']) : isSame(w.mean, right['mean'])) &&
          Math.abs(w.capture - Number(right['capture'])) < 0.0501;
      if (!isRight) wrong.push(`${words(w)} and not ${JSON.stringify(right)}`);
    }
    for (const length of ['1min', '5min']) {
      const size = length === '1min' ? 60_000 : 300_000;
      for (let from = Math.ceil(beganMs / size) * size; from + size < endMs - 30_000; from += size) {
        if (!windows.has(`${point.id} ${length} ${from}`))
          wrong.push(`no window ${point.id} ${length} ${new Date(from).toISOString()}`);
      }
    }
  }
  const ministry = filesOf({ tt10, files, readings, beganMs, endMs, isNear });
  wrong.push(...ministry.wrong);
  const alarms = of('station.alarm').length;
  return {
    read,
    checked,
    windows: exact,
    windowsNearKills: near,
    kills: kills.length,
    alarms,
    ...ministry.counts,
    wrong,
  };
}

/** The last revision of each window, and those that were told twice with two contents. */
function lastOf(told: readonly Window[]) {
  const windows = new Map<string, Window>();
  const contents = new Map<string, string>();
  const twice: string[] = [];
  for (const w of told) {
    const key = `${w.point} ${w.window} ${Date.parse(w.from)}`;
    const text = JSON.stringify(w);
    const before = contents.get(`${key} ${w.revision}`);
    if (before !== undefined && before !== text) twice.push(`told twice: ${before} and ${text}`);
    contents.set(`${key} ${w.revision}`, text);
    if ((windows.get(key)?.revision ?? -1) <= w.revision) windows.set(key, w);
  }
  return { windows, twice };
}

interface Ministry extends Pick<Soaked, 'tt10' | 'files' | 'beganMs' | 'endMs'> {
  readonly readings: ReadonlyMap<string, readonly Reading[]>;
  readonly isNear: (fromMs: number, toMs: number) => boolean;
}

function filesOf({ tt10, files, readings, beganMs, endMs, isNear }: Ministry) {
  const wrong: string[] = [];
  const cycleMs = 300_000;
  let [lines, nearLines, wanted] = [0, 0, 0];
  for (let to = Math.ceil(beganMs / cycleMs) * cycleMs + cycleMs; to < endMs - 30_000; to += cycleMs) {
    wanted++;
    const stamp = new Date(to + 7 * 3_600_000).toISOString().slice(0, 19).replace(/[-:T]/g, '');
    const text = files.get(tt10.name.replace('{time}', stamp));
    if (text === undefined) {
      wrong.push(`no file of ${stamp}`);
      continue;
    }
    const jobs = tt10.parameters.map(({ point, name, unit, decimals = 2 }) => ({
      ...{ readings: readings.get(point) ?? [], from: to - cycleMs, to, period: soakPeriodMs, threshold: 75 },
      ...{ name, unit, decimals, missing: '', offset: 7 },
    }));
    const right = asked('tt10_oracle.py', jobs) as string[];
    for (const [i, line] of text.trimEnd().split('\n').entries()) {
      if (isNear(to - cycleMs, to)) nearLines++;
      else if (line === right[i]) lines++;
      else wrong.push(`${line} and not ${right[i]}`);
    }
  }
  if (files.size > wanted + 2) wrong.push(`${files.size} files for ${wanted} cycles`);
  return { wrong, counts: { files: files.size, cycles: wanted, lines, linesNearKills: nearLines } };
}

/** Half of the last digit of a point, where it is not a twentieth; positions have four digits of a minute. */
const resolution: Readonly<Record<string, number>> = {
  co: 5.01,
  wind_direction: 0.6,
  energy_import: 0.002,
  latitude: 1e-5,
  longitude: 1e-5,
};

/** How fast the truth changes, in a second. */
function slopeOf(device: string, point: string, ms: number): number {
  const [a, b] = [truthOf(device, point, ms - 500), truthOf(device, point, ms + 500)];
  return a === undefined || b === undefined ? 0 : Math.abs(b - a);
}

const words = (w: Window) => JSON.stringify(w);

const isSame = (a: number | null | undefined, b: number | null | undefined) =>
  a === b || (typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) < 1e-6 * Math.max(1, Math.abs(b)));
