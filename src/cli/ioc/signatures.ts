// Whether what is signed was signed by a key that is believed. Gateways replace their keys; the record of it is signed by
// the former and the new one, so one public key is enough to follow. A key that was replaced signs nothing more: whoever
// stole it is found by the order of the sequences.
import type { KeyRotation } from '../../domain/outgoing/key.ts';
import { checkSignature, type JsonObject } from '../../runtime/event-chain.ts';
import { followed, proven } from '../../runtime/key-rotation.ts';
import type { PublicKeys } from '../../runtime/signed.ts';

/** The lowest and the highest sequence that a key signed in a stream. */
interface Reach {
  min: number;
  max: number;
}

export class Signatures {
  readonly #given: boolean;
  #trusted: PublicKeys;
  /** Which key took the place of which, and the other way round. */
  readonly #next = new Map<string, string>();
  readonly #former = new Map<string, string>();
  /** By stream and key. */
  readonly #reach = new Map<string, Map<string, Reach>>();

  /**
   * @param keys that are believed; empty: signatures are not checked, only records of new keys are.
   * @param foreseen records that are found further on: what they vouch for may come before them.
   */
  constructor(keys: PublicKeys, foreseen: readonly KeyRotation[] = []) {
    this.#given = keys.size > 0;
    this.#trusted = followed(keys, foreseen);
    for (const rotation of foreseen) this.learn(rotation);
  }

  /** Takes the record of a new key. @returns what is wrong with it; undefined where nothing is. */
  learn(rotation: KeyRotation): string | undefined {
    const keys = proven(rotation);
    if (!keys) return 'the record of a new key was not signed by both keys';
    if (!this.#given) return undefined;
    const [former, next] = [rotation.former.keyId, rotation.next.keyId];
    if (!this.#trusted.has(former) && !this.#trusted.has(next)) {
      return `tells of a new key by one that was not given (${former})`;
    }
    const [other, before] = [this.#next.get(former), this.#former.get(next)];
    if ((other !== undefined && other !== next) || (before !== undefined && before !== former)) {
      return `tells of a new key (${next}), and ${former} was replaced by another (${other ?? before})`;
    }
    this.#next.set(former, next);
    this.#former.set(next, former);
    this.#trusted = new Map(this.#trusted).set(former, keys.former).set(next, keys.next);
    return undefined;
  }

  /** @returns what is wrong with the signature of an event; undefined where nothing is or it has none. */
  check(stream: string, sequence: number, event: JsonObject): string | undefined {
    if (!this.#given) return undefined;
    const said = checkSignature(event, this.#trusted);
    if (said === 'unsigned') return undefined;
    const keyId = String(event['keyid']);
    if (said === 'unknown-key') return `signed by a key that was not given (${keyId})`;
    if (said === 'forged') return 'it is not what was signed';
    return this.#inOrder(stream, sequence, keyId);
  }

  #inOrder(stream: string, sequence: number, keyId: string): string | undefined {
    const reaches = this.#reach.get(stream) ?? new Map<string, Reach>();
    this.#reach.set(stream, reaches);
    const { min, max } = reaches.get(keyId) ?? { min: sequence, max: sequence };
    reaches.set(keyId, { min: Math.min(min, sequence), max: Math.max(max, sequence) });
    for (const [other, reach] of reaches) {
      if (sequence > reach.min && this.#isBefore(keyId, other)) {
        return `signed by a key (${keyId}) that ${other} had replaced at ${reach.min}`;
      }
      if (sequence < reach.max && this.#isBefore(other, keyId)) {
        return `signed by a new key (${keyId}), and ${other}, which it replaced, signs ${reach.max}`;
      }
    }
    return undefined;
  }

  #isBefore(a: string, b: string): boolean {
    const seen = new Set<string>();
    for (let at: string | undefined = b; at !== undefined && !seen.has(at); at = this.#former.get(at)) {
      if (at === a) return a !== b;
      seen.add(at);
    }
    return false;
  }
}
