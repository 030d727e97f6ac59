// A table of hourly means as people export them: `time,PM2.5,PM10,O3,CO,SO2,NO2`, ISO time with offset, µg/m³, empty where
// there is none. Columns may stand in any order and may be left out. Every mistake is named with its line.
import { type Message, message } from '../../messages/catalogue.ts';
import { nearest } from '../../runtime/document/nearest.ts';
import type { Hour } from './hourly.ts';
import { type Pollutant, pollutants } from './table.ts';

export const hourMs = 3_600_000;

/** An hour of the file. */
export interface FileHour {
  /** As it stands in the file, or as the file would write it. */
  readonly time: string;
  /** Milliseconds since the epoch. */
  readonly ms: number;
  /** Minutes east of Greenwich, as the file has them. */
  readonly offsetMin: number;
  readonly values: Hour | undefined;
}

export interface HourlyFile {
  /** Every hour from the first to the last, those that the file leaves out with no values. */
  readonly hours: readonly FileHour[];
  readonly mistakes: readonly { readonly line: number; readonly message: Message }[];
}

/** A file of more hours than this has a mistake in a date: ten years. */
const mostHours = 87_660;
const mostMistakes = 20;

/** @param text the whole file. */
export function readHourlyFile(text: string): HourlyFile {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const mistakes: { line: number; message: Message }[] = [];
  const columns = (lines[0] ?? '').split(',').map(bare);
  for (const c of columns) {
    if (c !== 'time' && !isPollutant(c)) mistakes.push({ line: 1, message: unknownColumn(c) });
  }
  if (!columns.includes('time')) mistakes.push({ line: 1, message: message('station.csv-no-time') });
  if (mistakes.length > 0) return { hours: [], mistakes };

  const rows = new Map<number, FileHour>();
  for (const [i, line] of lines.entries()) {
    if (i === 0 || line.trim() === '') continue;
    const row = readRow(line, columns);
    const wrong = 'code' in row ? row : rows.has(row.ms) ? message('station.csv-twice', { time: row.time }) : undefined;
    if (wrong) mistakes.push({ line: i + 1, message: wrong });
    else if (!('code' in row)) rows.set(row.ms, row);
    if (mistakes.length >= mostMistakes) break;
  }
  const sorted = [...rows.values()].sort((a, b) => a.ms - b.ms);
  const span = sorted.length > 0 ? (sorted.at(-1)!.ms - sorted[0]!.ms) / hourMs : 0;
  if (span > mostHours) {
    const params = { first: sorted[0]!.time, last: sorted.at(-1)!.time };
    return { hours: [], mistakes: [...mistakes, { line: 1, message: message('station.csv-too-long', params) }] };
  }
  return { hours: filled(sorted), mistakes };
}

function readRow(line: string, columns: readonly string[]): FileHour | Message {
  const cells = line.split(',').map(bare);
  if (cells.length > columns.length) {
    return message('station.csv-cells', { found: cells.length, expected: columns.length });
  }
  let time: Pick<FileHour, 'time' | 'ms' | 'offsetMin'> | undefined;
  const values: Partial<Record<Pollutant, number>> = {};
  for (const [i, column] of columns.entries()) {
    const cell = cells[i] ?? '';
    if (column === 'time') {
      time = hourOf(cell);
      if (!time) return message('station.csv-time', { found: cell });
    } else if (cell !== '') {
      const value = Number(cell);
      if (!Number.isFinite(value)) return message('station.csv-number', { column, found: cell });
      values[column as Pollutant] = value;
    }
  }
  return { ...time!, values };
}

const isoPattern = /^\d{4}-\d\d-\d\d[T ]\d\d:00(?::00(?:\.0+)?)?(Z|[+-]\d\d:?\d\d)$/;

function hourOf(text: string): Pick<FileHour, 'time' | 'ms' | 'offsetMin'> | undefined {
  const zone = isoPattern.exec(text)?.[1];
  const ms = Date.parse(text);
  if (zone === undefined || Number.isNaN(ms)) return undefined;
  const [, sign, h, m] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? [];
  const offsetMin = sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(h) * 60 + Number(m));
  // The hours of zones with half an hour do not begin with ours, and are as far apart.
  return { time: text, ms, offsetMin };
}

/** The hours with those between them that are not there. */
function filled(rows: readonly FileHour[]): FileHour[] {
  const all: FileHour[] = [];
  for (const row of rows) {
    for (let last = all.at(-1); last && row.ms - last.ms > hourMs; last = all.at(-1)) {
      const ms = last.ms + hourMs;
      all.push({ time: localIso(ms, last.offsetMin), ms, offsetMin: last.offsetMin, values: undefined });
    }
    all.push(row);
  }
  return all;
}

/** An instant as the clocks of its zone show it: `2026-11-21T07:00:00+07:00`. */
export function localIso(ms: number, offsetMin: number): string {
  const local = new Date(ms + offsetMin * 60_000).toISOString().slice(0, 19);
  const [h, m] = [Math.floor(Math.abs(offsetMin) / 60), Math.abs(offsetMin) % 60];
  const two = (n: number) => String(n).padStart(2, '0');
  return `${local}${offsetMin < 0 ? '-' : '+'}${two(h)}:${two(m)}`;
}

const bare = (cell: string) => cell.trim().replace(/^"(.*)"$/, '$1');
const isPollutant = (name: string): name is Pollutant => (pollutants as readonly string[]).includes(name);

function unknownColumn(found: string): Message {
  const allowed = ['time', ...pollutants];
  const near = nearest(found, allowed) ?? allowed[1]!;
  return message('station.csv-column', { found, near, allowed: allowed.join(', ') });
}
