// One input: its connection, what it says, and whether it is there. What is reported was said since the last report;
// nothing that was said before is ever said again.
import type { Send } from '../../domain/outgoing.ts';
import type { Reading } from '../../domain/reading.ts';
import type { Instant } from '../../domain/time.ts';
import { Link, type OpenWire } from '../../fieldbus/link.ts';
import { type Message, message, render } from '../../messages/catalogue.ts';
import { type Cancel, type Clock, every } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logger.ts';
import { bad, type Decoded } from '../codec/decode.ts';
import { type KnownPoint, type LatestPoint, LatestValues } from '../latest.ts';
import type { Periods } from '../schedule.ts';
import { unescaped } from './ascii.ts';
import type { InputConfig } from './config.ts';
import { type InputKind, kindOf } from './kinds.ts';

export interface InputDeps {
  readonly send: Send;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
}

/** What comes by itself was true so long before it came at most: its way through a network, the settling of a contact. */
const longestWayMs = 1000;

export type InputState = 'unknown' | 'online' | 'offline';

export class Input {
  readonly config: InputConfig;
  readonly #kind: InputKind;
  readonly #deps: InputDeps;
  readonly #link: Link;
  /** What it listens to, for people. */
  readonly target: string;
  readonly #points: readonly KnownPoint[];
  readonly #latest: LatestValues;
  #fresh = new Map<string, Decoded>();
  #state: InputState = 'unknown';
  #since: Instant;
  #lastHeardMs = 0;
  #cancelSettle: Cancel | undefined;
  #cancels: Cancel[] = [];
  readonly counters = { samples: 0, reports: 0 };

  constructor(config: InputConfig, open: (kind: InputKind) => OpenWire, deps: InputDeps) {
    const { clock, logger, random } = deps;
    this.config = config;
    this.#deps = deps;
    this.#kind = kindOf(config);
    this.#since = clock.now();
    this.#points = this.#kind.points.map(({ name, unit }) => ({ name, unit, class: 'normal' }));
    this.#latest = new LatestValues(this.#points, periods(config.timeout / 3), clock);
    const { source } = config;
    this.target = targetOf(source);
    this.#link = new Link({
      open: open(this.#kind),
      target: this.target,
      clock,
      logger,
      random,
      onData: (chunk) => this.#onData(chunk),
      onDown: () => this.#kind.decoder.reset(),
    });
  }

  async start(): Promise<void> {
    const { clock } = this.#deps;
    this.#lastHeardMs = clock.monotonicMs();
    this.#state = 'unknown';
    this.#cancels = [every(clock, Math.max(100, this.config.timeout / 4), () => this.#watch())];
    if (this.config.kind === 'ascii' && this.config.ask !== undefined) {
      const question = unescaped(this.config.ask);
      this.#cancels.push(every(clock, this.config.askEvery, () => this.#link.write(question)));
    }
    await this.#link.start();
  }

  async stop(): Promise<void> {
    for (const cancel of this.#cancels) cancel();
    this.#cancelSettle?.();
    this.#cancelSettle = undefined;
    await this.#link.stop();
  }

  get state(): InputState {
    return this.#state;
  }

  get since(): Instant {
    return this.#since;
  }

  /** What was reported last of each point; what is too old is `stale`. */
  latest(): LatestPoint[] {
    return this.#latest.view();
  }

  get damaged(): number {
    return this.#kind.decoder.damaged;
  }

  trouble(): Message | undefined {
    if (this.#state !== 'offline') return undefined;
    const { id } = this.config;
    const reason = this.#link.trouble;
    if (reason === undefined) return message('acquisition.input-silent', { id, target: this.target });
    return message('acquisition.input-down', { id, target: this.target, reason });
  }

  #onData(chunk: Buffer): void {
    const { decoder, settleMs } = this.#kind;
    const samples = decoder.push(chunk);
    if (samples.length === 0) return;
    this.#lastHeardMs = this.#deps.clock.monotonicMs();
    this.counters.samples += samples.length;
    if (this.#state !== 'online')
      this.#become('online', 'answers', message('acquisition.answers', { device: this.config.id }));
    for (const sample of samples) {
      for (const [name, decoded] of sample) this.#fresh.set(name, decoded);
      if (settleMs === 0) this.#consider();
    }
    if (settleMs > 0) {
      this.#cancelSettle?.();
      this.#cancelSettle = this.#deps.clock.after(settleMs, () => this.#consider());
    }
  }

  #consider(): void {
    const more = this.#kind.report(this.#fresh, this.#deps.clock.monotonicMs());
    if (more) this.#report(new Map([...this.#fresh, ...more]));
    this.#fresh = new Map();
  }

  #report(values: ReadonlyMap<string, Decoded>): void {
    const { send, clock } = this.#deps;
    const readings: Record<string, Omit<Reading, 'point'>> = {};
    const at = clock.now();
    for (const point of this.#points) {
      const decoded = values.get(point.name);
      if (!decoded) continue;
      this.#latest.put(point, decoded, at, this.#lastHeardMs - longestWayMs);
      readings[point.name] = point.unit === undefined ? decoded : { ...decoded, unit: point.unit };
    }
    if (Object.keys(readings).length === 0) return;
    this.counters.reports++;
    send({ kind: 'device.readings', at, device: this.config.id, readings });
  }

  #watch(): void {
    const { clock } = this.#deps;
    if (this.#state === 'offline' || clock.monotonicMs() - this.#lastHeardMs < this.config.timeout) return;
    const code = this.#link.up ? 'timeout' : 'disconnected';
    this.#state = 'offline';
    const why = this.trouble() ?? message('acquisition.input-silent', { id: this.config.id, target: this.target });
    this.#become('offline', code, why);
    this.#fresh = new Map();
    const nothing = bad(code);
    this.#report(new Map(this.#kind.points.map(({ name }) => [name, nothing])));
  }

  #become(state: 'online' | 'offline', code: string, text: Message): void {
    const { send, clock, logger } = this.#deps;
    const texts = { en: render(text, 'en'), vi: render(text, 'vi') };
    this.#state = state;
    this.#since = clock.now();
    logger[state === 'online' ? 'info' : 'warn'](state, { input: this.config.id, code });
    send({ kind: 'device.state', at: this.#since, device: this.config.id, state, reason: texts.en, code, texts });
  }
}

const periods = (ms: number): Periods => ({ fast: ms, normal: ms, slow: ms, once: ms, 'on-demand': ms });

function targetOf(source: InputConfig['source']): string {
  if (source.kind === 'tcp') return `${source.host}:${source.port}`;
  if (source.kind === 'gpio') return source.chip;
  return source.kind === 'mqtt' ? `${source.url} ${source.topic}` : source.path;
}
