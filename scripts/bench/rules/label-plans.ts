// Plans of rules that need a model of the second stage. How many ride is taken from the bodies themselves; of helmets the
// truth says nothing, so what such a model would say is made up, with its doubts.
import { bodyOf } from '../../../src/simulator/scene/picture/bodies/table.ts';
import type { Actor } from '../../../src/simulator/scene/world.ts';
import type { HappeningLine } from '../../../src/vision/tracks-file.ts';
import { between, type Labels, type Plan, series } from './plan.ts';

const besideHighway = { position: [-49, -45, 24], yaw: 0, tilt: 22, focal: 0.5 };
const quiet = { version: 1, warmUp: '0s', place: 'highway', camera: besideHighway };
const ways = ['west', 'east'];
/** Everybody in the watched carriageway; and everybody in the other one, where the rule does not hold. */
const watch = ways.map((id) => ({ id, kind: 'forbidden-lane', zone: id, hold: '0s', classes: ['motorcycle'] }));

/** What happened in the zone of the rule, or would have if it were there. */
const judged = (rule: string, h: HappeningLine, isOne: boolean, isNearly: boolean): HappeningLine | undefined => {
  if (isOne && h.watch === 'west') return { ...h, watch: rule, type: 'violation' };
  return isOne || isNearly ? { ...h, watch: rule, type: 'near-miss' } : undefined;
};

const ridersOf = (actor: Actor) => new Set(bodyOf(actor).flatMap(({ rider }) => rider ?? [])).size;
const said = ['one', 'two', 'three-or-more'] as const;

export const tripleRiding: Plan = {
  rule: 'triple-riding',
  scenario: (random) => ({
    ...{ ...quiet, title: 'One, two or three on a motorcycle' },
    script: series(120, 2.2, (at, i) => ({
      ...{ do: 'drive', at, class: 'motorcycle', way: ways[i % 4 === 3 ? 1 : 0], from: 180 },
      speedKmh: between(random, 35, 55),
    })),
    watch,
    duration: '280s',
  }),
  labels: (actor, looks): Labels => {
    const label = said[ridersOf(actor) - 1] ?? said[2];
    return actor.class === 'motorcycle' ? { riders: { label, share: 1, looks } } : {};
  },
  judge: (h, actor) => actor && judged('three', h, ridersOf(actor) >= 3, ridersOf(actor) === 2),
  rules: (d) => [{ id: 'three', kind: 'triple-riding', zone: d.zone('west'), model: 'riders' }],
};

/** By the name of who comes: what the model says of it at each look. */
const opinions: Readonly<Record<string, (looks: number) => Labels>> = {
  bare: (looks) => ({ helmets: { label: 'no-helmet', share: 0.9, looks } }),
  helmet: (looks) => ({ helmets: { label: 'helmet', share: 0.95, looks } }),
  // Once this, once that: more often without, and not often enough.
  doubtful: (looks) => ({
    helmets: { label: looks % 2 === 0 ? 'helmet' : 'no-helmet', share: looks % 2 === 0 ? 0.5 : 0.6, looks },
  }),
  // It was hardly ever big enough to be looked at.
  glimpsed: (looks) => ({ helmets: { label: 'no-helmet', share: 1, looks: Math.min(looks, 2) } }),
};
const names = ['helmet', 'doubtful', 'glimpsed', 'bare', 'helmet', 'bare'] as const;
const nameOf = ({ id }: Pick<Actor, 'id'>) => id.split('-')[0] ?? '';

export const noHelmet: Plan = {
  rule: 'no-helmet',
  scenario: (random) => ({
    ...{ ...quiet, title: 'With and without a helmet, and nobody knows' },
    script: series(90, 2.4, (at, i) => ({
      ...{ do: 'drive', at, class: 'motorcycle', id: `${names[i % 6]}-${i}`, from: 180 },
      // Half of those without come where the rule does not hold.
      way: i % 6 === 5 ? 'east' : 'west',
      speedKmh: between(random, 35, 55),
    })),
    watch,
    duration: '230s',
  }),
  labels: (actor, looks) => opinions[nameOf(actor)]?.(looks) ?? {},
  judge: (h, actor) => actor && judged('helmet', h, nameOf(actor) === 'bare', true),
  rules: (d) => [{ id: 'helmet', kind: 'no-helmet', zone: d.zone('west'), model: 'helmets' }],
};
