import type { LampSource } from '../domain/lamp.ts';
import type { Quality } from '../domain/reading.ts';
import { type Message, message } from '../messages/catalogue.ts';
import type { Health } from '../runtime/service.ts';
import type { Loser } from './arbiter.ts';
import type { LampConfig } from './config.ts';
import type { GearFlag } from './drivers/driver.ts';
import type { Fleet } from './fleet.ts';
import type { LampKeeper } from './lamp-keeper.ts';
import { type Command, type LampFault, qualityOf, type Verdict } from './lamp-report.ts';
import type { LampLevel } from './levels.ts';

/** Everything that is known of a lamp now. */
export interface LampStatus {
  readonly lamp: string;
  readonly groups: readonly string[];
  readonly commanded: number;
  readonly fedBack: number | null;
  /** The level that its power means, per cent; null where it measures none or its type is not known. */
  readonly actual: number | null;
  readonly powerW: number | null;
  /** What the device says: lit or not, and what is the matter; null where it has no such thing to say. */
  readonly on: boolean | null;
  readonly flags: readonly GearFlag[] | null;
  readonly quality: Quality;
  readonly verdict: Verdict;
  readonly reason: LampSource;
  readonly rule: string | null;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** The next switch of its program, whether or not it changes the level; null without one. */
  readonly next: { readonly ms: number; readonly level: number; readonly rule: string } | null;
  readonly losers: readonly Loser[];
  readonly faults: readonly LampFault[];
  /** Milliseconds until it is told its level, because its device rests; null where nothing holds it back. */
  readonly heldMs: number | null;
  /** Commands given to the lamp since the start. */
  readonly writes: number;
}

export function statusOf(
  lamp: LampConfig,
  keeper: LampKeeper,
  command: Command,
  level: LampLevel | undefined,
): LampStatus {
  const { condition, faults, writes, actual, heldMs } = keeper;
  const next = level?.scheduled?.next;
  return {
    lamp: lamp.id,
    groups: lamp.groups,
    commanded: command.level,
    fedBack: condition.feedback?.level ?? null,
    actual,
    powerW: condition.feedback?.powerW ?? null,
    on: condition.feedback?.on ?? null,
    flags: condition.feedback?.flags ?? null,
    quality: qualityOf(command, condition),
    verdict: condition.verdict,
    reason: command.source,
    rule: command.rule ?? null,
    since: command.sinceMs,
    next: next ? { ms: next.ms, level: next.level, rule: next.rule } : null,
    losers: level?.decision.losers ?? [],
    faults,
    heldMs: heldMs > 0 ? heldMs : null,
    writes,
  };
}

/** Names in a message: as many as a person reads. */
const named = (ids: readonly string[]) => ids.slice(0, 5).join(', ') + (ids.length > 5 ? ', …' : '');

/** How the lighting is as a whole. A lamp in trouble is degradation: all others burn as they should. */
export function healthOf(
  { keepers, brokers, together, troubles }: Fleet,
  of: { overrides: number; failSafe: boolean; defaultLevel: number; failure: string | undefined },
): Health {
  const all = [...keepers];
  const withFault = (fault: LampFault) => all.filter(([, k]) => k.faults.includes(fault)).map(([id]) => id);
  const silent = withFault('controlGearCommFailure');
  const disobedient = withFault('dimmingFailure');
  const total = all.length;
  const reasons: Message[] = [];
  if (silent.length > 0) {
    reasons.push(message('lighting.lamps-silent', { count: silent.length, total, names: named(silent) }));
  }
  if (disobedient.length > 0) {
    reasons.push(message('lighting.lamps-disobey', { count: disobedient.length, total, names: named(disobedient) }));
  }
  if (of.failSafe) reasons.push(message('lighting.fail-safe', { level: of.defaultLevel }));
  if (of.failure !== undefined) reasons.push(message('lighting.store-failing', { reason: of.failure }));
  for (const broker of brokers) reasons.push(...broker.health().reasons);
  reasons.push(...troubles.values());
  const starting = all.filter(([, k]) => k.condition.verdict === 'unknown').length;
  const facts = {
    lamps: total,
    lit: all.filter(([, k]) => (k.condition.feedback?.level ?? 0) > 0).length,
    silent: silent.length,
    disobedient: disobedient.length,
    starting,
    overrides: of.overrides,
    writes: all.reduce((n, [, k]) => n + k.writes, 0),
    messagesToSeveral: together.messages,
    local: all.filter(([, k]) => k.condition.verdict === 'local').length,
    failSafe: of.failSafe,
  };
  if (reasons.length > 0) return { state: 'degraded', reasons, facts };
  return { state: starting > 0 ? 'starting' : 'ok', reasons, facts };
}
