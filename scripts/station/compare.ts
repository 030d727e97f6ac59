// Compares what an agent said in the soak with the truth of the simulator and with another hand.
import { asked } from './asked.ts';
import { alarmsOf } from './compare-alarms.ts';
import { type IndexTold, indicesOf } from './compare-index.ts';
import { truthOf } from './field.ts';
import { type SoakPoint, soakGraceMs, soakPeriodMs, type TtLine } from './site.ts';

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

export type Reading = readonly [ms: number, value: number | null, mark: string];
interface Window {
  readonly point: string;
  readonly window: string;
  readonly from: string;
  readonly to: string;
  readonly revision: number;
  readonly mean: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly valid: boolean;
  readonly count: number;
  readonly capture: number;
  readonly delta?: number | null;
  readonly direction?: number | null;
}

export function compared({ events, points, tt10, files, kills, beganMs, endMs }: Soaked) {
  const wrong: string[] = [];
  const parsed = events.map(
    (line) => JSON.parse(line) as { type: string; time: string; data: Record<string, unknown> },
  );
  const of = (kind: string) => parsed.filter((e) => e.type === `vn.quangninh.edge.${kind}.v1`);
  const readings = new Map<string, Reading[]>();
  let [read, checked, late, apart] = [0, 0, 0, 0];
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
        const lag = lagOf(device, name, ms, value);
        if (lag === undefined) {
          apart++;
          if (apart <= 20) wrong.push(`${device}/${name} at ${time}: ${value} was read, ${truth} was true`);
        } else if (lag > lagSeconds) late++;
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
  const killsNear = (fromMs: number, toMs: number) =>
    kills.filter((k) => fromMs <= k.toMs + killMs && toMs >= k.fromMs - killMs).length;
  const isNear = (fromMs: number, toMs: number) => killsNear(fromMs, toMs) > 0;
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
        const few = fewOfAKill * killsNear(Date.parse(w.from), Date.parse(w.to));
        if (!speeds && !isAlmost(w, right, few)) wrong.push(`near a kill: ${words(w)} not ${JSON.stringify(right)}`);
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
      for (let from = Math.ceil(beganMs / size) * size; from + size < endMs - 2 * soakGraceMs; from += size) {
        if (!windows.has(`${point.id} ${length} ${from}`))
          wrong.push(`no window ${point.id} ${length} ${new Date(from).toISOString()}`);
      }
    }
  }
  const ministry = filesOf({ tt10, files, readings, beganMs, endMs, isNear });
  wrong.push(...ministry.wrong);
  const told = of('station.alarm').map(({ time, data }) => {
    const { point, alarm, state } = data as Record<string, string>;
    return [Date.parse(time), point ?? '', alarm ?? '', state ?? ''] as const;
  });
  const own = points.flatMap(({ id, alarms }) => alarms.map((a) => `${id} ${a.id}`));
  const rules = { graceMs: soakGraceMs, periodMs: soakPeriodMs };
  const alarms = alarmsOf({
    told: told.filter(([, point, alarm]) => own.includes(`${point} ${alarm}`)),
    ...{ points, readings, rules, beganMs, endMs },
  });
  const means = [...windows.values()].flatMap(({ point, window, to, mean, valid }) => {
    const parameter = points.find(({ id }) => id === point)?.parameter;
    return window === '1h' && parameter ? [{ parameter, toMs: Date.parse(to), mean: valid ? mean : null }] : [];
  });
  const indices = indicesOf(
    means,
    of('station.aqi').map((e) => e.data as unknown as IndexTold),
  );
  wrong.push(...alarms.wrong, ...indices.wrong);
  return {
    read,
    checked,
    readLate: late,
    apart,
    windows: exact,
    windowsNearKills: near,
    kills: kills.length,
    alarmsRaised: alarms.raised,
    alarmsCleared: alarms.cleared,
    alarmKinds: alarms.kinds,
    alarmsUnjudged: alarms.unjudged,
    alarmsOfTheLaw: told.length - alarms.raised - alarms.cleared,
    indexHours: indices.hours,
    indexHoursWithValue: indices.valued,
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
  for (let to = Math.ceil(beganMs / cycleMs) * cycleMs + cycleMs; to < endMs - 2 * soakGraceMs; to += cycleMs) {
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

/** Of the seconds around a kill, the outbox and the journal may each have readings that the other has not. */
const killMs = 30_000;
const fewOfAKill = killMs / soakPeriodMs;

/** A reading is taken so long before it is told, seconds of the soak; more where its machine is busy, which is counted. */
const lagSeconds = 12;
/** So late none can be: by then it has been asked for again. So early: its time is that of the question. */
const [latestSeconds, earliestSeconds] = [90, 5];

/** How long before the value was true, seconds; undefined where it was not. */
function lagOf(device: string, point: string, ms: number, value: number): number | undefined {
  const digit = resolution[point] ?? 0.06;
  for (let lag = -earliestSeconds; lag <= latestSeconds; lag++) {
    const ends = [truthOf(device, point, ms - 1000 * lag), truthOf(device, point, ms - 1000 * (lag + 1))] as number[];
    if (value >= Math.min(...ends) - digit && value <= Math.max(...ends) + digit) return lag;
  }
  return undefined;
}

/** Where one of the two may have a few readings that the other has not. */
function isAlmost(w: Window, right: Readonly<Record<string, number | null>>, few: number): boolean {
  if (Math.abs(w.count - Number(right['count'])) > few) return false;
  const { mean } = right;
  if (typeof mean !== 'number' || w.mean === null || w.min === null || w.max === null) return w.count <= few;
  const spread = Math.max(w.max, Number(right['max'])) - Math.min(w.min, Number(right['min']));
  return Math.abs(w.mean - mean) <= (few * spread) / Math.max(1, w.count) + 1e-9;
}

const words = (w: Window) => JSON.stringify(w);

const isSame = (a: number | null | undefined, b: number | null | undefined) =>
  a === b || (typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) < 1e-6 * Math.max(1, Math.abs(b)));
