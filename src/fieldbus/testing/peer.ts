// A peer that misbehaves as it is told: a TCP server that answers each request by a function of the test.
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { crc16 } from '../crc.ts';

export interface Peer {
  readonly port: number;
  /** Requests as they arrived, whole chunks. */
  readonly requests: Buffer[];
  readonly sockets: Set<Socket>;
  stop(): Promise<void>;
}

/** @param onRequest gets what arrived (one request, as our master sends one at a time) and how often it was called. */
export async function startPeer(
  onRequest: (request: Buffer, socket: Socket, index: number) => void,
  port = 0,
): Promise<Peer> {
  const sockets = new Set<Socket>();
  const requests: Buffer[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      requests.push(chunk);
      onRequest(chunk, socket, requests.length - 1);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stop = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });
  return { port: (server.address() as AddressInfo).port, requests, sockets, stop };
}

/** The answer of Modbus TCP to a read request: its transaction id, its unit, these registers. */
export function mbapAnswer(request: Buffer, registers: readonly number[]): Buffer {
  const answer = Buffer.alloc(9 + 2 * registers.length);
  request.copy(answer, 0, 0, 2); // transaction id
  answer.writeUInt16BE(3 + 2 * registers.length, 4); // bytes that follow: unit, function, count, registers
  answer[6] = request[6]!; // unit
  answer[7] = request[7]!; // function
  answer[8] = 2 * registers.length;
  for (const [i, r] of registers.entries()) answer.writeUInt16BE(r, 9 + 2 * i);
  return answer;
}

/** The RTU answer to a read request of these registers. */
export function rtuAnswer(request: Buffer, registers: readonly number[]): Buffer {
  const answer = Buffer.alloc(3 + 2 * registers.length);
  answer[0] = request[0]!; // unit
  answer[1] = request[1]!; // function
  answer[2] = 2 * registers.length;
  for (const [i, r] of registers.entries()) answer.writeUInt16BE(r, 3 + 2 * i);
  return withCrc(answer);
}

export function withCrc(bytes: Buffer): Buffer {
  const crc = crc16(bytes, 0, bytes.length);
  return Buffer.concat([bytes, Buffer.from([crc & 0xff, crc >> 8])]);
}
