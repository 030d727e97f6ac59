// Which classes may be the same road user. A detector that cannot decide between car and truck, or between bicycle and
// motorcycle, still sees one road user: its boxes may continue each other's track, and the class is put to the vote. A
// person is never a vehicle, or a rider would take over the track of the motorcycle.
import { type Detection, type RoadUserClass, roadUserClasses } from '../../domain/detection.ts';
import { iou } from './overlap.ts';

export type Kind = 'person' | 'two-wheeler' | 'vehicle';

const kindOfClass: Readonly<Record<RoadUserClass, Kind>> = {
  person: 'person',
  bicycle: 'two-wheeler',
  motorcycle: 'two-wheeler',
  car: 'vehicle',
  bus: 'vehicle',
  truck: 'vehicle',
};

export const kindOf = (c: RoadUserClass): Kind => kindOfClass[c];

/** How much each class was seen, in the order of `roadUserClasses`: the sum of the scores. */
export type Votes = Float64Array;

export const noVotes = (): Votes => new Float64Array(roadUserClasses.length);

export function vote(votes: Votes, c: RoadUserClass, score: number): void {
  votes[roadUserClasses.indexOf(c)]! += score;
}

/** The class with most votes; `present` wins a tie, so that a class only changes for a reason. */
export function elected(votes: Votes, present: RoadUserClass): RoadUserClass {
  let best = present;
  for (const [i, c] of roadUserClasses.entries()) {
    if (votes[i]! > votes[roadUserClasses.indexOf(best)]!) best = c;
  }
  return best;
}

/** One thing in the picture with all that the detector took it for. */
export interface Sighting {
  readonly detection: Detection;
  readonly kind: Kind;
  /** Detections of the same thing as another class of its kind. */
  readonly also: readonly Detection[];
}

/** Overlap from which two boxes of one kind are the same thing seen twice. */
const sameThing = 0.7;

/**
 * Folds detections of one thing under several classes into one sighting each, best score first. Two boxes of one class
 * are two road users, however close: the detector's own suppression has taken the doubles.
 */
export function sightings(detections: readonly Detection[], low: number): Sighting[] {
  const ordered = detections.filter((d) => d.score >= low).sort((a, b) => b.score - a.score);
  const found: { detection: Detection; kind: Kind; also: Detection[] }[] = [];
  for (const detection of ordered) {
    const kind = kindOf(detection.class);
    const same = found.find(
      (s) =>
        s.kind === kind && s.detection.class !== detection.class && iou(s.detection.box, detection.box) >= sameThing,
    );
    if (same) same.also.push(detection);
    else found.push({ detection, kind, also: [] });
  }
  return found;
}
