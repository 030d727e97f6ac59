// Films of the pavement before three shops, from the wall of the house behind them: high and near enough that people are
// 45 to 65 pixels high and one behind another is seen over the head of who stands before. What happens before each shop is
// watched by itself.
import { between, type Random } from '../plan.ts';
import { type FilmPlan, film, ms } from './film-plan.ts';

const shops = ['shop-left', 'shop-middle', 'shop-right'] as const;
/** Metres along the street: the middle of each place, and its length. */
const middles = [-44.6, -40, -35.4] as const;
/** Where the way of the near pavement begins, and where it lies beside the street. */
const [wayFrom, wayAt] = [-150, 2.6];
const above = { position: [-40, -9, 7.5], yaw: 0, tilt: 38, focal: 0.7 };
const place = { ...film, place: 'street', camera: above };
const walkKmh = 4.7;
/** Out of the picture to the left. */
const outside = -51;

interface Walker {
  /** Seconds. */
  readonly at: number;
  /** Metres along and across the street. */
  readonly x: number;
  readonly y: number;
  readonly stops?: readonly { readonly x: number; readonly seconds: number }[];
  readonly kmh?: number;
}

const walker = ({ at, x, y, stops = [], kmh = walkKmh }: Walker) => ({
  ...{ do: 'drive', at: ms(at), class: 'person', way: 'near-out', from: x - wayFrom, speedKmh: kmh, exact: true },
  offsets: [{ s: 0, offset: y - wayAt }],
  halts: stops.map((h) => ({ s: h.x - wayFrom, for: ms(h.seconds) })),
});

/** Who is counted and timed on a pavement, also on or beside a bicycle; nothing larger. */
const classes = ['person', 'bicycle', 'motorcycle'];

/** So many wait before each shop all the time; so many more are too many. */
const waiting = 3;
const more = 3;
const limit = waiting + more;
const hold = '2s';

/** They come one by one from below, so slowly that nobody would call it a gathering. */
const waitingPeople = (random: Random) =>
  middles.flatMap((middle) =>
    [1.3, 0, -1.3].map((along, k) => {
      const x = middle + along + between(random, -0.25, 0.25);
      const y = between(random, -2, -1.4);
      const offsets = [
        { s: 0, offset: -3.1 - wayAt },
        { s: x - 2.4 - wayFrom, offset: y - wayAt },
      ];
      const at = 0.5 + 4.4 * k + between(random, 0, 0.3);
      return { ...walker({ at, x: x - 3.2, y, stops: [{ x, seconds: 600 }], kmh: 4 }), offsets };
    }),
  );

/** Metres behind the first of a group, and beside its middle. */
const loosely = [
  { behind: 0, beside: -0.45 },
  { behind: 0.6, beside: 0.45 },
  { behind: 2.4, beside: 0 },
];

/** Two who walk by, or three of whom the last is not in a place with the first for long, unless they stop in it. */
function group(at: number, count: number, random: Random, stop?: { readonly x: number; readonly seconds: number }) {
  const y = between(random, 0.4, 1.4);
  return loosely.slice(0, count).map(({ behind, beside }, k) => {
    const stops = stop ? [{ x: stop.x + 1 - 0.8 * k, seconds: stop.seconds }] : [];
    return walker({ at, x: outside - behind, y: y + beside, stops });
  });
}

export const groups: FilmPlan = {
  name: 'groups',
  scenario: (random) => {
    const script: object[] = waitingPeople(random);
    let at = 14.5;
    for (let i = 0; i < 16; i++) {
      const stops = i % 2 === 1;
      const seconds = between(random, 1.2, 3.5);
      const middle = middles[(i >> 1) % middles.length]!;
      script.push(...group(at, stops ? 3 : 2, random, stops ? { x: middle, seconds } : undefined));
      // Before and after three the places are empty of walkers for as long as it takes to say that it is over.
      at += stops ? 8.6 + seconds : 5.2;
    }
    const zones = shops.map((zone) => ({ zone, count: limit, hold }));
    return {
      ...{ ...place, title: 'Before three shops, two or three more', script, duration: ms(at + 6) },
      watch: zones.flatMap((z) => [
        { ...z, id: `crowd-${z.zone}`, kind: 'crowding' },
        { ...z, id: `dense-${z.zone}`, kind: 'crowding' },
        { ...z, id: `queue-${z.zone}`, kind: 'queueing' },
        { ...z, id: `gather-${z.zone}`, kind: 'gathering', count: more, within: '6s' },
      ]),
    };
  },
  rules: (d) =>
    shops.flatMap((id) => {
      const zone = d.zone(id);
      const who = { zone, classes };
      const area = d.metres(id);
      return [
        { id: `crowd-${id}`, kind: 'crowding', ...who, enter: limit, leave: limit - 2, hold },
        // Between the two numbers that are to be told apart.
        { id: `dense-${id}`, kind: 'density', ...who, enter: (limit - 0.5) / area, leave: (limit - 1.5) / area, hold },
        { id: `queue-${id}`, kind: 'queue', ...who, most: limit, hold },
        { id: `gather-${id}`, kind: 'gathering', ...who, by: more, within: '6s', hold },
      ];
    }),
};

/** Those who look into no window, and those who stand before one for longer than they may. */
const after = '6s';
/** Stays are as long as they are seen: these areas lie away from the edge of the picture. */
const panes = ['window-left', 'window-middle', 'window-right'] as const;
const lanes = [-1.7, -0.6, 0.5, 1.6] as const;

export const windows: FilmPlan = {
  name: 'windows',
  scenario: (random) => {
    const script = Array.from({ length: 21 }, (_, i) => {
      const x = middles[i % middles.length]! + between(random, -0.8, 1.2);
      const seconds = i % 2 === 0 ? between(random, 5, 8) : between(random, 0.2, 1);
      const y = lanes[(i * 3) % lanes.length]! + between(random, -0.2, 0.2);
      return walker({ at: 1 + 4.4 * i, x: outside, y, stops: [{ x, seconds }], kmh: between(random, 4.2, 5) });
    });
    return {
      ...{ ...place, title: 'Past three windows, and too long before one', script, duration: '113s' },
      watch: panes.flatMap((zone) => [
        { id: `loiter-${zone}`, kind: 'loitering', zone, after, bridge: '2s' },
        { id: `dwell-${zone}`, kind: 'loitering', zone, after, bridge: '2s' },
      ]),
    };
  },
  rules: (d) =>
    panes.flatMap((id) => [
      { id: `loiter-${id}`, kind: 'loitering', zone: d.zone(id), classes, after, bridge: '2s' },
      { id: `dwell-${id}`, kind: 'dwell-time', zone: d.zone(id), classes, least: after, report: '1s' },
    ]),
};
