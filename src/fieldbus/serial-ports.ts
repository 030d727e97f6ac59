// The serial ports of this machine and the adapters behind them, from sysfs. `SerialPort.list()` is never called: it
// spawns udevadm, and where udev is missing (a container, a small image) that raises an error nobody can catch.
// Layout: /sys/class/tty/NAME/device leads to the port; the USB adapter is the next folder above that has `idVendor`.
import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface SerialPortInfo {
  /** Device file: `/dev/ttyUSB0`. */
  readonly path: string;
  /** Its name under /dev/serial/by-id, where udev made one. */
  readonly byId?: string;
  /** Of a USB adapter, four hexadecimal digits each. */
  readonly vendorId?: string;
  readonly productId?: string;
  readonly serialNumber?: string;
  /** What the adapter calls itself. */
  readonly product?: string;
  /** The socket it is plugged into: bus, hub ports and interface, `1-1.2:1.0`. */
  readonly usbPort?: string;
}

export interface Roots {
  readonly sys: string;
  readonly dev: string;
}
export const systemRoots: Roots = { sys: '/sys/class/tty', dev: '/dev' };

/** All serial ports with hardware behind them, by name. Empty where sysfs is not there; never rejects. */
export async function listSerialPorts(roots: Roots = systemRoots): Promise<SerialPortInfo[]> {
  const names = await readdir(roots.sys).catch(() => []);
  const links = await byIdLinks(roots.dev);
  const ports = await Promise.all(names.map((name) => describePort(name, roots, links)));
  return ports.filter((p) => p !== undefined).sort((a, b) => naturally(a.path, b.path));
}

/** ttyUSB2 before ttyUSB10. */
export const naturally = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });

async function describePort(
  name: string,
  roots: Roots,
  links: ReadonlyMap<string, string>,
): Promise<SerialPortInfo | undefined> {
  const device = await realpath(join(roots.sys, name, 'device')).catch(() => undefined);
  // Without a device it is a terminal of the kernel; a port of type 0 is a slot with no chip in it.
  if (device === undefined || (await textOf(join(roots.sys, name, 'type'))) === '0') return undefined;
  const path = join(roots.dev, name);
  const byId = links.get(path);
  const usb = await usbFolder(device);
  const [vendorId, productId, serialNumber, product] = usb
    ? await Promise.all(['idVendor', 'idProduct', 'serial', 'product'].map((file) => textOf(join(usb.folder, file))))
    : [];
  return {
    path,
    ...(byId === undefined ? {} : { byId }),
    ...(vendorId === undefined ? {} : { vendorId }),
    ...(productId === undefined ? {} : { productId }),
    ...(serialNumber === undefined ? {} : { serialNumber }),
    ...(product === undefined ? {} : { product }),
    ...(usb === undefined ? {} : { usbPort: usb.port }),
  };
}

/** The USB adapter above a port, at most six folders up. */
async function usbFolder(device: string): Promise<{ folder: string; port: string } | undefined> {
  let folder = device;
  let port = '';
  for (let up = 0; up < 6; up++) {
    if ((await textOf(join(folder, 'idVendor'))) !== undefined) return { folder, port };
    port = folder.slice(folder.lastIndexOf('/') + 1);
    folder = dirname(folder);
  }
  return undefined;
}

async function byIdLinks(dev: string): Promise<Map<string, string>> {
  const folder = join(dev, 'serial', 'by-id');
  const names = await readdir(folder).catch(() => []);
  const links = new Map<string, string>();
  for (const name of names) {
    const target = await realpath(join(folder, name)).catch(() => undefined);
    if (target !== undefined) links.set(target, join(folder, name));
  }
  return links;
}

const textOf = (file: string): Promise<string | undefined> =>
  readFile(file, 'utf8').then(
    (text) => text.trim() || undefined,
    () => undefined,
  );
