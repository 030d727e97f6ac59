// What can go wrong on a wire, each with a code that becomes the reason of a reading's quality (`bad:timeout`).
import { type Fault, HaidangError } from '../runtime/errors.ts';
import type { ModbusRequest } from './pdu.ts';

/** The exceptions a device may answer with. MODBUS Application Protocol Specification V1.1b3, section 7. */
const exceptions = {
  1: 'illegal-function',
  2: 'illegal-address',
  3: 'illegal-value',
  4: 'device-failure',
  5: 'acknowledge',
  6: 'device-busy',
  7: 'negative-acknowledge',
  8: 'memory-parity',
  10: 'gateway-unavailable',
  11: 'gateway-no-response',
} as const;

const faults = {
  /** No answer in time. */
  timeout: 'device',
  /** An answer of the right length with a wrong checksum. */
  crc: 'device',
  /** The beginning of an answer. */
  incomplete: 'device',
  /** An answer of another device. */
  'wrong-unit': 'device',
  /** What was heard of the own request is not what was sent: two spoke at once. */
  collision: 'network',
  /** A well-formed answer to something that was not asked. */
  'bad-reply': 'device',
  /** Bytes that are no Modbus TCP. */
  'bad-frame': 'network',
  /** The line's port or connection is not open. */
  disconnected: 'network',
  /** More requests wait for the line than it keeps. */
  'queue-full': 'ours',
  /** The line was stopped. */
  stopped: 'ours',
} as const satisfies Record<string, Fault>;

export type BusErrorCode = keyof typeof faults;

export function busError(code: BusErrorCode, message: string): HaidangError {
  return new HaidangError(faults[code], code, message);
}

/** The name of an exception's number; one outside the specification is `exception-N`. */
export const exceptionName = (code: number): string =>
  (exceptions as Record<number, string>)[code] ?? `exception-${code}`;

/** The exception a device answered with, as an error. */
export function exceptionError(code: number, r: ModbusRequest): HaidangError {
  const name = exceptionName(code);
  return new HaidangError('device', name, `unit ${r.unit} refuses function ${r.function} at ${r.address}: ${name}`);
}

/** The exceptions by which a gateway says that the device behind it did not answer in its time. */
export const gatewayGaveUp = (exception: number) => exception === 10 || exception === 11;

/**
 * True for errors that say nothing of this request but that the device cannot be reached: there is no use in asking it
 * for the rest of its registers now.
 */
export function isUnreachable(code: string): boolean {
  return unreachable.has(code);
}
const unreachable = new Set(['timeout', 'disconnected', 'stopped', 'gateway-unavailable', 'gateway-no-response']);
