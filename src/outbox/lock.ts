// One process at a time has the store open.
import { join } from 'node:path';
import { HaidangError } from '../runtime/errors.ts';
import { lockFile } from '../runtime/file-lock.ts';
import { fileNames } from './format.ts';

/**
 * Takes the lock; waits up to 3 s for a predecessor that is ending.
 * @returns how to give it back.
 * @throws HaidangError (`configuration`, `outbox-in-use`)
 */
export function takeLock(directory: string): () => void {
  const release = lockFile(join(directory, fileNames.lock), 3000);
  if (release) return release;
  const text = `another process uses the data directory ${directory}: end it, or give this one its own with --data`;
  throw new HaidangError('configuration', 'outbox-in-use', text);
}
