import type { LampSource } from '../domain/lamp.ts';
import type { OutgoingOf } from '../domain/outgoing.ts';
import type { Quality } from '../domain/reading.ts';
import { type Instant, toIso } from '../domain/time.ts';
import type { Feedback } from './drivers/driver.ts';

/** The failures that the keeper of a lamp tells of; those that its power shows are lighting-watch's. */
export type LampFault = Extract<OutgoingOf<'lamp.fault'>['fault'], 'dimmingFailure' | 'controlGearCommFailure'>;

/** What a lamp is told, and why. */
export interface Command {
  /** Per cent. */
  readonly level: number;
  readonly source: LampSource;
  readonly rule?: string;
  /** Since when this level is commanded, milliseconds since the epoch. */
  readonly sinceMs: number;
  /** The decision rests on a clock in holdover. */
  readonly holdover: boolean;
  /** Somebody at the cabinet has the lamp in hand: it is looked at and told nothing. */
  readonly isHandsOff?: boolean;
}

/**
 * How far the lamp is in doing what it is told. `unknown`: not asked yet; `settling`: written, not proven yet;
 * `obeys`: read back at its level; `differs`: read back elsewhere after its settling time; `silent`: does not answer;
 * `refuses`: answers, but with a refusal or with nonsense; `local`: left alone, because somebody at the cabinet has it in
 * hand.
 */
export const verdicts = ['local', 'unknown', 'settling', 'obeys', 'differs', 'silent', 'refuses'] as const;
export type Verdict = (typeof verdicts)[number];

export interface LampCondition {
  readonly verdict: Verdict;
  /** What the lamp said last; null where it said nothing since. */
  readonly feedback: Feedback | null;
  /** Why there is no feedback: the code of the error. */
  readonly trouble: string;
}

/** How far the fed back level can be believed. */
export function qualityOf(command: Command, condition: LampCondition): Quality {
  if (condition.feedback === null) return `bad:${condition.trouble.replace(/[^a-z0-9-]/g, '-')}`;
  if (condition.verdict === 'settling') return 'uncertain:settling';
  return command.holdover ? 'uncertain:clock-holdover' : 'good';
}

const oneDecimal = (n: number) => Math.round(n * 10) / 10;

const powerState = ({ level, on }: Feedback) => (level <= 0 && on !== true ? 'off' : level < 100 ? 'low' : 'on');

/** The level, per cent, that the power of a lamp means; null where it measures none or its type is not known. */
export function actualOf({ feedback }: LampCondition, levelOf?: (watts: number) => number): number | null {
  return feedback?.powerW === undefined || !levelOf ? null : oneDecimal(levelOf(feedback.powerW));
}

/** @param levelOf the level that a power in watts means. */
export function stateOf(
  lamp: string,
  at: Instant,
  command: Command,
  condition: LampCondition,
  levelOf?: (watts: number) => number,
): OutgoingOf<'lamp.state'> {
  const { feedback } = condition;
  const actual = actualOf(condition, levelOf);
  return {
    kind: 'lamp.state',
    at,
    lamp,
    commanded: command.level,
    fedBack: condition.feedback === null ? null : oneDecimal(condition.feedback.level),
    quality: qualityOf(command, condition),
    reason: command.source,
    ...(command.rule === undefined ? {} : { rule: command.rule }),
    since: toIso(command.sinceMs),
    ...(actual === null ? {} : { actual }),
    ...(feedback === null
      ? {}
      : { powerState: powerState(feedback), illuminanceLevel: Math.round(feedback.level * 10) / 1000 }),
  };
}

/** Feedback that moves less than this, in percentage points, is no news. */
const noise = 1;

/** Whether a state says anything that the last one did not. */
export function isNews(state: OutgoingOf<'lamp.state'>, last: OutgoingOf<'lamp.state'> | undefined): boolean {
  if (!last) return true;
  const same =
    state.commanded === last.commanded &&
    state.quality === last.quality &&
    state.reason === last.reason &&
    state.rule === last.rule &&
    (state.fedBack === null) === (last.fedBack === null);
  return !same || Math.abs((state.fedBack ?? 0) - (last.fedBack ?? 0)) >= noise;
}

/**
 * Whether a fed back level is obedience. A lamp that is dark where it should burn, however low, does not obey.
 * @param tolerance percentage points.
 */
export function isNear(fedBack: number, commanded: number, tolerance: number): boolean {
  return Math.abs(fedBack - commanded) <= tolerance && (commanded === 0 || fedBack > 0);
}
