// The way to the operations centre: keeps a connection to a broker for as long as it runs, drains the outbox over it,
// takes commands in, and says whether the gateway is there. It never gives up and never hurries: the waits between tries
// grow, and are spread at random so that many gateways do not come back together.
import { laneSchema } from '../domain/outgoing.ts';
import { type Instant, toIso } from '../domain/time.ts';
import { type Message, message } from '../messages/catalogue.ts';
import { type Cancel, every } from '../runtime/clock.ts';
import { messageOf } from '../runtime/errors.ts';
import type { Health, Service } from '../runtime/service.ts';
import { Certificates } from './certificates.ts';
import { CommandInbox } from './commands/inbox.ts';
import { brokersOf } from './config.ts';
import { maxMessageBytes } from './contract.ts';
import { defaultTuning, type UplinkDeps, type UplinkTuning } from './deps.ts';
import { Drain } from './drain/drain.ts';
import { healthOf } from './health.ts';
import { type Access, readAccess } from './link/access.ts';
import { type Broker, Connector } from './link/connector.ts';
import { type LinkFailure, silent } from './link/failure.ts';
import type { Link, LinkLimits, LinkOptions } from './link/link.ts';
import { Past } from './past.ts';
import { publishOptions } from './publish.ts';
import { reasonText } from './reasons.ts';
import { type StatusData, statusMessage } from './status.ts';
import { commandFilter, parseTopic, statusTopic } from './topics.ts';

const absentKey = 'uplink.absent';

/** With settling before it and closing after it the end takes less than the 3 s that a part has, on any link. */
const goodbyeMs = 600;

export class Uplink implements Service {
  readonly name = 'uplink';
  /** Backfills, media files and their rate limit: for whoever routes commands. */
  readonly past: Past;
  readonly #deps: UplinkDeps;
  readonly #tuning: UplinkTuning;
  readonly #drain: Drain;
  readonly #inbox: CommandInbox;
  readonly #connector: Connector;
  readonly #certificates: Certificates;
  #link: Link | undefined;
  #limits: LinkLimits | undefined;
  #since: Instant | null = null;
  #refusals: Message[] = [];
  #connections = 0;
  #serial = 0;
  #cancelLook: Cancel = () => {};

  constructor(deps: UplinkDeps) {
    const { config, clock, outbox, send, logger, random, store, identity } = deps;
    const { gateway } = identity;
    const tuning = { ...defaultTuning, ...deps.tuning };
    this.#deps = deps;
    this.#tuning = tuning;
    this.past = new Past(deps, () => this.#drain.pump());
    this.#certificates = new Certificates(send);
    this.#inbox = new CommandInbox({ ...deps, gateway, config: config.commands, stored: () => outbox.flush() });
    this.#drain = new Drain({
      outbox,
      options: {
        ...tuning,
        gateway,
        batch: config.history.batch,
        stallMs: config.keepalive * 1.35,
        hold: { ...tuning.hold, random },
      },
      limit: this.past.limit,
      onTaken: (parcel) => this.past.onTaken(parcel),
      onAbsent: (lanes) => void store.set(absentKey, lanes.length > 0 ? lanes : undefined),
      send,
      clock,
      logger,
    });
    for (const feed of this.past.feeds) this.#drain.add(feed);
    this.#connector = new Connector({
      options: {
        brokers: brokersOf(config),
        firstMs: tuning.reconnectFirstMs,
        maxMs: config.reconnectMax,
        stableMs: tuning.stableMs,
        failBackMs: config.failBack,
      },
      makeOptions: (broker) => this.#linkOptions(broker),
      events: {
        onUp: (link, limits, broker) => this.#onUp(link, limits, broker),
        onDown: (failure) => this.#onDown(failure),
        onLeave: (link) => this.#onLeave(link),
        onMessage: (topic, payload, retained) => this.#onMessage(topic, payload, retained),
      },
      clock,
      logger,
      random,
    });
  }

  /** @throws HaidangError (`configuration`) where a secret or a certificate cannot be read. */
  async start(): Promise<void> {
    const { outbox, clock, store } = this.#deps;
    await this.#access();
    await this.#inbox.start();
    outbox.releaseAll();
    this.#since ??= clock.now();
    this.#drain.start(laneSchema.array().safeParse(store.get(absentKey)).data ?? []);
    this.past.start();
    this.#cancelLook = every(clock, 3_600_000, () => this.#certificates.look(clock.now()));
    this.#connector.start();
  }

  async stop(): Promise<void> {
    const link = this.#link;
    if (link) await this.#drain.settle(this.#tuning.settleMs);
    if (this.#link) await this.#goodbye(this.#link, 'stopped');
    this.#drain.stop();
    this.past.stop();
    this.#cancelLook();
    await this.#connector.stop();
    if (this.#link) this.#since = this.#deps.clock.now();
    this.#link = undefined;
  }

  health(): Health {
    const { lastPubackAt, ...drained } = this.#drain.facts();
    const { config, clock, answers } = this.#deps;
    const { shown: broker } = this.#connector.broker;
    return healthOf({
      broker,
      connected: this.#link !== undefined,
      since: this.#since,
      failure: this.#connector.failure,
      refusals: this.#refusals,
      certificates: this.#certificates.reasons(clock.now()),
      holds: this.#drain.holds,
      answersTrouble: answers.trouble,
      facts: {
        broker,
        version: config.version,
        connected: this.#link !== undefined,
        since: this.#since ? toIso(this.#since) : null,
        connections: this.#connections,
        sessionResumed: this.#limits?.sessionPresent ?? false,
        ...drained,
        lastPubackAt: lastPubackAt ? toIso(lastPubackAt) : null,
        iocAbsent: this.#drain.absent,
        ...this.past.facts(),
        ...this.#inbox.facts(),
      },
    });
  }

  /** Secrets and certificates are read for each connection: they are renewed without a restart. */
  async #linkOptions(broker: Broker): Promise<LinkOptions> {
    const { config, clock, identity } = this.#deps;
    const access = await this.#access();
    const will = this.#status({ state: 'offline', since: toIso(clock.now()), reason: 'connection-lost' });
    return {
      broker,
      version: config.version,
      clientId: config.clientId ?? `haidang-${identity.gateway}`,
      username: config.username,
      ...access,
      serverName: config.serverName,
      userProperties: { gateway: identity.gateway, agent: `haidang ${identity.agentVersion}` },
      keepaliveMs: config.keepalive,
      sessionExpiryMs: config.sessionExpiry,
      connectTimeoutMs: this.#tuning.connectTimeoutMs,
      will,
      willDelayMs: config.willDelay,
    };
  }

  async #access(): Promise<Access> {
    const { config, folder, clock } = this.#deps;
    const access = await readAccess(config, folder);
    for (const name of ['ca', 'cert'] as const) {
      const file = config[name];
      if (file !== undefined) this.#certificates.read(name, file, access.tls[name], clock.now());
    }
    return access;
  }

  #onUp(link: Link, limits: LinkLimits, broker: Broker): void {
    const { clock, config, identity, logger } = this.#deps;
    this.#link = link;
    this.#limits = limits;
    this.#connections++;
    this.#since = clock.now();
    this.#refusals = [];
    logger.info('connected to the broker', { broker: broker.shown, ...limits });
    this.#certificates.presented(broker.shown, link.certificateEndMs(), this.#since);
    const filter = commandFilter(identity.gateway);
    link.subscribe(filter).catch((error: unknown) => {
      if (this.#link === link) {
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
      publish: (parcel, done) => link.publish(parcel.topic, parcel.payload, publishOptions(parcel, config), done),
      // The packet is the body, the topic and a few bytes of header and properties.
      maxBodyBytes: Math.min(limits.maximumPacketSize - 512, 4 * maxMessageBytes),
      window: Math.max(1, Math.min(limits.receiveMaximum - 1, config.window)),
      onStalled: () => link.cut(silent(config.keepalive * 1.35)),
    });
  }

  #onDown(failure: LinkFailure): void {
    if (!this.#link) return;
    this.#link = undefined;
    this.#since = this.#deps.clock.now();
    this.#drain.detach(failure.byPeer);
  }

  /** An earlier broker is back: this one is told that we go. */
  async #onLeave(link: Link): Promise<void> {
    this.#link = undefined;
    this.#drain.detach(false);
    await this.#goodbye(link, 'moved');
  }

  async #onMessage(topic: string, payload: Buffer, retained: boolean): Promise<void> {
    const parsed = parseTopic(topic);
    if (parsed?.kind !== 'command' || parsed.gateway !== this.#deps.identity.gateway) return;
    await this.#inbox.receive({ ...parsed, payload, retained });
  }

  #refused(m: Message, error: string): void {
    this.#deps.logger.warn(m.code, { error });
    this.#refusals.push(m);
  }

  /** Says that we leave on purpose; the last will is then not said. */
  async #goodbye(link: Link, reason: 'stopped' | 'moved'): Promise<void> {
    const since = this.#since ?? this.#deps.clock.now();
    const { topic, payload } = this.#status({ state: 'offline', since: toIso(since), reason });
    await new Promise<void>((resolve) => {
      const cancel = this.#deps.clock.after(goodbyeMs, resolve);
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
