// The serial port. `SerialPort.list()` is never called: it spawns udevadm, and where udev is missing that raises an error
// nobody can catch. The module is loaded when the first port is opened: a site without serial lines does not need it.
import { read as readFile } from 'node:fs';
import { promisify } from 'node:util';
import { HaidangError, messageOf } from '../runtime/errors.ts';
import type { OpenWire } from './link.ts';

export interface SerialSettings {
  readonly path: string;
  readonly baudRate: number;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
}

export function serialWire(settings: SerialSettings): OpenWire {
  return async (events, signal) => {
    const { SerialPort } = await import('serialport');
    const port = new SerialPort({ ...settings, dataBits: 8, autoOpen: false, lock: true });
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
    port.on('data', (chunk: Buffer) => events.onData(chunk));
    port.on('close', (error?: Error | null) => events.onClosed(error ? messageOf(error) : 'the port was closed'));
    return { write: (bytes) => void port.write(bytes), close };
  };
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
