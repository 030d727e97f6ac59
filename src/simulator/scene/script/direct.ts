// Makes a script happen: adds road users to the traffic and changes what some of them do.
import { type Random, seededRandom } from '../../random.ts';
import { leaderIn, neighboursOf } from '../behaviour/ahead.ts';
import type { Newcomer } from '../behaviour/entrances.ts';
import { isNarrow, type Mover } from '../behaviour/mover.ts';
import type { Traffic } from '../behaviour/traffic.ts';
import { reversed } from '../plan/path.ts';
import { type Route, type Site, signalAt } from '../plan/site.ts';
import { visitorsOf } from './linger.ts';
import type { ScriptItem } from './schema.ts';

type Item<K extends ScriptItem['do']> = Extract<ScriptItem, { do: K }>;

/** Called before each step. True when there is nothing more to do. */
type Act = (traffic: Traffic, seconds: number) => boolean;

/**
 * @param warmUp seconds of traffic before the scene begins: who is to be somewhere soon after that sets out in them.
 * @returns what is to be called before each step of the traffic.
 */
export function directorOf(script: readonly ScriptItem[], site: Site, seed: number, warmUp: number) {
  const random = seededRandom(seed ^ 0xac7);
  let acts = script.flatMap((item) => actsOf(item, site, random, warmUp));
  return (traffic: Traffic, seconds: number): void => {
    acts = acts.filter((act) => !act(traffic, seconds));
  };
}

function actsOf(item: ScriptItem, site: Site, random: Random, warmUp: number): Act[] {
  switch (item.do) {
    case 'drive':
      return [enters(item.at / 1000, newcomer(item, site))];
    case 'run-red':
      return Array.from({ length: item.count }, (_, i) => runRed(item, (item.at + i * item.every) / 1000, site));
    case 'linger':
      return visitorsOf(item, site, random, warmUp).map(({ at, who }) => enters(at, who));
    case 'slow':
      return [slow(item)];
  }
}

/** Somebody comes at a time, or as soon after it as there is room. */
function enters(at: number, who: Newcomer | undefined): Act {
  return (traffic, seconds) => {
    if (!who) return true;
    if (seconds < at - 1e-9) return false;
    const mover = traffic.entrances.make(who);
    const room = mover.class === 'person' ? 0.2 : 2;
    const isFree = traffic.movers.every((m) => {
      const apart = Math.hypot(m.at[0] - mover.at[0], m.at[1] - mover.at[1]);
      return apart > room + (m.extent.length + mover.extent.length) / 2 || m.class === 'person';
    });
    if (isFree || seconds > at + 10) traffic.movers.push(mover);
    return isFree || seconds > at + 10;
  };
}

function newcomer(item: Item<'drive'>, site: Site): Newcomer | undefined {
  const found = site.routes.find((r) => r.id === item.way);
  if (!found) return undefined;
  const first = item.offsets?.[0]?.offset;
  // Whoever rides against the traffic makes room for it where it can.
  const dodges = item.against && item.offsets?.length === 1 && isNarrow(item.class);
  const route = item.against ? againstOf(found, dodges ? first : undefined) : found;
  const speed = item.speedKmh === undefined ? {} : { speed: item.speedKmh / 3.6 };
  return {
    class: item.class,
    route,
    ...(item.kind === undefined ? {} : { kind: item.kind }),
    ...(item.id === undefined ? {} : { id: item.id }),
    s: item.from ?? 0,
    ...(first === undefined ? {} : { offset: first }),
    manner: {
      ...speed,
      exact: item.exact,
      ignoresSignals: item.ignoresSignals,
      ...(item.offsets && !dodges ? { offsets: item.offsets } : {}),
      halts: item.halts
        .map((h) => ({ s: h.s, seconds: h.for / 1000, ...(h.offset === undefined ? {} : { offset: h.offset }) }))
        .sort((a, b) => a.s - b.s),
    },
  };
}

/** The same way from its end to its beginning: what was right of it is left. */
function againstOf(route: Route, around: number | undefined): Route {
  const { id, group, share, speedKmh, span, lanes } = route;
  const path = reversed(route.path);
  const wide = around === undefined ? ([-span[1], -span[0]] as const) : ([around - 0.6, around + 0.5] as const);
  const mirrored = { lanes: lanes.map((l) => -l), span: wide };
  return { id: `${id}-against`, path, ...mirrored, speedKmh, for: route.for, group, share };
}

/** Picks the one that comes to a red stop line with nobody before it, and lets it drive on. */
function runRed(item: Item<'run-red'>, at: number, site: Site): Act {
  return (traffic, seconds) => {
    if (seconds < at) return false;
    let best: { mover: Mover; worth: number } | undefined;
    for (const mover of traffic.movers) {
      if (mover.class !== item.class || (item.way !== undefined && mover.route.id !== item.way)) continue;
      const { stop } = mover.route;
      const program = stop && site.signals.find((s) => s.id === stop.signal);
      if (!program || mover.ignoresSignals) continue;
      const gap = stop.s - mover.s - mover.extent.length / 2;
      const { state, left } = signalAt(program, seconds);
      const eta = gap / Math.max(mover.speed, 2.5) + 0.8;
      if (state !== 'red' || gap < 0.2 || gap > 35 || left < eta + 1.5) continue;
      const leader = leaderIn(mover, neighboursOf(mover, traffic.movers), mover.offset, mover.target);
      if (leader && leader.gap < gap + 4) continue;
      // Rather one that comes along than one that stands already.
      const worth = mover.speed - gap / 10;
      if (!best || worth > best.worth) best = { mover, worth };
    }
    if (best) best.mover.ignoresSignals = true;
    return best !== undefined;
  };
}

function slow(item: Item<'slow'>): Act {
  return (traffic, seconds) => {
    const isOver = seconds >= (item.at + item.for) / 1000;
    if (seconds * 1000 < item.at) return false;
    for (const m of traffic.movers) {
      if (m.route.id !== item.way) continue;
      const applies = !isOver && m.s >= item.from && m.s <= item.to;
      m.cap = applies ? Math.max(0.05, item.speedKmh / 3.6) : Number.POSITIVE_INFINITY;
    }
    return isOver;
  };
}
