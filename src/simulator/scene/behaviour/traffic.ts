// All who move in a place, step by step. The steps are always the same, whatever the pictures' rate: where somebody is at
// a moment lies between two steps. The same seed gives the same traffic.
import { type Random, seededRandom } from '../../random.ts';
import type { Site } from '../plan/site.ts';
import { signalAt } from '../plan/site.ts';
import type { Actor, Moment, SignalState, Spot } from '../world.ts';
import { type Around, think } from './drive.ts';
import { Entrances, type Rates } from './entrances.ts';
import { type Mover, place } from './mover.ts';

/** Seconds. */
export const step = 0.05;

export interface TrafficOptions {
  readonly site: Site;
  readonly rates: Rates;
  readonly seed: number;
  /** Seconds that pass before the scene begins, so that it begins with traffic. */
  readonly warmUp: number;
  readonly heldOutShapes?: boolean;
  /** Called before each step: a script adds movers and changes them. */
  readonly direct?: (traffic: Traffic, seconds: number) => void;
}

interface Posture {
  readonly at: Spot;
  readonly heading: number;
  readonly speed: number;
  readonly travelled: number;
}

export class Traffic {
  readonly site: Site;
  readonly movers: Mover[] = [];
  readonly entrances: Entrances;
  readonly #options: TrafficOptions;
  readonly #signals: Around['signals'];
  /** Where everybody was one step ago. */
  #before = new Map<string, Posture>();
  #steps: number;

  constructor(options: TrafficOptions) {
    const random: Random = seededRandom(options.seed);
    this.site = options.site;
    this.#options = options;
    this.#signals = new Map(options.site.signals.map((s) => [s.id, s]));
    this.entrances = new Entrances(options.site.routes, options.rates, random, options.heldOutShapes ?? false);
    this.#steps = -Math.round(options.warmUp / step);
  }

  /** Seconds of the last step. */
  get seconds(): number {
    return this.#steps * step;
  }

  /** @param seconds since the scene's beginning, never less than before. */
  at(seconds: number): Moment {
    while (this.seconds < seconds - 1e-9) this.#advance();
    // Between the last step and the one before.
    const share = Math.max(0, Math.min(1, 1 - (this.seconds - seconds) / step));
    const actors = this.movers.map((m): Actor => {
      const old = this.#before.get(m.id) ?? m;
      const blend = (a: number, b: number) => a + (b - a) * share;
      return {
        id: m.id,
        class: m.class,
        look: m.look,
        at: [blend(old.at[0], m.at[0]), blend(old.at[1], m.at[1])],
        heading: blend(old.heading, m.heading),
        speed: blend(old.speed, m.speed),
        travelled: blend(old.travelled, m.travelled),
        braking: m.acceleration < -0.6 || m.speed < 0.2,
      };
    });
    const signals = new Map<string, SignalState>(
      this.site.signals.map((s) => [s.id, signalAt(s, seconds).state] as const),
    );
    return { seconds, actors, signals };
  }

  #advance(): void {
    const { movers } = this;
    const seconds = this.seconds;
    this.entrances.enter(movers, step);
    this.#options.direct?.(this, seconds);
    this.#before = new Map(movers.map((m) => [m.id, { ...posture(m) }]));
    const around = { all: movers, seconds, signals: this.#signals };
    for (const m of movers) think(m, around);
    for (const m of movers) move(m, seconds);
    for (let i = movers.length - 1; i >= 0; i--) {
      const m = movers[i]!;
      if (m.s > m.route.path.length - 0.5) movers.splice(i, 1);
    }
    this.#steps++;
  }
}

const posture = ({ at, heading, speed, travelled }: Mover): Posture => ({ at, heading, speed, travelled });

function move(m: Mover, seconds: number): void {
  const before = m.speed;
  m.speed = Math.max(0, before + m.acceleration * step);
  const way = ((before + m.speed) / 2) * step;
  // Along a bend the path's own length is not the way of somebody beside it.
  const stretch = Math.max(0.3, 1 - m.offset * m.route.path.curvature(m.s));
  m.s += way / stretch;
  m.travelled += way;
  m.offset += m.drift * step;
  m.patience = m.speed < 0.2 ? Math.min(8, m.patience + step) : Math.max(0, m.patience - 2 * step);
  const halt = m.halts[0];
  if (halt) {
    if (m.haltedAt === undefined && m.speed < 0.08 && halt.s - m.s - m.extent.length / 2 < 0.6) m.haltedAt = seconds;
    if (m.haltedAt !== undefined && seconds - m.haltedAt >= halt.seconds) {
      m.halts.shift();
      m.haltedAt = undefined;
    }
  }
  place(m);
}
