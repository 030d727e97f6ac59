// An answer that is larger than a message may be: what was achieved is told as far as it fits, and that it was cut.
import { maxEventBytes } from '../../outbox/compose.ts';
import { cutText } from '../../runtime/text.ts';
import type { CommandOutcome } from './command.ts';

/** What is left of a message for the result: the envelope, the names and the reason take the rest. */
const mostBytes = maxEventBytes - 8 * 1024;
const mostReason = 2000;

/**
 * The outcome as it is, or with its result cut: of the result, or of the largest list or record in it, only the first
 * entries, and beside them `cut`, which says of what, how many there are and how many are told.
 */
export function fitted(outcome: CommandOutcome): CommandOutcome {
  const { result } = outcome;
  const reason = outcome.reason === undefined ? undefined : cutText(outcome.reason, mostReason);
  const told = { ...outcome, ...(reason === undefined ? {} : { reason }) };
  if (result === undefined || sizeOf(result) <= mostBytes) return told;
  return { ...told, result: cut({ ...result }) };
}

const sizeOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value) ?? '');

function cut(result: Record<string, unknown>): Record<string, unknown> {
  const total = sizeOf(result);
  const sizes = Object.entries(result).map(([key, value]) => ({ key, bytes: sizeOf(value) }));
  const largest = sizes.reduce((a, b) => (b.bytes > a.bytes ? b : a));
  // Many small things: one for each lamp of a quay.
  if (largest.bytes < total / 2) return firstOf('result', result, mostBytes);
  const value = result[largest.key];
  const inner = typeof value === 'object' && value !== null ? value : {};
  const { cut: said, ...shown } = firstOf(largest.key, inner, mostBytes - (total - largest.bytes));
  const rest = { ...result, [largest.key]: Array.isArray(value) ? Object.values(shown) : shown };
  return { ...(sizeOf(rest) <= mostBytes ? rest : cut(rest)), cut: said };
}

/** The first entries that take no more than `room` bytes together. */
function firstOf(name: string, of: object, room: number): Record<string, unknown> {
  const entries = Object.entries(of);
  let bytes = 200;
  let told = 0;
  for (const [key, value] of entries) {
    bytes += sizeOf(key) + sizeOf(value) + 2;
    if (bytes > room) break;
    told++;
  }
  return { ...Object.fromEntries(entries.slice(0, told)), cut: { of: name, there: entries.length, told } };
}
