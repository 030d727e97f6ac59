// What the commands of `haidang outbox` share: their flags, and how they find the outbox.
import { join } from 'node:path';
import { type Lane, lanes } from '../../domain/lane.ts';
import { message } from '../../messages/catalogue.ts';
import type { OutboxQuery } from '../../outbox/draft.ts';
import { Inspector } from '../../outbox/inspect.ts';
import { HaidangError } from '../../runtime/errors.ts';
import { type ExitCode, exitCode, type Io, say } from '../command.ts';
import { openDataFolder } from '../data-folder.ts';

export interface SharedFlags {
  readonly data?: string;
  readonly json?: boolean;
}

export interface RangeFlags extends SharedFlags {
  readonly lane: string[];
  readonly source?: string;
  readonly from?: string;
  readonly to?: string;
  readonly fromSequence?: string;
  readonly toSequence?: string;
  readonly unsent?: boolean;
  readonly limit?: string;
}

/** A flag that cannot be understood: said with its remedy, the exit code is that of wrong usage. */
export class BadFlag extends Error {
  readonly said: ReturnType<typeof message>;
  constructor(said: ReturnType<typeof message>) {
    super(said.code);
    this.said = said;
  }
}

/** Runs the work of a command and says what is wrong with a flag or with the outbox; as JSON an object with `error`. */
export async function saying(io: Io, o: SharedFlags, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BadFlag) {
      io.err(say(io, error.said));
      return exitCode.usage;
    }
    if (!o.json && error instanceof HaidangError && error.code === 'outbox-none') {
      io.err(say(io, message('outbox.cli.none', { folder: folderOf(o, io) })));
      return exitCode.site;
    }
    if (!o.json || !(error instanceof HaidangError)) throw error;
    io.out(JSON.stringify({ ok: false, error: error.code, message: error.message }));
    return error.fault === 'configuration' ? exitCode.site : exitCode.runtime;
  }
}

export const folderOf = (o: SharedFlags, io: Io) => openDataFolder(o.data, io.env);
export const socketOf = (o: SharedFlags, io: Io) => join(folderOf(o, io), 'agent.sock');

/** Opens the outbox, read-only, for the time of the work. */
export async function inspecting<T>(o: SharedFlags, io: Io, work: (inspector: Inspector) => Promise<T>): Promise<T> {
  const inspector = new Inspector(folderOf(o, io));
  try {
    return await work(inspector);
  } finally {
    inspector.close();
  }
}

/** All lanes where none is named. @throws BadFlag */
export function lanesOf(named: readonly string[]): Lane[] {
  for (const found of named) {
    if (!lanes.some((lane) => lane === found)) {
      throw new BadFlag(message('outbox.cli.bad-lane', { found, lanes: lanes.join(', ') }));
    }
  }
  return named.length === 0 ? [...lanes] : lanes.filter((lane) => named.includes(lane));
}

const units: Readonly<Record<string, number>> = { s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** A time, or a length of time before now; milliseconds since the epoch. @throws BadFlag */
export function timeOf(found: string, nowMs: number): number {
  const [, count, unit] = /^(\d+(?:\.\d+)?)(s|min|h|d)$/.exec(found) ?? [];
  const ms = unit === undefined ? Date.parse(found) : nowMs - Number(count) * (units[unit] ?? 0);
  if (!Number.isFinite(ms)) throw new BadFlag(message('outbox.cli.bad-time', { found }));
  return ms;
}

/** @throws BadFlag */
export function countOf(found: string): number {
  const count = Number(found);
  if (!Number.isSafeInteger(count) || count < 1) throw new BadFlag(message('outbox.cli.bad-number', { found }));
  return count;
}

/** The query of the flags, a lane each. @throws BadFlag */
export function queriesOf(o: RangeFlags, nowMs: number): OutboxQuery[] {
  const query = {
    ...(o.source === undefined ? {} : { source: o.source }),
    ...(o.from === undefined ? {} : { from: timeOf(o.from, nowMs) }),
    ...(o.to === undefined ? {} : { to: timeOf(o.to, nowMs) }),
    ...(o.fromSequence === undefined ? {} : { fromSequence: countOf(o.fromSequence) }),
    ...(o.toSequence === undefined ? {} : { toSequence: countOf(o.toSequence) }),
  };
  return lanesOf(o.lane).map((lane) => ({ lane, ...query }));
}
