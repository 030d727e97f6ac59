import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { type Health, healthy, type Service } from '../../runtime/service.ts';
import { answer, type ModbusUnit } from './unit.ts';

export interface ModbusTcpServerOptions {
  readonly name: string;
  readonly units: ReadonlyMap<number, ModbusUnit>;
  /** 0 or absent: a free port, kept over restarts. */
  readonly port?: number;
}

/** A Modbus TCP server on the loopback address with one or several units behind it. */
export class ModbusTcpServer implements Service {
  readonly name: string;
  readonly #units: ReadonlyMap<number, ModbusUnit>;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port: number;
  #silent = false;

  constructor(options: ModbusTcpServerOptions) {
    this.name = options.name;
    this.#units = options.units;
    this.#port = options.port ?? 0;
  }

  /** Known after the first start. */
  get port(): number {
    return this.#port;
  }

  async start(): Promise<void> {
    const server = createServer((socket) => this.#serve(socket));
    this.#server = server;
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address && typeof address === 'object') this.#port = address.port;
  }

  /** As when the device's power is cut: connections break, new ones are refused. A start brings it back. */
  async stop(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** As when the device hangs: it takes connections and requests, and never answers. */
  silence(on: boolean): void {
    this.#silent = on;
  }

  health(): Health {
    return healthy;
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    let pending: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      // MBAP header: transaction, protocol (0), length of what follows, unit.
      while (pending.length >= 7) {
        const length = 6 + pending.readUInt16BE(4);
        if (pending.readUInt16BE(2) !== 0 || length < 8 || length > 260) {
          socket.destroy();
          return;
        }
        if (pending.length < length) return;
        this.#answer(socket, pending.subarray(0, length));
        pending = pending.subarray(length);
      }
    });
  }

  #answer(socket: Socket, request: Buffer): void {
    const unit = this.#units.get(request[6] ?? 0);
    if (this.#silent) return;
    // A gateway answers for a unit it cannot reach with exception 11 (no response from the target).
    const pdu = unit ? answer(unit, request.subarray(7)) : Buffer.from([(request[7] ?? 0) | 0x80, 11]);
    const header = Buffer.from(request.subarray(0, 7));
    header.writeUInt16BE(pdu.length + 1, 4);
    socket.write(Buffer.concat([header, pdu]));
  }
}
