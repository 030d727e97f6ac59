// What an engineer of the centre wants to know of what arrives: whether each message keeps the contract, whether it came
// before, whether one is missing, whether the chain holds and the signatures stand, how far the clocks can be believed
// and how late it is. It only looks; printing and recording are others' work.
import { chainStart, checkSignature, eventHash } from '../../runtime/event-chain.ts';
import type { PublicKeys } from '../../runtime/signed.ts';
import { checkMessage, eventsOf, type ReceivedMessage } from '../../uplink/contract.ts';
import { decodeChunk } from '../../uplink/media/chunk.ts';
import { parseTopic } from '../../uplink/topics.ts';
import { GatewayView } from './gateway-view.ts';
import { Sequences } from './sequences.ts';

/**
 * `schema`: it breaks the contract. `duplicate`: the same event again. `conflict`: another event under a known id or
 * sequence. `order`: older than what came live before it. `chain`: it does not follow the one before it. `signature`:
 * it is not what was signed. `missing`: a sequence that never came, and that nobody gave up.
 */
export const findingKinds = ['schema', 'missing', 'duplicate', 'conflict', 'order', 'chain', 'signature'] as const;
export type FindingKind = (typeof findingKinds)[number];

export interface Finding {
  readonly kind: FindingKind;
  /** What it is about: a topic, or a stream. */
  readonly where: string;
  /** A line of English for an engineer. */
  readonly what: string;
}

export interface Arrival {
  readonly topic: string;
  readonly payload: Buffer;
  /** When it arrived here, milliseconds since the epoch. */
  readonly atMs: number;
  /** The broker kept it: it is older than the subscription. */
  readonly retained?: boolean;
}

/** One event of what arrived, and what is wrong with it. */
export interface Inspected {
  readonly topic: string;
  readonly message: ReceivedMessage | undefined;
  readonly findings: readonly Finding[];
}

interface Link {
  readonly hash: string;
  readonly id: string;
  /** What it says of the one before it; undefined where its gateway makes no chain. */
  readonly previous: string | undefined;
}

/** Events of a stream that are remembered to compare with what comes later. */
const rememberedLinks = 100_000;

interface Stream {
  readonly links: Map<number, Link>;
  /** The highest sequence that came live. */
  latest: number;
}

export class Inspector {
  readonly sequences = new Sequences();
  readonly gateways = new Map<string, GatewayView>();
  readonly counts: Record<FindingKind, number> = {
    schema: 0,
    missing: 0,
    duplicate: 0,
    conflict: 0,
    order: 0,
    chain: 0,
    signature: 0,
  };
  messages = 0;
  signatures = 0;
  readonly #keys: PublicKeys;
  readonly #streams = new Map<string, Stream>();

  /** @param keys public keys whose signatures are believed; empty: signatures are counted and not checked. */
  constructor(keys: PublicKeys = new Map()) {
    this.#keys = keys;
  }

  take(arrival: Arrival): Inspected[] {
    const parsed = parseTopic(arrival.topic);
    if (parsed?.kind === 'command') return [];
    if (parsed?.kind === 'media') return [this.#piece(arrival)];
    let events: ReturnType<typeof eventsOf>;
    try {
      events = eventsOf(arrival.topic, arrival.payload);
    } catch {
      return [this.#count(arrival.topic, undefined, [broken(arrival.topic, 'not JSON')])];
    }
    return events.map(({ topic, event }) => this.#event(topic, event, arrival));
  }

  /** What is missing now, a finding a stream. It may still be on its way. */
  missing(): Finding[] {
    return this.sequences.holes().map((hole) => ({
      kind: 'missing',
      where: hole.split(' ').slice(0, 2).join(' '),
      what: `never came, and nobody gave it up: ${hole.split(' ').at(-1)}`,
    }));
  }

  #piece({ topic, payload }: Arrival): Inspected {
    try {
      decodeChunk(payload);
      return this.#count(topic, undefined, []);
    } catch (error) {
      return this.#count(topic, undefined, [broken(topic, error instanceof Error ? error.message : 'no piece')]);
    }
  }

  #event(topic: string, event: unknown, { atMs, retained }: Arrival): Inspected {
    const checked = checkMessage(topic, event);
    if (!checked.ok) return this.#count(topic, undefined, [broken(topic, checked.problems.join('; '))]);
    const { message } = checked;
    const gateway = message.source.split(':').at(-1) as string;
    const view = this.gateways.get(gateway) ?? new GatewayView();
    this.gateways.set(gateway, view);
    const findings = [...this.#inStream(topic, message), ...this.#signature(topic, message)];
    if (message.type.endsWith('outbox.evicted.v1')) this.#giveUp(message);
    view.take(message, atMs, { retained: retained ?? false, findings: findings.length });
    return this.#count(topic, message, findings);
  }

  #count(topic: string, message: ReceivedMessage | undefined, findings: readonly Finding[]): Inspected {
    this.messages++;
    for (const { kind } of findings) this.counts[kind]++;
    return { topic, message, findings };
  }

  #inStream(topic: string, message: ReceivedMessage): Finding[] {
    const { lane, sequence, source } = message;
    if (lane === undefined || sequence === undefined) return [];
    const key = `${source} ${lane}`;
    const stream = this.#streams.get(key) ?? { links: new Map<number, Link>(), latest: 0 };
    this.#streams.set(key, stream);
    const at = Number(sequence);
    const found = (kind: FindingKind, what: string): Finding => ({
      kind,
      where: topic,
      what: `${lane} ${at}: ${what}`,
    });
    const link: Link = {
      hash: eventHash(message),
      id: message.id,
      previous: message['prevhash'] === undefined ? undefined : String(message['prevhash']),
    };
    const isNew = this.sequences.add(source, lane, at);
    const known = stream.links.get(at);
    if (known && known.hash !== link.hash) return [found('conflict', `came before as something else (${known.id})`)];
    if (!isNew) return [found('duplicate', `came before (${message.id})`)];
    const findings: Finding[] = [];
    if (message['historical'] !== true) {
      if (at < stream.latest) findings.push(found('order', `came after ${stream.latest}`));
      stream.latest = Math.max(stream.latest, at);
    }
    findings.push(...chainOf(stream, at, link).map((what) => found('chain', what)));
    remember(stream.links, at, link);
    return findings;
  }

  #signature(topic: string, message: ReceivedMessage): Finding[] {
    if (message['signature'] === undefined) return [];
    this.signatures++;
    if (this.#keys.size === 0) return [];
    const said = checkSignature(message, this.#keys);
    if (said === 'good') return [];
    const what =
      said === 'unknown-key' ? `signed by a key that was not given (${message['keyid']})` : 'it is not what was signed';
    return [{ kind: 'signature', where: topic, what: `${message.lane} ${Number(message.sequence)}: ${what}` }];
  }

  #giveUp({ source, data }: ReceivedMessage): void {
    const { lane, firstSequence, lastSequence } = data;
    this.sequences.announce(source, String(lane), Number(firstSequence), Number(lastSequence));
  }
}

const broken = (where: string, what: string): Finding => ({ kind: 'schema', where, what });

/** What does not fit between an event and its neighbours, as far as they are here. */
function chainOf({ links }: Stream, at: number, link: Link): string[] {
  const problems: string[] = [];
  const before = links.get(at - 1);
  const after = links.get(at + 1);
  if (at === 1 && link.previous !== undefined && link.previous !== chainStart)
    problems.push('is first and names one before it');
  if (before && link.previous !== undefined && link.previous !== before.hash)
    problems.push(`does not follow ${at - 1}: one of them was changed`);
  if (before?.previous !== undefined && link.previous === undefined) problems.push('has left the chain');
  if (after?.previous !== undefined && after.previous !== link.hash)
    problems.push(`${at + 1} does not follow it: one of them was changed`);
  return problems;
}

function remember(links: Map<number, Link>, at: number, link: Link): void {
  links.set(at, link);
  if (links.size <= rememberedLinks) return;
  const [oldest] = links.keys();
  if (oldest !== undefined) links.delete(oldest);
}
