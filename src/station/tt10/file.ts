// One transmission file: a line a parameter, `Name TAB Value TAB Unit TAB YYYYMMDDhhmmss TAB Status`, local time of the end
// of its five minutes; status 00 measuring, 01 calibrating, 02 device error, also where there is no value. Sources: Circular
// 10/2021/TT-BTNMT as three independent programs write it (the circular's own text was not compared). Pure.
import type { Zone } from '../../runtime/calendar/local-time.ts';
import { fileFactor } from '../units.ts';
import type { Tt10Config } from './config.ts';

export interface Tt10Value {
  /** Of a counter, how much it went on. */
  readonly mean: number | null;
  readonly isCounted?: boolean;
  readonly valid: boolean;
  /** That of its readings, where they say it. */
  readonly unit?: string | undefined;
  /** Readings that were left out. */
  readonly left: { readonly bad: number; readonly calibrating: number; readonly maintenance: number };
  /** Are there readings of it that were forgotten? Then it takes the place of no value that was valid. */
  readonly isPart?: boolean;
}

export interface Tt10File {
  readonly name: string;
  readonly text: string;
}

type Status = '00' | '01' | '02';

/** What the file of the five minutes that end at `toMs` is called. */
export function tt10Name(config: Tt10Config, zone: Zone, toMs: number): string {
  return config.name.replaceAll('{time}', localStamp(zone, toMs));
}

/**
 * @param values by the ids of points, of the five minutes that end at `toMs`.
 * @param before the text of the file that stands there: its lines hold where nothing, or only a part, is known.
 */
export function tt10File(
  config: Tt10Config,
  zone: Zone,
  toMs: number,
  values: ReadonlyMap<string, Tt10Value>,
  before = '',
): Tt10File {
  const time = localStamp(zone, toMs);
  const stood = before.split(/\r?\n/).map((line) => ({ line, fields: line.split('\t') }));
  const lines = config.parameters.map(({ point, name, unit, decimals }) => {
    const value = values.get(point);
    // A number of another kind of unit (ppb beside ug/m3) is none in this file.
    const factor = fileFactor(value ?? {}, unit);
    const status = factor === undefined && statusOf(value) === '00' ? '02' : statusOf(value);
    const old = stood.find(({ fields: [n, , u, t] }) => n === name && u === unit && t === time);
    if (old && (!value || (value.isPart && status !== '00' && old.fields[4] === '00'))) return old.line;
    const isShown = value && value.mean !== null && factor !== undefined && status === '00';
    const shown = isShown ? fixed(value.mean * factor, decimals) : config.missing;
    return [name, shown, unit, time, status].join('\t');
  });
  const end = config.ending === 'crlf' ? '\r\n' : '\n';
  return { name: tt10Name(config, zone, toMs), text: lines.map((line) => line + end).join('') };
}

/** The same file without a value: what stood in it was of another time. */
export function tt10Blank(config: Tt10Config, text: string): string {
  return text.replace(
    /^([^\t\r\n]*)\t[^\t\r\n]*\t([^\t\r\n]*)\t(\d+)\t\d\d/gm,
    `$1\t${config.missing.replaceAll('$', '$$$$')}\t$2\t$3\t02`,
  );
}

/** Calibrated or worked on for most of what is missing: 01. */
function statusOf(value: Tt10Value | undefined): Status {
  if (!value) return '02';
  if (value.valid && value.mean !== null) return '00';
  const { bad, calibrating, maintenance } = value.left;
  return calibrating + maintenance > bad ? '01' : '02';
}

/** `20261121070500`. */
export function localStamp(zone: Zone, ms: number): string {
  return new Date(ms + zone.offsetMs(ms)).toISOString().slice(0, 19).replace(/[-:T]/g, '');
}

/** Half away from zero on the number as it is written in decimal, and never "-0.00". */
function fixed(value: number, decimals: number): string {
  const shifted = Math.round(Number(`${Math.abs(value).toPrecision(12)}e${decimals}`));
  const text = (shifted / 10 ** decimals).toFixed(decimals);
  return value < 0 && shifted !== 0 ? `-${text}` : text;
}
