// Opens the database, whatever state it is in: makes it, checks it, sets it aside. See format.ts for the rules.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Instant, TimeQuality } from '../domain/time.ts';
import { messageOf } from '../runtime/errors.ts';
import { asideName, bornMs, newestRow, type Remains, readRemains, setAside } from './aside.ts';
import { bootOfMachine } from './boot.ts';
import type { Startup } from './draft.ts';
import { syncDirectory } from './files.ts';
import { applicationId, configure, fileNames, migrate, pageSize, refuseNewer } from './format.ts';
import { type Beat, readBeat } from './heartbeat.ts';
import { skipLost } from './lost-tail.ts';
import { Notices } from './notices.ts';
import type { OpenOptions } from './protocol.ts';
import { planStreams, savePlan } from './salvage-plan.ts';

/** Up to this size a database is checked before it is used; a bigger one, where it may be damaged, while it is used. */
const checkAtOnceBytes = 8 * 1024 ** 2;
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
    // Should the log lose everything that is to come, this is since when.
    const through = 'UPDATE state SET through_ms = ?, through_quality = ?';
    create(directory, (db) => void db.prepare(through).run(options.now.ms, options.now.quality));
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
    const big = size > checkAtOnceBytes;
    const damage = damageOf(db, big);
    // What is only suspected is checked where that is quick. A big one is believed to be damaged at once: nobody waits
    // for the check, and its rows come back in any case.
    const believed = suspicion && (big || suspicion.times > 1);
    if (damage === undefined && !believed) return { db, unchecked: big && !endedCleanly(db) };
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

const endedCleanly = (db: Database.Database) => db.prepare<[], number>('SELECT clean FROM state').pluck().get() === 1;

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
  // A heartbeat of another database says nothing of this one.
  const ofThis = beat && (!remains.state || remains.state.epoch === beat.epoch) ? beat : undefined;
  const streams = planStreams(remains.streams, ofThis?.streams ?? []);
  const since = storedUpTo(directory, remains, ofThis);
  create(directory, (db) => {
    const notices = new Notices(db);
    notices.add({ kind: 'outbox.set-aside', file, reason: damage });
    for (const loss of remains.losses) notices.add(loss);
    const stream = db.prepare('INSERT INTO streams VALUES (?, ?, ?, ?, ?, 0, 0, 0, ?)');
    for (const [i, s] of streams.entries()) stream.run(i + 1, s.source, s.lane, s.first, s.next, s.hash);
    const subject = db.prepare('INSERT OR REPLACE INTO subjects VALUES (?, ?)');
    for (const [name, ms] of Object.entries(remains.lastStored)) subject.run(name, ms);
    for (const plan of remains.plans) savePlan(db, plan);
    savePlan(db, { file, page: 0, carried: 0, unsent: 0, broken: 0, streams });
    const sql = 'UPDATE state SET clean = 0, through_ms = ?, through_quality = ?';
    db.prepare(sql).run(since?.ms ?? null, since?.quality ?? null);
  });
  setAside(directory, file);
  place(directory);
}

/**
 * Up to when everything that was appended was stored, in a database that is damaged: what it lost of that is named by
 * its sequences. Where neither it nor the heartbeat knows, the newest row that is found; where there is none, since the
 * file was made.
 */
function storedUpTo(directory: string, { state }: Remains, beat: Beat | undefined): Instant | null {
  if (beat && (!state || beat.batch === state.batch)) return { ms: beat.ms, quality: beat.quality };
  if (state?.through) return state.through;
  const ms = newestRow(directory) ?? bornMs(directory);
  return ms === null ? null : { ms: Math.trunc(ms), quality: 'unsynced' };
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
    const known = beat?.epoch === state.epoch ? beat : undefined;
    const ofThis = known?.run === state.run ? known : undefined;
    // A heartbeat of a later run or batch than the database knows: the log lost its end, perhaps a whole run.
    const lost = known !== undefined && (!ofThis || ofThis.batch > state.batch);
    const clean = state.clean === 1 && !lost;
    // After a kill only a heartbeat of the very last batch proves it; a process that lives knows it itself.
    const sound = clean || (sameRun ? !lost : ofThis?.batch === state.batch);
    const epoch = sound ? state.epoch : newEpoch();
    const batch = sameRun ? state.batch : 0;
    db.transaction(() => {
      if (known && !sound) skipLost(db, known.streams);
      db.prepare('UPDATE state SET epoch = ?, clean = 0, run = ?, batch = ?').run(epoch, options.run, batch);
    })();
    const startup = { ...startupOf(db, { ...state, clean: Number(clean) }, ofThis), ...setBack(known, options) };
    return { db, epoch, batch, startup, unchecked };
  } catch (error) {
    db.close();
    throw error;
  }
}

function startupOf(db: Database.Database, state: State, beat: Beat | undefined): Startup {
  const subjects = db.prepare<[], { subject: string; occurred: number }>('SELECT * FROM subjects').all();
  const lastStored = Object.fromEntries(subjects.map((s) => [s.subject, s.occurred]));
  if (state.clean === 1) {
    if (state.run === '') return { previousStop: 'unknown', since: null, lastStored };
    return { previousStop: 'clean', since: sinceOf(state, undefined), lastStored };
  }
  return { previousStop: 'unclean', since: sinceOf(state, beat), lastStored };
}

/** Two clocks that are read one after the other differ by less, and so do times that are rounded. */
const setBackLeastMs = 20;

/** By how much the wall clock was set back since a heartbeat of this boot of the machine. */
function setBack(beat: Beat | undefined, { offsetMs }: OpenOptions): Pick<Startup, 'setBackMs'> {
  if (!beat?.offset || offsetMs === undefined || beat.offset.boot === '' || beat.offset.boot !== bootOfMachine())
    return {};
  const setBackMs = beat.offset.ms - offsetMs;
  return setBackMs >= setBackLeastMs ? { setBackMs } : {};
}

/** The heartbeat counts where nothing was stored after the batch that it names. */
function sinceOf(state: State, beat: Beat | undefined): Startup['since'] {
  if (beat && beat.batch === state.batch) return { ms: beat.ms, quality: beat.quality };
  if (state.through_ms === null) return null;
  return { ms: state.through_ms, quality: state.through_quality ?? 'unsynced' };
}
