// The outbox database: what is always true of it, how it is laid out, and how it comes back.
//
// Invariants
//   1. A row that was committed never changes. Its body is the final text of the event, with its id and sequence in it.
//   2. Sequences are contiguous per (source, lane) from 1, and are given in the transaction that stores the row.
//   3. An id is `<epoch>-<lane>-<sequence>`; the epoch is drawn when the database is made, so no other database
//      ever gives the same id. It is drawn anew after an unclean stop where `outbox.alive` does not prove that the last
//      batch is there: else an id whose row the medium lost might be given again. The id of a row is the one in its body.
//   4. What is committed is on the medium (WAL, synchronous=FULL), in the order in which it was appended per lane.
//   5. A batch of the process is stored once: its number is in the transaction, and a batch that comes again after a
//      crash of the worker is recognised by it.
//   6. A row is sent when it has left `unsent_<lane>`. Sending ends sending, not keeping: the row stays until its
//      retention or the cap ends it. An acknowledgement that a crash swallows means that the row is sent once more,
//      with the same id.
//   7. Rows that are given up before they were sent leave a notice in the same transaction, and the notice stays until
//      the event that announces it is stored, in whose transaction it is cleared. No gap is silent.
//   8. The files of the room (database, WAL, damaged ones set aside, media) stay within the cap: room is made in the
//      transaction that needs it, so eviction costs no fsync of its own and the file, once grown, reuses its pages. Only
//      while a damaged database is being salvaged may unsent rows of it lie there twice. While another program reads
//      for so long that the log would break the cap, nothing is stored: it waits in memory, bounded, and is told. A disk
//      that is full before the cap counts as the cap, but that unsent rows go only when the memory is coming to its end.
//   9. Each body names the SHA-256 of the body before it in its stream (`prevhash`; zeros where that is not known, and then
//      it is signed). Bodies are canonical text (JCS), so the hash of an event is the hash of its stored bytes. Rows that
//      are given up are announced with the hashes around them, as far as they are known: the chain holds over the gap.
//
// Format (schema version 3; the number is `user_version`, the `application_id` says that the file is ours. Version 1 had
// neither `spans` nor `salvage`, version 2 no `hash`; every version is brought to the present one when it is opened. Rows
// of earlier versions keep their bodies, which are not canonical and name nothing before them.)
//   state               one row: the epoch; whether the last stop was clean; run and number of the last batch, and the
//                       time up to which everything appended is stored with it.
//   streams             one row a (source, lane): the next sequence, counts of what is kept, unsent and evicted, and the
//                       hash of its last event. `first` is the position of its sequence 1 in the lane's table.
//   lane_<lane>         the rows by position. Positions count per lane over all sources, so every lane grows at its end.
//   unsent_<lane>       the positions that are not sent. Claims live in memory only: after a restart, claimed rows are
//                       simply unsent.
//   subjects            when the last stored thing of each subject happened.
//   marks               now and then per lane: up to which position everything had been sent by then. Retention goes by
//                       these, so rows are kept for the whole time after they were sent and none is ever rewritten.
//   notices             what is still to be announced, as JSON.
//   spans               per lane and 1024 positions: between which times they were appended. An aid to find rows by time;
//                       a span that is missing is only slower.
//   salvage             damaged databases whose rows are still being carried over, and how far that has come.
//   outbox.alive        beside the database, no fsync: the last batch stored, next sequence and last hash of each stream, and the
//                       time up to which everything appended was stored, refreshed after each commit, before any row of
//                       it can be sent, and twice a second. It survives kill -9 and makes the interval that is
//                       announced as possibly missing short. Its time counts only with the epoch and batch that it
//                       names; its sequences say what a medium or a damaged file has lost.
//   outbox.reserve      a megabyte to give back when the disk is full, so that there is room to delete in.
//   outbox.lock         held while a process has the store open, so that two never write.
//
// Recovery
//   A database is made under another name and renamed into place: a file that is there and is empty, unreadable or
//   fails the check was damaged. It is set aside with its WAL as `outbox.db.damaged-<time>` and a new one is started, which
//   goes on with the next sequences under a new epoch. Every row that is whole in the damaged file, found page by page
//   (salvage.ts), comes back to its position with its id and sequence, while the store is in use; what was unsent and did
//   not come back is announced by its sequences. A file too big to be checked at once is checked while in use. SQLite
//   itself drops a torn end of the WAL; sequences that were lost so are announced and not given again. A database of a
//   newer schema is refused untouched. Where the disk takes nothing, the rows wait in the memory of the process, bounded;
//   what does not fit is counted and announced (`outbox.dropped`).
import type Database from 'better-sqlite3';
import { type Lane, lanes } from '../domain/lane.ts';
import { HaidangError } from '../runtime/errors.ts';
import { addChain } from './chain-migration.ts';
import { salvageTable } from './salvage-plan.ts';
import { spanTable } from './spans.ts';

/** "HDOB" in ASCII. */
export const applicationId = 0x48444f42;
export const schemaVersion = 3;
export const pageSize = 4096;
/** A log that grew over this (a long reading kept it from being emptied) is cut when it starts anew. */
export const walLimitBytes = 16 * 1024 ** 2;

/** How long the writer waits for another program that has the database locked. */
export const busyMs = 2000;

export const fileNames = {
  database: 'outbox.db',
  wal: 'outbox.db-wal',
  sharedMemory: 'outbox.db-shm',
  heartbeat: 'outbox.alive',
  reserve: 'outbox.reserve',
  lock: 'outbox.lock',
} as const;

/** Part of the format, for keys: never reordered, only added to. */
export const laneCodes: Readonly<Record<Lane, number>> = {
  alarm: 0,
  event: 1,
  state: 2,
  telemetry: 3,
  history: 4,
  media: 5,
};
export const laneOfCode = (code: number): Lane | undefined => lanes.find((lane) => laneCodes[lane] === code);

const laneTables = (lane: Lane) => `
  CREATE TABLE lane_${lane} (
    position INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    appended INTEGER NOT NULL,
    subject TEXT NOT NULL,
    type TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE TABLE unsent_${lane} (position INTEGER PRIMARY KEY) STRICT;`;

/** Entry n takes a database from version n to n + 1. */
const migrations: readonly ((db: Database.Database, epoch: string) => void)[] = [
  (db, epoch) => {
    db.exec(`
      CREATE TABLE state (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        epoch TEXT NOT NULL,
        clean INTEGER NOT NULL,
        run TEXT NOT NULL,
        batch INTEGER NOT NULL,
        through_ms REAL,
        through_quality TEXT
      ) STRICT;
      CREATE TABLE streams (
        stream INTEGER PRIMARY KEY,
        source TEXT NOT NULL,
        lane TEXT NOT NULL,
        first INTEGER NOT NULL,
        next INTEGER NOT NULL,
        kept INTEGER NOT NULL,
        unsent INTEGER NOT NULL,
        evicted INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE subjects (subject TEXT PRIMARY KEY, occurred REAL NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE marks (
        lane TEXT NOT NULL, at REAL NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (lane, at)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE notices (notice INTEGER PRIMARY KEY AUTOINCREMENT, said TEXT NOT NULL) STRICT;
      ${lanes.map(laneTables).join('')}`);
    db.prepare('INSERT INTO state VALUES (1, ?, 1, ?, 0, NULL, NULL)').run(epoch, '');
  },
  (db) => void db.exec(spanTable + salvageTable),
  addChain,
];

/** Brings the database to the present schema; each step is one transaction with its version number. */
export function migrate(db: Database.Database, epoch: string): void {
  for (let version = versionOf(db); version < migrations.length; version++) {
    db.transaction(() => {
      migrations[version]?.(db, epoch);
      db.pragma(`user_version = ${version + 1}`);
    })();
  }
}

const versionOf = (db: Database.Database) => db.pragma('user_version', { simple: true }) as number;

/** @throws HaidangError (`configuration`, `outbox-newer`) for a database that a newer program made. */
export function refuseNewer(db: Database.Database): void {
  const version = versionOf(db);
  if (version <= schemaVersion) return;
  throw new HaidangError(
    'configuration',
    'outbox-newer',
    `the outbox database has schema ${version} and this program knows up to ${schemaVersion}: it was written by a newer version; install that version again, or move ${fileNames.database} away`,
  );
}

/** Settings of a connection that writes. Checkpoints are done by the store itself, after it has answered. */
export function configure(db: Database.Database): void {
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('wal_autocheckpoint = 0');
  db.pragma(`journal_size_limit = ${walLimitBytes}`);
  db.pragma('cache_size = -4000');
  db.pragma('temp_store = MEMORY');
  db.pragma(`busy_timeout = ${busyMs}`);
}
