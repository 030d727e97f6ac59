// Reads the archive: line by line, so that two months need no more memory than what is asked for.
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { archivedDays, archiveFolder } from './archive.ts';
import { type AlarmRow, type IndexRow, rowSchema, timeOf, type WindowRow } from './row.ts';

export interface Archived {
  /** Each with its last revision, by time. */
  readonly windows: readonly WindowRow[];
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
  const days = (await archivedDays(folder)).filter((d) => d >= from && d <= to);
  const windows = new Map<string, WindowRow>();
  const indices = new Map<string, IndexRow>();
  const alarms: AlarmRow[] = [];
  let held = 0;
  let torn = 0;
  for (const day of days) {
    const file = join(folder, `${day}.jsonl`);
    if (!existsSync(file)) continue;
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
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
