// The serial port. `SerialPort.list()` is never called: it spawns udevadm, and where udev is missing that raises an error
// nobody can catch. The module is loaded when the first port is opened: a site without serial lines does not need it.
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
    port.on('data', (chunk: Buffer) => events.onData(chunk));
    port.on('close', (error?: Error | null) => events.onClosed(error ? messageOf(error) : 'the port was closed'));
    return { write: (bytes) => void port.write(bytes), close };
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
