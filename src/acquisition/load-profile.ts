// Reads device profiles from their files. A profile whose own examples do not come out is as broken as one with a
// spelling mistake: both are problems with a line.
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { message } from '../messages/catalogue.ts';
import { YamlFile } from '../runtime/document/document.ts';
import type { Problem } from '../runtime/document/problem.ts';
import type { Decoded } from './codec/decode.ts';
import { imageOfExample, valuesOf } from './codec/image.ts';
import { type Expanded, expand } from './expand.ts';
import { type DeviceProfile, type ProfileExample, profileSchema } from './profile.ts';

/** `files`: all that it is made of, the profiles that it extends included. */
export type LoadedProfile = { readonly files: readonly string[] } & (
  | { readonly profile: DeviceProfile }
  | { readonly problems: readonly Problem[] }
);

/** So many profiles may extend one another; more is a circle. */
const deepest = 5;

/**
 * @param shownAs the path as the technician knows it.
 * @param folders where a profile that it extends is looked for, the first that has it wins.
 */
export function loadProfile(
  file: string,
  shownAs: string = file,
  folders: readonly string[] = [dirname(file)],
): LoadedProfile {
  const files = [file];
  const yaml = YamlFile.read(file, shownAs);
  if (!(yaml instanceof YamlFile)) return { files, problems: [yaml] };
  const whole = expand(yaml.plain(), (id) => baseOf(id, folders, files));
  const found = extensionProblems(yaml, whole);
  if (found.length > 0) return { files, problems: found };
  const { value: profile, problems } = yaml.validate(profileSchema, whole);
  if (!profile) return { files, problems: withoutEffectsOfDefaults(problems) };
  const fileId = basename(file).replace(/\.ya?ml$/, '');
  if (profile.identity.id !== fileId) {
    const params = { id: profile.identity.id, file: fileId };
    found.push(yaml.problem(['identity', 'id'], message('acquisition.profile-file-name', params)));
  }
  for (const { path, expected, found: read } of wrongExamples(profile)) {
    found.push(yaml.problem(path, message('acquisition.example-differs', { expected, found: read })));
  }
  return found.length > 0 ? { files, problems: found } : { files, profile };
}

/** The whole of another profile as plain data; the files it is read from are added to `files`. */
function baseOf(id: string, folders: readonly string[], files: string[]): Record<string, unknown> | undefined {
  const file = folders.map((folder) => join(folder, `${id}.yaml`)).find((f) => existsSync(f));
  if (!file || files.includes(file) || files.length > deepest) return undefined;
  files.push(file);
  const yaml = YamlFile.read(file);
  if (!(yaml instanceof YamlFile)) return undefined;
  const whole = expand(yaml.plain(), (next) => baseOf(next, folders, files));
  if (!profileSchema.safeParse(whole.value).success) return undefined;
  return whole.value as Record<string, unknown>;
}

/** What is wrong with `extends`, `without` and `defaults` themselves; the rest is not worth looking at then. */
function extensionProblems(yaml: YamlFile, whole: Expanded): Problem[] {
  if (!whole.isWhole) {
    const { extends: id } = whole.value as Record<string, unknown>;
    return [yaml.problem(['extends'], message('acquisition.extends-unknown', { id: String(id) }))];
  }
  const defaults = (yaml.plain() as Readonly<Record<string, unknown>> | undefined)?.['defaults'];
  if (defaults !== undefined && (typeof defaults !== 'object' || defaults === null || Array.isArray(defaults))) {
    return [yaml.problem(['defaults'], message('acquisition.defaults-no-group'))];
  }
  return whole.unknownWithout.map(({ name, index }) =>
    yaml.problem(['without', index], message('acquisition.without-unknown', { name })),
  );
}

/** Where `defaults` itself is misspelt, every point lacks what stands in it: that is no mistake of the points. */
function withoutEffectsOfDefaults(problems: readonly Problem[]): readonly Problem[] {
  const isMisspelt = problems.some((p) => p.path.length === 1 && p.message.params['near'] === 'defaults');
  if (!isMisspelt) return problems;
  return problems.filter((p) => p.path[0] !== 'points' || p.message.code !== 'config.missing-key');
}

/** Every expectation of the profile's examples that does not come out. */
function wrongExamples(profile: DeviceProfile) {
  return profile.examples.flatMap((example, i) => {
    const values = valuesOf(profile, imageOfExample(example));
    return Object.entries(example.expect).flatMap(([point, expected]) => {
      const read = values[point];
      if (!read || agrees(read, expected)) return [];
      return [
        {
          path: ['examples', i, 'expect', point],
          expected: typeof expected === 'object' ? expected.quality : JSON.stringify(expected),
          found: readAs(read),
        },
      ];
    });
  });
}

function readAs({ value, quality }: Decoded): string {
  if (value === null) return quality;
  return quality === 'good' ? JSON.stringify(value) : `${JSON.stringify(value)} (${quality})`;
}

/** Is it what an example expects? A plain value is one that is as good as this profile can be. */
export function agrees(read: Decoded, expected: ProfileExample['expect'][string]): boolean {
  if (typeof expected === 'object') {
    return read.quality === expected.quality && (expected.value === undefined || read.value === expected.value);
  }
  const isFine = read.quality === 'good' || read.quality === 'uncertain:profile';
  return isFine && read.value === expected;
}

/** Is it a device profile, and no site? By its keys; a file that cannot be read is none. */
export function isProfileFile(file: string): boolean {
  const yaml = YamlFile.read(file);
  const content = yaml instanceof YamlFile ? yaml.plain() : undefined;
  if (typeof content !== 'object' || content === null || 'gateway' in content) return false;
  return 'identity' in content || ('points' in content && 'examples' in content);
}

/** Names of the profiles of some folders. */
export function profileNames(folders: readonly string[]): string[] {
  const files = folders.flatMap((folder) => (existsSync(folder) ? readdirSync(folder) : []));
  return [...new Set(files.filter((f) => /\.ya?ml$/.test(f)).map((f) => f.replace(/\.ya?ml$/, '')))].sort();
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
