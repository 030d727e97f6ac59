// What an engineer of the centre wants to know of what arrives: whether each message keeps the contract, whether it came
// before, whether one is missing, whether the chain holds and the signatures stand, how far the clocks can be believed
// and how late it is. It only looks; printing and recording are others' work.
import type { KeyRotation } from '../../domain/outgoing/key.ts';
import { eventHash, type JsonObject } from '../../runtime/event-chain.ts';
import type { PublicKeys } from '../../runtime/signed.ts';
import { checkMessage, eventsOf, type ReceivedMessage } from '../../uplink/contract.ts';
import { decodeChunk } from '../../uplink/media/chunk.ts';
import { parseTopic } from '../../uplink/topics.ts';
import { ChainView } from './chain-view.ts';
import { GatewayView } from './gateway-view.ts';
import { Sequences } from './sequences.ts';
import { Signatures } from './signatures.ts';

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

interface Stream {
  readonly chain: ChainView;
  /** The highest sequence that came live. */
  latest: number;
}

/** Of a gateway that makes a chain, these are signed each. */
const isAlwaysSigned = ({ lane, type }: ReceivedMessage) => lane === 'alarm' || type.includes('.evidence.completed.');

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
  readonly #signatures: Signatures;
  readonly #streams = new Map<string, Stream>();

  /**
   * @param keys public keys whose signatures are believed, and those that they vouch for; empty: signatures are counted
   *   and not checked.
   * @param foreseen records of new keys that are found further on.
   */
  constructor(keys: PublicKeys = new Map(), foreseen: readonly KeyRotation[] = []) {
    this.#signatures = new Signatures(keys, foreseen);
  }

  /** Of all streams: events in a chain, places where one begins anew, events that no signature vouches for yet. */
  chains(): { readonly chained: number; readonly restarts: number; readonly unvouched: number } {
    const total = { chained: 0, restarts: 0, unvouched: 0 };
    for (const { chain } of this.#streams.values()) {
      total.chained += chain.chained;
      total.restarts += chain.restarts;
      total.unvouched += chain.unvouched;
    }
    return total;
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
    if (message.type.endsWith('outbox.evicted.v1')) findings.push(...this.#giveUp(topic, message.source, message.data));
    if (message.type.endsWith('outbox.backfilled.v1')) {
      const { source, lane, gone } = message.data as { source: string; lane: string; gone: JsonObject[] };
      for (const gap of gone) findings.push(...this.#giveUp(topic, source, { ...gap, lane }));
    }
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
    const stream = this.#stream(source, lane);
    const at = Number(sequence);
    const found = (kind: FindingKind, what: string): Finding => ({
      kind,
      where: topic,
      what: `${lane} ${at}: ${what}`,
    });
    const link = {
      hash: eventHash(message),
      id: message.id,
      previous: message['prevhash'] === undefined ? undefined : String(message['prevhash']),
      isSigned: message['signature'] !== undefined,
    };
    const isNew = this.sequences.add(source, lane, at);
    const known = stream.chain.at(at);
    if (known && known.hash !== link.hash) return [found('conflict', `came before as something else (${known.id})`)];
    if (!isNew) return [found('duplicate', `came before (${message.id})`)];
    const findings: Finding[] = [];
    if (message['historical'] !== true) {
      if (at < stream.latest) findings.push(found('order', `came after ${stream.latest}`));
      stream.latest = Math.max(stream.latest, at);
    }
    findings.push(...stream.chain.take(at, link).map((what) => found('chain', what)));
    if (link.previous !== undefined && !link.isSigned && isAlwaysSigned(message))
      findings.push(found('signature', 'is not signed'));
    return findings;
  }

  #signature(topic: string, message: ReceivedMessage): Finding[] {
    const { source, lane, type, data } = message;
    const at = Number(message.sequence);
    const isNewKey = type.endsWith('.key.rotated.v1');
    const problems = isNewKey ? [this.#signatures.learn(data['rotation'] as KeyRotation)] : [];
    if (message['signature'] !== undefined) {
      this.signatures++;
      problems.push(this.#signatures.check(`${source} ${lane}`, at, message));
    }
    return problems.flatMap((what) =>
      what === undefined ? [] : [{ kind: 'signature' as const, where: topic, what: `${lane} ${at}: ${what}` }],
    );
  }

  #stream(source: string, lane: string): Stream {
    const key = `${source} ${lane}`;
    const stream = this.#streams.get(key) ?? { chain: new ChainView(), latest: 0 };
    this.#streams.set(key, stream);
    return stream;
  }

  /** The gateway says of sequences that they cannot be had: given up before they were sent, or no longer kept. */
  #giveUp(topic: string, source: string, data: JsonObject): Finding[] {
    const lane = String(data['lane']);
    const [first, last] = [Number(data['firstSequence']), Number(data['lastSequence'])];
    this.sequences.announce(source, lane, first, last);
    const [hashBefore, hashAfter] = [textOf(data['hashBefore']), textOf(data['hashAfter'])];
    const problems = this.#stream(source, lane).chain.giveUp({ first, last, hashBefore, hashAfter });
    return problems.map((what) => ({ kind: 'chain', where: topic, what: `${lane}: ${what}` }));
  }
}

const textOf = (value: unknown) => (value === undefined ? undefined : String(value));

const broken = (where: string, what: string): Finding => ({ kind: 'schema', where, what });
