import { accessSync, constants } from 'node:fs';
import { resolve } from 'node:path';

/** The agent's data folder: the flag, else `$HAIDANG_DATA`, else `/var/lib/haidang`. */
export function dataFolder(flag: string | undefined, env: Readonly<Record<string, string | undefined>>): string {
  return resolve(flag ?? env['HAIDANG_DATA'] ?? '/var/lib/haidang');
}

/** The same, for what looks into it: what lies in a folder that is closed to this user is not to be called missing. @throws */
export function openDataFolder(flag: string | undefined, env: Readonly<Record<string, string | undefined>>): string {
  const folder = dataFolder(flag, env);
  try {
    accessSync(folder, constants.X_OK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES') throw error;
  }
  return folder;
}
