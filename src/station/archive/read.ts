// Reads the archive: line by line, so that two months need no more memory than what is asked for.
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { archivedDays, archiveFolder } from './archive.ts';
import { type AlarmRow, type IndexRow, rowSchema, timeOf, type WindowRow } from './row.ts';

export interface Archived {
  /** Each with its last revision, by time. */
  readonly windows: readonly WindowRow[];
  /** Those of the days, after those that were raised before and stood at their beginning. */
  readonly alarms: readonly AlarmRow[];
  readonly indices: readonly IndexRow[];
  /** Alarms that were held back in floods. */
  readonly held: number;
  /** Lines that make no sense: torn by a power cut. */
  readonly torn: number;
  /** Days of which there is a file, within what was asked for. */
  readonly days: readonly string[];
}

/**
 * @param data the data folder of the agent. @param from @param to local dates (`2026-11-21`), both included.
 * @param isWanted which windows are kept in memory; all where it is left out.
 */
export async function readArchive(
  data: string,
  from: string,
  to: string,
  isWanted: (row: WindowRow) => boolean = () => true,
): Promise<Archived> {
  const folder = archiveFolder(data);
  const kept = await archivedDays(folder);
  const days = kept.filter((d) => d >= from && d <= to);
  const windows = new Map<string, WindowRow>();
  const indices = new Map<string, IndexRow>();
  const before = kept.filter((d) => d < from).map((day) => join(folder, `${day}.jsonl`));
  const alarms: AlarmRow[] = await standingAfter(before);
  let held = 0;
  let torn = 0;
  for (const day of days) {
    const file = join(folder, `${day}.jsonl`);
    for await (const line of linesOf(file)) {
      if (line === '') continue;
      const row = parsed(line);
      if (!row) torn++;
      else if (row.k === 'w') {
        if (isWanted(row)) keepLast(windows, `${row.point} ${row.window} ${row.from}`, row);
      } else if (row.k === 'i') keepLast(indices, `${row.period} ${row.to}`, row);
      else if (row.k === 'a') alarms.push(row);
      else held += row.held;
    }
  }
  const byTime = <R extends WindowRow | IndexRow | AlarmRow>(rows: Iterable<R>) =>
    [...rows].sort((a, b) => timeOf(a) - timeOf(b));
  const [w, i] = [byTime(windows.values()), byTime(indices.values())];
  return { windows: w, alarms: byTime(alarms), indices: i, held, torn, days };
}

const linesOf = (file: string) =>
  createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });

/** What was last said of each alarm that was raised in these files and not cleared. Only lines of alarms are looked into. */
async function standingAfter(files: readonly string[]): Promise<AlarmRow[]> {
  const standing = new Map<string, AlarmRow[]>();
  for (const file of files) {
    for await (const line of linesOf(file)) {
      const row = line.startsWith('{"k":"a"') ? parsed(line) : undefined;
      if (row?.k !== 'a') continue;
      const key = `${row.point} ${row.alarm}`;
      if (row.state === 'cleared') standing.delete(key);
      else if (row.state === 'raised') standing.set(key, [row]);
      else standing.get(key)?.push(row);
    }
  }
  return [...standing.values()].flat();
}

/** The higher revision; of equal ones the one told last (after a restart it is told again). */
function keepLast<R extends { readonly rev: number }>(rows: Map<string, R>, key: string, row: R): void {
  const before = rows.get(key);
  if (!before || row.rev >= before.rev) rows.set(key, row);
}

function parsed(line: string) {
  try {
    return rowSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
