// Gives the gateway a new key, for which the former one vouches. The steps and what a kill between them leaves are told at
// the top of gateway-key.ts.
import { join } from 'node:path';
import { HaidangError } from './errors.ts';
import { lockFile } from './file-lock.ts';
import { type GatewayKey, gatewayKeyFiles, openGatewayKey } from './gateway-key.ts';
import { keep, makeKey, putInPlace } from './key-files.ts';
import { makeRotation, rotationsText } from './key-rotation.ts';

/** Records that are kept, the newest: with a rotation a day, three years. */
const mostRotations = 1000;

/**
 * @param data folder of everything that outlives a restart.
 * @param at RFC 3339.
 * @param reached called after each step with its number: for tests that end there.
 * @returns the new key, in place.
 * @throws HaidangError (`configuration`, `gateway-key-rotating`) where another process is doing so; (`configuration`,
 *   `gateway-key-unreadable`); (`ours`, `gateway-key-not-kept`) where the disk does not take it: then the former key is
 *   in use, or whoever opens it next goes on.
 */
export function rotateGatewayKey(data: string, at: string, reached: (step: number) => void = () => {}): GatewayKey {
  openGatewayKey(data);
  const release = lockFile(join(data, gatewayKeyFiles.lock), 0);
  if (!release) throw new HaidangError('configuration', 'gateway-key-rotating', 'another process is doing this now');
  try {
    const former = openGatewayKey(data);
    const file = join(data, gatewayKeyFiles.next);
    const next = makeKey(file);
    reached(1);
    const rotations = [...former.rotations, makeRotation(former, next, at)].slice(-mostRotations);
    keep(join(data, gatewayKeyFiles.rotations), rotationsText(rotations), 0o644);
    reached(2);
    try {
      putInPlace(file, join(data, gatewayKeyFiles.secret));
    } catch {
      // An agent that looked meanwhile has gone on with it.
    }
    reached(3);
    const now = openGatewayKey(data);
    if (now.keyId === next.keyId) return now;
    throw new HaidangError('ours', 'gateway-key-not-kept', `the new key is not in ${gatewayKeyFiles.secret}`);
  } finally {
    release();
  }
}
