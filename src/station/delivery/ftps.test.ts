import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
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
  vsftpd,
} from '../testing/deliveries.ts';
import { hasVsftpd, isRoot } from '../testing/servers.ts';

process.env['TT10_RIGHT'] = 'right';
afterEach(cleaned);

/** A certificate of its own, and the lines of a server that shows it and lets nobody in without TLS. */
function tls() {
  const { conf } = folders();
  const [pem, key] = [join(conf, 'server.pem'), join(conf, 'server.key')];
  const subject = ['-subj', '/CN=ftp.example.vn', '-addext', 'subjectAltName=DNS:ftp.example.vn'];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', ...kind, ...subject, '-keyout', key, '-out', pem], { stdio: 'ignore' });
  const own = ['ssl_enable=YES', 'allow_anon_ssl=YES', `rsa_cert_file=${pem}`, `rsa_private_key_file=${key}`];
  return { pem, lines: [...own, 'force_anon_logins_ssl=YES', 'force_anon_data_ssl=YES'] };
}

describe.skipIf(!hasVsftpd)('delivery by FTPS to vsftpd', () => {
  it('verifies the certificate before the password: with its authority it delivers, without it nothing', async () => {
    const { pem, lines } = tls();
    const { port, incoming, store } = await vsftpd(lines);
    const files = [file(1), file(2)];
    const config = { by: 'ftps', port, password: right };
    const blind = await deliver(store, config, files);
    await became(blind.delivery, 'station.delivery.certificate');
    await blind.delivery.stop();
    const misnamed = await deliver(store, { ...config, ca: pem });
    await became(misnamed.delivery, 'station.delivery.certificate');
    await misnamed.delivery.stop();
    expect(readdirSync(incoming)).toEqual([]);
    await emptied(await deliver(store, { ...config, ca: pem, serverName: 'ftp.example.vn' }));
    expectArrived(incoming, files);
  });

  it('sends no password to a server without TLS', async () => {
    const { port, store } = await vsftpd();
    const { delivery } = await deliver(store, { by: 'ftps', port, password: right }, [file(1)]);
    await became(delivery, 'station.delivery.no-tls');
  });

  it('after the server died in the middle of a file, that file comes whole, and those after it in order', async () => {
    const { pem, lines } = tls();
    await survivesCut({ by: 'ftps', password: right, ca: pem, serverName: 'ftp.example.vn' }, lines);
  });

  it.skipIf(!isRoot)(
    'with a full disk says so, leaves no half file, and goes on when there is room',
    async (context) => {
      const { pem, lines } = tls();
      const { port, incoming, store } = await vsftpd(lines);
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', incoming], { stdio: 'ignore' });
      } catch {
        context.skip('this machine mounts nothing');
      }
      cleanUp.push(() => execFileSync('umount', ['-l', incoming]));
      writeFileSync(join(incoming, 'filler'), Buffer.alloc(60_000));
      const config = { by: 'ftps', port, password: right, ca: pem, serverName: 'ftp.example.vn' };
      const running = await deliver(store, config, [file(1, 500)]);
      await became(running.delivery, 'station.delivery.full');
      rmSync(join(incoming, 'filler'));
      await emptied(running);
      expectArrived(incoming, [file(1, 500)]);
    },
  );
});
