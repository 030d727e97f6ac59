import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { render } from '../../messages/catalogue.ts';
import {
  became,
  cleaned,
  cleanUp,
  deliver,
  emptied,
  expectArrived,
  file,
  folders,
  right,
  survivesCut,
  until,
  vsftpd,
  wrong,
} from '../testing/deliveries.ts';
import {
  freePort,
  hasSshd,
  hasVsftpd,
  isRoot,
  sshKeys,
  startCutter,
  startSshd,
  startVsftpd,
} from '../testing/servers.ts';
import { checkDelivery } from './check.ts';
import { deliverySchema } from './config.ts';

process.env['TT10_RIGHT'] = 'right';
process.env['TT10_WRONG'] = 'wrong';
afterEach(cleaned);

describe.skipIf(!hasVsftpd)('delivery by FTP to vsftpd', () => {
  it('brings what waits in order, whole and under its own name, and again what it had brought before a kill', async () => {
    const { port, incoming, store } = await vsftpd();
    const files = [1, 2, 3, 4].map((n) => file(n));
    // Killed after the server had the first file and before that was noted; and in the middle of the second.
    writeFileSync(join(incoming, file(1).name), file(1).text);
    writeFileSync(join(incoming, `${file(2).name}.tmp`), 'PM2,5');
    const running = await deliver(store, { by: 'ftp', port, password: right }, files);
    await emptied(running);
    await until(() => running.delivery.health().facts['delivered'] === 4);
    expectArrived(incoming, files);
    const times = files.map((f) => statSync(join(incoming, f.name)).ctimeMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(readdirSync(join(store, 'sent')).sort()).toEqual(files.map((f) => f.name));
    expect(running.delivery.health()).toMatchObject({ state: 'ok', facts: { failures: 0, waiting: 0 } });
  });

  it('with a wrong password says so in both languages and without it, keeps the files, and never tires', async () => {
    const { port, incoming, store } = await vsftpd();
    const { delivery } = await deliver(store, { by: 'ftp', port, password: wrong }, [file(1)]);
    await became(delivery, 'station.delivery.login');
    await until(() => Number(delivery.health().facts['failures']) >= 2);
    const reason = delivery.health().reasons[0];
    for (const language of ['en', 'vi'] as const) expect(reason && render(reason, language)).not.toContain('wrong');
    expect(readdirSync(incoming)).toEqual([]);
    expect(readdirSync(join(store, 'out'))).toEqual([file(1).name]);
  });

  it('waits for a server that is not there, and for a folder', async () => {
    const at = folders();
    const port = await freePort();
    const config = { by: 'ftp', port, password: right, folder: 'later' };
    const running = await deliver(at.store, config, [file(1)]);
    await became(running.delivery, 'station.delivery.refused');
    const server = await startVsftpd(at.conf, at.root, port);
    cleanUp.push(() => server.kill());
    await became(running.delivery, 'station.delivery.folder');
    mkdirSync(join(at.root, 'later'));
    await emptied(running);
    expectArrived(join(at.root, 'later'), [file(1)]);
  });

  it('after the server died in the middle of a file, that file comes whole, and those after it in order', async () => {
    await survivesCut({ by: 'ftp', password: right });
  });

  it.skipIf(!isRoot)(
    'with a full disk says so, leaves no half file, and goes on when there is room',
    async (context) => {
      const at = folders();
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', at.incoming], { stdio: 'ignore' });
      } catch {
        context.skip('this machine mounts nothing');
      }
      cleanUp.push(() => execFileSync('umount', ['-l', at.incoming]));
      writeFileSync(join(at.incoming, 'filler'), Buffer.alloc(60_000));
      const port = await freePort();
      const server = await startVsftpd(at.conf, at.root, port);
      cleanUp.push(() => server.kill());
      const running = await deliver(at.store, { by: 'ftp', port, password: right }, [file(1, 500)]);
      await became(running.delivery, 'station.delivery.full');
      rmSync(join(at.incoming, 'filler'));
      await emptied(running);
      expectArrived(at.incoming, [file(1, 500)]);
    },
  );
});

describe.skipIf(!hasSshd)('delivery by SFTP to OpenSSH', () => {
  async function sshd() {
    const at = folders();
    const keys = sshKeys(at.conf);
    const server = await startSshd(at.conf, await freePort());
    cleanUp.push(() => server.kill());
    const login = { user: keys.user, key: `\${file:${keys.login}}`, hostKeys: [keys.fingerprint] };
    return { ...at, config: { by: 'sftp', port: server.port, folder: at.incoming, ...login } };
  }

  it('brings what waits in order, over what a kill left; a stranger, a wrong password and no folder are told', async () => {
    const { config, incoming, store } = await sshd();
    const files = [1, 2, 3].map((n) => file(n));
    writeFileSync(join(incoming, file(1).name), file(1).text);
    writeFileSync(join(incoming, `${file(2).name}.tmp`), 'PM2,5');
    const tell = async (change: object, code: string, waiting: readonly ReturnType<typeof file>[] = []) => {
      const { delivery } = await deliver(store, { ...config, ...change }, waiting);
      await became(delivery, code);
      await delivery.stop();
    };
    await tell({ hostKeys: [`SHA256:${'A'.repeat(43)}`] }, 'station.delivery.host-key', files);
    await tell({ key: undefined, password: wrong }, 'station.delivery.login');
    await tell({ key: '${file:/nonexistent/key}' }, 'station.delivery.secret');
    await tell({ folder: join(incoming, 'not-there') }, 'station.delivery.folder');
    await emptied(await deliver(store, config));
    expectArrived(incoming, files);
  });

  it('after a cut in the middle of a file it comes whole, and those after it in order', async () => {
    const { config, incoming, store } = await sshd();
    const cutter = await startCutter(config.port, 100_000);
    cleanUp.push(() => cutter.stop());
    const files = [file(1, 10_000), file(2)];
    const running = await deliver(store, { ...config, port: cutter.port }, files);
    await until(
      () => cutter.cuts() >= 2,
      () => running.delivery.health(),
    );
    await became(running.delivery, 'station.delivery.cut');
    expect(readdirSync(incoming)).toEqual([`${file(1).name}.tmp`]);
    cutter.mend();
    await emptied(running);
    expectArrived(incoming, files);
  });

  it.skipIf(!isRoot)('with a full disk says so, and goes on when there is room', async (context) => {
    const { config, incoming, store } = await sshd();
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', incoming], { stdio: 'ignore' });
    } catch {
      context.skip('this machine mounts nothing');
    }
    cleanUp.push(() => execFileSync('umount', ['-l', incoming]));
    writeFileSync(join(incoming, 'filler'), Buffer.alloc(60_000));
    const running = await deliver(store, config, [file(1, 500)]);
    await became(running.delivery, 'station.delivery.full');
    rmSync(join(incoming, 'filler'));
    await emptied(running);
    expectArrived(incoming, [file(1, 500)]);
  });
});

describe('the delivery of a site file', () => {
  const base = { host: 'ftp.example.vn', user: 'kk01', password: right };

  it('needs a fingerprint and a login for SFTP, and has no switch for verification', () => {
    const key = `SHA256:${'A'.repeat(43)}`;
    const is = (config: object) => deliverySchema.safeParse(config).success;
    expect(is({ by: 'sftp', ...base, hostKeys: [key] })).toBe(true);
    expect(is({ by: 'sftp', ...base })).toBe(false);
    expect(is({ by: 'sftp', ...base, hostKeys: [key], password: undefined })).toBe(false);
    expect(is({ by: 'ftps', ...base, verify: false })).toBe(false);
    expect(is({ by: 'ftp', ...base, password: 'in the file' })).toBe(false);
  });

  it('is warned of plain FTP and of authorities that are not there', () => {
    const codes = (config: object) => checkDelivery(deliverySchema.parse(config)).map((p) => p.message.code);
    expect(codes({ by: 'ftp', ...base })).toEqual(['station.delivery-plain']);
    expect(codes({ by: 'ftps', ...base, ca: '/nonexistent/ca.pem' })).toEqual(['station.delivery-ca']);
    expect(codes({ by: 'ftps', ...base })).toEqual([]);
  });
});
