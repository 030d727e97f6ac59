// Whether a person rides. A detector often sees the rider better than the motorcycle: from behind, or half hidden, the
// person stays and the motorcycle is a weak box that comes and goes. All of these weak boxes together tell a rider from
// somebody on foot: they lie under the person, they stay there while the person travels, and they come again and again.
// Somebody who walks past parked motorcycles has them at a different place in each frame.
// Seen on street and junction footage with a nano model: riders have such a box in 24 to 100 % of their frames, walkers
// in 0 to 12 %.
import type { Box, Detection, RoadUserClass } from '../../domain/detection.ts';
import { elected, kindOf, noVotes, vote } from './kinds.ts';
import { areaOf, shared } from './overlap.ts';
import { holdsRider } from './seat.ts';

/**
 * Whether this box lies where the two-wheeler of this person would: under the person, and not beside or before it.
 * @param widest how many times as wide as the person it may be.
 */
export function liesUnder(mount: Box, person: Box, widest = 3): boolean {
  const across = Math.min(person.x + person.width, mount.x + mount.width) - Math.max(person.x, mount.x);
  const { height } = person;
  const below = mount.y + mount.height - (person.y + height);
  return (
    across >= 0.5 * Math.min(person.width, mount.width) &&
    // Its wheels stand near the rider's feet, its top is not above the rider's head.
    below >= -0.4 * height &&
    below <= 0.4 * height &&
    mount.y >= person.y - 0.15 * height &&
    mount.width <= widest * person.width &&
    mount.height >= 0.25 * height
  );
}

/**
 * The box of a machine is often that of its rider too, from the head to the wheels; who is inside it by this share, and not
 * smaller than a seated person, rides it or is a part of its rider, if both keep together.
 */
const inside = { share: 0.8, leastHeight: 0.5 } as const;

/** Whether a person's box belongs to the two-wheeler's box, if both travel together: who rides it, or a part of who does. */
export function isCarried(person: Box, mount: Box, widest?: number): boolean {
  return isInside(person, mount) || liesUnder(mount, person, widest);
}

/** Whether a person's box lies in that of a two-wheeler, as that of who rides it. */
export const isInside = (person: Box, mount: Box): boolean =>
  person.height >= inside.leastHeight * mount.height && shared(person, mount) >= inside.share * areaOf(person);

/** Together: the box keeps its place under the person within this share of the person's height. */
const together = 0.2;
/** They must have travelled this many widths of the person together, or the machine's box must hold the person, … */
const widthsTogether = 1;
/** … with boxes whose scores sum up to this, … */
const enoughScore = 0.6;
/** … in at least this many frames, and this share of the frames. */
const enoughTimes = 3;
const enoughShare = 0.2;
/**
 * A box with the person in it may be the person's own, by a detector that is in two minds about what somebody is: then all
 * such boxes together have less than this share of the person's own scores. Measured with our detector on generated scenes:
 * of riders 0.7 to 4, in the middle 1.4; of walkers 0 to 0.7, in the middle 0.3.
 */
export const ownBodyShare = 0.75;
/**
 * The legs of somebody who walks are taken for a bicycle now and then, by boxes of any shape: they have to reach that share
 * too, over this time constant, milliseconds. Seen with our detector on generated scenes: in 30 % of the sightings of walkers.
 * Faster than this, in heights of the person a second, nobody walks (1.6 m and 9 km/h), whatever the boxes say.
 */
const memoryMs = 4000;
const fasterThanWalk = 1.5;
/** Without any such box for this long a rider has got off, milliseconds. */
const gotOffMs = 3000;
/** And for this long, the place under the person is looked for anew. */
const patienceMs = 1500;

/** The boxes seen under one person at one place. */
interface Company {
  readonly from: Box;
  readonly fromMs: number;
  readonly across: number;
  readonly below: number;
  frames: number;
  times: number;
  score: number;
  /** Of the person itself, in all frames. */
  own: number;
  /** How often the machine's box had the person in it, and how often it was no weaker than the person then. */
  holding: number;
  held: number;
}

export class Ride {
  readonly #votes = noVotes();
  /** Scores of late of the person and of what lay under it. */
  readonly #sums = { own: 0, under: 0 };
  #lastMs = 0;
  #company: Company | null = null;
  #mount: RoadUserClass | null = null;
  /** When there was a box under the person, and when it was that of something ridden. */
  #boxMs = 0;
  #seenMs = 0;

  /** What the person rides; null on foot, as far as we know. */
  get mount(): RoadUserClass | null {
    return this.#mount;
  }

  /**
   * Takes in a frame in which the person was seen, with all two-wheelers that were found in it.
   * @param score with which the person was seen.
   */
  see(nowMs: number, person: Box, score: number, twoWheelers: readonly Detection[]): void {
    if (this.#company) {
      this.#company.frames++;
      this.#company.own += score;
    }
    const under = this.#under(person, twoWheelers);
    const fade = Math.exp((this.#lastMs - nowMs) / memoryMs);
    this.#lastMs = nowMs;
    this.#sums.own = fade * this.#sums.own + score;
    this.#sums.under = fade * this.#sums.under + (under?.score ?? 0);
    if (!under) {
      if (nowMs - this.#boxMs > patienceMs) this.#company = null;
      if (nowMs - this.#seenMs > gotOffMs) this.#mount = null;
      return;
    }
    this.#boxMs = nowMs;
    const holds = holdsRider(under.box, person);
    const [holding, held] = [holds ? 1 : 0, holds && under.score >= score ? 1 : 0];
    vote(this.#votes, under.class, under.score);
    const place = placeOf(under.box, person);
    if (!this.#company || !isNear(place, this.#company)) {
      this.#company = {
        from: person,
        fromMs: nowMs,
        ...place,
        frames: 1,
        times: 1,
        score: under.score,
        own: score,
        holding,
        held,
      };
      this.#seenMs = nowMs;
      return;
    }
    const company = this.#company;
    company.times++;
    company.score += under.score;
    company.holding += holding;
    company.held += held;
    const travelled = Math.hypot(
      person.x - company.from.x,
      person.y + person.height - company.from.y - company.from.height,
    );
    const isBody = 2 * company.holding > company.times && company.score < ownBodyShare * company.own;
    if (isBody || this.#isOnFoot(nowMs, person, travelled)) {
      // The same body. A rider is not one any more when that has been so for as long as after getting off.
      if (nowMs - this.#seenMs > gotOffMs) this.#mount = null;
      return;
    }
    this.#seenMs = nowMs;
    const rides =
      company.times >= enoughTimes &&
      company.score >= enoughScore &&
      company.times >= enoughShare * company.frames &&
      (travelled >= widthsTogether * person.width || company.held >= enoughTimes);
    if (rides || this.#mount) this.#mount = elected(this.#votes, this.#mount ?? under.class);
  }

  /** Whether what is taken for a bicycle under somebody may be its legs. */
  #isOnFoot(nowMs: number, person: Box, travelled: number): boolean {
    if (elected(this.#votes, 'bicycle') !== 'bicycle') return false;
    const seconds = (nowMs - this.#company!.fromMs) / 1000;
    return this.#sums.under < ownBodyShare * this.#sums.own && travelled < fasterThanWalk * person.height * seconds;
  }

  /** The box under the person: the one at the known place if there is one there, else the best. */
  #under(person: Box, twoWheelers: readonly Detection[]): Detection | undefined {
    const under = twoWheelers.filter((d) => kindOf(d.class) === 'two-wheeler' && isCarried(person, d.box));
    const company = this.#company;
    const known = company ? under.filter((d) => isNear(placeOf(d.box, person), company)) : [];
    return (known.length > 0 ? known : under).reduce<Detection | undefined>(
      (best, d) => (best && best.score >= d.score ? best : d),
      undefined,
    );
  }
}

/** Where the lower middle of the box is, seen from the feet of the person, in heights of the person. */
const placeOf = (mount: Box, person: Box) => ({
  across: (mount.x + mount.width / 2 - person.x - person.width / 2) / person.height,
  below: (mount.y + mount.height - person.y - person.height) / person.height,
});

const isNear = (a: { across: number; below: number }, b: { across: number; below: number }) =>
  Math.abs(a.across - b.across) <= together && Math.abs(a.below - b.below) <= together;
