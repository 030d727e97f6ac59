// The way to the operations centre: keeps a connection to the broker for as long as it runs, drains the outbox over it,
// takes commands in, and says whether the gateway is there. It never gives up and never hurries: the waits between tries
// grow, and are spread at random so that many gateways do not come back together.
import type { Send } from '../domain/outgoing.ts';
import { type Instant, toIso } from '../domain/time.ts';
import { type Message, message } from '../messages/catalogue.ts';
import { Backoff, type BackoffOptions } from '../runtime/backoff.ts';
import type { Cancel, Clock } from '../runtime/clock.ts';
import { messageOf } from '../runtime/errors.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Health, Service } from '../runtime/service.ts';
import type { AnswerStore } from './commands/answers.ts';
import { CommandInbox, type OnCommand } from './commands/inbox.ts';
import { brokerOf, type UplinkConfig } from './config.ts';
import { maxMessageBytes } from './contract.ts';
import { Drain } from './drain/drain.ts';
import { healthOf } from './health.ts';
import { type Access, readAccess } from './link/access.ts';
import { type LinkFailure, silent } from './link/failure.ts';
import { type Link, type LinkLimits, openLink } from './link/link.ts';
import type { RowSource } from './ports.ts';
import { reasonText } from './reasons.ts';
import { type Identity, type StatusData, statusMessage } from './status.ts';
import { commandFilter, messageTopic, parseTopic, statusTopic } from './topics.ts';

/** Times that no site needs to change, and that tests do. */
export interface UplinkTuning {
  readonly connectTimeoutMs: number;
  readonly reconnectFirstMs: number;
  /** A connection that held this long was a good one: the waits begin small again. */
  readonly stableMs: number;
  readonly windowBytes: number;
  readonly pollMs: number;
  /** How a lane that the broker does not take is tried again. */
  readonly hold: Omit<BackoffOptions, 'random'>;
  /** What is on its way gets this long to land when the uplink stops. */
  readonly settleMs: number;
}

const defaults: UplinkTuning = {
  connectTimeoutMs: 20_000,
  reconnectFirstMs: 1000,
  stableMs: 10_000,
  windowBytes: 256 * 1024,
  pollMs: 10_000,
  hold: { firstMs: 1000, maxMs: 30_000 },
  settleMs: 1500,
};

export interface UplinkDeps {
  readonly config: UplinkConfig;
  readonly identity: Identity;
  /** Folder that the paths in `config` are relative to: that of the site file. */
  readonly folder: string;
  readonly outbox: RowSource;
  readonly onCommand: OnCommand;
  readonly answers: AnswerStore;
  readonly send: Send;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  readonly tuning?: Partial<UplinkTuning>;
}

export class Uplink implements Service {
  readonly name = 'uplink';
  readonly #deps: UplinkDeps;
  readonly #tuning: UplinkTuning;
  readonly #drain: Drain;
  readonly #inbox: CommandInbox;
  readonly #backoff: Backoff;
  readonly #broker: ReturnType<typeof brokerOf>;
  #access: Access | undefined;
  #link: Link | undefined;
  #connected = false;
  #since: Instant | null = null;
  #upMs = 0;
  #failure: LinkFailure | null = null;
  #refusals: Message[] = [];
  #connections = 0;
  #serial = 0;
  #cancelRetry: Cancel = () => {};

  constructor(deps: UplinkDeps) {
    const { config, clock, outbox, send, logger, random } = deps;
    const tuning = { ...defaults, ...deps.tuning };
    this.#deps = deps;
    this.#tuning = tuning;
    this.#broker = brokerOf(config);
    this.#backoff = new Backoff({ firstMs: tuning.reconnectFirstMs, maxMs: config.reconnectMax, random });
    const { windowBytes, pollMs } = tuning;
    const options = { windowBytes, pollMs, stallMs: config.keepalive * 1.35, hold: { ...tuning.hold, random } };
    this.#drain = new Drain({ outbox, send, clock, logger, options });
    this.#inbox = new CommandInbox(deps);
  }

  /** @throws HaidangError (`configuration`) where a secret or a certificate cannot be read. */
  async start(): Promise<void> {
    this.#access = await readAccess(this.#deps.config, this.#deps.folder);
    await this.#inbox.start();
    this.#deps.outbox.releaseAll();
    this.#since ??= this.#deps.clock.now();
    this.#drain.start();
    this.#connect(this.#access);
  }

  async stop(): Promise<void> {
    this.#cancelRetry();
    this.#access = undefined;
    const link = this.#link;
    if (link && this.#connected) await this.#drain.settle(this.#tuning.settleMs);
    if (link && this.#connected) await this.#goodbye(link);
    this.#drain.stop();
    await link?.close();
    this.#link = undefined;
    if (this.#connected) this.#since = this.#deps.clock.now();
    this.#connected = false;
    this.#failure = null;
  }

  health(): Health {
    const { lastPubackAt, ...drained } = this.#drain.facts();
    return healthOf({
      broker: this.#broker.shown,
      connected: this.#connected,
      since: this.#since,
      failure: this.#failure,
      refusals: this.#refusals,
      holds: this.#drain.holds,
      answersTrouble: this.#deps.answers.trouble,
      facts: {
        broker: this.#broker.shown,
        version: this.#deps.config.version,
        connected: this.#connected,
        since: this.#since ? toIso(this.#since) : null,
        connections: this.#connections,
        ...drained,
        lastPubackAt: lastPubackAt ? toIso(lastPubackAt) : null,
        iocAbsent: this.#drain.absent,
        ...this.#inbox.facts(),
      },
    });
  }

  #connect(access: Access): void {
    const { config, clock, identity } = this.#deps;
    const since = clock.now();
    const will = this.#status({ state: 'offline', since: toIso(since), reason: 'connection-lost' });
    this.#link = openLink(
      {
        broker: this.#broker,
        version: config.version,
        clientId: config.clientId ?? `haidang-${identity.gateway}`,
        username: config.username,
        ...access,
        keepaliveMs: config.keepalive,
        sessionExpiryMs: config.sessionExpiry,
        connectTimeoutMs: this.#tuning.connectTimeoutMs,
        will,
      },
      {
        onUp: (limits) => this.#onUp(limits),
        onDown: (failure) => this.#onDown(failure, access),
        onMessage: (topic, payload, retained) => this.#onMessage(topic, payload, retained),
      },
      clock,
    );
  }

  #onUp(limits: LinkLimits): void {
    const link = this.#link;
    const { clock, config, identity, logger } = this.#deps;
    if (!link) return;
    this.#connected = true;
    this.#connections++;
    this.#since = clock.now();
    this.#upMs = clock.monotonicMs();
    this.#failure = null;
    this.#refusals = [];
    logger.info('connected to the broker', { broker: this.#broker.shown, ...limits });
    const filter = commandFilter(identity.gateway);
    link.subscribe(filter).catch((error: unknown) => {
      if (this.#link === link && this.#connected) {
        this.#refused(message('uplink.commands-refused', { reason: messageOf(error), filter }), messageOf(error));
      }
    });
    const birth = this.#status({ state: 'online', since: toIso(this.#since) });
    link.publish(birth.topic, birth.payload, { retain: true }, (reason) => {
      if (reason < 0x80) return;
      this.#refused(
        message('uplink.status-refused', { reason: reasonText(reason), topic: birth.topic }),
        reasonText(reason),
      );
    });
    this.#drain.attach({
      publish: (row, done) =>
        link.publish(messageTopic(identity.gateway, row.lane, row.subject), row.body, { retain: false }, done),
      // The packet is the body, the topic and a few bytes of header and properties.
      maxBodyBytes: Math.min(limits.maximumPacketSize - 512, 4 * maxMessageBytes),
      window: Math.max(1, Math.min(limits.receiveMaximum - 1, config.window)),
      onStalled: () => link.cut(silent(config.keepalive * 1.35)),
    });
  }

  #onDown(failure: LinkFailure, access: Access): void {
    const { clock, logger } = this.#deps;
    const was = this.#connected;
    this.#link = undefined;
    this.#connected = false;
    this.#failure = failure;
    if (was) {
      this.#since = clock.now();
      if (clock.monotonicMs() - this.#upMs >= this.#tuning.stableMs) this.#backoff.reset();
      this.#drain.detach(failure.byPeer);
    }
    // Told to stop while it went down: there is no next time.
    if (this.#access !== access) return;
    const waitMs = this.#backoff.next();
    logger.warn(was ? 'the connection to the broker ended' : 'no connection to the broker', {
      broker: this.#broker.shown,
      error: failure.text,
      retryInMs: Math.round(waitMs),
    });
    this.#cancelRetry = clock.after(waitMs, () => this.#connect(access));
  }

  async #onMessage(topic: string, payload: Buffer, retained: boolean): Promise<void> {
    const parsed = parseTopic(topic);
    if (parsed?.kind !== 'command' || parsed.gateway !== this.#deps.identity.gateway) return;
    await this.#inbox.receive(parsed.name, payload, retained);
  }

  #refused(m: Message, error: string): void {
    this.#deps.logger.warn(m.code, { error });
    this.#refusals.push(m);
  }

  /** Says that we leave on purpose; the last will is then not said. */
  async #goodbye(link: Link): Promise<void> {
    const since = this.#since ?? this.#deps.clock.now();
    const { topic, payload } = this.#status({ state: 'offline', since: toIso(since), reason: 'stopped' });
    await new Promise<void>((resolve) => {
      const cancel = this.#deps.clock.after(1000, resolve);
      link.publish(topic, payload, { retain: true }, () => {
        cancel();
        resolve();
      });
    });
  }

  #status(data: StatusData): { topic: string; payload: string } {
    const { identity, clock } = this.#deps;
    const payload = statusMessage(identity, data, clock.now(), this.#serial++);
    return { topic: statusTopic(identity.gateway), payload };
  }
}
