// Keys (Ed25519) as they lie on the disk and as they are used.
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign as signBytes,
} from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fchownSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { HaidangError, messageOf } from './errors.ts';

export interface Signer {
  /** Names the key: the first 16 bytes of the SHA-256 over its public part (DER, SPKI), hex. */
  readonly keyId: string;
  /** The signature over the bytes, base64. */
  sign(bytes: Uint8Array): string;
}

/** A key with both its parts, ready for use. */
export interface KeyPair extends Signer {
  /** PEM (SPKI). */
  readonly publicPem: string;
  readonly publicKey: KeyObject;
}

/** @param key the public part. */
export function keyIdOf(key: KeyObject): string {
  const der = key.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex').slice(0, 32);
}

export function pairOf(secret: KeyObject): KeyPair {
  const publicKey = createPublicKey(secret);
  return {
    keyId: keyIdOf(publicKey),
    publicKey,
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }) as string,
    sign: (bytes) => signBytes(null, bytes, secret).toString('base64'),
  };
}

/** A key of which nothing is kept. */
export const freshPair = (): KeyPair => pairOf(generateKeyPairSync('ed25519').privateKey);

/** Makes a key and keeps it: PKCS #8, mode 0600. @throws HaidangError (`ours`, `gateway-key-not-kept`) */
export function makeKey(file: string): KeyPair {
  const { privateKey } = generateKeyPairSync('ed25519');
  keep(file, privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, 0o600);
  return pairOf(privateKey);
}

/** @throws HaidangError (`configuration`, `gateway-key-unreadable`) where the file is no such key. */
export function readKey(file: string): KeyPair {
  try {
    // Whoever copied the folder about may have opened it to others.
    if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
    const key = createPrivateKey(readFileSync(file));
    if (key.asymmetricKeyType === 'ed25519') return pairOf(key);
    throw new Error(`it is a key of the kind ${key.asymmetricKeyType}`);
  } catch (error) {
    throw new HaidangError('configuration', 'gateway-key-unreadable', `${file}: ${messageOf(error)}`);
  }
}

/** Whole on the medium, or not there. @throws HaidangError (`ours`, `gateway-key-not-kept`) */
export function keep(file: string, text: string, mode: number): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const fresh = openSync(`${file}.new`, 'w', mode);
    try {
      writeSync(fresh, text);
      fsyncSync(fresh);
      ownAs(fresh, dirname(file));
    } finally {
      closeSync(fresh);
    }
    putInPlace(`${file}.new`, file);
  } catch (error) {
    throw new HaidangError('ours', 'gateway-key-not-kept', `${file}: ${messageOf(error)}`);
  }
}

/** What root makes in somebody's folder is theirs: the agent, which is not root, has to read it. */
function ownAs(file: number, folder: string): void {
  const { uid, gid } = statSync(folder);
  if (process.getuid?.() === 0) fchownSync(file, uid, gid);
}

/** Renames, and waits until that is on the medium. */
export function putInPlace(from: string, to: string): void {
  renameSync(from, to);
  const folder = openSync(dirname(to), 'r');
  fsyncSync(folder);
  closeSync(folder);
}
