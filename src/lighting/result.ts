import type { LampSource } from '../domain/lamp.ts';
import type { Quality } from '../domain/reading.ts';
import type { Instant } from '../domain/time.ts';
import { HaidangError } from '../runtime/errors.ts';
import type { LightingConfig } from './config.ts';
import { groupsOf } from './groups.ts';
import { type Command, type LampCondition, qualityOf } from './lamp-report.ts';

export interface OverrideRequest {
  /** Id of a lamp, or name of a group. */
  readonly target: string;
  /** Per cent, 0 to 100. */
  readonly level: number;
  /** Milliseconds since the epoch; null: until it is released. */
  readonly until: number | null;
  /** How long that is, milliseconds, where it was given so: then it is, whatever the clock is set to meanwhile. */
  readonly forMs?: number | undefined;
  /** Name of the override, to release it and to name it in reports. */
  readonly id: string;
}

/** What came of a command at one lamp. */
export interface LampResult {
  readonly lamp: string;
  readonly commanded: number;
  /** Per cent, read back; null where the lamp did not say. */
  readonly fedBack: number | null;
  readonly quality: Quality;
  readonly reason: LampSource;
  readonly rule?: string;
  /**
   * `achieved`: read back at the level; `differs`: read back elsewhere; `no-answer`; `refused`: by the lamp;
   * `outranked`: something stands above the command (the fail-safe of an unconfirmed clock, a newer
   * command, the switch at the cabinet);
   * `pending`: not known yet, or not told yet because its device rests (`heldMs`).
   */
  readonly outcome: 'achieved' | 'differs' | 'no-answer' | 'refused' | 'outranked' | 'pending';
  /**
   * Milliseconds from this answer until it is told, where its device has to rest first: a contactor after it opened, a
   * radio that has used up its share of the air.
   */
  readonly heldMs?: number;
}

const outcomes = {
  unknown: 'pending',
  settling: 'pending',
  obeys: 'achieved',
  differs: 'differs',
  silent: 'no-answer',
  refuses: 'refused',
  local: 'outranked',
} as const;

/**
 * @param overrideId the override that was asked for; undefined for a release.
 * @param heldMs until the lamp may be told; 0 where nothing holds it back.
 */
export function resultOf(
  lamp: string,
  command: Command,
  condition: LampCondition,
  overrideId: string | undefined,
  heldMs = 0,
): LampResult {
  const { level, source, rule } = command;
  const isOutranked = overrideId !== undefined && !(source === 'override' && rule === overrideId);
  return {
    lamp,
    commanded: level,
    fedBack: condition.feedback && Math.round(condition.feedback.level * 10) / 10,
    quality: qualityOf(command, condition),
    reason: source,
    ...(rule === undefined ? {} : { rule }),
    outcome: isOutranked ? 'outranked' : outcomes[condition.verdict],
    ...(heldMs > 0 ? { heldMs } : {}),
  };
}

/**
 * The lamps that a command names.
 * @throws HaidangError `unknown-target`.
 */
export function lampsOf(target: string, config: LightingConfig): string[] {
  const lamps = config.lamps
    .filter((l) => l.id === target || groupsOf(l, config.groups).includes(target))
    .map((l) => l.id);
  if (lamps.length > 0) return lamps;
  throw new HaidangError('configuration', 'unknown-target', `there is no lamp or group "${target}"`);
}

/** @throws HaidangError where the request makes no sense. */
export function checkOverride({ level, until, id }: OverrideRequest, at: Instant): void {
  const bad = (code: string, text: string) => new HaidangError('configuration', code, text);
  if (!(level >= 0 && level <= 100)) throw bad('bad-level', `a level is 0 to 100, not ${level}`);
  if (id === '' || id.length > 200) throw bad('bad-id', 'an override has an id of at most 200 characters');
  if (until !== null && !Number.isFinite(until)) throw bad('bad-end', 'the end is an instant, or null for none');
  if (until !== null && until <= at.ms && at.quality !== 'unsynced') {
    throw bad('already-ended', `the end (${new Date(until).toISOString()}) has passed`);
  }
}
