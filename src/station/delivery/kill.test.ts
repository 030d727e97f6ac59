import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { freePort, hasVsftpd, startVsftpd } from '../testing/servers.ts';
import { Tt10Store } from '../tt10/store.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

const file = (n: number) => ({ name: `KK01_${20261121070000 + n * 100}.txt`, text: `PM2,5\t${n}.00\tug/m3\n` });
const module = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);

/** A process that delivers until it is killed. */
function start(folder: string, port: number) {
  const config = { by: 'ftp', host: '127.0.0.1', port, user: 'ftp', password: '${env:TT10_RIGHT}', folder: 'in' };
  const program = `
    const { Delivery } = await import(${module('./delivery.ts')});
    const { deliverySchema } = await import(${module('./config.ts')});
    const { Tt10Store } = await import(${module('../tt10/store.ts')});
    const { SystemClock } = await import(${module('../../runtime/clock.ts')});
    const { silentLogger: logger } = await import(${module('../../runtime/logger.ts')});
    const store = new Tt10Store(${JSON.stringify(folder)}, { keepMs: 1e12, capBytes: 1e9 });
    await store.open();
    const config = deliverySchema.parse(${JSON.stringify(config)});
    await new Delivery({ config, store, clock: new SystemClock(), logger }).start();`;
  const env = { ...process.env, TT10_RIGHT: 'right' };
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'ignore', env });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return async () => {
    child.kill('SIGKILL');
    await ended;
  };
}

it.skipIf(!hasVsftpd)(
  'a delivery killed again and again leaves no hole, no second file and no half one',
  async () => {
    const base = mkdtempSync(join(tmpdir(), 'delivery-kill-'));
    cleanUp.push(() => rmSync(base, { recursive: true, force: true }));
    const [conf, root, incoming] = [join(base, 'conf'), join(base, 'root'), join(base, 'root', 'in')];
    for (const folder of [conf, root, incoming]) mkdirSync(folder);
    const port = await freePort();
    const server = await startVsftpd(conf, root, port);
    cleanUp.push(() => server.kill());
    const files = Array.from({ length: 60 }, (_, n) => file(n));
    const store = new Tt10Store(join(base, 'store'), { keepMs: 1e12, capBytes: 1e9 });
    await store.open();
    for (const f of files) await store.put(f);

    const arrived = () =>
      readdirSync(incoming)
        .filter((name) => name.endsWith('.txt'))
        .sort();
    const until = async (is: () => boolean) => {
      for (let tries = 0; !is(); tries++) {
        if (tries > 4000) throw new Error(`${arrived().length} files have come`);
        await wait(2);
      }
    };
    for (let kills = 1; kills <= 6; kills++) {
      const kill = start(join(base, 'store'), port);
      cleanUp.push(kill);
      await until(() => arrived().length >= kills * 8);
      await kill();
      expect(arrived()).toEqual(files.slice(0, arrived().length).map((f) => f.name));
    }
    cleanUp.push(start(join(base, 'store'), port));
    await until(() => readdirSync(join(base, 'store', 'sent')).length === files.length);
    expect(readdirSync(incoming).sort()).toEqual(files.map((f) => f.name));
    for (const f of files) expect(readFileSync(join(incoming, f.name), 'utf8')).toBe(f.text);
  },
  120_000,
);
