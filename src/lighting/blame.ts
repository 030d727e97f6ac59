import { HaidangError } from '../runtime/errors.ts';

/** Errors that come from us: the lamp was not asked. */
const ours = new Set(['queue-full', 'stopped', 'bad-request']);
/** Errors that mean that no answer of the lamp arrived in one piece. */
const unheard = new Set([
  'timeout',
  'disconnected',
  'crc',
  'incomplete',
  'wrong-unit',
  'bad-reply',
  'bad-frame',
  // A gateway answered for a lamp that does not.
  'gateway-unavailable',
  'gateway-no-response',
]);

/** What a failed request says of the lamp: `line`, it was not heard; `lamp`, it answered and refused; `ours`, nothing. */
export function blameOf(error: unknown): 'line' | 'lamp' | 'ours' {
  if (!(error instanceof HaidangError) || ours.has(error.code)) return 'ours';
  return unheard.has(error.code) ? 'line' : 'lamp';
}
