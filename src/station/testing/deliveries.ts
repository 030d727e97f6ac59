// What the tests of deliveries share: folders, servers, files, and waiting for what becomes of them.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { SystemClock } from '../../runtime/clock.ts';
import { silentLogger } from '../../runtime/logger.ts';
import { deliverySchema } from '../delivery/config.ts';
import { Delivery } from '../delivery/delivery.ts';
import { Tt10Store } from '../tt10/store.ts';
import { freePort, startVsftpd } from './servers.ts';

export const right = '${env:TT10_RIGHT}';
export const wrong = '${env:TT10_WRONG}';

/** To be called after each test, last first. */
export const cleanUp: (() => unknown)[] = [];
export async function cleaned(): Promise<void> {
  for (const end of cleanUp.splice(0).reverse()) await end();
}

export function folders() {
  const base = mkdtempSync(join(tmpdir(), 'delivery-'));
  cleanUp.push(() => rmSync(base, { recursive: true, force: true }));
  for (const name of ['conf', 'root', 'root/in', 'store']) mkdirSync(join(base, name));
  return {
    conf: join(base, 'conf'),
    root: join(base, 'root'),
    incoming: join(base, 'root', 'in'),
    store: join(base, 'store'),
  };
}

/** A transmission file of so many lines. */
export const file = (n: number, lines = 3) => ({
  name: `KK01_2026112107${String(n).padStart(2, '0')}00.txt`,
  text: `PM2,5\t${n}.00\tug/m3\t2026112107${String(n).padStart(2, '0')}00\t00\n`.repeat(lines),
});

/** A delivery of what waits in that folder, with short waits. */
export async function deliver(folder: string, config: object, files: readonly ReturnType<typeof file>[] = []) {
  const store = new Tt10Store(folder, { keepMs: 1e12, capBytes: 1e9 });
  await store.open();
  for (const f of files) await store.put(f);
  const fast = { host: '127.0.0.1', user: 'ftp', folder: 'in', retryFirst: '100ms', retryMax: '200ms', timeout: '5s' };
  const parsed = deliverySchema.parse({ ...fast, ...config });
  const delivery = new Delivery({ config: parsed, store, clock: new SystemClock(), logger: silentLogger });
  await delivery.start();
  cleanUp.push(() => delivery.stop());
  return { delivery, store };
}

/** @throws after some eight seconds, saying what there was. */
export async function until(is: () => boolean | Promise<boolean>, what: () => unknown = () => '') {
  for (let tries = 0; tries < 400; tries++) {
    if (await is()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`it does not come: ${JSON.stringify(what())}`);
}

const codeOf = (delivery: Delivery) => delivery.health().reasons[0]?.code;
/** Resolves when the health says that. */
export const became = (delivery: Delivery, code: string) =>
  until(
    () => codeOf(delivery) === code,
    () => delivery.health(),
  );
/** Resolves when nothing waits. */
export const emptied = ({ delivery, store }: { delivery: Delivery; store: Tt10Store }) =>
  until(
    async () => (await store.waiting()).length === 0,
    () => delivery.health(),
  );

export function expectArrived(folder: string, files: readonly ReturnType<typeof file>[]) {
  expect(readdirSync(folder).sort()).toEqual(files.map((f) => f.name));
  for (const f of files) expect(readFileSync(join(folder, f.name), 'utf8')).toBe(f.text);
}

/** A server of its own, and the folders. */
export async function vsftpd(more: readonly string[] = [], root?: string) {
  const at = folders();
  const port = await freePort();
  const server = await startVsftpd(at.conf, root ?? at.root, port, more);
  cleanUp.push(() => server.kill());
  return { ...at, port, server };
}

/** A server that dies in the middle of a file and comes back: all files arrive, whole. @param lines of its settings. */
export async function survivesCut(how: object, lines: readonly string[] = []): Promise<void> {
  const { port, server, conf, root, incoming, store } = await vsftpd([
    ...lines,
    'anon_max_rate=60000',
    'trans_chunk_size=8192',
  ]);
  const files = [file(1, 20_000), file(2), file(3)];
  const running = await deliver(store, { ...how, port }, files);
  const half = join(incoming, `${file(1).name}.tmp`);
  await until(() => (statSync(half, { throwIfNoEntry: false })?.size ?? 0) > 0);
  await server.kill();
  expect(readdirSync(incoming)).toEqual([`${file(1).name}.tmp`]);
  expect(statSync(half).size).toBeLessThan(file(1, 20_000).text.length);
  await until(() => Number(running.delivery.health().facts['failures']) > 0);
  const again = await startVsftpd(conf, root, port, lines);
  cleanUp.push(() => again.kill());
  await emptied(running);
  expectArrived(incoming, files);
}
