import type { Box, Point, RoadUserClass } from '../../domain/detection.ts';
import { ownBodyShare } from './ride.ts';
import { holdsRider, machineAt, riderAt, type Seat, seatOf } from './seat.ts';
import type { Track } from './track.ts';

/** An offset that came from handing over from one member to another fades with this time constant, milliseconds. */
const fadeMs = 1000;
/** Feet and wheels further apart than this share of the box's height belong to two road users. */
const mostApart = 0.4;
/** A machine that has been seen again for so long leads again, milliseconds. */
const backMs = 500;

/**
 * One road user: a track alone, or the tracks of a two-wheeler and its riders. Its path follows one member for as long
 * as that one is seen; when another takes over, what lies between the two is taken along and fades, so that the path
 * does not leap from a rider's feet to a wheel. A rider leads only for want of the machine: it ends where the machine hides
 * its legs, nearer or farther than where they both are.
 */
export class Party {
  readonly id: string;
  readonly members = new Set<string>();
  readonly bornMs: number;
  /** From the feet of each member to those of the party, as last seen. */
  readonly #between = new Map<string, Point>();
  #lead: string;
  /** Since when the machine is seen while a rider leads; null where that is not so. */
  #backMs: number | null = null;
  #offset: Point = { x: 0, y: 0 };
  #feet: Point;
  #feetBefore: Point;
  #class: RoadUserClass;
  #confirmed = false;
  #lastMs: number;
  #seat: Seat | undefined;
  /** Scores so far of the machine and of the person on it, where the one's box may be of the other's body. */
  readonly #scores = { machine: 0, person: 0 };
  #holdsRider = false;

  constructor(id: string, first: Track, nowMs: number) {
    this.id = id;
    this.bornMs = first.bornMs;
    this.members.add(first.id);
    this.#lead = first.id;
    this.#class = first.class;
    this.#lastMs = nowMs;
    this.#feet = feetOf(first.box);
    this.#feetBefore = this.#feet;
  }

  /**
   * The road user in a frame.
   * @param seen its members that are seen in it, at least one.
   * @param as what it is, where that is more than the class of its members: a person who rides.
   */
  view(nowMs: number, seen: readonly Track[], as: RoadUserClass | null): Track {
    const lead = this.#follow(nowMs, seen);
    const vehicle = seen.find((t) => t.class !== 'person');
    const rider = seen.find((t) => t.class === 'person');
    if (vehicle && rider) this.#seat = seatOf(rider.seenAs, vehicle.seenAs);
    this.#class = this.#isOneBody(vehicle, rider)
      ? 'person'
      : (vehicle?.class ?? as ?? (this.members.size > 1 ? this.#class : lead.class));
    this.#confirmed ||= seen.some((t) => t.confirmed);
    const { x, y } = this.#offset;
    return {
      id: this.id,
      class: this.#class,
      score: Math.max(...seen.map((t) => t.score)),
      box: { ...lead.box, x: lead.box.x + x, y: lead.box.y + y },
      seenAs: around(seen.filter((t) => this.#agrees(t)).map((t) => t.seenAs)) ?? lead.seenAs,
      confirmed: this.#confirmed,
      bornMs: this.bornMs,
    };
  }

  /** Whether the machine is but the person on it, whom a detector in two minds takes for both (see ride.ts). */
  #isOneBody(vehicle: Track | undefined, rider: Track | undefined): boolean {
    if (vehicle && rider) this.#holdsRider = holdsRider(vehicle.seenAs, rider.seenAs);
    if (!this.#holdsRider) return false;
    if (vehicle) this.#scores.machine += vehicle.score;
    if (rider) this.#scores.person += rider.score;
    const { machine, person } = this.#scores;
    return vehicle !== undefined && machine < ownBodyShare * person;
  }

  /** Where its rider should be seen, from the box of its two-wheeler; undefined as long as none sat on it. */
  riderOn(machine: Box): Box | undefined {
    return this.#seat && riderAt(this.#seat, machine);
  }

  /** Where its two-wheeler should be seen, from the box of its rider; undefined as long as it had none of both. */
  machineUnder(rider: Box): Box | undefined {
    return this.#seat && machineAt(this.#seat, rider);
  }

  /** Takes in a track that goes on where a member, not seen now, would be: the path goes on from there. */
  takeOver(track: Track, expected: Box): void {
    this.members.add(track.id);
    const [before, own] = [moved(feetOf(expected), this.#offset), feetOf(track.box)];
    this.#between.set(track.id, { x: before.x - own.x, y: before.y - own.y });
  }

  forget(member: string): void {
    this.members.delete(member);
    this.#between.delete(member);
  }

  /** Moves the party on, with the member that leads it in this frame. */
  #follow(nowMs: number, seen: readonly Track[]): Track {
    const fade = Math.exp((this.#lastMs - nowMs) / fadeMs);
    this.#lastMs = nowMs;
    this.#offset = { x: this.#offset.x * fade, y: this.#offset.y * fade };
    let lead = this.#body(seen) ?? this.#machineBack(nowMs, seen) ?? seen.find((t) => t.id === this.#lead);
    if (lead && lead.id !== this.#lead) {
      this.#offset = this.#handOver(lead);
      this.#lead = lead.id;
    }
    if (lead) this.#feet = moved(feetOf(lead.box), this.#offset);
    // Where members are far apart one has gone astray, to somebody else's box: the one nearer to the path is right.
    if (!lead || !seen.every((t) => this.#agrees(t))) {
      const before = this.#feetBefore;
      const away = (t: Track) => distance(moved(feetOf(t.box), this.#handOver(t)), before);
      lead = seen.reduce((best, t) => (away(t) < away(best) ? t : best), lead ?? seen[0]!);
      if (lead.id !== this.#lead) this.#offset = this.#handOver(lead);
      this.#lead = lead.id;
      this.#feet = moved(feetOf(lead.box), this.#offset);
    }
    this.#feetBefore = this.#feet;
    for (const t of seen) {
      const own = feetOf(t.box);
      if (this.#agrees(t)) this.#between.set(t.id, { x: this.#feet.x - own.x, y: this.#feet.y - own.y });
    }
    return lead;
  }

  /** The person, where the machine is but a second box of its body: that one ends anywhere. */
  #body(seen: readonly Track[]): Track | undefined {
    return this.#class === 'person' ? seen.find((t) => t.class === 'person' && this.#between.has(t.id)) : undefined;
  }

  /** The machine, where a rider has led for want of it and it has been seen again for a while. */
  #machineBack(nowMs: number, seen: readonly Track[]): Track | undefined {
    const lead = seen.find((t) => t.id === this.#lead);
    const machine = seen.find((t) => t.class !== 'person' && this.#between.has(t.id) && this.#agrees(t));
    if (lead?.class !== 'person' || this.#class === 'person' || !machine) {
      this.#backMs = null;
      return undefined;
    }
    this.#backMs ??= nowMs;
    return nowMs - this.#backMs >= backMs ? machine : undefined;
  }

  /** What to take along when this member takes over. */
  #handOver(t: Track): Point {
    return this.#between.get(t.id) ?? { x: 0, y: 0 };
  }

  #agrees(t: Track): boolean {
    return distance(feetOf(t.box), this.#feet) <= mostApart * t.box.height;
  }
}

const feetOf = (box: Box): Point => ({ x: box.x + box.width / 2, y: box.y + box.height });
const moved = (p: Point, by: Point): Point => ({ x: p.x + by.x, y: p.y + by.y });
const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);

/** The smallest box around boxes; undefined around none. */
function around(boxes: readonly Box[]): Box | undefined {
  if (boxes.length === 0) return undefined;
  const x = Math.min(...boxes.map((b) => b.x));
  const y = Math.min(...boxes.map((b) => b.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((b) => b.x + b.width)) - x,
    height: Math.max(...boxes.map((b) => b.y + b.height)) - y,
  };
}
