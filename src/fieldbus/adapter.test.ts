// Serial adapters: which ones are there, and finding one again that came back under another name.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SystemClock } from '../runtime/clock.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { type DirectedPort, listen, sendDirected } from './direction.ts';
import { findPorts, identityOf } from './find-port.ts';
import { listSerialPorts } from './serial-ports.ts';
import { serialWire } from './serial-wire.ts';
import { startLine, until } from './testing/line.ts';
import { startPtyPair, startPymodbus } from './testing/pymodbus.ts';

let folder: string;
let roots: { sys: string; dev: string };
const cleanUp: (() => Promise<void> | void)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'haidang-tty-'));
  roots = { sys: join(folder, 'sys'), dev: join(folder, 'dev') };
  mkdirSync(roots.sys);
  mkdirSync(join(roots.dev, 'serial', 'by-id'), { recursive: true });
});
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
});

/** An adapter in a sysfs of the test, as the kernel shows it. */
function plug(name: string, usbPort: string, serial?: string): void {
  const usb = join(folder, 'devices', 'usb1', usbPort);
  const device = join(usb, `${usbPort}:1.0`, name);
  mkdirSync(device, { recursive: true });
  mkdirSync(join(roots.sys, name));
  symlinkSync(device, join(roots.sys, name, 'device'));
  writeFileSync(join(usb, 'idVendor'), '0403\n');
  writeFileSync(join(usb, 'idProduct'), '6001\n');
  if (serial) writeFileSync(join(usb, 'serial'), `${serial}\n`);
}
const unplug = (name: string) => rmSync(join(roots.sys, name), { recursive: true });

describe('the list of serial ports', () => {
  it('needs no udev: it names adapters with their serial numbers and sockets, and leaves out what has no hardware', async () => {
    plug('ttyUSB10', '1-2');
    plug('ttyUSB2', '1-1.3', 'A50285BI');
    mkdirSync(join(roots.sys, 'tty0'));
    mkdirSync(join(roots.sys, 'ttyS0', 'device'), { recursive: true });
    writeFileSync(join(roots.sys, 'ttyS0', 'type'), '0\n');
    writeFileSync(join(roots.dev, 'ttyUSB2'), '');
    symlinkSync('../../ttyUSB2', join(roots.dev, 'serial', 'by-id', 'usb-FTDI_A50285BI-if00'));
    const usb = { vendorId: '0403', productId: '6001' };
    expect(await listSerialPorts(roots)).toEqual([
      {
        path: join(roots.dev, 'ttyUSB2'),
        byId: join(roots.dev, 'serial', 'by-id', 'usb-FTDI_A50285BI-if00'),
        serialNumber: 'A50285BI',
        usbPort: '1-1.3:1.0',
        ...usb,
      },
      { path: join(roots.dev, 'ttyUSB10'), usbPort: '1-2:1.0', ...usb },
    ]);
  });

  it('is empty where sysfs is missing, and does not end the process', async () => {
    expect(await listSerialPorts({ sys: join(folder, 'nowhere'), dev: '/nowhere' })).toEqual([]);
    expect(Array.isArray(await listSerialPorts())).toBe(true);
  });
});

describe('an adapter that comes back under another name', () => {
  const port = (name: string) => join(roots.dev, name);

  it('is known again by its serial number, else by the socket it is plugged into', async () => {
    plug('ttyUSB0', '1-1', 'A1');
    plug('ttyUSB1', '1-2');
    const [a, b] = await listSerialPorts(roots);
    const [idA, idB] = [identityOf(a), identityOf(b)];
    unplug('ttyUSB0');
    unplug('ttyUSB1');
    // They changed places, and the one with a serial number its socket as well.
    plug('ttyUSB1', '1-3', 'A1');
    plug('ttyUSB2', '1-2');
    const now = await listSerialPorts(roots);
    expect(await findPorts({ path: port('ttyUSB0') }, now, idA)).toEqual([port('ttyUSB1')]);
    expect(await findPorts({ path: port('ttyUSB1') }, now, idB)).toEqual([port('ttyUSB2')]);
    expect(await findPorts({ path: port('ttyUSB0'), serialNumber: 'a1' }, now, undefined)).toEqual([port('ttyUSB1')]);
  });

  it('is not taken for another one: with a serial number no other adapter is opened', async () => {
    plug('ttyUSB0', '1-1', 'B7');
    const now = await listSerialPorts(roots);
    await expect(findPorts({ path: port('ttyUSB0'), serialNumber: 'A1' }, now, undefined)).rejects.toMatchObject({
      code: 'port-missing',
    });
    // Without one, an adapter that was exchanged for another is taken at its name.
    expect(await findPorts({ path: port('ttyUSB0') }, now, '0403:6001 A1 1.0')).toEqual([port('ttyUSB0')]);
  });

  it('is opened there: unplugged as ttyUSB0, back as ttyUSB1', async () => {
    plug('ttyUSB0', '1-1', 'A1');
    const pty = await startPtyPair();
    symlinkSync(pty.a, port('ttyUSB0'));
    const clock = new SystemClock();
    const settings = { baudRate: 9600, parity: 'none', stopBits: 1, direction: 'auto' } as const;
    let closed = '';
    const events = {
      onData: () => {},
      onClosed: (reason: string) => {
        closed = reason;
      },
    };
    const byNumber = serialWire({ path: port('ttyUSB0'), serialNumber: 'A1', ...settings }, clock, () =>
      listSerialPorts(roots),
    );
    const first = await byNumber(events, new AbortController().signal);
    expect(first.name).toBe(port('ttyUSB0'));
    await pty.stop();
    await until(() => closed !== '');
    unplug('ttyUSB0');
    rmSync(port('ttyUSB0'));
    await expect(byNumber(events, new AbortController().signal)).rejects.toMatchObject({ code: 'port-missing' });
    plug('ttyUSB1', '1-1', 'A1');
    const again = await startPtyPair();
    cleanUp.push(again.stop);
    symlinkSync(again.a, port('ttyUSB1'));
    const second = await byNumber(events, new AbortController().signal);
    expect(second.name).toBe(port('ttyUSB1'));
    await second.close();
  });

  it('goes on being polled by a line that names a pattern', async () => {
    const line = await startLine({ kind: 'modbus-rtu', path: port('ttyUSB*'), timeout: '3s' });
    cleanUp.push(() => line.stop());
    const read = { unit: 1, function: 4, address: 0, count: 1 } as const;
    for (const name of ['ttyUSB0', 'ttyUSB1']) {
      const pty = await startPtyPair();
      const server = await startPymodbus({ serial: pty.b, units: { 1: { input: { 0: 11 } } } });
      symlinkSync(pty.a, port(name));
      await until(() => line.health().state === 'ok');
      expect((await line.request(read)).registers).toEqual([11]);
      expect(line.health().facts['port']).toBe(port(name));
      await server.stop();
      await pty.stop();
      rmSync(port(name));
      await until(() => line.health().state === 'degraded');
    }
  });
});

describe('a transceiver that is switched by RTS', () => {
  it('sends while RTS has its level, and listens again only when the last bit is out', async () => {
    const log: string[] = [];
    const port: DirectedPort = {
      set: ({ rts }, done) => {
        log.push(`rts ${rts}`);
        done(null);
      },
      write: (bytes) => log.push(`write ${bytes.length}`),
      drain: (done) => {
        log.push('drained');
        done(null);
      },
    };
    const clock = new ManualClock();
    const direction = { sendLevel: true, wireMs: (bytes: number) => bytes * 5 };
    await listen(port, direction);
    const sent = sendDirected(port, Buffer.alloc(8), direction, clock);
    await clock.advanceAsync(39);
    expect(log).toEqual(['rts false', 'rts true', 'write 8', 'drained']);
    await clock.advanceAsync(10);
    await sent;
    expect(log.at(-1)).toBe('rts false');
  });

  it('on a port that has no RTS is said to be so, instead of keeping silent for ever', async () => {
    const pty = await startPtyPair();
    cleanUp.push(pty.stop);
    const line = await startLine({ kind: 'modbus-rtu', path: pty.a, direction: 'rts-high' });
    cleanUp.push(() => line.stop());
    await until(() => line.health().state === 'degraded');
    expect(JSON.stringify(line.health().reasons)).toContain('RTS cannot be switched');
  });
});
