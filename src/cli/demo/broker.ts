// The broker of the demo and the line to it: a mosquitto of our own, a broker inside this process, or somebody's. The
// agent always reaches it through a link that can be cut; a mosquitto of our own is really stopped.
import { join } from 'node:path';
import { type Message, message } from '../../messages/catalogue.ts';
import type { Clock } from '../../runtime/clock.ts';
import { HaidangError } from '../../runtime/errors.ts';
import type { Service } from '../../runtime/service.ts';
import { EmbeddedBroker } from '../../simulator/broker/embedded.ts';
import { MosquittoBroker } from '../../simulator/broker/mosquitto.ts';
import { PacedProxy } from '../../simulator/broker/paced-proxy.ts';
import type { BrokerAddress } from '../ioc/address.ts';

export interface DemoBrokerOptions {
  readonly clock: Clock;
  readonly folder: string;
  /** Somebody's broker; undefined: one of our own. */
  readonly given: BrokerAddress | undefined;
  readonly note: (m: Message) => void;
}

export class DemoBroker {
  readonly #options: DemoBrokerOptions;
  #own: MosquittoBroker | EmbeddedBroker | undefined;
  #link: PacedProxy | undefined;
  #address: BrokerAddress | undefined;

  constructor(options: DemoBrokerOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { given } = this.#options;
    if (given) this.#address = given;
    else {
      const own = await this.#startOwn();
      this.#address = { host: '127.0.0.1', port: own.port, tls: false };
    }
    this.#link = new PacedProxy({ target: this.#address, clock: this.#options.clock, random: Math.random });
    await this.#link.start();
  }

  async stop(): Promise<void> {
    await this.#link?.stop();
    await this.#own?.stop();
  }

  /** Where the centre connects. */
  get address(): BrokerAddress {
    if (!this.#address) throw new HaidangError('ours', 'not-started', 'the broker is not started');
    return this.#address;
  }

  /** Where the agent connects: through the link. */
  get agentUrl(): string {
    return `mqtt://127.0.0.1:${this.#link?.port}`;
  }

  /** What people call it. */
  get shown(): string {
    const { host, port } = this.address;
    const what = this.#own?.name ?? host;
    return `${what}:${port}`;
  }

  get isEmbedded(): boolean {
    return this.#own instanceof EmbeddedBroker;
  }

  /** Stops the broker, or cuts the line to it where it is not ours to stop. Says which. */
  async cut(): Promise<Message> {
    if (this.#own instanceof MosquittoBroker) {
      await this.#own.stop();
      return message('demo.stopped-broker');
    }
    await this.#link?.set({ state: 'cut' });
    return message('demo.cut-link');
  }

  async restore(): Promise<void> {
    if (this.#own instanceof MosquittoBroker) await this.#own.start();
    else await this.#link?.set({ state: 'up' });
  }

  async #startOwn(): Promise<MosquittoBroker | EmbeddedBroker> {
    const { clock, folder, note } = this.#options;
    if (!MosquittoBroker.available()) note(message('demo.embedded-broker'));
    const own: (MosquittoBroker | EmbeddedBroker) & Service = MosquittoBroker.available()
      ? new MosquittoBroker(clock, join(folder, 'broker'))
      : new EmbeddedBroker();
    this.#own = own;
    await own.start(new AbortController().signal, () => {});
    return own;
  }
}
