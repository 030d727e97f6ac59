// Who decides a lamp's level. Pure: the same wishes at the same instant give the same decision, in whatever order the
// sources speak. From the bottom up:
//
//   program   sets the level; without one the default level holds
//   sensor    the dynamic controls of the program, in their order, each merged into the level below it (sensing.ts)
//   presence  only raises it (Max)
//   curfew    only lowers it (Min), also what presence raised: whoever wants presence to count, sets the curfew higher
//   override  replaces all of that until it ends or is released; a newer override replaces an older one
//
// With a clock that nobody ever confirmed (`unsynced`) everything that depends on the time of day is left out and the
// default level holds as `fail-safe`: presence still raises it, and an override whose end cannot be known may raise it
// but not lower it. A dynamic control may raise it too, and a photocell, which knows day from night by itself, also lower
// it. An override without an end is a person's word and does not need the clock: it holds.
// A clock in holdover drifts by seconds, not by hours: it is used, and the decision says so.
import type { LampRequest, LampSource } from '../domain/lamp.ts';
import type { Instant } from '../domain/time.ts';
import { type Message, message } from '../messages/catalogue.ts';
import { type Merge, mergeLevel } from './sensing.ts';

/** A request with the name of the rule, sensor or override it comes from. */
export interface Wish extends LampRequest {
  readonly rule?: string;
  /** Of a sensor: how its level meets the one below; `set` where left out. */
  readonly merge?: Merge;
  /** Of a sensor: it may lower the level though the time of day is not known. */
  readonly knowsDay?: boolean;
}

export interface Loser {
  readonly wish: Wish;
  readonly why: Message;
}

export interface Decision {
  /** Per cent, 0 to 100. */
  readonly level: number;
  readonly source: LampSource;
  readonly rule?: string;
  /** True where the decision rests on a clock in holdover. */
  readonly holdover: boolean;
  readonly losers: readonly Loser[];
}

/**
 * @param wishes of one lamp. Of several overrides or programs the last one counts: it is the newest.
 * @param at now, with the quality of the clock.
 * @param defaultLevel per cent, for a lamp without a program and for a clock that cannot be believed.
 */
export function decide(wishes: readonly Wish[], at: Instant, defaultLevel: number): Decision {
  const trusted = at.quality !== 'unsynced';
  const losers: Loser[] = [];
  const lose = (wish: Wish, why: Message) => losers.push({ wish, why });
  const live: Wish[] = [];
  for (const w of wishes) {
    if (trusted && w.until !== null && w.until <= at.ms) lose(w, message('lighting.lost-expired'));
    else live.push(w);
  }
  const of = (source: LampSource) => live.filter((w) => w.source === source);
  const newest = (source: LampSource) => {
    const all = of(source);
    for (const w of all.slice(0, -1)) lose(w, message('lighting.lost-replaced'));
    return all.at(-1);
  };

  const program = newest('program');
  let winner: Wish = { source: trusted ? 'default' : 'fail-safe', level: defaultLevel, until: null };
  if (program && trusted) winner = program;
  else if (program) lose(program, message('lighting.lost-clock'));

  for (const w of of('sensor')) {
    const level = mergeLevel(w.merge ?? 'set', winner.level, w.level);
    if (level === winner.level) lose(w, message('lighting.lost-same', { level }));
    else if (!trusted && level < winner.level && !w.knowsDay) lose(w, message('lighting.lost-clock'));
    else {
      lose(winner, message('lighting.lost-merged', { rule: w.rule ?? '?', merge: w.merge ?? 'set', level }));
      winner = { ...w, level };
    }
  }
  for (const w of of('presence')) {
    if (w.level > winner.level) {
      lose(winner, message('lighting.lost-raised', { level: w.level }));
      winner = w;
    } else lose(w, message('lighting.lost-not-higher', { level: winner.level }));
  }
  for (const w of of('curfew')) {
    if (!trusted) lose(w, message('lighting.lost-clock'));
    else if (w.level < winner.level) {
      lose(winner, message('lighting.lost-lowered', { level: w.level }));
      winner = w;
    } else lose(w, message('lighting.lost-not-lower', { level: winner.level }));
  }
  const override = newest('override');
  if (override && (trusted || override.until === null || override.level > winner.level)) {
    lose(winner, message('lighting.lost-overridden', { id: override.rule ?? '?' }));
    winner = override;
  } else if (override) lose(override, message('lighting.lost-end-unknown'));

  const { level, source, rule } = winner;
  return { level, source, ...(rule === undefined ? {} : { rule }), holdover: at.quality === 'holdover', losers };
}
