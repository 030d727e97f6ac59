import type { LightingConfig } from '../../lighting/config.ts';
import type { Site } from '../../lighting/night.ts';
import { message } from '../../messages/catalogue.ts';
import { printProblems } from '../check.ts';
import { type Io, say } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { installFolders } from '../install-folders.ts';

export interface Opened {
  readonly config: LightingConfig;
  readonly site: Site;
  readonly gateway: { readonly id: string; readonly name: string };
}

export const isDate = (s: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(s) && new Date(`${s}T00:00Z`).toJSON()?.slice(0, 10) === s;

/** The lighting of a site file and where it stands; undefined, with the reasons printed, where the file is wrong. */
export async function openLighting(
  { config: file, data }: { readonly config: string; readonly data?: string },
  io: Io,
): Promise<Opened | undefined> {
  const { loadSite } = await import('../../agent/load.ts');
  const { createSite } = await import('../../lighting/night.ts');
  const { createZone } = await import('../../runtime/calendar/local-time.ts');
  const { site, problems } = loadSite(file, installFolders(dataFolder(data, io.env)));
  if (!site || problems.some((p) => p.severity === 'error')) {
    printProblems(problems, io);
    return undefined;
  }
  if (!site.lighting) {
    io.err(say(io, message('cli.lighting.none', { file })));
    return undefined;
  }
  const where = createSite(site.gateway.position, createZone(site.gateway.timezone));
  return {
    config: site.lighting,
    site: where,
    gateway: { id: site.gateway.id, name: site.gateway.name ?? site.gateway.id },
  };
}
