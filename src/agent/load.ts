// Reads a site file and everything it names, and checks it all before the first socket opens: the file itself, the
// device profiles, the model cards, and the links between them. `haidang check` and `haidang run` enforce the same.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { checkDevices } from '../acquisition/config.ts';
import { loadProfile } from '../acquisition/load-profile.ts';
import type { DeviceProfile } from '../acquisition/profile.ts';
import { checkLighting } from '../lighting/config.ts';
import { type Message, message } from '../messages/catalogue.ts';
import { sortProblems, YamlFile } from '../runtime/document/document.ts';
import type { Path, Problem } from '../runtime/document/problem.ts';
import { checkStation } from '../station/check.ts';
import { loadPack, packFiles } from '../station/packs/load-pack.ts';
import type { RulePack } from '../station/packs/pack.ts';
import { checkSignalSources } from '../vision/check-rules.ts';
import { checkCameras } from '../vision/config.ts';
import type { ModelCard } from '../vision/detect/card.ts';
import { knownModels } from '../vision/detect/registry.ts';
import { secondModelsOf } from '../vision/second-looks.ts';
import { type Site, siteSchema } from './config.ts';
import { wrapsOf } from './counter-wraps.ts';
import { checkDoubts } from './doubts.ts';
import { checkFlagValues } from './flag-values.ts';
import { checkInputPoints } from './input-points.ts';
import { describedPointsOf, pointsOf, unitsOf } from './known-points.ts';
import { checkBroadcasts, checkIds, checkSecrets, checkSharedUnits } from './links.ts';
import { isAboutLost } from './lost.ts';
import { checkOneThing } from './one-thing.ts';
import { otherKind } from './other-kind.ts';
import { checkRoom } from './room.ts';
import { checkStandIns, loadScenes } from './scenes.ts';
import { checkSignalPace } from './signal-pace.ts';
import { checkStationPoints } from './station-points.ts';

/** A model that a camera names. */
export interface SiteModel {
  readonly card: ModelCard;
  /** Where the file is, or where it will be looked for when it is added later. */
  readonly modelFile: string;
}

export interface LoadOptions {
  /** Folders that are searched for `NAME.yaml`, the first that has it wins. */
  readonly profileFolders: readonly string[];
  /** Folders that are searched for `NAME/card.yaml`, the first that has it wins. */
  readonly modelFolders: readonly string[];
  /** Folders that are searched for rule packs `NAME.yaml`, the first that has it wins. */
  readonly packFolders: readonly string[];
  /** Folders that are searched for scenarios of drawn cameras `NAME.yaml`, the first that has it wins. Default none. */
  readonly scenarioFolders?: readonly string[];
  /** Where the agent keeps its data: what it may keep is held against the disk of it, where the folder is here. */
  readonly dataFolder?: string;
  /** What paths of scenarios are relative to. Default: the folder of the site file. */
  readonly relativeTo?: string;
}

export interface Loaded {
  /** Absent where anything is wrong. */
  readonly site?: Site;
  readonly profiles: ReadonlyMap<string, DeviceProfile>;
  readonly models: ReadonlyMap<string, SiteModel>;
  readonly packs: readonly RulePack[];
  /** Files of the scenarios of drawn cameras, by the name in the site file. */
  readonly scenes: ReadonlyMap<string, string>;
  /** Twelve hexadecimal digits of the SHA-256 over the site file and all that it names. */
  readonly configHash: string;
  /** Errors and warnings, in the order of the file. */
  readonly problems: readonly Problem[];
}

/** A finding of a room's own check, at a path from the root of the site. */
export interface Finding {
  readonly path: Path;
  readonly message: Message;
  readonly severity?: Problem['severity'];
}

/** In place of a gateway whose section is broken, so that the rest can be checked. At a place of its default time zone: else no sun event would fit the programs. */
const anyGateway = { version: 1, gateway: { id: 'x', position: { latitude: 21, longitude: 105.8 } } };

export function loadSite(file: string, options: LoadOptions): Loaded {
  const none = { profiles: new Map(), models: new Map(), packs: [], scenes: new Map<string, string>(), configHash: '' };
  const yaml = YamlFile.read(file);
  if (!(yaml instanceof YamlFile)) return { ...none, problems: [yaml] };
  const other = otherKind(yaml.plain());
  if (other) return { ...none, problems: [yaml.problem([], other)] };
  const { value, problems } = yaml.validate(siteSchema);
  // With mistakes in the file, what is left without them is still checked for its links: all answers at once.
  const left = value ? undefined : yaml.salvage(siteSchema, anyGateway);
  const site = value ?? left?.value;
  if (!site) return { ...none, problems };

  const named = loadNamed(site, options, options.relativeTo ?? dirname(file));
  const at = (f: Finding): Problem =>
    yaml.problem(left?.originalPath(f.path) ?? f.path, f.message, { severity: f.severity ?? 'error' });
  const links = [...linkFindings(site, named), ...checkRoom(site, options.dataFolder), ...named.findings].filter(
    (f) => !(left && isAboutLost(f, left)),
  );
  const all = [...problems, ...links.map(at), ...named.problems];
  for (const m of left?.more ?? []) all.push(yaml.problem(m.path, m.message));
  const hash = createHash('sha256');
  for (const part of [readFileSync(file), ...named.sources]) hash.update(part).update('\0');
  return {
    ...(value && !all.some((p) => p.severity === 'error') ? { site: value } : {}),
    profiles: named.profiles,
    models: named.models,
    packs: named.packs,
    scenes: named.scenes,
    configHash: hash.digest('hex').slice(0, 12),
    problems: distinct(sortProblems(all)),
  };
}

interface Named {
  readonly profiles: Map<string, DeviceProfile>;
  /** Profiles that exist and are not loaded: nobody names them, or they have mistakes of their own. */
  readonly otherProfiles: readonly string[];
  readonly models: Map<string, SiteModel>;
  readonly knownModels: ReadonlyMap<string, ModelCard | undefined>;
  readonly modelsWithoutFile: ReadonlySet<string>;
  readonly packs: readonly RulePack[];
  /** Names of all packs that there are. */
  readonly knownPacks: readonly string[];
  readonly scenes: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
  readonly problems: Problem[];
  /** The texts of all files, for the hash. */
  readonly sources: Buffer[];
}

/** Loads the profiles, cards, packs and scenarios that the site names. */
function loadNamed(site: Site, options: LoadOptions, folder: string): Named {
  const profiles = new Map<string, DeviceProfile>();
  const problems: Problem[] = [];
  const sources: Buffer[] = [];
  const profileFiles = filesByName(options.profileFolders);
  for (const name of new Set(site.devices.map((d) => d.profile))) {
    const file = profileFiles.get(name);
    if (!file) continue;
    const loaded = loadProfile(file, file, options.profileFolders);
    if ('profile' in loaded) profiles.set(name, loaded.profile);
    else problems.push(...loaded.problems);
    for (const source of loaded.files) if (existsSync(source)) sources.push(readFileSync(source));
  }
  const otherProfiles = [...profileFiles.keys()].filter((name) => !profiles.has(name)).sort();
  const models = loadModels(site, options.modelFolders, problems, sources);
  const { scenes, findings, ...drawn } = loadScenes(site.cameras, filesByName(options.scenarioFolders ?? []), folder);
  problems.push(...drawn.problems);
  sources.push(...drawn.sources);
  return {
    scenes,
    findings,
    profiles,
    otherProfiles,
    problems,
    sources,
    ...models,
    ...loadPacks(site, options.packFolders, problems, sources),
  };
}

/** The cards that the cameras name; their mistakes and texts are added to `problems` and `sources`. */
function loadModels(site: Site, folders: readonly string[], problems: Problem[], sources: Buffer[]) {
  const models = new Map<string, SiteModel>();
  const modelsWithoutFile = new Set<string>();
  const names = new Set(site.cameras.flatMap((c) => [c.model, ...secondModelsOf(c)]));
  const registry = knownModels(names.size > 0 ? folders : []);
  const knownCards = new Map<string, ModelCard | undefined>(registry.models.map((m) => [m.id, m.card]));
  for (const [id, mistakes] of registry.broken) {
    knownCards.set(id, undefined);
    if (names.has(id)) problems.push(...mistakes);
  }
  for (const { id, card, cardFile, modelFile } of registry.models) {
    if (!names.has(id)) continue;
    sources.push(readFileSync(cardFile));
    if (modelFile === undefined) modelsWithoutFile.add(id);
    models.set(id, { card, modelFile: modelFile ?? join(folders[0] ?? '', id, `${id}.onnx`) });
  }
  return { models, knownModels: knownCards, modelsWithoutFile };
}

/** The rule packs that the station names; their mistakes and texts are added to `problems` and `sources`. */
function loadPacks(site: Site, folders: readonly string[], problems: Problem[], sources: Buffer[]) {
  const files = packFiles(folders);
  const packs = (site.station?.packs ?? []).flatMap((name) => {
    const file = files.get(name);
    if (!file) return [];
    sources.push(readFileSync(file));
    const loaded = loadPack(file);
    if ('pack' in loaded) return [loaded.pack];
    problems.push(...loaded.problems);
    return [];
  });
  return { packs, knownPacks: [...files.keys()] };
}

function filesByName(folders: readonly string[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const folder of folders) {
    if (!existsSync(folder)) continue;
    for (const file of readdirSync(folder)) {
      const name = basename(file).replace(/\.ya?ml$/, '');
      if (name !== file && !files.has(name)) files.set(name, join(folder, file));
    }
  }
  return files;
}

function linkFindings(site: Site, named: Named): Finding[] {
  const { gateway, lines, devices, cameras, lighting } = site;
  return [
    ...checkIds(site),
    ...checkSecrets(site),
    ...checkDevices(devices, { lines, profiles: named.profiles, brokenProfiles: named.otherProfiles }),
    ...checkCameras(cameras, named.knownModels),
    ...checkStandIns(site),
    ...checkSignalSources(cameras, pointsOf(site, named.profiles)),
    ...checkSignalPace(site, named.profiles),
    ...missingFiles(site, named.modelsWithoutFile),
    ...checkDoubts(
      site,
      lighting
        ? checkLighting(lighting, {
            lines,
            points: describedPointsOf(site, named.profiles),
            position: gateway.position,
            timezone: gateway.timezone,
          })
        : [],
    ),
    ...checkSharedUnits(site),
    ...checkBroadcasts(site),
    ...(site.station
      ? checkStation(site.station, {
          points: pointsOf(site, named.profiles),
          packs: named.packs,
          knownPacks: named.knownPacks,
          wraps: wrapsOf(site, named.profiles),
          units: unitsOf(site, named.profiles),
        })
      : []),
    ...checkFlagValues(site, named.profiles),
    ...checkStationPoints(site, named.profiles),
    ...checkInputPoints(site),
    ...checkOneThing(site),
  ];
}

/** A warning: the file may be added later, and until then the camera alone is blind. */
function missingFiles({ cameras }: Site, withoutFile: ReadonlySet<string>): Finding[] {
  return cameras.flatMap(({ model, secondStage, rules }, i) => {
    const named = [
      { name: model, at: ['model'] },
      ...secondStage.map((name, k) => ({ name, at: ['secondStage', k] })),
      ...rules.flatMap((rule, r) => ('model' in rule ? [{ name: rule.model, at: ['rules', r, 'model'] }] : [])),
    ];
    return named
      .filter(({ name }) => withoutFile.has(name))
      .map(({ name, at }) => ({
        path: ['cameras', i, ...at],
        message: message('models.not-added', { name }),
        severity: 'warning' as const,
      }));
  });
}

function distinct(problems: readonly Problem[]): Problem[] {
  const key = (p: Problem) => JSON.stringify([p.file, p.line, p.column, p.message]);
  return [...new Map(problems.map((p) => [key(p), p])).values()];
}
