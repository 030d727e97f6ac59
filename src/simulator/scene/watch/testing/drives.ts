// A place with one area and one line, and road users that drive along x at steady speeds, for tests: where each of them is
// at a moment is known without any simulation.
import { extentOf } from '../../picture/bodies/table.ts';
import type { Site } from '../../plan/site.ts';
import type { Actor, Moment, Spot } from '../../world.ts';
import type { Happening } from '../happening.ts';
import { watchSchema } from '../schema.ts';
import { observe } from '../watch.ts';

export const site: Site = {
  plan: { surfaces: [], markings: [], furniture: [] },
  routes: [],
  // Green from 0 to 10 s, amber to 13, red to 40.
  signals: [{ id: 's', cycle: 40, offset: 0, green: 10, amber: 3 }],
  views: {},
  zones: {
    box: {
      outline: [
        [10, -5],
        [30, -5],
        [30, 5],
        [10, 5],
      ],
      heading: 0,
    },
  },
  // Driving along x crosses it to its left.
  lines: {
    line: {
      points: [
        [20, -4],
        [20, 4],
      ],
      signal: 's',
    },
  },
};

const look = { kind: 'saloon', seed: 1 };
/** Half the length of everybody, metres. */
export const half = extentOf(look).length / 2;

/** Who drives along x from `x` at second `start` with a steady speed, m/s; negative: the other way. */
export interface Drive {
  readonly id: string;
  readonly x: number;
  readonly speed: number;
  /** Metres beside the x axis. */
  readonly y?: number;
  readonly class?: Actor['class'];
  readonly start?: number;
  readonly stands?: readonly [from: number, to: number];
  /** It is there between these seconds only. */
  readonly seen?: readonly [from: number, to: number];
}

/** What a watch finds up to a second; it looks twenty times a second. */
export function happenings(watch: Record<string, unknown>, seconds: number, ...drives: Drive[]): readonly Happening[] {
  const observer = observe([watchSchema.parse({ id: 'w', ...watch })], site);
  for (let k = 0; k <= seconds * 20; k++) observer.see(momentAt(k / 20, drives));
  return observer.all();
}

function momentAt(seconds: number, drives: readonly Drive[]): Moment {
  const here = drives.filter(({ seen: [from, to] = [-1e9, 1e9] }) => seconds >= from && seconds <= to);
  const actors = here.map((d): Actor => {
    const [from, to] = d.stands ?? [1e9, 1e9];
    const moving = Math.min(seconds, from) + Math.max(0, seconds - to) - (d.start ?? 0);
    const stands = seconds > from && seconds < to;
    return {
      ...{ id: d.id, class: d.class ?? 'car', look, at: [d.x + d.speed * moving, d.y ?? 0] as Spot },
      ...{ heading: d.speed < 0 ? Math.PI : 0, speed: stands ? 0 : Math.abs(d.speed) },
      ...{ travelled: Math.abs(d.speed) * moving, braking: false },
    };
  });
  return { seconds, actors, signals: new Map() };
}
