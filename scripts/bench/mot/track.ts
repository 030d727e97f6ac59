// Detections of a sequence through a tracker: the product's own, or ByteTrack's deployment tracker.
import type { Size } from '../../../src/vision/track/departure.ts';
import { RoadUsers } from '../../../src/vision/track/road-users.ts';
import type { TrackerOptions } from '../../../src/vision/track/tracker.ts';
import { PlainTracker } from './plain.ts';
import { byFrame, type Row } from './text.ts';

export interface Timing {
  readonly fps: number;
  /** Every how many frames one is looked at. */
  readonly every: number;
  /** Number of the last frame; frames without detections count too. */
  readonly lastFrame: number;
  /** Of the pictures, pixels, where it is known: the product's tracker then knows who has left. */
  readonly picture?: Size | undefined;
}

/** The frames that are looked at. */
function* framesOf({ every, lastFrame }: Timing): Generator<number> {
  for (let frame = 1; frame <= lastFrame; frame += every) yield frame;
}

export function trackPlain(detections: readonly Row[], timing: Timing): Row[] {
  const frames = byFrame(detections);
  const tracker = new PlainTracker(timing.fps / timing.every);
  const rows: Row[] = [];
  for (const frame of framesOf(timing)) {
    const found = (frames.get(frame) ?? []).map(({ box, confidence }) => ({ box, score: confidence }));
    for (const { id, box, score } of tracker.update(found)) {
      rows.push({ frame, id, box, confidence: score, class: undefined });
    }
  }
  return rows;
}

/**
 * The product's tracker, everybody a person. Only road users that come to be confirmed are written; those sightings that
 * came before are theirs too.
 */
export function trackProduct(detections: readonly Row[], timing: Timing, options: Partial<TrackerOptions> = {}): Row[] {
  const frames = byFrame(detections);
  const probability = asProbability(detections);
  let lastId = 0;
  const tracker = new RoadUsers(() => String(++lastId), options);
  const confirmed = new Set<number>();
  const rows: Row[] = [];
  for (const frame of framesOf(timing)) {
    const found = (frames.get(frame) ?? []).map(({ box, confidence }) => {
      return { class: 'person' as const, score: probability(confidence), box };
    });
    for (const track of tracker.update((1000 * (frame - 1)) / timing.fps, found, timing.picture).tracks) {
      const id = Number(track.id);
      if (track.confirmed) confirmed.add(id);
      rows.push({ frame, id, box: track.box, confidence: track.score, class: undefined });
    }
  }
  return rows.filter((row) => confirmed.has(row.id));
}

/** Scores of older detectors (DPM) are margins of any size: they go through the logistic function. */
function asProbability(detections: readonly Row[]): (score: number) => number {
  const areMargins = detections.some((d) => d.confidence < 0 || d.confidence > 1);
  return areMargins ? (score) => 1 / (1 + Math.exp(-score)) : (score) => score;
}
