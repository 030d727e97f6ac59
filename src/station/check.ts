// The links of a station: its points are there, its packs are there, its names are its own. Reads no file but that of the
// authorities a delivery is verified by.
import { type Message, message } from '../messages/catalogue.ts';
import { type Path, unknownName } from '../runtime/document/problem.ts';
import { isPollutant } from './aqi/table.ts';
import { firstOf, type StationConfig, type StationPoint } from './config.ts';
import { checkDelivery } from './delivery/check.ts';
import type { RulePack } from './packs/pack.ts';
import { parameterMistakes } from './parameter-names.ts';
import { factorOf, fileFactor, misspeltMass } from './units.ts';
import type { Wrap } from './windows/wrap.ts';

/** What is wrong with a link; `path` from the root of the site file. */
export interface StationProblem {
  readonly path: Path;
  readonly severity: 'error' | 'warning';
  readonly message: Message;
}

interface Known {
  /** The points of each device and input; undefined where they are not known beforehand. */
  readonly points: ReadonlyMap<string, readonly string[] | undefined>;
  readonly packs: readonly RulePack[];
  readonly knownPacks: readonly string[];
  /** Where counters begin again, by `DEVICE/POINT`. */
  readonly wraps?: ReadonlyMap<string, Wrap>;
  /** What the readings say that they are in, by `DEVICE/POINT`: it goes before what the site file says. */
  readonly units?: ReadonlyMap<string, string>;
}

/** A direction by its name, and not how far one strays or is set off. */
const direction = /direction(?!.*(deviation|offset))/i;

export function checkStation(
  config: StationConfig,
  { points, packs, knownPacks, wraps, units }: Known,
): StationProblem[] {
  const problems: StationProblem[] = [];
  const add = (path: Path, m: Message, severity: StationProblem['severity'] = 'error') =>
    problems.push({ path: ['station', ...path], severity, message: m });
  const devices = [...points.keys()];
  const ids = config.points.map((p) => p.id);

  const checkPlace = (path: Path, device: string, point: string) => {
    if (!points.has(device)) add([...path, 'device'], unknownName('device', device, devices));
    const known = points.get(device);
    if (known && !known.includes(point)) add([...path, 'point'], unknownName('point', point, known));
  };
  const addUnit = (path: Path, found: string) => {
    const near = misspeltMass(found);
    if (near !== undefined) add(path, message('station.unit-near', { found, near }), 'warning');
  };
  const unitOf = (p: StationPoint | undefined) => p && (units?.get(`${p.device}/${p.point}`) ?? p.unit);
  for (const [i, p] of config.points.entries()) {
    const path = ['points', i];
    checkPlace(path, p.device, p.point);
    if (p.unit !== undefined) addUnit([...path, 'unit'], p.unit);
    if (ids.indexOf(p.id) < i) add([...path, 'id'], message('station.point-twice', { id: p.id }));
    if (p.speed !== undefined && !ids.includes(p.speed)) add([...path, 'speed'], unknownName('point', p.speed, ids));
    if (p.kind === 'scalar' && unitOf(p) === 'deg' && direction.test(p.point)) {
      add([...path, 'kind'], message('station.direction-mean', { id: p.id }), 'warning');
    }
    const rollover = rolloverMistake(p, wraps?.get(`${p.device}/${p.point}`));
    if (rollover) add([...path, 'rollover'], rollover, 'warning');
    if (p.maxRate && p.kind !== 'counter') {
      add([...path, 'maxRate'], message('station.max-rate-of-counter', { id: p.id, kind: p.kind }), 'warning');
    }
    const first = config.aqi && isPollutant(p.parameter) ? firstOf(config.points, p.parameter) : undefined;
    if (first && first !== p && p.windows.includes('1h')) {
      const params = { id: p.id, other: first.id, parameter: first.parameter ?? '' };
      add([...path, 'parameter'], message('station.aqi-twice', params), 'warning');
    }
    for (const [k, alarm] of p.alarms.entries()) {
      const at = [...path, 'alarms', k];
      if (p.alarms.findIndex((a) => a.id === alarm.id) < k) {
        add([...at, 'id'], message('station.alarm-twice', { id: alarm.id }));
      }
      if (p.kind === 'wind-direction' && alarm.kind === 'limit' && alarm.of !== 'reading') {
        add([...at, 'of'], message('station.alarm-of-direction', { id: p.id }), 'warning');
      }
      if (alarm.kind === 'cross' && !ids.includes(alarm.notAbove)) {
        add([...at, 'notAbove'], unknownName('point', alarm.notAbove, ids));
      } else if (alarm.kind === 'cross') {
        const incomparable = crossMistake(
          p.id,
          unitOf(p),
          alarm.notAbove,
          unitOf(config.points.find(({ id }) => id === alarm.notAbove)),
        );
        if (incomparable) add([...at, 'notAbove'], incomparable, 'warning');
      }
    }
  }
  for (const [i, flag] of config.flags.entries()) {
    checkPlace(['flags', i], flag.device, flag.point);
    if (!points.has(flag.device) || config.points.some((p) => p.device === flag.device)) continue;
    add(['flags', i, 'device'], message('station.flag-for-nothing', { device: flag.device }), 'warning');
  }
  for (const [i, name] of config.packs.entries()) {
    if (!knownPacks.includes(name)) add(['packs', i], unknownName('pack', name, knownPacks));
  }
  for (const [i, { point, unit }] of (config.tt10?.parameters ?? []).entries()) {
    const path = ['tt10', 'parameters', i, 'point'];
    const found = config.points.find((p) => p.id === point);
    if (!found) add(path, unknownName('point', point, ids));
    else if (!found.windows.includes('5min')) add(path, message('station.tt10-window', { point }));
    const measured = unitOf(found);
    if (
      measured !== undefined &&
      fileFactor({ unit: measured, isCounted: found?.kind === 'counter' }, unit) === undefined
    ) {
      // What the profile of a device says costs the line its value; it keeps no site from starting.
      const severity = measured === found?.unit ? 'error' : 'warning';
      add(['tt10', 'parameters', i, 'unit'], message('station.tt10-unit', { point, found: measured, unit }), severity);
    }
    addUnit(['tt10', 'parameters', i, 'unit'], unit);
  }
  for (const { path, ...found } of config.tt10?.delivery ? checkDelivery(config.tt10.delivery) : []) {
    problems.push({ path: ['station', 'tt10', 'delivery', ...path], ...found });
  }
  const limited = new Set(packs.flatMap((pack) => pack.limits.map((l) => l.parameter)));
  const written = parameterMistakes(config, limited);
  for (const { index, severity, message: m } of written) add(['points', index, 'parameter'], m, severity);
  // That nothing is left for the index or a pack only follows from a parameter that is written otherwise.
  if (written.some((m) => m.severity === 'error')) return problems;
  if (packs.length > 0 && !config.points.some((p) => p.parameter !== undefined && limited.has(p.parameter))) {
    add(['packs'], message('station.packs-for-nothing'), 'warning');
  }
  const isDust = config.points.some(
    (p) => (p.parameter === 'PM2.5' || p.parameter === 'PM10') && p.windows.includes('1h'),
  );
  if (config.aqi && !isDust) add(['aqi'], message('station.aqi-without-dust'));
  return problems;
}

function crossMistake(id: string, unit: string | undefined, other: string, found: string | undefined) {
  if (unit === undefined || found === undefined || factorOf(found, unit) !== undefined) return undefined;
  return message('station.cross-unit', { id, unit, other, found });
}

/** A rollover that is never looked at, or never reached: the counter begins again before. */
function rolloverMistake({ id, kind, rollover }: StationPoint, wrap: Wrap | undefined): Message | undefined {
  if (rollover === undefined) return undefined;
  if (kind !== 'counter') return message('station.rollover-of-counter', { id, kind });
  if (!wrap || rollover <= wrap.low + wrap.size) return undefined;
  return message('station.rollover-beyond', { id, rollover, end: wrap.low + wrap.size });
}
