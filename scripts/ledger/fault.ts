import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from '../../src/simulator/random.ts';
import type { Taken } from './book.ts';
import type { Member } from './member.ts';

/** What a fault did, for the account of its round. Times are on the agent's clock, milliseconds since the epoch. */
export interface Effects extends Taken {
  /** What was done, with its figures. */
  readonly done: string;
  /** No announced interval of this round may begin more than a second before this. */
  readonly lossFromMs?: number;
  /** By how much the agent's clock was stepped at about that time: an interval may be told on either clock. */
  readonly steppedMs?: number;
  /** Each of these moments has to lie in an announced interval. */
  readonly killedMs?: readonly number[];
  /** What must not have happened. */
  readonly violations?: readonly string[];
}

export interface Fault {
  readonly name: string;
  /** What it is done to. A fault of the agent may meet one of the way to the centre; two of a kind never meet. */
  readonly kind: 'agent' | 'way' | 'none';
  /** Why it cannot be done to this member; undefined where it can. */
  impossible?(member: Member): string | undefined;
  /** Does it and undoes it: afterwards nothing hinders the gateway any more. */
  run(member: Member, random: Random): Promise<Effects>;
}

/** Uniform between two values. */
export const between = (random: Random, from: number, to: number): number => from + (to - from) * random();

export const pick = <T>(random: Random, of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;

/** Waits and says how long, for the notes. */
export async function waitBetween(random: Random, fromMs: number, toMs: number): Promise<string> {
  const ms = Math.round(between(random, fromMs, toMs));
  await wait(ms);
  return `${ms} ms`;
}
