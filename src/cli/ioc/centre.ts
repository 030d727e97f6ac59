// A centre: an MQTT client with a persistent session that receives everything of one gateway, or of all, and sends
// commands. The demo, `haidang ioc watch` and `haidang ioc send` are its users.
import { randomBytes } from 'node:crypto';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { laneSchema } from '../../domain/outgoing.ts';
import { type Clock, withDeadline } from '../../runtime/clock.ts';
import { HaidangError, messageOf } from '../../runtime/errors.ts';
import type { Role } from '../../uplink/commands/roles.ts';
import { commandTopic, statusTopic } from '../../uplink/topics.ts';
import type { BrokerAddress } from './address.ts';

export interface CentreOptions {
  readonly clock: Clock;
  readonly broker: BrokerAddress;
  /** Absent: everything of all gateways. */
  readonly gateway?: string | undefined;
  /** The connection of the centre itself came or went. */
  readonly onLink: (up: boolean) => void;
  readonly onMessage: (topic: string, payload: Buffer, retained: boolean) => void;
}

const connectWithinMs = 10_000;

export class Centre {
  readonly #options: CentreOptions;
  readonly #clientId = `haidang-centre-${randomBytes(4).toString('hex')}`;
  #client: MqttClient | undefined;
  #version: 4 | 5 = 5;

  constructor(options: CentreOptions) {
    this.#options = options;
  }

  /** The version of MQTT that the broker speaks: known after the start. */
  get version(): 5 | '3.1.1' {
    return this.#version === 5 ? 5 : '3.1.1';
  }

  /** Resolves when everything of the gateway is subscribed. @throws HaidangError (`network`, `broker`). */
  async start(): Promise<void> {
    // Which version the broker speaks is found out first, so that the session is made only once.
    try {
      await this.#probe(5);
    } catch {
      await this.#probe(4);
      this.#version = 4;
    }
    const { onMessage, onLink } = this.#options;
    const client = mqtt.connect(this.#url(), {
      ...this.#login(this.#version),
      clean: false,
      reconnectPeriod: 500,
      connectTimeout: 3000,
      keepalive: 10,
      queueQoSZero: false,
      ...(this.#version === 5 ? { properties: { sessionExpiryInterval: 3600 } } : {}),
    });
    this.#client = client;
    client.on('connect', () => onLink(true));
    client.on('close', () => onLink(false));
    // Reconnecting is the client's work; why it had to is shown by the link being down.
    client.on('error', () => {});
    client.on('message', (topic, payload, { retain }) => onMessage(topic, payload, retain));
    await withDeadline(this.#options.clock, connectWithinMs, client.subscribeAsync(this.#filters(), { qos: 1 }), () =>
      this.#unreachable('no answer'),
    );
  }

  /** Sends a command, without a role under the least that may; its answer comes as an event. */
  async command(gateway: string, name: string, payload: Readonly<Record<string, unknown>>, role?: Role): Promise<void> {
    await this.#client?.publishAsync(commandTopic(gateway, name, role), JSON.stringify(payload), { qos: 1 });
  }

  /**
   * Leaves the broker.
   * @param forget removes the session from it, and what these topics retain: a broker that is not ours is left as it was.
   */
  async stop(forget?: { readonly retained: readonly string[] }): Promise<void> {
    const client = this.#client;
    if (!client) return;
    this.#client = undefined;
    client.removeAllListeners('message');
    client.removeAllListeners('close');
    await client.endAsync(true);
    if (!forget) return;
    const last = await mqtt.connectAsync(this.#url(), {
      ...this.#login(this.#version),
      clean: true,
      connectTimeout: 3000,
    });
    for (const topic of forget.retained) await last.publishAsync(topic, '', { qos: 1, retain: true });
    await last.endAsync();
  }

  /** All that gateways say, and not the commands, which go the other way. */
  #filters(): string[] {
    const gateway = this.#options.gateway ?? '+';
    const status = statusTopic(gateway);
    const said = [...laneSchema.options.map((lane) => `${lane}/+/+`), 'batch/+', 'media/+'];
    return [status, ...said.map((rest) => status.replace(/status$/, rest))];
  }

  async #probe(version: 4 | 5): Promise<void> {
    const options = { ...this.#login(version), clean: true, reconnectPeriod: 0, connectTimeout: connectWithinMs };
    try {
      const client = await mqtt.connectAsync(this.#url(), options, false);
      await client.endAsync();
    } catch (error) {
      throw this.#unreachable(messageOf(error));
    }
  }

  #unreachable(reason: string): HaidangError {
    const { host, port } = this.#options.broker;
    return new HaidangError('network', 'broker', `${host}:${port}: ${reason}`);
  }

  #url(): string {
    const { host, port, tls } = this.#options.broker;
    return `${tls ? 'mqtts' : 'mqtt'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
  }

  #login(protocolVersion: 4 | 5): IClientOptions {
    const { username, password, ca } = this.#options.broker;
    return {
      clientId: this.#clientId,
      protocolVersion,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      ...(ca === undefined ? {} : { ca }),
    };
  }
}
