// The chain of events: each carries the hash of the one before it in its stream (source and lane), so that nobody can
// take one out, change one or put one in between without it being seen. The hash is SHA-256 over the canonical form
// (JCS, RFC 8785) of the event as it is stored; `historical`, which is added on the way, is not part of it. Some events
// are signed (Ed25519): a signature covers everything else of its event, so also the hash of all before it.
import { hash, type KeyObject, verify } from 'node:crypto';
import type { Signer } from './key-files.ts';
import { canonical, type PublicKeys } from './signed.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** What the first event of a stream carries as the hash of the one before. */
export const chainStart = '0'.repeat(64);

/** SHA-256 of a canonical text, lower-case hex. */
export const hashOfText = (text: string): string => hash('sha256', text);

/** The hash by which the next event names this one. */
export function eventHash(event: JsonObject): string {
  const { historical: _, ...stored } = event;
  return hashOfText(canonical(stored));
}

/** The bytes that the signature of an event is over. */
export function signable(event: JsonObject): Buffer {
  const { historical: _, signature: __, ...rest } = event;
  return Buffer.from(canonical(rest));
}

/** The event with `keyid` and `signature`. */
export function signed<E extends JsonObject>(event: E, signer: Signer): E & { keyid: string; signature: string } {
  const named = { ...event, keyid: signer.keyId };
  return { ...named, signature: signer.sign(signable(named)) };
}

/** Whether a signature stands; `unsigned` where there is none. */
export function checkSignature(event: JsonObject, keys: PublicKeys): 'good' | 'unsigned' | 'unknown-key' | 'forged' {
  const { keyid, signature } = event;
  if (keyid === undefined && signature === undefined) return 'unsigned';
  if (typeof keyid !== 'string' || typeof signature !== 'string') return 'forged';
  const key: KeyObject | undefined = keys.get(keyid);
  if (!key) return 'unknown-key';
  return verify(null, signable(event), key, Buffer.from(signature, 'base64')) ? 'good' : 'forged';
}
