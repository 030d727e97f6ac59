// Where road users come from: each way has its own flow by class, at random moments, as long as there is room.
import { type RoadUserClass, roadUserClasses } from '../../../domain/detection.ts';
import { type Random, seededRandom } from '../../random.ts';
import { extentOf, kindsOf } from '../picture/bodies/table.ts';
import type { Route } from '../plan/site.ts';
import { isNarrow, type Manner, type Mover, place, usualSpeed } from './mover.ts';

/** Road users a minute by group of ways and class. */
export type Rates = Readonly<Record<string, Readonly<Partial<Record<RoadUserClass, number>>>>>;

/** Who waits outside for room: more than this turn away. */
const longestWait = 4;

export interface Newcomer {
  readonly class: RoadUserClass;
  readonly route: Route;
  readonly kind?: string;
  readonly manner?: Manner;
  readonly id?: string;
  /** Metres along the way where it begins; 0 without it. */
  readonly s?: number;
  readonly offset?: number;
  readonly speed?: number;
}

interface Flow {
  readonly route: Route;
  readonly class: RoadUserClass;
  /** Road users a second. */
  readonly rate: number;
  waiting: number;
}

export class Entrances {
  readonly #flows: Flow[];
  readonly #random: Random;
  readonly #heldOut: boolean;
  #count = 0;

  constructor(routes: readonly Route[], rates: Rates, random: Random, heldOut: boolean) {
    this.#random = random;
    this.#heldOut = heldOut;
    this.#flows = routes.flatMap((route) => {
      const total = routes.filter((r) => r.group === route.group).reduce((sum, r) => sum + r.share, 0);
      return roadUserClasses.flatMap((c): Flow[] => {
        const rate = rates[route.group]?.[c] ?? 0;
        const allowed = route.classes ? route.classes.includes(c) : (c === 'person') === (route.for === 'walk');
        const mayGo = route.for === 'walk' ? allowed || c === 'bicycle' : allowed;
        return rate > 0 && mayGo ? [{ route, class: c, rate: (rate * route.share) / (60 * total), waiting: 0 }] : [];
      });
    });
  }

  /** Lets in who comes within a step of some seconds. */
  enter(movers: Mover[], seconds: number): void {
    for (const flow of this.#flows) {
      if (this.#random() < flow.rate * seconds) flow.waiting = Math.min(longestWait, flow.waiting + 1);
      if (flow.waiting === 0) continue;
      const offset = this.#freeOffset(flow, movers);
      if (offset === undefined) continue;
      flow.waiting--;
      movers.push(this.make({ class: flow.class, route: flow.route, offset }));
    }
  }

  /** Where at the beginning of a way there is room. */
  #freeOffset({ route, class: c }: Flow, movers: readonly Mover[]): number | undefined {
    const [right, left] = route.span;
    const tries = isNarrow(c) ? [right + (left - right) * this.#random()] : route.lanes;
    const atEntrance = movers.filter((m) => {
      const start = route.path.at(0);
      return Math.hypot(m.at[0] - start.x, m.at[1] - start.y) < 30;
    });
    const gap = c === 'person' ? 1 : isNarrow(c) ? 5 : 14;
    return tries.find((offset) => {
      const at = route.path.at(0, offset);
      return atEntrance.every((m) => {
        const beside = Math.abs(-(m.at[0] - at.x) * Math.sin(at.heading) + (m.at[1] - at.y) * Math.cos(at.heading));
        const along = Math.hypot(m.at[0] - at.x, m.at[1] - at.y) - m.extent.length / 2;
        return beside > (m.extent.width + (isNarrow(c) ? 0.9 : 2.2)) / 2 || along > gap;
      });
    });
  }

  /** Somebody new, with looks and a temper of its own. */
  make(from: Newcomer): Mover {
    const number = ++this.#count;
    const random = seededRandom(Math.floor(this.#random() * 2 ** 32));
    const kinds = kindsOf(from.class);
    // A city has more adults than children, and more saloons than pick-ups: earlier kinds are likelier.
    const kind = from.kind ?? kinds[Math.floor(kinds.length * random() ** 1.35)] ?? kinds[0] ?? from.class;
    const look = { kind, seed: this.#seedOf(random) };
    const { route, manner = {} } = from;
    const taste = from.class === 'person' ? 0.82 + 0.36 * random() : 0.86 + 0.26 * random();
    const wanted = manner.speed ?? usualSpeed(route, from.class) * taste;
    const mover: Mover = {
      ...{ id: from.id ?? `${from.class}-${number}`, number, class: from.class, look, extent: extentOf(look) },
      ...{ route, manner, random, wanted, s: from.s ?? 0, offset: from.offset ?? route.lanes[0] ?? 0 },
      ...{ target: from.offset ?? route.lanes[0] ?? 0, drift: 0, speed: from.speed ?? wanted, acceleration: 0 },
      ...{
        travelled: 0,
        halts: [...(manner.halts ?? []), ...haltsOf(route, random)],
        haltedAt: undefined,
        cap: Number.POSITIVE_INFINITY,
      },
      ...{ ignoresSignals: manner.ignoresSignals ?? false, patience: 0, at: [0, 0], heading: 0 },
    };
    place(mover);
    return mover;
  }

  /** Looks whose seed ends in 9 have proportions that training never shows; see the table of bodies. */
  #seedOf(random: Random): number {
    const tens = Math.floor(random() * 1e8);
    return tens * 10 + (this.#heldOut ? 9 : Math.floor(random() * 9));
  }
}

function haltsOf({ halt }: Route, random: Random): Mover['halts'] {
  if (!halt) return [];
  const [least, most] = halt.seconds;
  return [{ s: halt.s, seconds: least + (most - least) * random() }];
}
