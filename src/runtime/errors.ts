import type { Message } from '../messages/catalogue.ts';

/** Whose fault an error is: it decides what is logged, what is retried and what a person is told to do. */
export type Fault = 'configuration' | 'device' | 'network' | 'ours';

/**
 * An error with an owner. Every level that lets it pass adds what it was doing with `during`, so that the message
 * reads from the outside in: `camera gate: open stream: connection refused`.
 */
export class HaidangError extends Error {
  override readonly name: string = 'HaidangError';
  readonly fault: Fault;
  /** A stable English word with hyphens, for example `illegal-address`; it becomes the reason of a quality. */
  readonly code: string;
  /** The same for a person, in their language and with the remedy, where the owner knows it. */
  readonly said?: Message;

  constructor(fault: Fault, code: string, message: string, options?: { cause?: unknown; said?: Message }) {
    super(message, options);
    if (options?.said) this.said = options.said;
    this.fault = fault;
    this.code = code;
  }
}

/** The message of anything that was thrown, without a stack. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  if (error instanceof Error) return error.message || error.name;
  return String(error);
}

/** The same error with the name of what was being done in front of its message. */
export function during(doing: string, error: unknown): HaidangError {
  const fault = error instanceof HaidangError ? error.fault : 'ours';
  const code = error instanceof HaidangError ? error.code : 'unexpected';
  return new HaidangError(fault, code, `${doing}: ${messageOf(error)}`, { cause: error });
}

/** A deadline passed. */
export function timedOut(what: string, ms: number, fault: Fault = 'device'): HaidangError {
  return new HaidangError(fault, 'timeout', `${what}: no answer within ${ms} ms`);
}
