// Makes the final text of each event: its place in the chain of its stream, and its signature where it has one. It runs
// in the store's thread inside the transaction that stores the event, so a hash never names a row that is not there.
//
// Signed are events that ask for it (alarms, evidence) and checkpoints: of each stream one in so many events, and the last
// one of a transaction where the last signature is too long ago. A signature covers all before it through the chain;
// what came after the last one is covered by the next.
//
// Where the key was replaced by one that it vouches for, the former one, still in memory, signs until the event that says
// so is stored, and the new one from that event on. After a restart in between only the new one is there: then it signs
// at once, and the event is the first thing that the outbox says.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../runtime/errors.ts';
import { chainStart, hashOfText } from '../runtime/event-chain.ts';
import { type GatewayKey, gatewayKeyFiles, openGatewayKey } from '../runtime/gateway-key.ts';
import type { Signer } from '../runtime/key-files.ts';
import { followed, type KeyRotation } from '../runtime/key-rotation.ts';
import { bodyOf, type Own } from './compose.ts';
import type { Stream } from './streams.ts';

/** How often an event is signed that does not ask for it. */
export interface Checkpoints {
  /** One in so many events of a stream. */
  readonly messages: number;
  /** And one after so long, milliseconds. */
  readonly intervalMs: number;
}

export const defaultCheckpoints: Checkpoints = { messages: 100, intervalMs: 30_000 };

export interface Sealing {
  /** It asks for a signature. */
  readonly sign: boolean;
  /** The last one of its stream in its transaction. */
  readonly last: boolean;
  /** When it was appended, milliseconds since the epoch. */
  readonly appendedMs: number;
}

interface Since {
  unsigned: number;
  signedMs: number;
}

export interface ChainOptions {
  readonly checkpoints: Checkpoints;
  /** The data folder whose key signs; absent: nothing is signed. */
  readonly keyFolder?: string;
  /** Test hook: neither chain nor signatures, for the benchmark of what they cost. */
  readonly plain?: boolean;
}

/** Looks, two a second, after which a key that could not be read is tried again also where its file did not change. */
const looksToRetry = 60;

export class Chain {
  readonly #options: ChainOptions;
  readonly #since = new Map<number, Since>();
  #signer: GatewayKey | undefined;
  /** The key in place, for which the signer vouches and which is not told yet. */
  #next: GatewayKey | undefined;
  /** The signer of before, while the transaction is open in which the next one took over. */
  #former: GatewayKey | undefined;
  #failed: string | null = null;
  #looks = 0;
  /** Which file the key was read from. */
  #file = '';

  constructor(options: ChainOptions) {
    this.#options = options;
    this.#readKey();
  }

  /** Why nothing is signed although it should be; null where nothing is wrong. */
  get failed(): string | null {
    return this.#failed;
  }

  /** How the key in place came to be it, the oldest first. */
  get rotations(): readonly KeyRotation[] {
    return (this.#next ?? this.#signer)?.rotations ?? [];
  }

  /** Events go on without signatures where the key cannot be read. */
  #readKey(): void {
    const { keyFolder } = this.#options;
    if (keyFolder === undefined) return;
    this.#next = undefined;
    try {
      const found = openGatewayKey(keyFolder);
      if (this.#signer && isSuccessor(found, this.#signer)) this.#next = found;
      else this.#signer = found;
      this.#failed = null;
    } catch (error) {
      this.#signer = undefined;
      this.#failed = messageOf(error);
    }
    this.#file = fileOf(keyFolder);
  }

  /** Twice a second: where somebody replaced the key, what is stored from now on is signed with the new one. */
  look(): void {
    const { keyFolder } = this.#options;
    if (keyFolder === undefined) return;
    const file = fileOf(keyFolder);
    const isAnother = file !== '' && file !== this.#file;
    if (isAnother || (this.#failed !== null && ++this.#looks % looksToRetry === 0)) this.#readKey();
  }

  /** The event that tells of a new key is about to be stored: from it on the key signs. */
  follow(keyId: string): void {
    if (this.#next?.keyId !== keyId) return;
    this.#former = this.#signer;
    this.#signer = this.#next;
    this.#next = undefined;
  }

  /** The transaction is stored. */
  settle(): void {
    this.#former = undefined;
  }

  /** The transaction is not stored, nor what was signed in it: the next event of each stream is due. */
  forget(): void {
    this.#since.clear();
    if (!this.#former) return;
    this.#next = this.#signer;
    this.#signer = this.#former;
    this.#former = undefined;
  }

  /** The final text of an event; the stream goes on from its hash. */
  body(stream: Stream, own: Pick<Own, 'id' | 'sequence'>, tail: string, how: Sealing): string {
    if (this.#options.plain) return bodyOf(own, tail);
    // A stream whose last event is not known begins anew: zeros say so, and a signature vouches for them.
    const begins = stream.hash === null;
    const linked = { ...own, prevhash: stream.hash ?? chainStart };
    const signer = this.#signer;
    const body =
      signer && this.#isDue(stream.stream, how, begins) ? signed(linked, tail, signer) : bodyOf(linked, tail);
    stream.hash = hashOfText(body);
    return body;
  }

  #isDue(stream: number, { sign, last, appendedMs }: Sealing, begins: boolean): boolean {
    const { messages, intervalMs } = this.#options.checkpoints;
    const since = this.#since.get(stream) ?? { unsigned: 0, signedMs: Number.NEGATIVE_INFINITY };
    this.#since.set(stream, since);
    since.unsigned++;
    // The wall clock may step: either way, a time that is far from the last one is long ago.
    const isLongAgo = Math.abs(appendedMs - since.signedMs) >= intervalMs;
    if (!sign && !begins && since.unsigned < messages && !(last && isLongAgo)) return false;
    since.unsigned = 0;
    since.signedMs = appendedMs;
    return true;
  }
}

/** Whether a key follows another by records that both signed. */
const isSuccessor = (key: GatewayKey, former: GatewayKey) =>
  key.keyId !== former.keyId && followed(new Map([[former.keyId, former.publicKey]]), key.rotations).has(key.keyId);

/** Tells a file from one that was put in its place; empty where there is none. */
function fileOf(keyFolder: string): string {
  const found = statSync(join(keyFolder, gatewayKeyFiles.secret), { throwIfNoEntry: false });
  return found ? `${found.ino} ${found.mtimeMs} ${found.size}` : '';
}

function signed(own: Own, tail: string, signer: Signer): string {
  const named = { ...own, keyid: signer.keyId };
  return bodyOf({ ...named, signature: signer.sign(Buffer.from(bodyOf(named, tail))) }, tail);
}
