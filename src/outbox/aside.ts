// Damaged databases: put aside under a name of their own, never deleted while there is room, read for what they held.
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { lanes } from '../domain/lane.ts';
import { syncDirectory } from './files.ts';
import { fileNames } from './format.ts';
import type { Loss } from './protocol.ts';
import { sequenceText } from './sequence.ts';

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

export const damagedBytes = (directory: string): number => damaged(directory).reduce((sum, d) => sum + d.bytes, 0);

/** Removes the oldest damaged databases until at most `keep` are left. @returns bytes of those that are left. */
export function removeSurplus(directory: string, keep: number): number {
  const all = damaged(directory);
  for (const old of all.slice(0, Math.max(0, all.length - keep))) {
    for (const name of old.files) rmSync(join(directory, name), { force: true });
  }
  return damagedBytes(directory);
}

/** What a damaged database says that it held, as far as it can be read. */
export interface Remains {
  readonly unsent: Loss[];
  readonly lastStored: Record<string, number>;
}

export function readRemains(directory: string): Remains {
  const remains: Remains = { unsent: [], lastStored: {} };
  let db: Database.Database | undefined;
  const attempt = (read: (db: Database.Database) => void) => {
    try {
      db ??= new Database(join(directory, fileNames.database), { fileMustExist: true, readonly: true });
      read(db);
    } catch {
      // What cannot be read stays unknown: that the file was set aside is announced in any case.
    }
  };
  attempt((open) => {
    const sql = 'SELECT subject, occurred FROM subjects';
    for (const s of open.prepare<[], { subject: string; occurred: number }>(sql).iterate()) {
      remains.lastStored[s.subject] = s.occurred;
    }
  });
  for (const lane of lanes) {
    attempt((open) => {
      const sql = `SELECT min(r.sequence) first, max(r.sequence) last, count(*) count
        FROM unsent_${lane} u JOIN lane_${lane} r ON r.position = u.position GROUP BY r.stream`;
      for (const { first, last, count } of open
        .prepare<[], { first: number; last: number; count: number }>(sql)
        .all()) {
        const firstSequence = sequenceText(first);
        const lastSequence = sequenceText(last);
        remains.unsent.push({ kind: 'outbox.evicted', lane, firstSequence, lastSequence, count, reason: 'corrupt' });
      }
    });
  }
  db?.close();
  return remains;
}
