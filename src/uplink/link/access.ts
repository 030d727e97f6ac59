import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { HaidangError, messageOf } from '../../runtime/errors.ts';
import { resolveSecret, type Secret } from '../../runtime/secret.ts';
import type { UplinkConfig } from '../config.ts';

/** What proves to the broker who we are, and to us who the broker is. */
export interface Access {
  readonly password: Secret | undefined;
  /** PEM files as they are on disk. */
  readonly tls: { readonly ca?: Buffer; readonly cert?: Buffer; readonly key?: Buffer };
}

/**
 * Reads the secrets and the TLS files that the configuration names.
 * @param folder what relative paths begin from.
 * @throws HaidangError (`configuration`: `secret-missing`, `tls-file`), which names the file.
 */
export async function readAccess(config: UplinkConfig, folder: string): Promise<Access> {
  const password = config.password ? resolveSecret(config.password) : undefined;
  const tls: { ca?: Buffer; cert?: Buffer; key?: Buffer } = {};
  for (const name of ['ca', 'cert', 'key'] as const) {
    const path = config[name];
    if (path === undefined) continue;
    try {
      tls[name] = await readFile(resolve(folder, path));
    } catch (error) {
      throw new HaidangError(
        'configuration',
        'tls-file',
        `uplink.${name}: ${path} cannot be read: ${messageOf(error)}`,
      );
    }
  }
  try {
    createSecureContext(tls);
  } catch (error) {
    const files = [config.ca, config.cert, config.key].filter(Boolean).join(', ');
    throw new HaidangError('configuration', 'tls-file', `uplink: ${files} cannot be used: ${messageOf(error)}`);
  }
  return { password, tls };
}
