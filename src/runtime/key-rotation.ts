// Records of a key that took the place of another, each signed by both: how they are made, proved and followed. They
// are public. The former key vouches for the new one, so that whoever has only the first public key of a gateway can
// follow; the new one vouches for the former, so that nobody can claim another's key as a predecessor of his own.
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { KeyRotation } from '../domain/outgoing/key.ts';
import { type KeyPair, keyIdOf } from './key-files.ts';
import { canonical, type PublicKeys } from './signed.ts';

export type { KeyRotation };

export function makeRotation(former: KeyPair, next: KeyPair, at: string): KeyRotation {
  const body = {
    kind: 'haidang.key-rotation.v1' as const,
    at,
    former: publicPartOf(former),
    next: publicPartOf(next),
  };
  const bytes = Buffer.from(canonical(body));
  return { ...body, formerSignature: former.sign(bytes), nextSignature: next.sign(bytes) };
}

const publicPartOf = ({ keyId, publicKey }: KeyPair) => ({
  keyId,
  publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
});

export interface ProvenRotation {
  readonly former: KeyObject;
  readonly next: KeyObject;
}

/** The keys of a record that both of them signed; undefined where it is no such record, whatever it is. */
export function proven(rotation: unknown): ProvenRotation | undefined {
  try {
    const { formerSignature, nextSignature, ...body } = rotation as KeyRotation;
    if (body.kind !== 'haidang.key-rotation.v1' || typeof body.at !== 'string') return undefined;
    const keys = { former: publicKeyOf(body.former), next: publicKeyOf(body.next) };
    const bytes = Buffer.from(canonical(body));
    const stands = (key: KeyObject, signature: string) => verify(null, bytes, key, Buffer.from(signature, 'base64'));
    return stands(keys.former, formerSignature) && stands(keys.next, nextSignature) ? keys : undefined;
  } catch {
    return undefined;
  }
}

/** @throws where it is no Ed25519 key, or another than it is called. */
function publicKeyOf({ keyId, publicKey }: KeyRotation['former']): KeyObject {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  if (key.asymmetricKeyType !== 'ed25519' || keyIdOf(key) !== keyId) throw new Error('another key');
  return key;
}

/** The keys with all that came before and after them, by the records that can be proved; in any order. */
export function followed(keys: PublicKeys, rotations: readonly KeyRotation[]): PublicKeys {
  const trusted = new Map(keys);
  const sound = rotations.flatMap((rotation) => {
    const found = proven(rotation);
    return found ? [{ ...found, formerId: rotation.former.keyId, nextId: rotation.next.keyId }] : [];
  });
  for (let before = -1; trusted.size > before; ) {
    before = trusted.size;
    for (const { former, next, formerId, nextId } of sound) {
      if (trusted.has(formerId) || trusted.has(nextId)) trusted.set(formerId, former).set(nextId, next);
    }
  }
  return trusted;
}

/** The records of a text with one a line; what is none is left out. */
export function readRotations(text: string): KeyRotation[] {
  return text.split('\n').flatMap((line) => {
    try {
      const rotation = JSON.parse(line) as KeyRotation;
      return proven(rotation) ? [rotation] : [];
    } catch {
      return [];
    }
  });
}

export const rotationsText = (rotations: readonly KeyRotation[]) => rotations.map((r) => `${canonical(r)}\n`).join('');
