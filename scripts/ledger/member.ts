// One gateway of the run with all it needs: its field, its disk, the agent, the line to a broker of its own, and the
// centre behind that. Faults are done to it through this.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SystemClock } from '../../src/runtime/clock.ts';
import { MosquittoBroker } from '../../src/simulator/broker/mosquitto.ts';
import { PacedProxy } from '../../src/simulator/broker/paced-proxy.ts';
import type { Random } from '../../src/simulator/random.ts';
import { AgentProcess, factOf } from './agent.ts';
import { Book } from './book.ts';
import { Centre } from './centre.ts';
import { type Disk, makeDisk } from './disk.ts';
import { Field } from './field.ts';
import { StoreReader } from './store-reader.ts';

export class Member {
  readonly name: string;
  readonly field: Field;
  readonly disk: Disk;
  readonly broker: MosquittoBroker;
  readonly proxy: PacedProxy;
  readonly centre: Centre;
  readonly agent: AgentProcess;
  readonly store: StoreReader;
  readonly book: Book;
  /** Folder of the agent's data. */
  readonly data: string;
  readonly #folder: string;
  readonly #brokerFolder: string;

  private constructor(name: string, folder: string, disk: Disk, random: Random) {
    const clock = new SystemClock();
    this.name = name;
    this.disk = disk;
    this.#folder = folder;
    this.#brokerFolder = join(folder, 'broker');
    this.data = join(disk.folder, 'data');
    this.field = new Field();
    this.broker = new MosquittoBroker(clock, this.#brokerFolder);
    const target = () => ({ host: '127.0.0.1', port: this.broker.port });
    this.proxy = new PacedProxy({ target: lateTarget(target), clock, random });
    this.centre = new Centre(name);
    this.agent = new AgentProcess({
      ...{ site: join(folder, 'site.yaml'), data: this.data, scratch: folder },
      ports: () => this.field.ports(),
    });
    this.store = new StoreReader(this.data);
    this.book = new Book(this);
  }

  /** Everything runs when it resolves. @param folder made here, removed by `close`. */
  static async open(name: string, folder: string, version: 5 | '3.1.1', random: Random): Promise<Member> {
    mkdirSync(folder, { recursive: true });
    const disk = await makeDisk(join(folder, 'disk'), join(folder, 'disk.img'));
    const member = new Member(name, folder, disk, random);
    try {
      await member.#start(version);
      return member;
    } catch (error) {
      await member.close();
      throw error;
    }
  }

  async #start(version: 5 | '3.1.1'): Promise<void> {
    await Promise.all([this.field.start(), this.broker.start()]);
    await this.proxy.start();
    await this.centre.start(this.broker.port);
    mkdirSync(join(this.data, 'device-profiles'), { recursive: true });
    writeFileSync(join(this.data, 'device-profiles', 'counter.yaml'), this.field.profile);
    const site = {
      version: 1,
      gateway: { id: this.name, position: { latitude: 20.95, longitude: 107.08 }, clock: 'assume-synced' },
      ...this.field.site(),
      outbox: { cap: '32MiB' },
      uplink: { url: `mqtt://127.0.0.1:${this.proxy.port}`, version, keepalive: '5s', reconnectMax: '1s' },
    };
    writeFileSync(join(this.#folder, 'site.yaml'), JSON.stringify(site));
    await this.agent.start();
    await this.ready();
  }

  /** The agent runs, has stored something and is connected. */
  async ready(): Promise<void> {
    await this.agent.until(
      'the agent is connected',
      (s) => Number(factOf(s, 'outbox', 'commits') ?? 0) > 0 && factOf(s, 'uplink', 'connected') === true,
    );
  }

  /** The agent runs and has stored something, connected or not. */
  async awake(): Promise<void> {
    await this.agent.until('the agent stores something', (s) => Number(factOf(s, 'outbox', 'commits') ?? 0) > 0);
  }

  /** The broker's store is thrown away: sessions, queues, retained messages. Only while it is stopped. */
  loseBrokerStore(): void {
    rmSync(join(this.#brokerFolder, 'mosquitto.db'), { force: true });
  }

  async close(): Promise<void> {
    if (this.agent.running) await this.agent.kill();
    await this.centre.stop();
    await Promise.all([this.proxy.stop(), this.field.stop()]);
    await this.broker.stop();
    await this.disk.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** The broker's port is known only when it has started. */
function lateTarget(target: () => { host: string; port: number }): { readonly host: string; readonly port: number } {
  return {
    get host() {
      return target().host;
    },
    get port() {
      return target().port;
    },
  };
}
