// The key that evidence is sealed with, and what lies beside the evidence to prove it: the public key, and the records of
// those that it followed, so that packages sealed before a rotation are proved too.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type GatewayKey, openGatewayKey } from '../../runtime/gateway-key.ts';
import { rotationsText } from '../../runtime/key-rotation.ts';
import { errorFields, type Logger } from '../../runtime/logger.ts';
import { replaceFile } from './files.ts';
import { names } from './manifest.ts';

/** Puts the public parts beside the evidence, before anything there is sealed with the key. */
export async function publishKey(root: string, key: GatewayKey): Promise<void> {
  const files = [
    [names.publicKey, key.publicPem],
    [names.rotations, rotationsText(key.rotations)],
  ] as const;
  for (const [name, text] of files) {
    const file = join(root, name);
    const kept = existsSync(file) ? await readFile(file, 'utf8') : '';
    if (kept !== text) await replaceFile(file, text);
  }
}

/**
 * The key to seal with now: another one where it was rotated meanwhile.
 * @param key the one in use; it stays so where the one on the disk cannot be read.
 */
export async function presentKey(data: string, root: string, key: GatewayKey, logger: Logger): Promise<GatewayKey> {
  try {
    const found = openGatewayKey(data);
    if (found.keyId === key.keyId) return key;
    await publishKey(root, found);
    return found;
  } catch (error) {
    logger.warn('the key cannot be read; evidence is sealed with the one that was read before', errorFields(error));
    return key;
  }
}
