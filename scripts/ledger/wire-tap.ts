// Runs inside the agent under test, before it (`node --import`): notes what its process heard and said on its connections,
// each chunk when the product is handed it, in the file named in the environment. What a kill leaves is all of it: the
// notes are written at once. From them the ledger knows what a device's answer came to: never heard, heard in time, heard
// after the request had been given up.
import { subscribe } from 'node:diagnostics_channel';
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Socket } from 'node:net';
import { isMainThread } from 'node:worker_threads';

const file = process.env['LEDGER_WIRE'];
/** Ports that are listened to, with commas between. */
const ports = new Set(process.env['LEDGER_WIRE_PORTS']?.split(',').map(Number));
if (file !== undefined && isMainThread) listen(file);

function listen(name: string): void {
  const out = openSync(name, 'a');
  process.on('exit', () => closeSync(out));
  // `Date` may be shifted; this is the true time.
  const now = () => (performance.timeOrigin + performance.now()).toFixed(1);
  const note = (port: number, what: string, text: string) =>
    writeSync(out, `${now()} ${process.pid} ${port} ${what} ${text}\n`);
  subscribe('net.client.socket', (message) => {
    const { socket } = message as { socket: Socket };
    socket.once('connect', () => {
      const port = socket.remotePort ?? 0;
      if (!ports.has(port)) return;
      note(port, 'open', String(socket.localPort));
      socket.once('close', () => note(port, 'close', String(socket.localPort)));
      // Before the product's own listeners: it has not taken the answer yet when it is noted.
      const push = socket.push.bind(socket);
      socket.push = (chunk: Buffer | null, ...rest: []) => {
        if (chunk) note(port, 'rx', chunk.toString('hex'));
        return push(chunk, ...rest);
      };
      const write = socket.write.bind(socket) as (chunk: Buffer, ...rest: unknown[]) => boolean;
      socket.write = ((chunk: Buffer, ...rest: unknown[]) => {
        note(port, 'tx', Buffer.from(chunk).toString('hex'));
        return write(chunk, ...rest);
      }) as Socket['write'];
    });
  });
}
