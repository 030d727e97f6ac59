// A broker of the site and the devices behind it: messages out, and messages of known topics in. Starts without the
// broker, keeps trying to reach it, and refuses at once what is to be said meanwhile.
import type { MqttClient } from 'mqtt';
import { type Message, message } from '../messages/catalogue.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Health, Service } from '../runtime/service.ts';
import { busError } from './errors.ts';
import { Link } from './link.ts';
import { type BrokerAddress, connectMqtt } from './mqtt-connection.ts';

/** @param isRetained kept by the broker: nobody knows how old it is. */
export type OnMessage = (payload: Buffer, isRetained: boolean) => void;

export interface LocalBrokerOptions extends BrokerAddress {
  readonly id: string;
  readonly clientId: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
}

/** A message that is longer is none of a device. */
const longestMessage = 65_536;

export class LocalBroker implements Service {
  readonly name: string;
  readonly #options: LocalBrokerOptions;
  readonly #link: Link;
  readonly #listeners = new Map<string, Set<OnMessage>>();
  #client: MqttClient | undefined;
  #published = 0;
  #received = 0;

  constructor(options: LocalBrokerOptions) {
    const { id, url, clientId, clock, logger, random } = options;
    this.name = `broker ${id}`;
    this.#options = options;
    const onDown = () => {
      this.#client = undefined;
    };
    this.#link = new Link({
      open: async (events, signal) => {
        const onMessage = (topic: string, payload: Buffer, isRetained: boolean) => {
          events.onData(payload);
          this.#hear(topic, payload, isRetained);
        };
        const onClosed = (reason: string) => events.onClosed(reason);
        const topics = [...this.#listeners.keys()];
        const { client, close } = await connectMqtt(options, clientId, topics, { onMessage, onClosed }, signal);
        this.#client = client;
        return { write: () => {}, close };
      },
      target: url,
      clock,
      logger,
      random,
      onData: () => {},
      onDown,
    });
  }

  get up(): boolean {
    return this.#link.up && this.#client !== undefined;
  }

  async start(): Promise<void> {
    await this.#link.start();
  }

  async stop(): Promise<void> {
    await this.#link.stop();
    this.#client = undefined;
  }

  /** Listens to one topic (no wildcards), from the next connection on; call it before `start`. @returns its end. */
  listen(topic: string, onMessage: OnMessage): () => void {
    const all = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, all.add(onMessage));
    return () => {
      all.delete(onMessage);
      if (all.size === 0) this.#listeners.delete(topic);
    };
  }

  /** Resolves when the broker has it. @throws HaidangError `disconnected`. */
  async publish(topic: string, payload: string): Promise<void> {
    const client = this.#client;
    if (!client || !this.#link.up) {
      const reason = this.#link.trouble ?? 'not connected yet';
      throw busError('disconnected', `${this.name} (${this.#options.url}): ${reason}`);
    }
    this.#published++;
    try {
      await client.publishAsync(topic, payload, { qos: 1 });
    } catch (error) {
      throw busError('disconnected', `${this.name}: ${topic}: ${error}`);
    }
  }

  health(): Health {
    const { id, url } = this.#options;
    const facts = { published: this.#published, received: this.#received, connects: this.#link.opened };
    if (this.#link.up) return { state: 'ok', reasons: [], facts };
    const { trouble } = this.#link;
    if (trouble === undefined) return { state: 'starting', reasons: [], facts };
    const reasons: Message[] = [message('fieldbus.broker-down', { id, url, reason: trouble })];
    return { state: 'degraded', reasons, facts };
  }

  #hear(topic: string, payload: Buffer, isRetained: boolean): void {
    if (payload.length > longestMessage) return;
    this.#received++;
    for (const listener of this.#listeners.get(topic) ?? []) listener(payload, isRetained);
  }
}
