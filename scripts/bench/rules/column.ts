// A plan through the whole column: the scene is painted and encoded as a video, our detector looks at it, the tracker
// follows, the calibration gives the ground, and the rules speak. Signals are read as from a controller.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OutgoingOf } from '../../../src/domain/outgoing.ts';
import { SystemClock } from '../../../src/runtime/clock.ts';
import { createLogger } from '../../../src/runtime/logger.ts';
import { seededRandom } from '../../../src/simulator/random.ts';
import { scenarioSchema, withChanges } from '../../../src/simulator/scene/scenario.ts';
import { openScene } from '../../../src/simulator/scene/scene.ts';
import { type CameraConfig, cameraSchema } from '../../../src/vision/config.ts';
import { resolveModel } from '../../../src/vision/detect/registry.ts';
import { replay } from '../../../src/vision/replay.ts';
import { Score } from '../../../src/vision/score.ts';
import type { HappeningLine } from '../../../src/vision/tracks-file.ts';
import { causeOfMiss, causeOfWrong } from './causes.ts';
import { calibrationOf, type Fault, type Found } from './exact.ts';
import { blankFrames, filmOf, foundIn } from './film.ts';
import type { FilmPlan } from './films/film-plan.ts';
import { movementsOf } from './pairs.ts';
import { clippedIn } from './plan.ts';
import { Sightings } from './sightings.ts';
import { scoreStays } from './stays.ts';

export interface ColumnOptions {
  readonly model: string;
  readonly light: 'day' | 'night';
  readonly fps: number;
  /** Where films and what was found in them are kept; without it they are made anew. */
  readonly cache?: string | undefined;
}

/** The calibration of a site is never exact. */
const accuracy = 0.02;
/** The rule takes a speed over this time, milliseconds. */
const speedOverMs = 1000;
/** Longer than this between two times of the same is twice. */
const goesOnMs = 2000;
/** Two frames, and a fifth of a metre at each end of a stay at a walk. */
const stayTolerance = { goneMs: 600, lengthMs: 600 };

/** @returns what was found by each kind of rule. */
export async function runColumn(plan: FilmPlan, seed: number, o: ColumnOptions): Promise<ReadonlyMap<string, Found>> {
  const folder = o.cache ?? mkdtempSync(join(tmpdir(), 'haidang-column-'));
  const clock = new SystemClock();
  const logger = createLogger({ clock, level: 'error', write: (line) => console.error(line) });
  try {
    const written = scenarioSchema.parse({ ...plan.scenario(seededRandom(seed)), seed });
    const scenario = withChanges(written, { light: o.light });
    const scene = openScene(scenario, seed);
    const film = await filmOf(folder, { scene, fps: o.fps });
    const found = await foundIn(film.video, o.fps, resolveModel(o.model, ['models']), logger);
    const { truth, video } = film;
    const filmed = plan.pairs ? movementsOf(film.happenings, plan.pairs) : film.happenings;
    const ways = plan.rules(clippedIn(scene)).flatMap(({ id, kind }) => (kind === 'wrong-way' ? id : []));
    const sightings = new Sightings(truth, found);
    const rules = plan.rules(clippedIn(scene)).map((rule): Record<string, unknown> => ({ anchor: 'ground', ...rule }));
    const config = cameraSchema.parse({
      ...{ id: 'cam', source: { kind: 'file', path: video }, model: o.model, fps: o.fps, rules },
      calibration: calibrationOf(scene.camera, accuracy),
      signals: scene.site.signals.map(({ id }) => ({
        ...{ id, kind: 'point', device: 'controller', point: id, red: ['red'], amber: ['amber'], green: ['green'] },
        // The film is the street itself.
        cameraDelay: '0s',
      })),
    });
    const happenings = [...joined(filmed, ways), ...alsoNear(plan, filmed)].map((h) =>
      // What is not clearly one is not judged, whichever of both it is.
      isClear(h, config.rules) ? h : { ...h, type: 'violation' as const },
    );
    const score = new Score(
      happenings,
      0,
      (h) => sightings.couldTell(h) && isLongEnough(h, config.rules) && isClear(h, config.rules),
    );
    for (const f of truth) score.frame(f.tMs, sightings.inSight(f));
    let frame = -1;
    const said: OutgoingOf<'camera.event'>[] = [];
    const figures: OutgoingOf<'camera.figures'>[] = [];
    const { width, height } = scene.camera;
    await replay({
      ...{ config, video, clock, logger, startMs: 0, timezone: 'Asia/Ho_Chi_Minh', random: Math.random },
      openSource: blankFrames(found.length, o.fps, width, height),
      detector: {
        sha256: undefined,
        detect: ({ index }) => Promise.resolve({ detections: found[index]!, inferenceMs: 0, prepareMs: 0, totalMs: 0 }),
      },
      readPoint: (_, point) => {
        const now = truth[Math.min(frame + 1, truth.length - 1)];
        const value = now?.signals?.[point];
        if (!now || !value) return undefined;
        const ms = Math.round(now.tMs);
        return { value, quality: 'good', askedMs: ms, answeredMs: ms };
      },
      film: {
        add: async ({ index }, { scene: { tracks } }) => {
          frame = index;
          sightings.see(index, tracks);
        },
      },
      out: (one) => {
        if (one.kind === 'camera.event') said.push(one);
        if (one.kind === 'camera.figures') figures.push(one);
      },
    });
    const byKind = new Map<string, Found>();
    for (const { id, kind } of plan.rules(clippedIn(scene))) {
      const events: string[] = [];
      const speedErrors: number[] = [];
      for (const one of said.filter((e) => e.rule === id)) {
        // Who it is about is who was where its track was seen last.
        const about = one.track === undefined ? undefined : sightings.whoWas(one.track, one.at.ms);
        score.event(one.track === undefined ? one : { ...one, track: about?.id ?? 'nobody' });
        const who = one.track === undefined ? '' : `${one.track} ${about?.id ?? 'nobody'}`;
        events.push(`${seed} ${one.at.ms} ${id} ${one.phase} ${who} ${one.explanation}`);
        const kmh = one.measurement?.quantity === 'speed' ? one.measurement.value : undefined;
        const truly = kmh && about && sightings.speedOf(about.id, one.at.ms, speedOverMs, kmh);
        if (kmh && truly) speedErrors.push(kmh / truly - 1);
      }
      const mine = happenings.filter((h) => h.watch === id);
      const stays =
        kind === 'dwell-time'
          ? scoreStays(
              figures.filter((f) => f.rule === id),
              mine.filter((h) => sightings.couldTell(h)),
              scenario.duration,
              stayTolerance,
              (h) => isClear(h, config.rules),
            )
          : undefined;
      const { missed, wrong } = stays ?? score.faults(id);
      const about = (what: Fault['what'], ms: number, who: string) => ({ seed, rule: kind, what, video, ms, who });
      const faults = [
        ...missed.map((h) => ({ ...about('missed', h.startMs, h.objects.join(' ')), ...causeOfMiss(h, sightings) })),
        ...wrong.map((w) => ({ ...about('wrong', w.ms, w.track ?? ''), ...causeOfWrong(w, mine, sightings) })),
      ];
      // Several rules of one kind watch several areas of a film.
      const others = byKind.get(kind);
      byKind.set(kind, {
        scores: [...(others?.scores ?? []), ...(stays ? [stays.score] : Object.values(score.all([id])))],
        speedErrors: [...(others?.speedErrors ?? []), ...speedErrors],
        events: [...(others?.events ?? []), ...events],
        happenings: [...(others?.happenings ?? []), ...mine],
        faults: [...(others?.faults ?? []), ...faults],
      });
    }
    return byKind;
  } finally {
    logger.close();
    if (o.cache === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * How long somebody stands is known to a part of a second only, and so much longer than what is forbidden is what the rule
 * asks for: of who stands for longer than the one and not as long as the other, neither a word nor silence is a mistake.
 */
function isLongEnough(h: HappeningLine, rules: CameraConfig['rules']): boolean {
  const rule = rules.find(({ id }) => id === h.watch);
  const isStand = rule?.kind === 'stopping' || rule?.kind === 'stopped-vehicle' || rule?.kind === 'stop-line';
  return h.type !== 'violation' || !isStand || h.endMs - h.startMs >= rule.after;
}

/**
 * How long somebody was somewhere is known as well as where: of a stay as long as the limit, but for what a camera may be off,
 * neither a word nor silence is a mistake.
 */
function isClear(h: HappeningLine, rules: CameraConfig['rules']): boolean {
  const rule = rules.find(({ id }) => id === h.watch);
  const limit = rule?.kind === 'loitering' ? rule.after : rule?.kind === 'dwell-time' ? rule.least : undefined;
  return limit === undefined || Math.abs(h.endMs - h.startMs - limit) > stayTolerance.lengthMs;
}

/** Who goes against the traffic, stops short for a moment and goes on does so once: it is told of once. */
function joined(all: readonly HappeningLine[], watches: readonly string[]): HappeningLine[] {
  const list: HappeningLine[] = [];
  for (const h of all) {
    const isSame = (o: HappeningLine) => o.watch === h.watch && o.type === h.type && o.objects[0] === h.objects[0];
    const at = watches.includes(h.watch) && h.type === 'violation' ? list.findLastIndex(isSame) : -1;
    const before = list[at];
    if (before && h.startMs - before.endMs <= goesOnMs) list[at] = { ...before, endMs: h.endMs };
    else list.push(h);
  }
  return list;
}

/** Who breaks the other rule as well has not nearly broken it. */
function alsoNear({ alsoNear: others = {} }: FilmPlan, all: readonly HappeningLine[]): HappeningLine[] {
  const didBreak = (watch: string, { objects }: HappeningLine) =>
    all.some((h) => h.watch === watch && h.type === 'violation' && h.objects[0] === objects[0]);
  return all.flatMap((h) =>
    (h.type === 'near-miss' ? (others[h.watch] ?? []) : [])
      .filter((watch) => !didBreak(watch, h))
      .map((watch) => ({ ...h, id: `${h.id}-${watch}`, watch })),
  );
}
