// From tracks to road users: a motorcycle, its rider and its passenger are three tracks and one road user, with one id
// and one class, whichever of them the detector sees at the moment. Everybody else is a road user alone.
//
// A person joins a two-wheeler after it was seen under the person a few times while both travelled (Ride), and leaves
// it after it was seen elsewhere as often. The road user keeps the id of the two-wheeler where that is sure, else of whoever
// was there first; the other id ends.
import type { Box, Detection } from '../../domain/detection.ts';
import type { Size } from './departure.ts';
import { kindOf } from './kinds.ts';
import { iou } from './overlap.ts';
import { Party } from './party.ts';
import { isCarried, isInside, Ride } from './ride.ts';
import { holdsRider } from './seat.ts';
import type { Track } from './track.ts';
import { type Tracked, Tracker, type TrackerOptions, trackerDefaults } from './tracker.ts';

/** Sightings together until a rider joins, or apart until it leaves. */
const steady = 3;
/** Sightings in a row on the same spot, or on the way, until a person and a two-wheeler are one. */
const oneBody = 4;
/** A new track that fits this well belongs to the two-wheeler or rider that is there, … */
const seatedOverlap = 0.5;
/** … or goes on for one that is out of sight. */
const continuedOverlap = 0.4;
/** Two people whose boxes overlap by this share may sit on one two-wheeler. */
const passengerOverlap = 0.2;

/** From the side a machine is this many times as wide as the narrowest box of who rides it. */
const widestKnown = 6;

/** Whether the one is a person and the other a two-wheeler. */
const isCounterpart = (a: Track, b: Track) =>
  (a.class === 'person' && kindOf(b.class) === 'two-wheeler') ||
  (b.class === 'person' && kindOf(a.class) === 'two-wheeler');

export class RoadUsers {
  readonly #tracker: Tracker;
  readonly #nextId: () => string;
  readonly #low: number;
  readonly #parties = new Map<string, Party>();
  readonly #rides = new Map<string, Ride>();
  /** When each two-wheeler was last seen, milliseconds on the frames' axis. */
  readonly #machines = new Map<string, number>();
  /** How often in a row a person and a two-wheeler were seen together (above 0) or, as members, apart (below 0). */
  readonly #together = new Map<string, { other: string; times: number; from: Box }>();

  constructor(nextId: () => string, options: Partial<TrackerOptions> = {}) {
    this.#tracker = new Tracker(nextId, options);
    this.#nextId = nextId;
    this.#low = options.low ?? trackerDefaults.low;
  }

  get size(): number {
    return this.#tracker.size;
  }

  /** Whether all who are followed are confirmed and were seen in the last frame. */
  get isSettled(): boolean {
    return this.#tracker.isSettled;
  }

  /** @param picture of the frame, pixels; see Tracker.update. */
  update(nowMs: number, detections: readonly Detection[], picture?: Size): Tracked {
    const { tracks, ended } = this.#tracker.update(nowMs, detections, picture);
    const gone = this.#end(ended);
    this.#receive(nowMs, tracks);
    const twoWheelers = detections.filter((d) => d.score >= this.#low && kindOf(d.class) === 'two-wheeler');
    for (const person of tracks.filter((t) => t.class === 'person')) {
      const ride = this.#rides.get(person.id) ?? new Ride();
      this.#rides.set(person.id, ride);
      ride.see(nowMs, person.seenAs, person.score, twoWheelers);
      this.#pair(person, tracks, nowMs, gone);
    }
    return { tracks: this.#views(nowMs, tracks), ended: gone };
  }

  /** Gives each new track its road user: one that is there already, or one of its own. Machines come before riders. */
  #receive(nowMs: number, tracks: readonly Track[]): void {
    const fresh = tracks.filter((t) => !this.#parties.has(t.id));
    for (const t of fresh) if (t.class !== 'person') this.#settle(t, tracks, nowMs);
    for (const t of fresh) if (t.class === 'person') this.#settle(t, tracks, nowMs);
    for (const t of tracks) if (kindOf(t.class) === 'two-wheeler') this.#machines.set(t.id, nowMs);
  }

  #settle(track: Track, tracks: readonly Track[], nowMs: number): void {
    const isEither = track.class === 'person' || kindOf(track.class) === 'two-wheeler';
    const party = isEither ? (this.#seated(track, tracks) ?? this.#continued(track, tracks)) : undefined;
    this.#parties.set(track.id, party ?? new Party(track.id, track, nowMs));
  }

  /** The road user on whose two-wheeler a new person sits, or whose rider sits on a new two-wheeler. */
  #seated(track: Track, tracks: readonly Track[]): Party | undefined {
    const isPerson = track.class === 'person';
    const beside = tracks
      .filter((t) => this.#parties.has(t.id) && isCounterpart(t, track))
      .map((t) => ({ party: this.#parties.get(t.id)!, likeness: this.#sits(track, t) }))
      .filter(({ likeness }) => likeness >= seatedOverlap)
      .filter(({ party }) =>
        isPerson
          ? this.#hasRoom(party, track, tracks)
          : !tracks.some((t) => party.members.has(t.id) && kindOf(t.class) === 'two-wheeler'),
      )
      .sort((a, b) => b.likeness - a.likeness)[0];
    beside?.party.members.add(track.id);
    return beside?.party;
  }

  /** How well a new track fits as rider or machine of one that is there, 0 to 1. */
  #sits(track: Track, other: Track): number {
    const party = this.#parties.get(other.id)!;
    const isPerson = track.class === 'person';
    const [rider, machine] = isPerson ? [track, other] : [other, track];
    const known = isPerson ? party.riderOn(other.seenAs) : party.machineUnder(other.seenAs);
    return Math.max(
      known ? iou(known, track.seenAs) : 0,
      holdsRider(machine.seenAs, rider.seenAs) ? iou(machine.seenAs, rider.seenAs) : 0,
    );
  }

  /** The road user, out of sight just now, whom the detector takes for something of another kind from here on. */
  #continued(track: Track, tracks: readonly Track[]): Party | undefined {
    let best: { party: Party; box: Box; likeness: number } | undefined;
    for (const t of this.#tracker.unseen) {
      const party = this.#parties.get(t.id)!;
      if (!isCounterpart(t, track) || tracks.some((s) => party.members.has(s.id))) continue;
      const known = track.class === 'person' ? party.riderOn(t.box) : party.machineUnder(t.box);
      const likeness = Math.max(iou(t.box, track.seenAs), known ? iou(known, track.seenAs) : 0);
      if (likeness >= continuedOverlap && likeness > (best?.likeness ?? 0)) best = { party, box: t.box, likeness };
    }
    best?.party.takeOver(track, best.box);
    return best?.party;
  }

  reset(): readonly string[] {
    return this.#end(this.#tracker.reset());
  }

  #views(nowMs: number, tracks: readonly Track[]): Track[] {
    const seen = new Map<Party, Track[]>();
    for (const t of tracks) {
      const party = this.#parties.get(t.id)!;
      seen.set(party, [...(seen.get(party) ?? []), t]);
    }
    return [...seen].map(([party, members]) => {
      const mount = members.map((t) => this.#rides.get(t.id)?.mount ?? null).find((m) => m !== null);
      return party.view(nowMs, members, mount ?? null);
    });
  }

  /** Lets a person join the two-wheeler under it, or leave the one that is elsewhere. */
  #pair(person: Track, tracks: readonly Track[], nowMs: number, gone: string[]): void {
    const party = this.#parties.get(person.id)!;
    const own = tracks.find((t) => t.id !== person.id && party.members.has(t.id) && kindOf(t.class) === 'two-wheeler');
    if (own) {
      const isApart = !isCarried(person.seenAs, own.seenAs, widestKnown);
      if (isApart && this.#count(person, own.id, -1) <= -steady) this.#leave(person, party, nowMs);
      else if (!isApart) this.#together.delete(person.id);
      return;
    }
    if (isElsewhere(person, party, tracks)) {
      if (this.#count(person, party.id, -1) <= -steady) this.#leave(person, party, nowMs);
      return;
    }
    if (this.#rides.get(person.id)?.mount == null) {
      this.#fold(person, tracks, gone);
      return;
    }
    const under = tracks
      .filter((t) => kindOf(t.class) === 'two-wheeler' && isCarried(person.seenAs, t.seenAs))
      .filter((t) => this.#hasRoom(this.#parties.get(t.id)!, person, tracks))
      .sort((a, b) => iou(b.seenAs, person.seenAs) - iou(a.seenAs, person.seenAs))[0];
    if (!under) return;
    const other = this.#parties.get(under.id)!;
    if (this.#ridesBeside(party, under)) {
      // A box that went over from one rider to the next takes nobody along: the two machines stay two road users.
      this.#leave(person, party, nowMs);
      this.#merge(other, this.#parties.get(person.id)!, gone);
    } else if (under.confirmed && other.bornMs > party.bornMs && !this.#hadMachine(party)) {
      // What a line or a zone knows of a machine that is surely there is worth more than what it knows of a rider, whose
      // box may have come from the next machine.
      this.#merge(other, party, gone);
    } else this.#join(party, other, gone);
  }

  /**
   * A person whom a detector in two minds takes for a two-wheeler as well is followed twice: both are one by their boxes
   * alone where these are alike, else when the one has travelled in the box of the other by a width of it.
   */
  #fold(person: Track, tracks: readonly Track[], gone: string[]): void {
    const party = this.#parties.get(person.id)!;
    const same = tracks.find(
      (t) =>
        kindOf(t.class) === 'two-wheeler' &&
        (isInside(person.seenAs, t.seenAs) || holdsRider(t.seenAs, person.seenAs)) &&
        this.#hasRoom(this.#parties.get(t.id)!, person, tracks),
    );
    if (!same) this.#together.delete(person.id);
    else if (this.#count(person, same.id, 1) >= oneBody) {
      const { x, y, width, height } = person.seenAs;
      const from = this.#together.get(person.id)!.from;
      const travelled = Math.hypot(x + width / 2 - from.x - from.width / 2, y + height - from.y - from.height);
      if (holdsRider(same.seenAs, person.seenAs) || travelled >= same.seenAs.width)
        this.#join(party, this.#parties.get(same.id)!, gone);
    }
  }

  #hadMachine(party: Party): boolean {
    return [...party.members].some((id) => this.#machines.has(id));
  }

  /** Whether a party has a two-wheeler that was seen when this one was there already, so that they are not the same. */
  #ridesBeside(party: Party, machine: Track): boolean {
    return [...party.members].some((id) => (this.#machines.get(id) ?? Number.NEGATIVE_INFINITY) >= machine.bornMs);
  }

  /** A second person on a two-wheeler sits close to the first; one who does not rides the next one. */
  #hasRoom(party: Party, person: Track, tracks: readonly Track[]): boolean {
    const riders = tracks.filter((t) => t.class === 'person' && t.id !== person.id && party.members.has(t.id));
    return riders.every((r) => iou(r.seenAs, person.seenAs) >= passengerOverlap);
  }

  #count({ id, seenAs }: Track, other: string, step: 1 | -1): number {
    const before = this.#together.get(id);
    const goesOn = before && before.other === other && Math.sign(before.times) === step;
    const times = (goesOn ? before.times : 0) + step;
    this.#together.set(id, { other, times, from: goesOn ? before.from : seenAs });
    return times;
  }

  #join(a: Party, b: Party, gone: string[]): void {
    if (a === b) return;
    const [stays, goes] = a.bornMs <= b.bornMs ? [a, b] : [b, a];
    this.#merge(stays, goes, gone);
  }

  #merge(stays: Party, goes: Party, gone: string[]): void {
    for (const id of goes.members) {
      stays.members.add(id);
      this.#parties.set(id, stays);
      this.#together.delete(id);
    }
    gone.push(goes.id);
  }

  #leave(person: Track, party: Party, nowMs: number): void {
    party.forget(person.id);
    this.#together.delete(person.id);
    this.#rides.delete(person.id);
    // Its own id may be the one that the others keep. As this one it begins now: of two who join later, the elder is the one
    // of whom lines and zones know how it came.
    this.#parties.set(person.id, new Party(this.#nextId(), { ...person, bornMs: nowMs }, nowMs));
  }

  /** Removes tracks that ended; a road user ends with its last one. */
  #end(ended: readonly string[]): string[] {
    const gone: string[] = [];
    for (const id of ended) {
      const party = this.#parties.get(id);
      this.#parties.delete(id);
      this.#rides.delete(id);
      this.#machines.delete(id);
      this.#together.delete(id);
      party?.forget(id);
      if (party?.members.size === 0) gone.push(party.id);
    }
    return gone;
  }
}

/** Whether somebody of a road user whose machine is out of sight is seen where no seat beside its elder can be. */
function isElsewhere(person: Track, { members }: Party, tracks: readonly Track[]): boolean {
  return tracks.some((t) => {
    if (t.class !== 'person' || t.id === person.id || !members.has(t.id) || t.bornMs > person.bornMs) return false;
    const [a, b] = [t.seenAs, person.seenAs];
    const apart = Math.hypot(a.x + a.width / 2 - b.x - b.width / 2, a.y + a.height / 2 - b.y - b.height / 2);
    return iou(a, b) === 0 && apart > Math.max(a.height, b.height);
  });
}
