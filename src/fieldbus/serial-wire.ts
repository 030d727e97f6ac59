// The serial port. The module is loaded when the first port is opened: a site without serial lines does not need it.
import { read as readFile } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { SerialPort } from 'serialport';
import type { Clock } from '../runtime/clock.ts';
import { HaidangError, messageOf } from '../runtime/errors.ts';
import { type Direction, listen, sendDirected } from './direction.ts';
import { findPorts, type Identity, identityOf } from './find-port.ts';
import type { OpenWire, Wire, WireEvents } from './link.ts';
import { wireMs } from './rtu.ts';
import { listSerialPorts, type SerialPortInfo } from './serial-ports.ts';

export interface SerialSettings {
  /** A device file, or a pattern of some. */
  readonly path: string;
  /** Of the USB adapter, where it shall be found under any name. */
  readonly serialNumber?: string | undefined;
  readonly baudRate: number;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
  /** How the transceiver is switched to sending: by itself, or by the level of RTS. */
  readonly direction: 'auto' | 'rts-high' | 'rts-low';
}

/** @param list the ports of this machine, for tests. */
export function serialWire(
  settings: SerialSettings,
  clock: Clock,
  list: () => Promise<readonly SerialPortInfo[]> = listSerialPorts,
): OpenWire {
  let before: Identity | undefined;
  return async (events, signal) => {
    const ports = await list();
    const paths = await findPorts(settings, ports, before);
    let failure: unknown;
    for (const path of paths) {
      try {
        const wire = await openPort(path, settings, clock, events, signal);
        const real = await realpath(path).catch(() => path);
        before = identityOf(ports.find((p) => p.path === real)) ?? before;
        return wire;
      } catch (error) {
        failure ??= error;
        if (signal.aborted) break;
      }
    }
    throw failure;
  };
}

async function openPort(
  path: string,
  settings: SerialSettings,
  clock: Clock,
  events: WireEvents,
  signal: AbortSignal,
): Promise<Wire> {
  const { SerialPort } = await import('serialport');
  const { baudRate, parity, stopBits } = settings;
  const port = new SerialPort({ path, baudRate, parity, stopBits, dataBits: 8, autoOpen: false, lock: true });
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= new Promise((done) => {
      if (port.isOpen) port.close(() => done());
      else done();
    });
    return closing;
  };
  // Without a listener an error of the port would end the process. What matters of it arrives as a close.
  port.on('error', () => {});
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error ? reject(portError(error)) : resolve()));
  });
  if (signal.aborted) {
    await close();
    throw new HaidangError('network', 'disconnected', 'given up');
  }
  noticeHangUp(port.port);
  const write = await writer(port, settings, clock, (reason) => {
    void close();
    events.onClosed(reason);
  }).catch(async (error) => {
    await close();
    throw error;
  });
  port.on('data', (chunk: Buffer) => events.onData(chunk));
  port.on('close', (error?: Error | null) => events.onClosed(error ? messageOf(error) : 'the port was closed'));
  return { write, close, name: path };
}

/** How bytes are put on the line. @param fail called where the transceiver cannot be switched any more. */
async function writer(
  port: SerialPort,
  { direction, baudRate }: SerialSettings,
  clock: Clock,
  fail: (reason: string) => void,
): Promise<(bytes: Buffer) => void> {
  if (direction === 'auto') return (bytes) => void port.write(bytes);
  const switching: Direction = { sendLevel: direction === 'rts-high', wireMs: (n) => wireMs(n, baudRate) };
  const cannot = (error: unknown) => `RTS cannot be switched: ${messageOf(error)}`;
  await listen(port, switching).catch((error) => {
    throw new HaidangError('device', 'port-failed', cannot(error));
  });
  return (bytes) => void sendDirected(port, bytes, switching, clock).catch((error) => fail(cannot(error)));
}

interface Binding {
  readonly fd: number | null;
  readonly isOpen: boolean;
  readonly poller?: { once(event: 'readable', fn: (error?: Error) => void): void };
  read(buffer: Buffer, offset: number, length: number): Promise<{ buffer: Buffer; bytesRead: number }>;
}

const readAsync = promisify(readFile);
const again = new Set(['EAGAIN', 'EWOULDBLOCK', 'EINTR']);

/**
 * serialport (13.0.0) takes a read of no bytes for "try again" and does so for ever, at full load and without ever
 * noticing that the port is gone. That happens when an adapter is unplugged while an answer comes in: the kernel answers
 * reads of a port that was hung up with no bytes. So reading is done here, and no bytes are the end of the port.
 */
function noticeHangUp(port: unknown): void {
  const binding = port as Binding;
  if (!binding?.poller) return;
  const { poller } = binding;
  binding.read = async (buffer, offset, length) => {
    for (;;) {
      if (!binding.isOpen || !binding.fd) throw Object.assign(new Error('Port is not open'), { canceled: true });
      try {
        const { bytesRead } = await readAsync(binding.fd, buffer, offset, length, null);
        if (bytesRead > 0) return { buffer, bytesRead };
        throw new Error('the port is gone');
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && again.has(String(error.code)))) throw error;
      }
      // Closed meanwhile: its poller is gone, and asking it would bring the process down.
      if (!binding.isOpen) continue;
      await new Promise<void>((resolve, reject) => {
        poller.once('readable', (error) => (error ? reject(error) : resolve()));
      });
    }
  };
}

/** serialport says what happened in words only. */
function portError(error: Error): HaidangError {
  const text = error.message;
  const code = /no such file|not found/i.test(text)
    ? 'port-missing'
    : /permission|access denied/i.test(text)
      ? 'port-denied'
      : /busy|lock|temporarily unavailable/i.test(text)
        ? 'port-busy'
        : 'port-failed';
  return new HaidangError('device', code, text);
}
