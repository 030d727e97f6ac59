// Cameras that are none: drawn scenes and video files in place of a camera. Here their scenarios are found and checked,
// and everything they say gets a kind of its own, so that nobody can take it for something that happened.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { StandIn } from '../domain/outgoing/camera.ts';
import type { OutgoingOf, Send } from '../domain/outgoing.ts';
import { message } from '../messages/catalogue.ts';
import type { Path, Problem } from '../runtime/document/problem.ts';
import { unknownName } from '../runtime/document/problem.ts';
import { sceneProgram } from '../simulator/camera/scene-program.ts';
import { loadScenario } from '../simulator/scene/scenario.ts';
import type { CameraConfig } from '../vision/config.ts';
import { type SceneConfig, standInOf } from '../vision/source/config.ts';
import type { DrawScene } from '../vision/source/launch.ts';
import type { Site } from './config.ts';
import type { Finding } from './load.ts';

export interface Scenes {
  /** Files of scenarios, by the name that the site gives them. */
  readonly scenes: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
  readonly findings: readonly Finding[];
  /** The texts of all files, for the hash. */
  readonly sources: readonly Buffer[];
}

const isPath = (scenario: string) => /\.ya?ml$/.test(scenario);

/**
 * @param known scenarios that ship: names and files.
 * @param folder where the site file lies.
 */
export function loadScenes(cameras: Site['cameras'], known: ReadonlyMap<string, string>, folder: string): Scenes {
  const scenes = new Map<string, string>();
  const problems: Problem[] = [];
  const findings: Finding[] = [];
  for (const [i, { source }] of cameras.entries()) {
    if (source.kind !== 'scene' || scenes.has(source.scenario)) continue;
    const { scenario } = source;
    const file = isPath(scenario) ? resolve(folder, scenario) : known.get(scenario);
    const path: Path = ['cameras', i, 'source', 'scenario'];
    if (file === undefined)
      findings.push({ path, message: unknownName('scenario', scenario, [...known.keys()].sort()) });
    else if (!existsSync(file)) findings.push({ path, message: message('simulator.no-scenario', { file }) });
    else {
      const loaded = loadScenario(file);
      if ('problems' in loaded) problems.push(...loaded.problems);
      scenes.set(scenario, file);
    }
  }
  return { scenes, problems, findings, sources: [...scenes.values()].map((file) => readFileSync(file)) };
}

/** Warnings: that a camera is none, and what has no effect because of it. */
export function checkStandIns({ cameras, lighting }: Site): Finding[] {
  const severity = 'warning' as const;
  const none = new Set<string>();
  const ofCameras = cameras.flatMap(({ id, source, evidence }, i): Finding[] => {
    const standIn = standInOf(source);
    if (!standIn) return [];
    none.add(id);
    const path: Path = ['cameras', i, 'source', 'kind'];
    const said = { path, severity, message: message(`vision.stand-in-${standIn}`, { camera: id }) };
    const kept = {
      path: ['cameras', i, 'evidence'],
      severity,
      message: message('vision.stand-in-evidence', { camera: id }),
    };
    return evidence ? [said, kept] : [said];
  });
  const follow = (found: readonly { camera?: string | undefined }[] | undefined, at: Path): Finding[] =>
    (found ?? []).flatMap(({ camera }, i) => {
      if (camera === undefined || !none.has(camera)) return [];
      return [
        { path: ['lighting', ...at, i, 'camera'], severity, message: message('vision.stand-in-lamps', { camera }) },
      ];
    });
  return [
    ...ofCameras,
    ...follow(lighting?.inputs, ['inputs']),
    ...follow(lighting?.presence.sources, ['presence', 'sources']),
  ];
}

/** What a camera of the site is wired with because it is none; nothing for a real one. */
export function standInWiring(config: CameraConfig, scenes: ReadonlyMap<string, string>, send: Send) {
  const { source } = config;
  const standIn = standInOf(source);
  if (!standIn) return {};
  return {
    // Sealed and signed, a picture of what never happened would look like proof.
    office: undefined,
    send: sendAsSimulated(standIn, send),
    ...(source.kind === 'scene' ? { drawScene: drawerOf(source, scenes) } : {}),
  };
}

const saidByCameras = ['camera.state', 'camera.event', 'camera.counts', 'camera.figures'] as const;
type Said = OutgoingOf<(typeof saidByCameras)[number]>;

/** Puts what a camera says into the kind of what did not happen; anything else it cannot say, and it is not sent. */
export function sendAsSimulated(standIn: StandIn, send: Send): Send {
  return (o) => {
    if (!saidByCameras.some((kind) => kind === o.kind)) return;
    const { at, ...said } = o as Said;
    send({ kind: 'camera.simulated', at, camera: said.camera, standIn, said });
  };
}

function drawerOf(source: SceneConfig, scenes: ReadonlyMap<string, string>): DrawScene {
  const { scenario, seed, light, size } = source;
  const file = scenes.get(scenario) ?? scenario;
  return ({ fps, maxWidth }, sinceMs) =>
    sceneProgram({ file, changes: { seed, light, size }, fps: fps ?? 5, maxWidth, sinceMs });
}
