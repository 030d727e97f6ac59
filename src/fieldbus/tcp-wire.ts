import { connect } from 'node:net';
import { HaidangError, messageOf } from '../runtime/errors.ts';
import type { OpenWire } from './link.ts';

/** How to open a TCP connection to a Modbus device or a serial server. */
export function tcpWire(host: string, port: number): OpenWire {
  return (events, signal) =>
    new Promise((resolve, reject) => {
      const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 15_000 });
      let opened = false;
      let failure: unknown;
      const closed = new Promise<void>((done) => socket.once('close', () => done()));
      const close = () => {
        socket.destroy();
        return closed;
      };
      signal.addEventListener('abort', () => void close(), { once: true });
      socket.on('data', (chunk) => events.onData(chunk));
      // The other end hung up: nothing more will be answered, so our half is of no use either.
      socket.on('end', () => socket.destroy());
      socket.on('error', (error) => {
        failure = error;
      });
      socket.on('close', () => {
        const reason = failure ? messageOf(failure) : 'the other end closed the connection';
        if (opened) events.onClosed(reason);
        else reject(new HaidangError('network', codeOf(failure), reason));
      });
      socket.on('connect', () => {
        opened = true;
        resolve({ write: (bytes) => void socket.write(bytes), close });
      });
    });
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code).toLowerCase() : 'disconnected';
