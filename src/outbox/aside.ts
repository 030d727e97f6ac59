// Damaged databases: put aside under a name of their own, never deleted while there is room, read for what they held.
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Instant, TimeQuality } from '../domain/time.ts';
import { syncDirectory } from './files.ts';
import { fileNames } from './format.ts';
import type { Loss } from './protocol.ts';
import { RawPages } from './raw-pages.ts';
import { rowsOn } from './raw-rows.ts';
import { type RemainingStream, readPlans, type SalvagePlan } from './salvage-plan.ts';

const prefix = `${fileNames.database}.damaged-`;
/** Damaged databases beyond these are removed, the oldest first. */
const keepAside = 3;

/** A file name for a database that is damaged now, without its directory. */
export function asideName(directory: string, nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, '');
  let name = `${prefix}${stamp}`;
  for (let n = 2; existsSync(join(directory, name)); n++) name = `${prefix}${stamp}-${n}`;
  return name;
}

/** Renames the database and its WAL. The index of the WAL (`-shm`) is rebuilt by SQLite and is removed. */
export function setAside(directory: string, name: string): void {
  const move = (from: string, to: string) => {
    if (existsSync(join(directory, from))) renameSync(join(directory, from), join(directory, to));
  };
  // The database first: a crash between the two leaves a WAL alone, which is recognised. A database without its WAL
  // would look sound, be older than what was sent, and give the same ids again.
  move(fileNames.database, name);
  move(fileNames.wal, `${name}-wal`);
  syncDirectory(directory);
  rmSync(join(directory, fileNames.sharedMemory), { force: true });
  removeSurplus(directory, keepAside);
}

interface Damaged {
  readonly files: string[];
  readonly bytes: number;
}

function damaged(directory: string): Damaged[] {
  const groups = new Map<string, Damaged>();
  for (const name of readdirSync(directory).sort()) {
    if (!name.startsWith(prefix)) continue;
    const main = name.replace(/-(wal|shm)$/, '');
    const before = groups.get(main) ?? { files: [], bytes: 0 };
    const bytes = before.bytes + statSync(join(directory, name)).size;
    groups.set(main, { files: [...before.files, name], bytes });
  }
  return [...groups.values()];
}

/** Names of the damaged databases, without their logs and the directory. */
export const damagedFiles = (directory: string): string[] =>
  damaged(directory).map((d) => (d.files[0] ?? '').replace(/-(wal|shm)$/, ''));

export const damagedBytes = (directory: string): number => damaged(directory).reduce((sum, d) => sum + d.bytes, 0);

/** Removes the oldest damaged databases until at most `keep` are left. @returns bytes of those that are left. */
export function removeSurplus(directory: string, keep: number): number {
  const all = damaged(directory);
  for (const old of all.slice(0, Math.max(0, all.length - keep))) {
    for (const name of old.files) rmSync(join(directory, name), { force: true });
  }
  return damagedBytes(directory);
}

/** What a damaged database says of itself, as far as it can be read. Quick, however big it is. */
export interface Remains {
  readonly streams: RemainingStream[];
  readonly lastStored: Record<string, number>;
  /** Lost before, and not yet announced. */
  readonly losses: Loss[];
  /** Damaged databases that it was itself still fetching rows from. */
  readonly plans: SalvagePlan[];
  readonly state: { readonly epoch: string; readonly batch: number; readonly through: Instant | null } | null;
}

interface StateRow {
  readonly epoch: string;
  readonly batch: number;
  readonly through_ms: number | null;
  readonly through_quality: TimeQuality | null;
}

export function readRemains(directory: string): Remains {
  let db: Database.Database | undefined;
  const attempt = <T>(otherwise: T, read: (db: Database.Database) => T): T => {
    try {
      db ??= new Database(join(directory, fileNames.database), { fileMustExist: true, readonly: true });
      return read(db);
    } catch {
      // What cannot be read stays unknown: that the file was set aside is announced in any case.
      return otherwise;
    }
  };
  const sql = 'SELECT stream, source, lane, first, next, kept FROM streams';
  const remains: Remains = {
    streams: attempt([], (open) => open.prepare<[], RemainingStream>(sql).all()),
    lastStored: attempt({}, (open) => {
      const subjects = open.prepare<[], { subject: string; occurred: number }>('SELECT * FROM subjects').all();
      return Object.fromEntries(subjects.map((s) => [s.subject, s.occurred]));
    }),
    losses: attempt([], (open) => {
      const said = open.prepare<[], string>('SELECT said FROM notices ORDER BY notice').pluck().all();
      return said.map((text) => JSON.parse(text) as Loss);
    }),
    plans: attempt([], readPlans),
    state: attempt(null, (open) => {
      const row = open.prepare<[], StateRow>('SELECT * FROM state').get();
      if (!row) return null;
      const { epoch, batch, through_ms: ms, through_quality: quality } = row;
      return { epoch, batch, through: ms === null ? null : { ms, quality: quality ?? 'unsynced' } };
    }),
  };
  db?.close();
  return remains;
}

/** When the newest whole row that is quickly found was appended: in the log, and at the end of the file. */
export function newestRow(directory: string): number | null {
  try {
    const pages = new RawPages(join(directory, fileNames.database));
    try {
      let newest: number | null = null;
      for (const page of pages.latest(newestPages)) {
        const bytes = pages.page(page);
        for (const { row } of bytes ? rowsOn(bytes, (n) => pages.page(n)).rows : []) {
          newest = Math.max(newest ?? 0, row.appended);
        }
      }
      return newest;
    } finally {
      pages.close();
    }
  } catch {
    return null;
  }
}
const newestPages = 512;

/** Since when there is a database, by the file system: before that nothing can be missing. */
export function bornMs(directory: string): number | null {
  const times = [fileNames.database, fileNames.wal].flatMap((name) => {
    const found = statSync(join(directory, name), { throwIfNoEntry: false });
    return found ? [found.birthtimeMs > 0 ? found.birthtimeMs : found.mtimeMs] : [];
  });
  return times.length > 0 ? Math.min(...times) : null;
}
