import { resolve } from 'node:path';

/** The agent's data folder: the flag, else `$HAIDANG_DATA`, else `/var/lib/haidang`. */
export function dataFolder(flag: string | undefined, env: Readonly<Record<string, string | undefined>>): string {
  return resolve(flag ?? env['HAIDANG_DATA'] ?? '/var/lib/haidang');
}
