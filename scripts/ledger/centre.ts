// The operations centre of the harness: a persistent session at a real broker. It keeps what it gets once, finds holes by
// their sequence numbers and asks the gateway for them (`history.fetch`), repeats a command that nobody answered, and
// knows nothing of the gateway but what arrives.
import { createHash } from 'node:crypto';
import mqtt, { type MqttClient } from 'mqtt';
import { ChainView } from '../../src/cli/ioc/chain-view.ts';
import { eventHash } from '../../src/runtime/event-chain.ts';
import { commandTopic, everythingFilter } from '../../src/uplink/topics.ts';
import { type Hole, Streams } from './streams.ts';

export interface CentreEvent {
  readonly id: string;
  readonly type: string;
  readonly lane: string;
  readonly sequence: number;
  /** The event's own time, on the agent's clock; milliseconds since the epoch. */
  readonly timeMs: number;
  readonly arrivedMs: number;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Arrival {
  readonly id: string;
  readonly arrivedMs: number;
}

/** A hole has to stay open this long before it is asked for: what is on its way may close it. */
const patienceMs = 700;
/** So long is waited for what was asked, before it is asked again. */
const againMs = 5000;
/** A hole is asked for again after so long: the gateway fills it behind all that is new. */
const holeAgainMs = 6000;

export class Centre {
  readonly #gateway: string;
  readonly #streams = new Streams();
  #client: MqttClient | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #hashes = new Map<string, string>();
  readonly #waiting = new Map<string, { readonly name: string; readonly args: object; sentMs: number }>();
  readonly #asked = new Map<string, { sinceMs: number; askedMs: number }>();
  #wasAway = false;
  #commands = 0;
  /** Everything but readings, in the order of arrival. */
  readonly events: CentreEvent[] = [];
  /** By device and value. */
  readonly readings = new Map<string, Arrival>();
  /** Reads that failed and said so, by device: their times on the agent's clock, and why. */
  readonly failedReads = new Map<string, { readonly ms: number; readonly quality: string }[]>();
  readonly #chains = new Map<string, ChainView>();
  /** What must not happen: an event that changed, a reading under two ids, a break of the chain. */
  readonly violations: string[] = [];
  /** Messages that came again under an id that is known. */
  duplicates = 0;
  /** How often it asked for what is missing. */
  backfills = 0;

  /** Of all lanes: places where the chain began anew, and events that no signature vouches for yet. */
  get chain(): { readonly chained: number; readonly restarts: number; readonly unvouched: number } {
    const all = [...this.#chains.values()];
    const sum = (key: 'chained' | 'restarts' | 'unvouched') => all.reduce((n, c) => n + c[key], 0);
    return { chained: sum('chained'), restarts: sum('restarts'), unvouched: sum('unvouched') };
  }

  constructor(gateway: string) {
    this.#gateway = gateway;
  }

  has(id: string): boolean {
    return this.#hashes.has(id);
  }

  get unanswered(): number {
    return this.#waiting.size;
  }

  /** What it misses now, by sequence. */
  get holes(): Hole[] {
    return this.#streams.holes();
  }

  async start(port: number): Promise<void> {
    const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, {
      protocolVersion: 5,
      clientId: `centre-${this.#gateway}`,
      clean: false,
      properties: { sessionExpiryInterval: 86_400 },
      reconnectPeriod: 100,
      resubscribe: false,
    });
    this.#client = client;
    client.on('error', () => {});
    client.on('message', (topic, payload) => this.#take(topic, payload.toString('utf8')));
    const subscribed = new Promise<void>((resolve) => {
      client.on('connect', () => {
        client.subscribeAsync(everythingFilter, { qos: 1 }).then(
          () => {
            this.#wasAway = true;
            resolve();
          },
          () => {},
        );
      });
    });
    this.#timer = setInterval(() => this.#look(), 100);
    await subscribed;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#client?.endAsync(true);
  }

  /** Goes away without a word; its session stays at the broker, which keeps for it what comes. */
  leave(): void {
    this.#client?.stream.destroy();
    this.#client?.end(true);
  }

  async comeBack(): Promise<void> {
    const client = this.#client;
    if (!client) return;
    const connected = new Promise<void>((resolve) => client.once('connect', () => resolve()));
    client.reconnect();
    await connected;
  }

  /** Sends a command until it is answered. */
  command(name: string, args: object): void {
    const id = `${this.#gateway}-${process.pid}-${++this.#commands}`;
    this.#waiting.set(id, { name, args, sentMs: Number.NEGATIVE_INFINITY });
  }

  #publish(id: string, name: string, args: object): void {
    const { connected } = this.#client ?? {};
    if (connected) this.#client?.publish(commandTopic(this.#gateway, name), JSON.stringify({ id, args }), { qos: 1 });
  }

  #look(): void {
    if (!this.#client?.connected) return;
    const now = performance.now();
    for (const [id, command] of this.#waiting) {
      if (now - command.sentMs < againMs) continue;
      command.sentMs = now;
      this.#publish(id, command.name, command.args);
    }
    const open = new Set<string>();
    for (const hole of this.#streams.holes()) {
      const key = `${hole.lane} ${hole.from} ${hole.to}`;
      open.add(key);
      const known = this.#asked.get(key) ?? { sinceMs: now, askedMs: Number.NEGATIVE_INFINITY };
      this.#asked.set(key, known);
      if (now - known.sinceMs < patienceMs || now - known.askedMs < holeAgainMs) continue;
      known.askedMs = now;
      this.#backfill(hole);
    }
    for (const key of this.#asked.keys()) if (!open.has(key)) this.#asked.delete(key);
    if (!this.#wasAway) return;
    this.#wasAway = false;
    // What was said to a broker that is another one now may be lost.
    for (const command of this.#waiting.values()) command.sentMs = Number.NEGATIVE_INFINITY;
    for (const end of this.#streams.ends()) this.#backfill(end);
  }

  #backfill({ lane, from, to }: Hole): void {
    this.backfills++;
    this.command('history.fetch', { lane, from, ...(to === Number.POSITIVE_INFINITY ? {} : { to }) });
  }

  #take(topic: string, text: string): void {
    if (topic.includes('/command/') || topic.endsWith('/status')) return;
    const arrivedMs = Date.now();
    const event = JSON.parse(text) as Record<string, unknown>;
    const { id, type, lane } = event as { id: string; type: string; lane: string };
    const { historical: _flag, ...unchanging } = event;
    const hash = createHash('sha1').update(JSON.stringify(unchanging)).digest('base64').slice(0, 16);
    const known = this.#hashes.get(id);
    if (known !== undefined) {
      this.duplicates++;
      if (known !== hash) this.violations.push(`the event ${id} came with two contents`);
      return;
    }
    this.#hashes.set(id, hash);
    const sequence = Number(event['sequence']);
    this.#streams.take(lane, id, sequence);
    this.#inChain(lane, sequence, event);
    const data = event['data'] as Record<string, unknown>;
    if (type.includes('.device.readings.')) {
      this.#takeReading(id, arrivedMs, Date.parse(String(event['time'])), data);
      return;
    }
    this.events.push({ id, type, lane, sequence, timeMs: Date.parse(String(event['time'])), arrivedMs, data });
    if (type.includes('.command.reply.')) this.#waiting.delete(String(data['command']));
    if (type.includes('.outbox.evicted.')) {
      this.#giveUp(String(data['lane']), data);
      this.#bridge(data);
    }
    if (type.includes('.outbox.backfilled.')) {
      for (const gone of data['gone'] as Record<string, unknown>[]) this.#giveUp(String(data['lane']), gone);
    }
  }

  #inChain(lane: string, sequence: number, event: Readonly<Record<string, unknown>>): void {
    const { prevhash, signature } = event as { prevhash?: string; signature?: string };
    if (prevhash === undefined) this.violations.push(`${event['id']} is in no chain`);
    const link = {
      hash: eventHash(event),
      id: String(event['id']),
      previous: prevhash,
      isSigned: signature !== undefined,
    };
    const problems = this.#chain(lane).take(sequence, link);
    this.violations.push(...problems.map((what) => `${lane} ${sequence}: ${what}`));
    if (lane === 'alarm' && signature === undefined) this.violations.push(`${event['id']} is not signed`);
  }

  #chain(lane: string): ChainView {
    const chain = this.#chains.get(lane) ?? new ChainView();
    this.#chains.set(lane, chain);
    return chain;
  }

  #bridge(data: Readonly<Record<string, unknown>>): void {
    const [lane, first, last] = [String(data['lane']), Number(data['firstSequence']), Number(data['lastSequence'])];
    const { hashBefore, hashAfter } = data as { hashBefore?: string; hashAfter?: string };
    const problems = this.#chain(lane).giveUp({ first, last, hashBefore, hashAfter });
    this.violations.push(...problems.map((what) => `${lane}: ${what}`));
  }

  #giveUp(lane: string, range: Readonly<Record<string, unknown>>): void {
    this.#streams.giveUp(lane, Number(range['firstSequence']), Number(range['lastSequence']));
  }

  #takeReading(id: string, arrivedMs: number, timeMs: number, data: Record<string, unknown>): void {
    const readings = data['readings'] as Record<string, { value: unknown; quality: string }> | undefined;
    const count = readings?.['count'];
    if (count?.quality !== 'good') {
      const device = String(data['device']);
      const failed = this.failedReads.get(device) ?? [];
      failed.push({ ms: timeMs, quality: count?.quality ?? 'absent' });
      this.failedReads.set(device, failed);
      return;
    }
    const key = `${data['device']} ${count.value}`;
    const known = this.readings.get(key);
    if (known && data['device'] !== 'flapping') this.violations.push(`${key} came as ${known.id} and as ${id}`);
    else this.readings.set(key, { id, arrivedMs });
  }
}
