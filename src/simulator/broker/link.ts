// The line between the gateway and its broker, as a small TCP relay that can be cut: somebody's broker must not be
// stopped to show what a cut does. Towards the broker it can speak TLS; the loopback side is always plain.
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type Health, healthy, type Service } from '../../runtime/service.ts';

export interface LinkTarget {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

/** `cut`: connections break and new ones are refused. `hung`: they stay open and nothing passes, as behind a dead modem. */
export type LinkState = 'up' | 'cut' | 'hung';

export class BrokerLink implements Service {
  readonly name = 'broker-link';
  readonly #target: LinkTarget;
  readonly #pairs = new Map<Socket, Socket>();
  #server: Server | undefined;
  #port = 0;
  #state: LinkState = 'up';

  constructor(target: LinkTarget) {
    this.#target = target;
  }

  get port(): number {
    return this.#port;
  }

  get state(): LinkState {
    return this.#state;
  }

  async start(): Promise<void> {
    await this.#listen();
  }

  async stop(): Promise<void> {
    await this.#close();
  }

  async setState(state: LinkState): Promise<void> {
    if (state === this.#state) return;
    this.#state = state;
    if (state === 'cut') await this.#close();
    else if (!this.#server) await this.#listen();
    for (const [inner, outer] of this.#pairs) {
      for (const socket of [inner, outer]) state === 'hung' ? socket.pause() : socket.resume();
    }
  }

  health(): Health {
    return healthy;
  }

  async #listen(): Promise<void> {
    const server = createServer((socket) => this.#join(socket));
    this.#server = server;
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address && typeof address === 'object') this.#port = address.port;
  }

  async #close(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    const closed = once(server, 'close');
    server.close();
    for (const [inner, outer] of this.#pairs) {
      inner.destroy();
      outer.destroy();
    }
    await closed;
  }

  #join(inner: Socket): void {
    const { host, port, tls } = this.#target;
    const outer = tls ? connectTls({ host, port, servername: host }) : connect({ host, port });
    this.#pairs.set(inner, outer);
    const end = () => {
      this.#pairs.delete(inner);
      inner.destroy();
      outer.destroy();
    };
    for (const socket of [inner, outer]) {
      socket.setNoDelay(true);
      socket.on('error', end);
      socket.on('close', end);
    }
    inner.pipe(outer);
    outer.pipe(inner);
    if (this.#state === 'hung') inner.pause();
  }
}
