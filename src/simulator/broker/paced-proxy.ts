// The line between a gateway and its broker, as a small TCP relay whose faults are set: slow, late, cut, hung, a black
// hole, acknowledgements given twice or in another order. Somebody's broker must not be stopped to show what a cut does.
// The loopback side takes whatever comes; towards the broker it can speak TLS.
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Clock } from '../../runtime/clock.ts';
import { type Health, healthy, type Service } from '../../runtime/service.ts';
import type { Random } from '../random.ts';
import { type Pace, PacedLane } from './paced-lane.ts';
import { type AckCounts, type AckFaults, PubackFaults } from './puback-faults.ts';

export interface ProxyTarget {
  readonly host: string;
  readonly port: number;
  readonly tls?: boolean;
}

/**
 * - `up`: bytes pass.
 * - `cut`: connections break and new ones are refused.
 * - `hung`: connections stay open and nothing passes, as behind a modem without signal; it all passes later.
 * - `black-hole`: what is open now stays open and never carries a byte again, in either direction and also after the
 *   line is up again (a NAT that forgot it: half-open); what is opened meanwhile is taken and never answered.
 */
export type LineState = 'up' | 'cut' | 'hung' | 'black-hole';

/** How the line is, in both directions alike; shared by all connections. */
export interface LineConditions extends Pace, AckFaults {
  readonly state: LineState;
}

const perfect: LineConditions = {
  state: 'up',
  bitsPerSecond: Number.POSITIVE_INFINITY,
  latencyMs: 0,
  duplicateAcks: 0,
  reorderAcks: 0,
};

export interface PacedProxyOptions {
  readonly target: ProxyTarget;
  readonly clock: Clock;
  /** Decides which acknowledgements are touched. */
  readonly random: Random;
  readonly conditions?: Partial<LineConditions>;
  /** Loopback port; the system chooses where it is 0 or absent. It stays the same over stop and start. */
  readonly port?: number;
  /** False where the bytes are not plain MQTT (TLS that passes through): acknowledgements cannot be touched then. */
  readonly plainMqtt?: boolean;
}

export interface LineCounts extends AckCounts {
  connections: number;
  upBytes: number;
  downBytes: number;
  swallowedBytes: number;
}

interface Pair {
  /** Towards the gateway. */
  readonly inner: Socket;
  /** Towards the broker; absent where the line was a black hole when the gateway came. */
  readonly outer: Socket | undefined;
  readonly acks: PubackFaults | undefined;
  lost: boolean;
}

/** What a modem keeps of a direction before it takes no more. */
const bufferBytes = 16 * 1024;

export class PacedProxy implements Service {
  readonly name = 'broker-line';
  readonly #options: PacedProxyOptions;
  readonly #pairs = new Set<Pair>();
  readonly #up: PacedLane;
  readonly #down: PacedLane;
  readonly #counts: LineCounts = {
    connections: 0,
    upBytes: 0,
    downBytes: 0,
    swallowedBytes: 0,
    duplicated: 0,
    reordered: 0,
  };
  #conditions: LineConditions;
  #server: Server | undefined;
  #port: number;

  constructor(options: PacedProxyOptions) {
    this.#options = options;
    this.#conditions = { ...perfect, ...options.conditions };
    this.#port = options.port ?? 0;
    this.#up = new PacedLane(options.clock, () => this.#conditions);
    this.#down = new PacedLane(options.clock, () => this.#conditions);
  }

  get port(): number {
    return this.#port;
  }

  get conditions(): LineConditions {
    return this.#conditions;
  }

  /** Since the start of the process: bytes that arrived, bytes that fell into a black hole, acknowledgements touched. */
  get counts(): Readonly<LineCounts> {
    return this.#counts;
  }

  async start(): Promise<void> {
    if (this.#conditions.state !== 'cut') await this.#listen();
  }

  async stop(): Promise<void> {
    await this.#close();
  }

  /** Changes what is named; the rest stays as it is. Resolves when it holds. */
  async set(change: Partial<LineConditions>): Promise<void> {
    const before = this.#conditions.state;
    this.#conditions = { ...this.#conditions, ...change };
    const { state } = this.#conditions;
    if (state === before) return;
    if (state === 'cut') await this.#close();
    else if (!this.#server) await this.#listen();
    if (state === 'black-hole') for (const pair of this.#pairs) pair.lost = true;
    for (const lane of [this.#up, this.#down]) state === 'hung' ? lane.hold() : lane.go();
    this.#resume();
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
    for (const { inner, outer, acks } of this.#pairs) {
      acks?.flush();
      inner.destroy();
      outer?.destroy();
    }
    this.#pairs.clear();
    this.#up.clear();
    this.#down.clear();
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const closed = once(server, 'close');
    server.close();
    await closed;
  }

  #join(inner: Socket): void {
    this.#counts.connections++;
    const lost = this.#conditions.state === 'black-hole';
    const outer = lost ? undefined : this.#dial();
    const acks = this.#options.plainMqtt === false ? undefined : this.#acks((bytes) => this.#deliverDown(pair, bytes));
    const pair: Pair = { inner, outer, acks, lost };
    this.#pairs.add(pair);
    this.#read(pair, inner, this.#up, (part) => {
      this.#counts.upBytes += part.length;
      outer?.write(part);
    });
    if (!outer) return;
    this.#read(pair, outer, this.#down, (part) => {
      if (acks) acks.push(part);
      else this.#deliverDown(pair, part);
    });
    if (this.#conditions.state === 'hung') inner.pause();
  }

  #dial(): Socket {
    const { host, port, tls } = this.#options.target;
    return tls ? connectTls({ host, port, servername: host }) : connect({ host, port });
  }

  #acks(emit: (bytes: Buffer) => void): PubackFaults {
    const { clock, random } = this.#options;
    return new PubackFaults({ clock, random, faults: () => this.#conditions, counts: this.#counts, emit });
  }

  #deliverDown(pair: Pair, bytes: Buffer): void {
    this.#counts.downBytes += bytes.length;
    pair.inner.write(bytes);
  }

  /** Puts what a socket gives on the lane, and its end behind it. */
  #read(pair: Pair, from: Socket, lane: PacedLane, deliver: (part: Buffer) => void): void {
    const other = from === pair.inner ? pair.outer : pair.inner;
    from.setNoDelay(true);
    from.on('data', (bytes) => {
      if (pair.lost) {
        this.#counts.swallowedBytes += bytes.length;
        return;
      }
      lane.push(bytes, (part) => {
        if (pair.lost) this.#counts.swallowedBytes += part.length;
        else deliver(part);
        this.#resume();
      });
      if (lane.waiting > bufferBytes) from.pause();
    });
    from.on('error', () => {});
    from.on('close', () => {
      if (!pair.lost) {
        lane.mark(() => {
          if (!pair.lost) other?.destroySoon();
        });
      }
      if (!other || other.destroyed) this.#pairs.delete(pair);
    });
  }

  #resume(): void {
    if (this.#conditions.state === 'hung') return;
    for (const { inner, outer } of this.#pairs) {
      if (inner.isPaused() && this.#up.waiting < bufferBytes / 2) inner.resume();
      if (outer?.isPaused() && this.#down.waiting < bufferBytes / 2) outer.resume();
    }
  }
}
