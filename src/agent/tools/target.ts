// Where the tools of a technician are pointed at: a Modbus TCP device, a serial server, a serial port.
import type { LineConfig } from '../../fieldbus/config.ts';
import { lineSchema } from '../../fieldbus/config.ts';
import { HaidangError } from '../../runtime/errors.ts';

export type Parity = 'none' | 'even' | 'odd';

export interface SerialMode {
  readonly baudRate: number;
  readonly parity: Parity;
  readonly stopBits: 1 | 2;
}

export type Target =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly rtu: boolean }
  | ({ readonly kind: 'serial'; readonly path: string } & SerialMode);

const wrong = (text: string) => new HaidangError('configuration', 'bad-target', text);

/** `HOST`, `HOST:PORT`, `[IPv6]:PORT`. @throws HaidangError (`configuration`, `bad-target`). */
export function tcpTarget(text: string, rtu: boolean): Target {
  const match = /^(?:\[([^\]]+)\]|([^:\s/]+))(?::(\d{1,5}))?$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3] ?? 502);
  if (host === undefined || port < 1 || port > 65_535) {
    throw wrong(`"${text}" is not HOST or HOST:PORT, for example 192.168.1.10:502`);
  }
  return { kind: 'tcp', host, port, rtu };
}

/** N, E, O or the whole word. @throws HaidangError (`configuration`, `bad-target`). */
export function parityOf(text: string): Parity {
  const parity = (['none', 'even', 'odd'] as const).find(
    (p) => p === text.toLowerCase() || p[0] === text.toLowerCase(),
  );
  if (!parity) throw wrong(`"${text}" is not a parity: N, E or O`);
  return parity;
}

/** The target as a line of a site would describe it. */
export function lineOf(target: Target, timeoutMs: number): LineConfig {
  const timeout = `${timeoutMs}ms`;
  const common = { id: 'tool', timeout, shortestTimeout: timeout };
  if (target.kind === 'tcp') {
    const { host, port, rtu } = target;
    return lineSchema.parse({ ...common, kind: rtu ? 'modbus-rtu-over-tcp' : 'modbus-tcp', host, port });
  }
  const { path, baudRate, parity, stopBits } = target;
  return lineSchema.parse({ ...common, kind: 'modbus-rtu', path, baudRate, parity, stopBits });
}

/** As a person reads it: `192.168.1.10:502`, `/dev/ttyUSB0 9600 8N1`. */
export function describeTarget(target: Target): string {
  if (target.kind === 'tcp') return `${target.host}:${target.port}${target.rtu ? ' (RTU)' : ''}`;
  return `${target.path} ${describeMode(target)}`;
}

export const describeMode = ({ baudRate, parity, stopBits }: SerialMode) =>
  `${baudRate} 8${parity[0]!.toUpperCase()}${stopBits}`;
