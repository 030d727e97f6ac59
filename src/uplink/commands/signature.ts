// Signatures of commands: the key of an issuer stands in the site file, as the one line of its public PEM. What is signed
// is the canonical form (JCS, RFC 8785) of the command without `signature` and with the topic that it is published under
// as `topic`: so it holds for this gateway, this role and this name, and for nothing else.
import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { canonical } from '../../runtime/signed.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

function signable(topic: string, command: JsonObject): Buffer {
  const { signature: _, ...rest } = command;
  return Buffer.from(canonical({ ...rest, topic }));
}

/** The command with its signature. @param secret an Ed25519 key. */
export function signCommand<C extends JsonObject>(
  topic: string,
  command: C,
  secret: KeyObject,
): C & { signature: string } {
  return { ...command, signature: sign(null, signable(topic, command), secret).toString('base64') };
}

/** Never throws: what has no canonical form is not what was signed. */
export function isSignedBy(topic: string, command: JsonObject, key: KeyObject): boolean {
  const { signature } = command;
  if (typeof signature !== 'string') return false;
  try {
    return verify(null, signable(topic, command), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

/** The key of the one line between BEGIN and END of a public PEM (SPKI, base64); undefined where it is no Ed25519 key. */
export function keyOfLine(line: string): KeyObject | undefined {
  try {
    const der = Buffer.from(line, 'base64');
    if (der.toString('base64') !== line) return undefined;
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}
