// Makes a database as version 1 of the format made it: the words of that release, not those of today, so that the way
// forward stays tested whatever becomes of them.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { fileNames } from '../format.ts';
import { source, startMs } from './drafts.ts';

const lanes = ['alarm', 'event', 'state', 'telemetry', 'history', 'media'];

/**
 * @param rows of telemetry, a second apart; the first third of them was sent.
 * @param clean how its last stop is noted.
 */
export function makeVersion1(directory: string, rows: number, clean = true): void {
  const db = new Database(join(directory, fileNames.database));
  db.pragma('page_size = 4096');
  db.pragma('auto_vacuum = INCREMENTAL');
  db.pragma('application_id = 1212436290');
  db.pragma('user_version = 1');
  db.exec(`
    CREATE TABLE state (
      one INTEGER PRIMARY KEY CHECK (one = 1), epoch TEXT NOT NULL, clean INTEGER NOT NULL, run TEXT NOT NULL,
      batch INTEGER NOT NULL, through_ms REAL, through_quality TEXT
    ) STRICT;
    CREATE TABLE streams (
      stream INTEGER PRIMARY KEY, source TEXT NOT NULL, lane TEXT NOT NULL, first INTEGER NOT NULL,
      next INTEGER NOT NULL, kept INTEGER NOT NULL, unsent INTEGER NOT NULL, evicted INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE subjects (subject TEXT PRIMARY KEY, occurred REAL NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE marks (
      lane TEXT NOT NULL, at REAL NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (lane, at)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE notices (notice INTEGER PRIMARY KEY AUTOINCREMENT, said TEXT NOT NULL) STRICT;`);
  for (const lane of lanes) {
    db.exec(`
      CREATE TABLE lane_${lane} (
        position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, sequence INTEGER NOT NULL, appended INTEGER NOT NULL,
        subject TEXT NOT NULL, type TEXT NOT NULL, body TEXT NOT NULL
      ) STRICT;
      CREATE TABLE unsent_${lane} (position INTEGER PRIMARY KEY) STRICT;`);
  }
  const sent = Math.floor(rows / 3);
  db.transaction(() => {
    db.prepare('INSERT INTO state VALUES (1, ?, ?, ?, 7, ?, ?)').run(
      '01234567',
      clean ? 1 : 0,
      'run-of-1',
      startMs,
      'synced',
    );
    db.prepare('INSERT INTO streams VALUES (1, ?, ?, 1, ?, ?, ?, 0)').run(
      source,
      'telemetry',
      rows + 1,
      rows,
      rows - sent,
    );
    db.prepare('INSERT INTO subjects VALUES (?, ?)').run('device/air-1', startMs);
    const row = db.prepare('INSERT INTO lane_telemetry VALUES (?, 1, ?, ?, ?, ?, ?)');
    const unsent = db.prepare('INSERT INTO unsent_telemetry VALUES (?)');
    for (let n = 1; n <= rows; n++) {
      const text = String(n).padStart(20, '0');
      const body = `{"specversion":"1.0","id":"01234567-telemetry-${n}","sequence":"${text}","source":"${source}","data":{"n":${n}}}`;
      row.run(n, n, startMs + n * 1000, 'device/air-1', 't', body);
      if (n > sent) unsent.run(n);
    }
  })();
  db.pragma('journal_mode = WAL');
  db.close();
}
