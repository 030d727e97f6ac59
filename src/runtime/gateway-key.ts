// The key by which a gateway proves that something is its own: Ed25519, made on the first start, never shown. It lies in
// `<data>/keys/gateway.pem` (PKCS #8, mode 0600); its public part beside it in `gateway.pub.pem` may be given to anyone.
// A key that is there and cannot be read is never replaced in silence: what it has signed would become a stranger's.
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
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { HaidangError, messageOf } from './errors.ts';

export interface Signer {
  /** Names the key: the first 16 bytes of the SHA-256 over its public part (DER, SPKI), hex. */
  readonly keyId: string;
  /** The signature over the bytes, base64. */
  sign(bytes: Uint8Array): string;
}

export interface GatewayKey extends Signer {
  /** PEM (SPKI). */
  readonly publicPem: string;
}

/** Files of the key under the data folder. */
export const gatewayKeyFiles = { secret: 'keys/gateway.pem', public: 'keys/gateway.pub.pem' } as const;

/** @param key the public part. */
export function keyIdOf(key: KeyObject): string {
  const der = key.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex').slice(0, 32);
}

/**
 * The gateway's key, made where there is none yet.
 * @param data folder of everything that outlives a restart.
 * @throws HaidangError (`configuration`, `gateway-key-unreadable`) where the file is no such key; (`ours`,
 *   `gateway-key-not-kept`) where a new one cannot be written.
 */
export function openGatewayKey(data: string): GatewayKey {
  const file = join(data, gatewayKeyFiles.secret);
  const secret = existsSync(file) ? readKey(file) : makeKey(file);
  const publicKey = createPublicKey(secret);
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
  const publicFile = join(data, gatewayKeyFiles.public);
  if (!existsSync(publicFile) || readFileSync(publicFile, 'utf8') !== publicPem) keep(publicFile, publicPem, 0o644);
  return signerOf(secret);
}

/** A key in memory alone, for what outlives nothing. */
export const passingKey = (): GatewayKey => signerOf(generateKeyPairSync('ed25519').privateKey);

function signerOf(secret: KeyObject): GatewayKey {
  const publicKey = createPublicKey(secret);
  return {
    keyId: keyIdOf(publicKey),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }) as string,
    sign: (bytes) => signBytes(null, bytes, secret).toString('base64'),
  };
}

function readKey(file: string): KeyObject {
  try {
    // Whoever copied the folder about may have opened it to others.
    if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
    const key = createPrivateKey(readFileSync(file));
    if (key.asymmetricKeyType === 'ed25519') return key;
    throw new Error(`it is a key of the kind ${key.asymmetricKeyType}`);
  } catch (error) {
    throw new HaidangError('configuration', 'gateway-key-unreadable', `${file}: ${messageOf(error)}`);
  }
}

function makeKey(file: string): KeyObject {
  const { privateKey } = generateKeyPairSync('ed25519');
  keep(file, privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, 0o600);
  return privateKey;
}

/** Whole on the medium, or not there. */
function keep(file: string, text: string, mode: number): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const fresh = openSync(`${file}.new`, 'w', mode);
    try {
      writeSync(fresh, text);
      fsyncSync(fresh);
    } finally {
      closeSync(fresh);
    }
    renameSync(`${file}.new`, file);
    const folder = openSync(dirname(file), 'r');
    fsyncSync(folder);
    closeSync(folder);
  } catch (error) {
    throw new HaidangError('ours', 'gateway-key-not-kept', `${file}: ${messageOf(error)}`);
  }
}
