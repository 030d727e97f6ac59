// Reads device profiles from their files. A profile whose own examples do not come out is as broken as one with a
// spelling mistake: both are problems with a line.
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { message } from '../messages/catalogue.ts';
import { YamlFile } from '../runtime/document/document.ts';
import type { Problem } from '../runtime/document/problem.ts';
import { imageOfExample, valuesOf } from './codec/image.ts';
import { type DeviceProfile, profileSchema } from './profile.ts';

export type LoadedProfile = { readonly profile: DeviceProfile } | { readonly problems: readonly Problem[] };

/** @param shownAs the path as the technician knows it. */
export function loadProfile(file: string, shownAs: string = file): LoadedProfile {
  const yaml = YamlFile.read(file, shownAs);
  if (!(yaml instanceof YamlFile)) return { problems: [yaml] };
  const { value: profile, problems } = yaml.validate(profileSchema);
  if (!profile) return { problems };
  const found: Problem[] = [];
  const fileId = basename(file).replace(/\.ya?ml$/, '');
  if (profile.identity.id !== fileId) {
    const params = { id: profile.identity.id, file: fileId };
    found.push(yaml.problem(['identity', 'id'], message('acquisition.profile-file-name', params)));
  }
  for (const { path, expected, found: read } of wrongExamples(profile)) {
    found.push(yaml.problem(path, message('acquisition.example-differs', { expected, found: read })));
  }
  return found.length > 0 ? { problems: found } : { profile };
}

/** Every expectation of the profile's examples that does not come out. */
function wrongExamples(profile: DeviceProfile) {
  return profile.examples.flatMap((example, i) => {
    const values = valuesOf(profile, imageOfExample(example));
    return Object.entries(example.expect).flatMap(([point, expected]) => {
      const read = values[point];
      if (!read) return [];
      const isBad = typeof expected === 'object';
      if (isBad ? read.quality === expected.quality : read.value === expected) return [];
      return [
        {
          path: ['examples', i, 'expect', point],
          expected: isBad ? expected.quality : JSON.stringify(expected),
          found: read.value === null ? read.quality : JSON.stringify(read.value),
        },
      ];
    });
  });
}

/**
 * All profiles of a folder, by their name.
 * @returns `broken` names the files that have mistakes; `problems` says which.
 */
export function loadProfiles(
  folder: string,
  shownAs: string = folder,
): { profiles: Map<string, DeviceProfile>; broken: string[]; problems: Problem[] } {
  const profiles = new Map<string, DeviceProfile>();
  const broken: string[] = [];
  const problems: Problem[] = [];
  for (const file of readdirSync(folder).sort()) {
    if (!/\.ya?ml$/.test(file)) continue;
    const loaded = loadProfile(join(folder, file), join(shownAs, file));
    const id = file.replace(/\.ya?ml$/, '');
    if ('profile' in loaded) profiles.set(id, loaded.profile);
    else {
      broken.push(id);
      problems.push(...loaded.problems);
    }
  }
  return { profiles, broken, problems };
}
