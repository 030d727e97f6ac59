// Opens the database, whatever state it is in: makes it, checks it, sets it aside. See format.ts for the rules.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { TimeQuality } from '../domain/time.ts';
import { messageOf } from '../runtime/errors.ts';
import { asideName, readRemains, setAside } from './aside.ts';
import type { Startup } from './draft.ts';
import { syncDirectory } from './files.ts';
import { applicationId, configure, fileNames, migrate, pageSize, refuseNewer } from './format.ts';
import { type Beat, readBeat } from './heartbeat.ts';
import { Notices } from './notices.ts';
import type { OpenOptions } from './protocol.ts';

/** Up to this size a database is checked before it is used; a bigger one while it is used. */
const checkAtOnceBytes = 64 * 1024 ** 2;
const newFile = `${fileNames.database}.new`;

export interface OpenedDatabase {
  readonly db: Database.Database;
  readonly epoch: string;
  /** The last batch of this run that is stored. */
  readonly batch: number;
  readonly startup: Startup;
  readonly unchecked: boolean;
}

interface State {
  readonly epoch: string;
  readonly clean: number;
  readonly run: string;
  readonly batch: number;
  readonly through_ms: number | null;
  readonly through_quality: TimeQuality | null;
}

/**
 * The open database, with the stop of this run noted as unclean until it is told otherwise.
 * @throws HaidangError (`configuration`, `outbox-newer`), and the errors of SQLite where the disk does not allow it.
 */
export function openDatabase(options: OpenOptions): OpenedDatabase {
  const { directory } = options;
  mkdirSync(directory, { recursive: true });
  const found = lookFor(options);
  if (found.db) return begin(found.db, options, found.unchecked);
  if (found.damage !== undefined) replace(options, found.damage);
  else if (!finishInterrupted(directory)) {
    create(directory, () => {});
    place(directory);
  }
  return begin(new Database(join(directory, fileNames.database), { fileMustExist: true }), options, false);
}

type Found =
  | { readonly db: Database.Database; readonly unchecked: boolean }
  | { readonly db?: undefined; readonly damage?: string };

/** The database that is there, or what is wrong with it, or nothing. */
function lookFor({ directory, suspicion }: OpenOptions): Found {
  const file = join(directory, fileNames.database);
  if (!existsSync(file)) {
    const log = join(directory, fileNames.wal);
    return existsSync(log) && statSync(log).size > 0 ? { damage: 'the database is gone and only its log is left' } : {};
  }
  const { size } = statSync(file);
  // A new database is renamed into place when it is complete, so an empty one has lost its contents.
  if (size === 0) return { damage: 'the file is empty' };
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { fileMustExist: true });
    const unchecked = size > checkAtOnceBytes && suspicion === undefined;
    const damage = damageOf(db, unchecked);
    if (damage === undefined && !(suspicion && suspicion.times > 1)) return { db, unchecked };
    db.close();
    return { damage: damage ?? suspicion?.reason ?? '' };
  } catch (error) {
    db?.close();
    if (!isDamage(error)) throw error;
    return { damage: messageOf(error) };
  }
}

function damageOf(db: Database.Database, unchecked: boolean): string | undefined {
  if (db.pragma('application_id', { simple: true }) !== applicationId) return 'it is not an outbox database';
  refuseNewer(db);
  if (!unchecked) {
    const [first] = db.pragma('quick_check(1)') as { quick_check: string }[];
    if (first?.quick_check !== 'ok') return first?.quick_check ?? 'the check gave no answer';
  }
  return db.prepare('SELECT 1 FROM state').get() ? undefined : 'its state is missing';
}

/** Whether an error says that the file is broken, and not that the disk does not allow something. */
export function isDamage(error: unknown): boolean {
  const code = error instanceof Database.SqliteError ? error.code : '';
  // SQLITE_ERROR: a table that must be there is not.
  return /^SQLITE_(CORRUPT|NOTADB|IOERR_SHORT_READ|FORMAT|ERROR$)/.test(code);
}

/** Puts a new database in the place of a damaged one; the new one knows what was lost before it is in its place. */
function replace({ directory, now }: OpenOptions, damage: string): void {
  const file = asideName(directory, now.ms);
  const remains = readRemains(directory);
  const beat = readBeat(directory);
  create(directory, (db) => {
    const notices = new Notices(db);
    notices.add({ kind: 'outbox.set-aside', file, reason: damage });
    for (const loss of remains.unsent) notices.add(loss);
    const subject = db.prepare('INSERT OR REPLACE INTO subjects VALUES (?, ?)');
    for (const [name, ms] of Object.entries(remains.lastStored)) subject.run(name, ms);
    db.prepare('UPDATE state SET clean = 0, through_ms = ?, through_quality = ?').run(
      beat?.ms ?? null,
      beat?.quality ?? null,
    );
  });
  setAside(directory, file);
  place(directory);
}

/** A crash between setting aside and putting the new one into its place. */
function finishInterrupted(directory: string): boolean {
  const file = join(directory, newFile);
  if (!existsSync(file)) return false;
  let complete = false;
  try {
    const db = new Database(file, { fileMustExist: true });
    complete = damageOf(db, false) === undefined;
    db.close();
  } catch {
    // Not complete: it is made again.
  }
  if (complete) place(directory);
  return complete;
}

/** Makes a complete database under another name. */
function create(directory: string, fill: (db: Database.Database) => void): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(join(directory, newFile + suffix), { force: true });
  const db = new Database(join(directory, newFile));
  try {
    db.pragma(`page_size = ${pageSize}`);
    db.pragma('auto_vacuum = INCREMENTAL');
    db.pragma('synchronous = FULL');
    db.transaction(() => {
      db.pragma(`application_id = ${applicationId}`);
      migrate(db, newEpoch());
      fill(db);
    })();
  } finally {
    db.close();
  }
}

function place(directory: string): void {
  renameSync(join(directory, newFile), join(directory, fileNames.database));
  syncDirectory(directory);
}

const newEpoch = () => randomBytes(4).toString('hex');

function begin(db: Database.Database, options: OpenOptions, unchecked: boolean): OpenedDatabase {
  try {
    configure(db);
    migrate(db, newEpoch());
    const state = db.prepare<[], State>('SELECT * FROM state').get() as State;
    const sameRun = state.run === options.run;
    const beat = readBeat(options.directory);
    const ofThis = beat?.epoch === state.epoch && beat.run === state.run ? beat : undefined;
    const epoch = ofThis && ofThis.batch > state.batch ? newEpoch() : state.epoch;
    const batch = sameRun ? state.batch : 0;
    db.prepare('UPDATE state SET epoch = ?, clean = 0, run = ?, batch = ?').run(epoch, options.run, batch);
    return { db, epoch, batch, startup: startupOf(db, state, ofThis), unchecked };
  } catch (error) {
    db.close();
    throw error;
  }
}

function startupOf(db: Database.Database, state: State, beat: Beat | undefined): Startup {
  const subjects = db.prepare<[], { subject: string; occurred: number }>('SELECT * FROM subjects').all();
  const lastStored = Object.fromEntries(subjects.map((s) => [s.subject, s.occurred]));
  if (state.clean === 1) {
    return { previousStop: state.run === '' ? 'unknown' : 'clean', since: sinceOf(state, undefined), lastStored };
  }
  return { previousStop: 'unclean', since: sinceOf(state, beat), lastStored };
}

/** The heartbeat counts where nothing was stored after the batch that it names. */
function sinceOf(state: State, beat: Beat | undefined): Startup['since'] {
  if (beat && beat.batch === state.batch) return { ms: beat.ms, quality: beat.quality };
  if (state.through_ms === null) return null;
  return { ms: state.through_ms, quality: state.through_quality ?? 'unsynced' };
}
