// The operations centre of a test: a persistent session at a real broker that keeps all it receives.
import mqtt from 'mqtt';
import { everythingFilter } from '../../uplink/topics.ts';

export interface ReceivedEvent {
  readonly topic: string;
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly lane: string;
  readonly sequence: string;
  readonly time: string;
  readonly data: Record<string, unknown>;
}

export class TestIoc {
  readonly #client: mqtt.MqttClient;
  /** By source and id. */
  readonly events = new Map<string, ReceivedEvent>();
  readonly statuses: Record<string, unknown>[] = [];
  received = 0;
  /** Events that came again under an id that was known, with another content. */
  readonly changed: string[] = [];
  readonly #bodies = new Map<string, string>();

  constructor(port: number) {
    this.#client = mqtt.connect(`mqtt://127.0.0.1:${port}`, {
      protocolVersion: 5,
      clientId: 'test-ioc',
      clean: false,
      properties: { sessionExpiryInterval: 3600 },
      reconnectPeriod: 200,
    });
    this.#client.on('error', () => {});
    this.#client.on('message', (topic, payload) => this.#take(topic, payload.toString('utf8')));
  }

  async subscribed(): Promise<void> {
    if (!this.#client.connected) await new Promise<void>((resolve) => this.#client.once('connect', () => resolve()));
    await this.#client.subscribeAsync(everythingFilter, { qos: 1 });
  }

  /** Sends a command and gives its id. */
  async command(topic: string, payload: Record<string, unknown>): Promise<void> {
    await this.#client.publishAsync(topic, JSON.stringify(payload), { qos: 1 });
  }

  async close(): Promise<void> {
    await this.#client.endAsync(true);
  }

  /** Per source and lane: sequence numbers that are missing between 1 and the highest, and those with two ids. */
  gaps(): { missing: string[]; ambiguous: string[] } {
    const streams = new Map<string, Map<number, string>>();
    const ambiguous: string[] = [];
    for (const e of this.events.values()) {
      const stream = `${e.source} ${e.lane}`;
      const seen = streams.get(stream) ?? new Map<number, string>();
      streams.set(stream, seen);
      const n = Number(e.sequence);
      if (seen.has(n)) ambiguous.push(`${stream} ${n}`);
      seen.set(n, e.id);
    }
    const missing: string[] = [];
    for (const [stream, seen] of streams) {
      for (let n = 1; n <= Math.max(...seen.keys()); n++) if (!seen.has(n)) missing.push(`${stream} ${n}`);
    }
    return { missing, ambiguous };
  }

  #take(topic: string, text: string): void {
    if (topic.includes('/command/')) return;
    const event = JSON.parse(text) as ReceivedEvent & Record<string, unknown>;
    if (topic.endsWith('/status')) {
      this.statuses.push(event);
      return;
    }
    this.received++;
    const key = `${event.source} ${event.id}`;
    // `historical` is the one attribute that sending may add.
    const body = JSON.stringify({ ...event, historical: undefined });
    if (this.#bodies.has(key) && this.#bodies.get(key) !== body) this.changed.push(key);
    this.#bodies.set(key, body);
    this.events.set(key, { ...event, topic });
  }
}

/** Waits until something is so, and no longer than `withinMs`: the assertion after it says what is missing. */
export async function eventually(condition: () => boolean, withinMs = 15_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!condition() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 50));
}
