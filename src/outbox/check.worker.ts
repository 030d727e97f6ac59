// Checks a database from a thread and a connection of its own: the store goes on meanwhile.
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

const { file } = workerData as { file: string };
const db = new Database(file, { readonly: true, fileMustExist: true });
try {
  const found = db.pragma('quick_check(20)') as { quick_check: string }[];
  parentPort?.postMessage(found.map((row) => row.quick_check).filter((text) => text !== 'ok'));
} catch (error) {
  if (!(error instanceof Database.SqliteError) || !/^SQLITE_(CORRUPT|NOTADB)/.test(error.code)) throw error;
  parentPort?.postMessage([error.message]);
} finally {
  db.close();
}
