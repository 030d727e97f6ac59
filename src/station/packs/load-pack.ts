// Reads rule packs from their files.
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { message } from '../../messages/catalogue.ts';
import { YamlFile } from '../../runtime/document/document.ts';
import type { Problem } from '../../runtime/document/problem.ts';
import { packSchema, type RulePack } from './pack.ts';

export type LoadedPack = { readonly pack: RulePack } | { readonly problems: readonly Problem[] };

export function loadPack(file: string): LoadedPack {
  const yaml = YamlFile.read(file);
  if (!(yaml instanceof YamlFile)) return { problems: [yaml] };
  const { value: pack, problems } = yaml.validate(packSchema);
  if (!pack) return { problems };
  const id = basename(file).replace(/\.ya?ml$/, '');
  if (pack.id !== id) {
    return { problems: [yaml.problem(['id'], message('station.pack-file-name', { id: pack.id, file: id }))] };
  }
  return { pack };
}

/** The files of all packs by their names; the first folder that has one wins. */
export function packFiles(folders: readonly string[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const folder of folders) {
    for (const file of existsSync(folder) ? readdirSync(folder).sort() : []) {
      const name = file.replace(/\.ya?ml$/, '');
      if (name !== file && !files.has(name)) files.set(name, join(folder, file));
    }
  }
  return files;
}
