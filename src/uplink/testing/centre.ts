// The operations centre of a test: a persistent session that keeps all it gets, checks every message against the contract
// and sends commands.
import mqtt, { type MqttClient } from 'mqtt';
import { checkMessage, eventsOf, type ReceivedMessage } from '../contract.ts';
import { type ChunkHeader, decodeChunk } from '../media/chunk.ts';
import { commandTopic, everythingFilter, parseTopic } from '../topics.ts';

export class Centre {
  readonly #url: string;
  readonly #filter: string;
  readonly #clientId: string;
  readonly #ca: Buffer | undefined;
  #client: MqttClient | undefined;
  /** By id, in the order of arrival: every event once. */
  readonly events = new Map<string, ReceivedMessage>();
  readonly statuses: ReceivedMessage[] = [];
  readonly problems: string[] = [];
  duplicates = 0;
  /** Pieces of files, in the order of arrival. */
  readonly pieces: { transfer: string; header: ChunkHeader; bytes: Buffer }[] = [];
  /** Messages with events together. */
  batches = 0;
  /** What came again, in the order of arrival. */
  readonly again: ReceivedMessage[] = [];

  constructor(url: string, options: { filter?: string; clientId?: string; ca?: Buffer } = {}) {
    this.#url = url;
    this.#filter = options.filter ?? everythingFilter;
    this.#clientId = options.clientId ?? 'centre';
    this.#ca = options.ca;
  }

  async start(): Promise<void> {
    const client = mqtt.connect(this.#url, {
      protocolVersion: 5,
      clientId: this.#clientId,
      clean: false,
      properties: { sessionExpiryInterval: 3600 },
      reconnectPeriod: 50,
      ...(this.#ca ? { ca: this.#ca } : {}),
    });
    this.#client = client;
    client.on('error', () => {});
    client.on('message', (topic, payload) => this.#take(topic, payload));
    if (!client.connected) await new Promise<void>((resolve) => client.once('connect', () => resolve()));
    await client.subscribeAsync(this.#filter, { qos: 1 });
  }

  /** Leaves; the session stays at the broker. */
  async stop(): Promise<void> {
    await this.#client?.endAsync(true);
    this.#client = undefined;
  }

  async command(gateway: string, name: string, payload: unknown, retain = false): Promise<void> {
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
    await this.#client?.publishAsync(commandTopic(gateway, name), text, { qos: 1, retain });
  }

  of(kind: string): ReceivedMessage[] {
    return [...this.events.values()].filter((e) => e.type === `vn.quangninh.edge.${kind}.v1`);
  }

  /** Sequence numbers of a lane that are missing between 1 and `last`. */
  missing(lane: string, last: number): number[] {
    const seen = new Set([...this.events.values()].filter((e) => e.lane === lane).map((e) => Number(e.sequence)));
    return Array.from({ length: last }, (_, i) => i + 1).filter((n) => !seen.has(n));
  }

  #take(topic: string, payload: Buffer): void {
    const parsed = parseTopic(topic);
    if (parsed?.kind === 'command') return;
    if (parsed?.kind === 'media') {
      this.pieces.push({ transfer: parsed.transfer, ...decodeChunk(payload) });
      return;
    }
    if (parsed?.kind === 'batch') this.batches++;
    for (const { topic: own, event } of eventsOf(topic, payload)) this.#takeEvent(own, event);
  }

  #takeEvent(topic: string, event: unknown): void {
    const checked = checkMessage(topic, event);
    if (!checked.ok) {
      this.problems.push(`${topic}: ${checked.problems.join('; ')}`);
      return;
    }
    const { message } = checked;
    if (message.lane === undefined) this.statuses.push(message);
    else if (this.events.has(message.id)) {
      this.duplicates++;
      this.again.push(message);
    } else this.events.set(message.id, message);
  }
}
