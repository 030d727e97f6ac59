// LoRaWAN lamps as ChirpStack v4 shows them on its MQTT broker: a queue of downlinks a device, sent one after the other by
// a gateway that needs its time, acknowledged, and answered by an uplink of the lamp (class C: it hears at any time).
// Frame of the lamp, both ways: 01, level in per cent.
import type { Server } from 'node:http';
import mqtt, { type MqttClient } from 'mqtt';
import { type Clock, sleep } from '../../runtime/clock.ts';
import { type Health, healthy, type Service } from '../../runtime/service.ts';
import { serveChirpstack } from './chirpstack-rest.ts';

interface Downlink {
  readonly id: string;
  readonly devEui: string;
  readonly confirmed: boolean;
  readonly data: string;
}

interface LoraLamp {
  level: number;
  isReachable: boolean;
  downlinks: number;
}

export interface ChirpstackOptions {
  readonly url: string;
  readonly application: string;
  readonly devEuis: readonly string[];
  /** Time on the air and pause of the gateway, milliseconds. */
  readonly airtimeMs?: number;
  /** Its REST interface, with its key and the devices of each multicast group. */
  readonly rest?: { readonly key: string; readonly groups: Readonly<Record<string, readonly string[]>> };
  readonly clock: Clock;
}

export class SimulatedChirpstack implements Service {
  readonly name = 'chirpstack';
  readonly #options: ChirpstackOptions & { readonly airtimeMs: number };
  readonly #lamps = new Map<string, LoraLamp>();
  #client: MqttClient | undefined;
  #air: Promise<void> = Promise.resolve();
  #server: Server | undefined;
  /** Frames to multicast groups that it took. */
  multicasts = 0;
  /** When each frame was sent, on the monotonic clock. */
  readonly sentMs: number[] = [];

  constructor(options: ChirpstackOptions) {
    this.#options = { airtimeMs: 50, ...options };
    for (const eui of options.devEuis) this.#lamps.set(eui, { level: 0, isReachable: true, downlinks: 0 });
  }

  async start(): Promise<void> {
    const { url, application, devEuis } = this.#options;
    const client = await mqtt.connectAsync(url, { reconnectPeriod: 0 });
    this.#client = client;
    client.on('message', (_topic, payload) => this.#queue(JSON.parse(payload.toString())));
    await client.subscribeAsync(devEuis.map((eui) => `application/${application}/device/${eui}/command/down`));
    const { rest } = this.#options;
    if (!rest) return;
    const take = (group: string, data: string) => {
      this.multicasts++;
      this.#air = this.#air.then(() => this.#multicast(rest.groups[group] ?? [], data));
      return this.multicasts;
    };
    this.#server = await serveChirpstack(rest.key, new Set(Object.keys(rest.groups)), take);
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server) await new Promise((resolve) => server.close(resolve));
    await this.#air;
    await this.#client?.endAsync(true);
    this.#client = undefined;
  }

  health(): Health {
    return healthy;
  }

  lamp(eui: string): LoraLamp {
    const found = this.#lamps.get(eui);
    if (!found) throw new Error(`no lamp ${eui}`);
    return found;
  }

  /** Address of its REST interface. */
  get restUrl(): string {
    const address = this.#server?.address();
    if (!address || typeof address === 'string') throw new Error('the REST interface is not there');
    return `http://127.0.0.1:${address.port}`;
  }

  /** The lamp says its level of itself, as it does from time to time. */
  uplink(eui: string): void {
    const { level } = this.lamp(eui);
    const data = Buffer.from([1, level]).toString('base64');
    this.#say(eui, 'up', { fPort: 10, data, object: { level } });
  }

  #queue(downlink: Downlink): void {
    this.#air = this.#air.then(() => this.#send(downlink));
  }

  async #send({ id, devEui, confirmed, data }: Downlink): Promise<void> {
    const { clock, airtimeMs } = this.#options;
    await sleep(clock, airtimeMs);
    this.sentMs.push(clock.monotonicMs());
    const lamp = this.lamp(devEui);
    lamp.downlinks++;
    const [command, level] = Buffer.from(data, 'base64');
    if (lamp.isReachable && command === 1 && level !== undefined) lamp.level = level;
    // Fields that are false are left out, as protobuf's JSON does.
    if (confirmed) this.#say(devEui, 'ack', { queueItemId: id, ...(lamp.isReachable ? { acknowledged: true } : {}) });
    if (lamp.isReachable) this.uplink(devEui);
  }

  /** One frame on the air: every device of the group that hears it takes it, and says its level soon after. */
  async #multicast(devEuis: readonly string[], data: string): Promise<void> {
    const { clock, airtimeMs } = this.#options;
    await sleep(clock, airtimeMs);
    this.sentMs.push(clock.monotonicMs());
    const [command, level] = Buffer.from(data, 'base64');
    for (const eui of devEuis) {
      const lamp = this.lamp(eui);
      if (!lamp.isReachable || command !== 1 || level === undefined) continue;
      lamp.level = level;
      this.uplink(eui);
    }
  }

  #say(devEui: string, event: 'up' | 'ack', fields: Readonly<Record<string, unknown>>): void {
    const { application } = this.#options;
    const deviceInfo = { applicationId: application, devEui };
    const topic = `application/${application}/device/${devEui}/event/${event}`;
    this.#client?.publish(topic, JSON.stringify({ deviceInfo, ...fields }));
  }
}
