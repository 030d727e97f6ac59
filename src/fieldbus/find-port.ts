// Under which name is the adapter of a line now? One that is unplugged and plugged in again often comes back as another
// /dev/ttyUSB*. It is known again by the serial number the site gives, else by what the adapter at this path was when it
// was opened last: its serial number, or the socket it was plugged into.
import { existsSync } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { HaidangError } from '../runtime/errors.ts';
import { naturally, type SerialPortInfo } from './serial-ports.ts';

export interface PortWish {
  /** A device file, or a pattern of some (`/dev/ttyUSB*`): the first of them that can be opened. */
  readonly path: string;
  /** Of the USB adapter. */
  readonly serialNumber?: string | undefined;
}

/** How an adapter is known again. */
export type Identity = string;

export function identityOf(port: SerialPortInfo | undefined): Identity | undefined {
  if (port?.vendorId === undefined) return undefined;
  const type = `${port.vendorId}:${port.productId ?? ''}`;
  // Adapters with several ports have one serial number: the interface tells them apart.
  const face = port.usbPort?.split(':')[1] ?? '';
  return port.serialNumber === undefined ? `${type} at ${port.usbPort}` : `${type} ${port.serialNumber} ${face}`;
}

/**
 * Device files to try, in this order.
 * @param before what was opened last time.
 * @throws HaidangError (`device`, `port-missing`) where there is none.
 */
export async function findPorts(
  wish: PortWish,
  ports: readonly SerialPortInfo[],
  before: Identity | undefined,
): Promise<string[]> {
  const { path, serialNumber } = wish;
  if (serialNumber !== undefined) {
    const same = ports.filter((p) => p.serialNumber?.toLowerCase() === serialNumber.toLowerCase());
    if (same.length === 0) throw missing(`no adapter with the serial number ${serialNumber}: no such file`);
    return same.map((p) => p.path).sort((a, b) => Number(b === path) - Number(a === path));
  }
  if (path.includes('*')) {
    const found = await matching(path);
    if (found.length === 0) throw missing(`${path}: no such file`);
    return found;
  }
  const again = before === undefined ? undefined : ports.find((p) => identityOf(p) === before);
  if (again === undefined) return [path];
  const real = existsSync(path) ? await realpath(path) : undefined;
  const isStillIt = ports.some((p) => p.path === real && identityOf(p) === before);
  // A port without an adapter that is known is taken at its name.
  return isStillIt ? [path] : [again.path];
}

async function matching(pattern: string): Promise<string[]> {
  const folder = dirname(pattern);
  const [head = '', ...tails] = basename(pattern).split('*');
  const isMatch = (name: string) => {
    if (!name.startsWith(head)) return false;
    let at = head.length;
    for (const [i, tail] of tails.entries()) {
      const isLast = i === tails.length - 1;
      const found = isLast ? name.length - tail.length : name.indexOf(tail, at);
      if (found < at || !name.startsWith(tail, found)) return false;
      at = found + tail.length;
    }
    return true;
  };
  const names = await readdir(folder).catch(() => []);
  return names
    .filter(isMatch)
    .sort(naturally)
    .map((name) => join(folder, name));
}

const missing = (text: string) => new HaidangError('device', 'port-missing', text);
