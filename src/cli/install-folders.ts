import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LoadOptions } from '../agent/load.ts';

const packageRoot = fileURLToPath(new URL('../..', import.meta.url));

/** Where device profiles and models and the rest are looked for: a site's own in its data folder first, then those that ship. */
export function installFolders(data: string): LoadOptions {
  return {
    dataFolder: data,
    profileFolders: [join(data, 'device-profiles'), join(packageRoot, 'device-profiles')],
    modelFolders: [join(data, 'models'), join(packageRoot, 'models')],
    scenarioFolders: [join(data, 'scenarios'), join(packageRoot, 'config/scenarios')],
    packFolders: [join(data, 'rule-packs'), join(packageRoot, 'config/rule-packs')],
  };
}
