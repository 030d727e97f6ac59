// The key by which a gateway proves that something is its own: Ed25519, made on the first start, never shown. It lies in
// `<data>/keys/gateway.pem` (PKCS #8, mode 0600); its public part beside it in `gateway.pub.pem` may be given to anyone.
// A key that is there and cannot be read is never replaced in silence: what it has signed would become a stranger's.
//
// It is replaced (rotate-key.ts) in steps, each whole on the medium before the next:
//   1. `gateway.next.pem`: the new key, mode 0600. The former one is in use; left behind by a kill, it means nothing and
//      the next rotation writes over it.
//   2. a record in `rotations.jsonl`, signed by both. From here on the rotation is done: whoever opens the key goes on.
//   3. `gateway.next.pem` is renamed to `gateway.pem`.
//   4. `gateway.pub.pem` follows; whoever opens the key mends it.
// The former private key is not kept: what it signed is proved by its public part, which the record keeps, and a key that
// is never needed again can only be stolen. (The rename frees its blocks; a flash card may hold them for a while longer.)
// Processes that have it in memory use it until they have said `key.rotated` (outbox) or seal the next document (evidence).
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshPair, type KeyPair, keep, makeKey, putInPlace, readKey } from './key-files.ts';
import { followed, type KeyRotation, readRotations } from './key-rotation.ts';
import type { PublicKeys } from './signed.ts';

export interface GatewayKey extends KeyPair {
  /** How it came to be the gateway's key, the oldest first. */
  readonly rotations: readonly KeyRotation[];
  /** Itself and all that it followed. */
  readonly trusted: PublicKeys;
}

/** Files of the key under the data folder. */
export const gatewayKeyFiles = {
  secret: 'keys/gateway.pem',
  public: 'keys/gateway.pub.pem',
  next: 'keys/gateway.next.pem',
  rotations: 'keys/rotations.jsonl',
  lock: 'keys/rotating.lock',
} as const;

/**
 * The gateway's key, made where there is none yet; a rotation that was cut short is brought to its end.
 * @param data folder of everything that outlives a restart.
 * @throws HaidangError (`configuration`, `gateway-key-unreadable`) where the file is no such key; (`ours`,
 *   `gateway-key-not-kept`) where a new one cannot be written.
 */
export function openGatewayKey(data: string): GatewayKey {
  const file = join(data, gatewayKeyFiles.secret);
  const rotations = rotationsOf(data);
  const kept = existsSync(file) ? readKey(file) : makeKey(file);
  const pair = goOn(data, kept, rotations.at(-1));
  const publicFile = join(data, gatewayKeyFiles.public);
  if (!existsSync(publicFile) || readFileSync(publicFile, 'utf8') !== pair.publicPem) {
    keep(publicFile, pair.publicPem, 0o644);
  }
  return keyOf(pair, rotations);
}

/** A key in memory alone, for what outlives nothing. */
export const passingKey = (): GatewayKey => keyOf(freshPair(), []);

const keyOf = (pair: KeyPair, rotations: readonly KeyRotation[]): GatewayKey => ({
  ...pair,
  rotations,
  trusted: followed(new Map([[pair.keyId, pair.publicKey]]), rotations),
});

/** The records of a data folder, the oldest first; those that cannot be proved are left out. */
export function rotationsOf(data: string): KeyRotation[] {
  const file = join(data, gatewayKeyFiles.rotations);
  return existsSync(file) ? readRotations(readFileSync(file, 'utf8')) : [];
}

/** Where the last record leads on from the key that is kept, the new one is put in its place. */
function goOn(data: string, kept: KeyPair, last: KeyRotation | undefined): KeyPair {
  if (last?.former.keyId !== kept.keyId) return kept;
  const [next, file] = [join(data, gatewayKeyFiles.next), join(data, gatewayKeyFiles.secret)];
  try {
    if (readKey(next).keyId !== last.next.keyId) return kept;
    putInPlace(next, file);
  } catch {
    // Another process may have done it meanwhile. Where it is gone for good, the key that is there stays in use.
  }
  return readKey(file);
}
