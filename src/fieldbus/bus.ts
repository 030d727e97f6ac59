// A line: a connection that is kept open, a lock, and the framing of its kind. Requests go one at a time in order of
// arrival, writes before reads.
import { type Message, message } from '../messages/catalogue.ts';
import { sleep } from '../runtime/clock.ts';
import { HaidangError } from '../runtime/errors.ts';
import { Mutex } from '../runtime/mutex.ts';
import type { Health } from '../runtime/service.ts';
import { busError } from './errors.ts';
import { type Framing, type FramingPort, newCounters } from './exchange.ts';
import { Latency } from './latency.ts';
import type { LineDeps, ModbusLine, RequestOptions } from './line.ts';
import { Link, type OpenWire } from './link.ts';
import { checkRequest, isWrite, type ModbusReply, type ModbusRequest } from './pdu.ts';
import { LineTrace } from './trace.ts';

export interface BusOptions {
  readonly id: string;
  readonly open: OpenWire;
  readonly target: string;
  readonly timeoutMs: number;
  /** No learned timeout is shorter than this; equal to `timeoutMs`: nothing is learned. */
  readonly floorMs: number;
  /** Between an answer and the next request; 0 where the framing sees to it. */
  readonly pauseMs: number;
  /** After the connection was opened, before the first request. */
  readonly pauseAfterConnectMs: number;
  /** Requests on their way at a time. More than one only where answers say which request they answer. */
  readonly pipelining?: number;
  readonly framing: (port: FramingPort) => Framing;
  /** Why the connection is down, for the technician. */
  readonly explainDown: (reason: string) => Message;
}

/** So many requests may wait for a line. A poll that finds it full is refused, and says so by its quality. */
const longestQueue = 256;

const damaged = new Set(['crc', 'incomplete', 'wrong-unit', 'bad-frame', 'bad-reply', 'collision']);

export class Bus implements ModbusLine {
  readonly id: string;
  readonly name: string;
  readonly trace: LineTrace;
  readonly #options: BusOptions;
  readonly #deps: LineDeps;
  readonly #link: Link;
  readonly #framing: Framing;
  readonly #mutex: Mutex;
  readonly #latency: Latency;
  readonly #counters = newCounters();
  #started = false;
  #waiting = 0;
  #lastEndMs = Number.NEGATIVE_INFINITY;
  /** Share of damaged answers, a moving average over some twenty exchanges. */
  #damage = 0;
  #unanswered = 0;

  constructor(options: BusOptions, deps: LineDeps) {
    this.id = options.id;
    this.name = `line ${options.id}`;
    this.#options = options;
    this.#deps = deps;
    this.#mutex = new Mutex(options.pipelining ?? 1);
    this.#latency = new Latency({ floorMs: options.floorMs });
    this.trace = new LineTrace(deps.clock);
    const logger = deps.logger.child(options.id);
    this.#link = new Link({
      open: options.open,
      target: options.target,
      clock: deps.clock,
      logger,
      random: deps.random,
      onData: (chunk) => this.#framing.onData(chunk),
      onDown: (reason) => {
        this.#latency.forget();
        this.#framing.onDown(this.#disconnected(reason));
      },
    });
    this.#framing = options.framing({
      clock: deps.clock,
      counters: this.#counters,
      isUp: () => this.#link.up,
      write: (bytes) => this.#link.write(bytes),
      drop: (reason) => this.#link.drop(reason),
      answered: (unit, ms) => this.#latency.answered(unit, ms),
      trace: this.trace,
    });
  }

  async start(): Promise<void> {
    this.#started = true;
    Object.assign(this.#counters, newCounters());
    this.#damage = 0;
    this.#unanswered = 0;
    await this.#link.start();
  }

  async stop(): Promise<void> {
    this.#started = false;
    this.#framing.close(busError('stopped', `line ${this.id} was stopped`));
    await this.#link.stop();
  }

  async request(r: ModbusRequest, o: RequestOptions = {}): Promise<ModbusReply> {
    checkRequest(r);
    if (this.#waiting >= longestQueue) throw busError('queue-full', `line ${this.id}: ${longestQueue} requests wait`);
    this.#waiting++;
    const turn = this.#mutex.acquire(o.urgent ?? isWrite(r));
    if (turn) await turn;
    try {
      return await this.#exchange(r, o);
    } finally {
      this.#mutex.release();
      this.#waiting--;
    }
  }

  health(): Health {
    const { opened: connects, wireName: port } = this.#link;
    const facts = {
      ...this.#counters,
      connects,
      waiting: this.#mutex.waiting,
      ...(port === undefined ? {} : { port }),
    };
    if (!this.#started) return { state: 'down', reasons: [], facts };
    if (!this.#link.up) {
      const { trouble } = this.#link;
      const { id } = this;
      if (trouble === undefined) return { state: 'starting', reasons: [message('fieldbus.connecting', { id })], facts };
      return { state: 'degraded', reasons: [this.#options.explainDown(trouble)], facts };
    }
    const reasons: Message[] = [];
    if (this.#unanswered >= 5) reasons.push(message('fieldbus.silent', { id: this.id, count: this.#unanswered }));
    if (this.#damage > 0.1) {
      reasons.push(message('fieldbus.damaged', { id: this.id, percent: Math.round(this.#damage * 100) }));
    }
    return { state: reasons.length > 0 ? 'degraded' : 'ok', reasons, facts };
  }

  async #exchange(r: ModbusRequest, o: RequestOptions): Promise<ModbusReply> {
    const { clock } = this.#deps;
    const rest = this.#restMs(o.pauseMs ?? 0);
    if (rest > 0) await sleep(clock, Math.ceil(rest));
    if (!this.#started) throw busError('stopped', `line ${this.id} is not running`);
    if (!this.#link.up) throw this.#disconnected(this.#link.trouble ?? 'not connected yet');
    this.#counters.requests++;
    try {
      const timeoutMs = this.#latency.timeoutMs(r.unit, o.timeoutMs ?? this.#options.timeoutMs);
      const { pauseMs = 0, isProbe = false } = o;
      const reply = await this.#framing.exchange(r, { timeoutMs, pauseMs, isProbe });
      this.#counters.replies++;
      this.#unanswered = 0;
      this.#damage *= 0.95;
      return reply;
    } catch (error) {
      this.#count(error, r.unit, o.isProbe ?? false);
      throw error;
    } finally {
      this.#lastEndMs = clock.monotonicMs();
    }
  }

  /** What is left of the pauses that the line and the device need, milliseconds. */
  #restMs(devicePauseMs: number): number {
    const { pauseMs, pauseAfterConnectMs } = this.#options;
    const pause = Math.max(pauseMs, devicePauseMs);
    if (pause === 0 && pauseAfterConnectMs === 0) return 0;
    const ready = Math.max(this.#lastEndMs + pause, this.#link.openedAtMs + pauseAfterConnectMs);
    return ready - this.#deps.clock.monotonicMs();
  }

  #count(error: unknown, unit: number, isProbe: boolean): void {
    const code = error instanceof HaidangError ? error.code : '';
    this.trace.note(code);
    if (code === 'timeout') {
      this.#latency.missed(unit);
      this.#counters.timeouts++;
      if (!isProbe) this.#unanswered++;
    } else if (damaged.has(code)) {
      this.#counters.damaged++;
      this.#damage = this.#damage * 0.95 + 0.05;
    } else if (code !== 'disconnected' && code !== 'stopped') {
      this.#counters.exceptions++;
      this.#unanswered = 0;
      this.#damage *= 0.95;
    }
  }

  #disconnected(reason: string): HaidangError {
    return busError('disconnected', `line ${this.id} (${this.#options.target}): ${reason}`);
  }
}
