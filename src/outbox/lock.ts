// One process at a time has the store open. The lock is SQLite's own on a file of its own (Node has no flock); the
// system takes it back when the process ends, however it ends.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { HaidangError } from '../runtime/errors.ts';
import { fileNames } from './format.ts';

/**
 * Takes the lock; waits up to 3 s for a predecessor that is ending.
 * @returns how to give it back.
 * @throws HaidangError (`configuration`, `outbox-in-use`)
 */
export function takeLock(directory: string): () => void {
  const db = new Database(join(directory, fileNames.lock), { timeout: 3000 });
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_BUSY')) throw error;
    const text = `another process uses the data directory ${directory}: end it, or give this one its own with --data`;
    throw new HaidangError('configuration', 'outbox-in-use', text);
  }
  return () => db.close();
}
