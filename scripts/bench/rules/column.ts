// A plan through the whole column: the scene is painted and encoded as a video, our detector looks at it, the tracker
// follows, the calibration gives the ground, and the rules speak. Signals are read as from a controller.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Box } from '../../../src/domain/detection.ts';
import type { OutgoingOf } from '../../../src/domain/outgoing.ts';
import { SystemClock } from '../../../src/runtime/clock.ts';
import { createLogger } from '../../../src/runtime/logger.ts';
import { writeFilm } from '../../../src/simulator/scene/film.ts';
import { signalAt } from '../../../src/simulator/scene/plan/site.ts';
import { cameraSchema } from '../../../src/vision/config.ts';
import { Detector } from '../../../src/vision/detect/detector.ts';
import { resolveModel } from '../../../src/vision/detect/registry.ts';
import { replay } from '../../../src/vision/replay.ts';
import { Score } from '../../../src/vision/score.ts';
import { readTracks, type TracksFrame } from '../../../src/vision/tracks-file.ts';
import { calibrationOf, type Found, happeningsOf, sceneOf } from './exact.ts';
import { clippedIn, type Plan } from './plan.ts';

export interface ColumnOptions {
  readonly model: string;
  readonly light: 'day' | 'night';
  /** Painting takes a tenth of a second a frame: a plan is cut off here. */
  readonly seconds: number;
  readonly fps: number;
}

/** Less of a road user in sight than this share is no sighting; boxes that overlap less are not of the same one. */
const leastVisible = 0.3;
const leastOverlap = 0.3;
/** The calibration of a site is never exact. */
const accuracy = 0.02;

export async function runColumn(plan: Plan, seed: number, o: ColumnOptions): Promise<Found> {
  const { scene } = sceneOf(plan, seed, { light: o.light, seconds: o.seconds });
  const folder = mkdtempSync(join(tmpdir(), 'haidang-column-'));
  const clock = new SystemClock();
  const logger = createLogger({ clock, level: 'error', write: (line) => console.error(line) });
  const detector = new Detector({ ...resolveModel(o.model, ['models']), clock, logger });
  try {
    const [video, truth] = [join(folder, 'film.mp4'), join(folder, 'truth.jsonl')];
    await writeFilm(scene, { out: video, truth, fps: o.fps, seconds: o.seconds });
    const frames: TracksFrame[] = [];
    for await (const frame of readTracks(truth)) frames.push(frame);
    const happenings = happeningsOf(plan, scene);
    const score = new Score(happenings, 0);
    for (const f of frames)
      score.frame(
        f.tMs,
        f.objects.filter((one) => one.visible >= leastVisible),
      );
    const rules = plan.rules(clippedIn(scene)).map((rule): Record<string, unknown> => ({ anchor: 'ground', ...rule }));
    const config = cameraSchema.parse({
      ...{ id: 'cam', source: { kind: 'file', path: video }, model: o.model, fps: o.fps, rules },
      calibration: calibrationOf(scene.camera, accuracy),
      signals: scene.site.signals.map(({ id }) => ({
        ...{ id, kind: 'point', device: 'controller', point: id, red: ['red'], amber: ['amber'], green: ['green'] },
      })),
    });
    await detector.start(new AbortController().signal, () => {});
    const asked = new Map<string, number>();
    const events: string[] = [];
    const speedErrors: number[] = [];
    await replay({
      ...{ config, video, detector, clock, logger, startMs: 0, timezone: 'Asia/Ho_Chi_Minh', random: Math.random },
      // Each signal is asked for once a frame.
      readPoint: (_, point) => {
        const n = asked.get(point) ?? 0;
        asked.set(point, n + 1);
        const program = scene.site.signals.find((s) => s.id === point);
        return program && { value: signalAt(program, n / o.fps).state, quality: 'good', ageMs: 0 };
      },
      out: (said) => {
        if (said.kind !== 'camera.event') return;
        const about = whoIs(said, frames[Math.round((said.at.ms / 1000) * o.fps)]);
        score.event(said.track === undefined ? said : { ...said, track: about?.id ?? 'nobody' });
        events.push(`${said.at.ms} ${said.rule} ${said.phase} ${about?.id ?? ''} ${said.explanation}`);
        if (said.measurement?.quantity === 'speed' && about?.speedKmh) {
          speedErrors.push(said.measurement.value / about.speedKmh - 1);
        }
      },
    });
    return { scores: Object.values(score.all(rules.map((r) => String(r['id'])))), speedErrors, events, happenings };
  } finally {
    await detector.stop();
    logger.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The road user of the truth that an event is about. */
function whoIs({ box }: OutgoingOf<'camera.event'>, frame: TracksFrame | undefined) {
  if (!box || !frame) return undefined;
  const rated = frame.objects.map((one) => {
    const [x, y, width, height] = one.box;
    return { one, overlap: overlapOf(box, { x, y, width, height }) };
  });
  const best = rated.reduce<(typeof rated)[number] | undefined>(
    (a, b) => (a && a.overlap >= b.overlap ? a : b),
    undefined,
  );
  return best && best.overlap >= leastOverlap ? best.one : undefined;
}

function overlapOf(a: Box, b: Box): number {
  const w = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const h = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (w <= 0 || h <= 0) return 0;
  return (w * h) / (a.width * a.height + b.width * b.height - w * h);
}
