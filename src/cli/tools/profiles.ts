// The device profiles that a tool may use: those that ship, those of the gateway, or a file that is being written.
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { loadProfile } from '../../acquisition/load-profile.ts';
import type { DeviceProfile } from '../../acquisition/profile.ts';
import { message } from '../../messages/catalogue.ts';
import { printProblems } from '../check.ts';
import type { Io } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { installFolders } from '../install-folders.ts';
import { WrongUsage } from './flags.ts';

/** All profiles without mistakes, by name; a gateway's own before one that ships. */
export function allProfiles(data: string | undefined, io: Io): Map<string, DeviceProfile> {
  const { profileFolders } = installFolders(dataFolder(data, io.env));
  const profiles = new Map<string, DeviceProfile>();
  for (const [name, file] of filesOf(profileFolders)) {
    const loaded = loadProfile(file, file, profileFolders);
    if ('profile' in loaded) profiles.set(name, loaded.profile);
  }
  return profiles;
}

/**
 * One profile by its name, or from a file.
 * @returns undefined where it has mistakes; they have been printed.
 * @throws WrongUsage where there is none.
 */
export function oneProfile(wanted: string, data: string | undefined, io: Io): DeviceProfile | undefined {
  const { profileFolders } = installFolders(dataFolder(data, io.env));
  const files = filesOf(profileFolders);
  const file = /\.ya?ml$/.test(wanted) ? wanted : files.get(wanted);
  if (file === undefined || !existsSync(file)) {
    throw new WrongUsage(
      message('tools.unknown-profile', { name: wanted, known: [...files.keys()].sort().join(', ') }),
    );
  }
  const loaded = loadProfile(file, file, profileFolders);
  if ('profile' in loaded) return loaded.profile;
  printProblems(loaded.problems, io);
  return undefined;
}

function filesOf(folders: readonly string[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const folder of folders.filter((f) => existsSync(f))) {
    for (const file of readdirSync(folder).sort()) {
      const name = basename(file).replace(/\.ya?ml$/, '');
      if (name !== file && !files.has(name)) files.set(name, join(folder, file));
    }
  }
  return files;
}
