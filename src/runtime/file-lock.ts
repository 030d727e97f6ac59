// A lock between processes: SQLite's own on a file of its own (Node has no flock). The system takes it back when the
// process ends, however it ends.
import Database from 'better-sqlite3';

/**
 * @param file made where it is not there.
 * @param waitMs how long another one is waited for.
 * @returns how to give it back; undefined where another process has it.
 * @throws where the file cannot be made or is something else.
 */
export function lockFile(file: string, waitMs: number): (() => void) | undefined {
  const db = new Database(file, { timeout: waitMs });
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_BUSY')) throw error;
    return undefined;
  }
  return () => db.close();
}
