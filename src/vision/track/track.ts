import { type Box, type RoadUserClass, roadUserClasses } from '../../domain/detection.ts';
import { Body } from './body.ts';
import { Departure, type Size } from './departure.ts';
import { beginMotion, boxOfMotion, correctMotion, type MotionState, predictMotion, spreadOfMotion } from './kalman.ts';
import { elected, type Kind, noVotes, type Sighting, type Votes, vote } from './kinds.ts';
import { iou } from './overlap.ts';
import { Standing } from './standing.ts';
import { Usurper } from './usurper.ts';

/** A road user as the rules see it in one frame in which it was seen. */
export interface Track {
  /** Unique over cameras' restarts, never used again. */
  readonly id: string;
  /** What it was seen as most. It may change while the track is young. */
  readonly class: RoadUserClass;
  /** Score of this frame's detection, 0 to 1. */
  readonly score: number;
  /** Smoothed box, pixels: the path of its feet has little jitter. */
  readonly box: Box;
  /** The detector's box of this frame, pixels: it fits the picture. */
  readonly seenAs: Box;
  /** Seen often and long enough to be believed. Rules accuse and count confirmed tracks only. */
  readonly confirmed: boolean;
  /** When it was first seen, milliseconds on the frames' axis. */
  readonly bornMs: number;
}

/** A box fits where it stood by so much more than where it should be now. */
const isBack = 0.5;

/** A track with its memory, owned by the tracker. */
export class LiveTrack {
  readonly id: string;
  readonly kind: Kind;
  readonly bornMs: number;
  #motion: MotionState;
  readonly #votes: Votes = noVotes();
  readonly #departure = new Departure();
  readonly #standing = new Standing();
  readonly #usurper: Usurper | undefined;
  readonly #body: Body | undefined;
  #class: RoadUserClass;
  #sighting: Sighting;
  #predicted: Box;
  #hits = 1;
  confirmed = false;
  seenMs: number;

  constructor(id: string, sighting: Sighting, nowMs: number) {
    this.id = id;
    this.kind = sighting.kind;
    this.bornMs = nowMs;
    this.seenMs = nowMs;
    this.#sighting = sighting;
    this.#class = sighting.detection.class;
    this.#motion = beginMotion(sighting.detection.box);
    this.#predicted = sighting.detection.box;
    this.#departure.see(nowMs, sighting.detection.box);
    this.#standing.see(nowMs, sighting.detection.box);
    this.#vote(sighting);
    this.#usurper = sighting.kind === 'vehicle' ? new Usurper() : undefined;
    this.#usurper?.see(nowMs, sighting);
    this.#body = sighting.kind === 'person' ? new Body(nowMs, sighting) : undefined;
  }

  /** The box of its last sighting, pixels, and the detector's score of it. */
  get seenAs(): Box {
    return this.#sighting.detection.box;
  }
  get score(): number {
    return this.#sighting.detection.score;
  }

  get hits(): number {
    return this.#hits;
  }

  /** Where it should be now, pixels. */
  get predicted(): Box {
    return this.#predicted;
  }

  /** Where it stood until a moment ago, pixels; undefined where it did not. */
  stoodAt(nowMs: number): Box | undefined {
    return this.#standing.at(nowMs);
  }

  /** How far off the prediction may be, pixels (one standard deviation). */
  get spread(): number {
    return spreadOfMotion(this.#motion);
  }

  predict(seconds: number, lost: boolean): void {
    predictMotion(this.#motion, seconds, lost);
    this.#predicted = boxOfMotion(this.#motion);
    this.#body?.predict(seconds, lost);
  }

  see(sighting: Sighting, nowMs: number, picture?: Size): void {
    const { box } = sighting.detection;
    const stood = this.#standing.at(nowMs);
    // Back where it stood: what it did meanwhile was somebody else's.
    const begins = stood !== undefined && iou(stood, box) > iou(this.#predicted, box) + isBack;
    if (begins) this.#motion = beginMotion(box);
    else correctMotion(this.#motion, box);
    this.#body?.see(nowMs, sighting, { begins, picture });
    this.#predicted = boxOfMotion(this.#motion);
    this.#sighting = sighting;
    this.#hits++;
    this.seenMs = nowMs;
    this.#departure.see(nowMs, box);
    this.#standing.see(nowMs, box);
    this.#vote(sighting);
    this.#usurper?.see(nowMs, sighting);
  }

  /** The track of another vehicle that has taken this one over, from where it began; undefined where none has. */
  successor(newId: () => string): LiveTrack | undefined {
    const all = this.#votes.reduce((sum, votes) => sum + votes, 0);
    const votes = this.#votes[roadUserClasses.indexOf(this.#class)]!;
    const [first, ...others] = this.#usurper?.taken({ class: this.#class, votes, all }) ?? [];
    if (!first) return undefined;
    const track = new LiveTrack(newId(), first.sighting, first.ms);
    for (const { ms, sighting } of others) {
      track.predict((ms - track.seenMs) / 1000, false);
      track.see(sighting, ms);
    }
    return track;
  }

  /** Whether one that was not seen at its last chance is out of the picture by now. */
  hasLeft(nowMs: number, picture: Size): boolean {
    return this.#departure.hasLeft(nowMs, picture);
  }

  /** Whether a box may be this one's, as far as the picture's edge tells. */
  mayBe(box: Box, picture: Size): boolean {
    return this.#departure.mayBe(box, this.confirmed ? this.#predicted : undefined, picture);
  }

  view(): Track {
    return {
      id: this.id,
      class: this.#class,
      score: this.#sighting.detection.score,
      box: this.#body?.box ?? this.#predicted,
      seenAs: this.#sighting.detection.box,
      confirmed: this.confirmed,
      bornMs: this.bornMs,
    };
  }

  #vote(sighting: Sighting): void {
    for (const d of [sighting.detection, ...sighting.also]) vote(this.#votes, d.class, d.score);
    this.#class = elected(this.#votes, this.#class);
  }
}
