import { HaidangError } from '../runtime/errors.ts';

/**
 * What a failed request says of the lamp. `silent`: it was asked and was not heard. `refuses`: it answered, with a
 * refusal or with nonsense. `line-down`: nobody on its line can be asked. `ours`: we did not ask.
 */
export type Blame = 'silent' | 'refuses' | 'line-down' | 'ours';

const blames: Readonly<Record<string, Blame>> = {
  timeout: 'silent',
  crc: 'silent',
  incomplete: 'silent',
  'wrong-unit': 'silent',
  'bad-reply': 'silent',
  // A gateway answered for a lamp that does not.
  'gateway-unavailable': 'silent',
  'gateway-no-response': 'silent',
  'bad-frame': 'line-down',
  disconnected: 'line-down',
  'queue-full': 'ours',
  stopped: 'ours',
  'bad-request': 'ours',
};

export function blameOf(error: unknown): Blame {
  return error instanceof HaidangError ? (blames[error.code] ?? 'refuses') : 'ours';
}

/** Whether a lamp whose read failed so may hear what it is told all the same. */
export function mayHear(error: unknown, isToldBlindly: boolean | 'by-gateway' = false): boolean {
  const blame = blameOf(error);
  if (blame !== 'silent' || isToldBlindly === true) return blame === 'refuses' || blame === 'silent';
  return isToldBlindly === 'by-gateway' && error instanceof HaidangError && error.code === 'gateway-no-response';
}
