// What is signed is signed as text in its canonical form (JCS, RFC 8785), so that a reader who parsed it can make the
// very same bytes again. A signed document is the canonical form of {body, key, signature}: of each there is exactly
// one text, and any other text of it is refused. The signature is Ed25519 (RFC 8032) over the canonical form of the
// body, in base64; the body says by a field `kind` what it is, so that it cannot stand for something else.
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import canonicalize from 'canonicalize';
import { HaidangError, messageOf } from './errors.ts';
import { keyIdOf, type Signer } from './key-files.ts';

/** Public keys by their id. */
export type PublicKeys = ReadonlyMap<string, KeyObject>;

export type Opened =
  | { readonly ok: true; readonly body: Readonly<Record<string, unknown>>; readonly key: string }
  /**
   * `not-canonical`: it is JSON and not as it was written. `foreign-key`: signed by a key that is not among those given.
   */
  | { readonly ok: false; readonly why: 'unreadable' | 'not-canonical' | 'foreign-key' | 'bad-signature' };

/** The canonical text of a value. @throws HaidangError (`ours`) for what JSON cannot hold. */
export function canonical(value: unknown): string {
  try {
    const text = canonicalize(value);
    if (text !== undefined) return text;
  } catch (error) {
    throw new HaidangError('ours', 'not-json', `this has no canonical form: ${messageOf(error)}`);
  }
  throw new HaidangError('ours', 'not-json', 'this has no canonical form');
}

/** The text of a signed document. */
export function seal(body: Readonly<Record<string, unknown>>, signer: Signer): string {
  return canonical({ body, key: signer.keyId, signature: signer.sign(Buffer.from(canonical(body))) });
}

/** Reads a signed document and checks it. */
export function unseal(text: string, keys: PublicKeys): Opened {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { ok: false, why: 'unreadable' };
  }
  const { body, key, signature } = (parsed ?? {}) as Readonly<Record<string, unknown>>;
  if (body === null || typeof body !== 'object' || typeof key !== 'string' || typeof signature !== 'string') {
    return { ok: false, why: 'unreadable' };
  }
  const bytes = Buffer.from(signature, 'base64');
  try {
    // Two texts may not mean the same: neither a space more nor spare bits at the end of the base64.
    if (canonicalize(parsed) !== text || bytes.toString('base64') !== signature) {
      return { ok: false, why: 'not-canonical' };
    }
  } catch {
    return { ok: false, why: 'not-canonical' };
  }
  const publicKey = keys.get(key);
  if (!publicKey) return { ok: false, why: 'foreign-key' };
  if (!verify(null, Buffer.from(canonical(body)), publicKey, bytes)) return { ok: false, why: 'bad-signature' };
  return { ok: true, body: body as Readonly<Record<string, unknown>>, key };
}

/**
 * The Ed25519 keys of a PEM file with one or more public keys.
 * @throws HaidangError (`configuration`, `public-key-unreadable`) where there is none or one of another kind.
 */
export function readPublicKeys(pem: string): PublicKeys {
  const blocks = pem.match(/-----BEGIN PUBLIC KEY-----[\s\S]*?-----END PUBLIC KEY-----/g) ?? [];
  const keys = new Map<string, KeyObject>();
  for (const block of blocks) {
    const key = publicKeyOf(block);
    if (key?.asymmetricKeyType !== 'ed25519') throw unreadable('it holds a key that is no Ed25519 key');
    keys.set(keyIdOf(key), key);
  }
  if (keys.size === 0) throw unreadable('there is no public key in it');
  return keys;
}

function publicKeyOf(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
}

const unreadable = (why: string) => new HaidangError('configuration', 'public-key-unreadable', why);
