// SFTP, by ssh2 (without its optional native parts). The server is known by its fingerprint before anything secret is sent.
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { Client, type ConnectConfig, type SFTPWrapper } from 'ssh2';
import { resolveSecret } from '../../runtime/secret.ts';
import type { SftpConfig } from './config.ts';
import { failed, failureOf } from './failure.ts';
import type { Connect, Remote } from './remote.ts';

export function sftpConnect(config: SftpConfig): Connect {
  return async (hold) => {
    const { host, port, user: username, timeout: readyTimeout } = config;
    let stranger: string | undefined;
    const hostVerifier = (key: Buffer) => {
      const found = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
      if (!config.hostKeys.includes(found)) stranger = found;
      return stranger === undefined;
    };
    const client = new Client();
    hold(() => client.end().destroy());
    try {
      await connected(client, { host, port, username, readyTimeout, hostVerifier, ...loginOf(config) });
      const sftp = await promisify(client.sftp.bind(client) as (cb: Done<SFTPWrapper>) => void)();
      return remoteOf(client, sftp, config);
    } catch (error) {
      client.end();
      throw stranger === undefined ? failureOf(error) : failed('host-key', `the server shows ${stranger}`);
    }
  };
}

type Done<T> = (error: Error | null | undefined, value: T) => void;

function loginOf({ password, key, passphrase }: SftpConfig): ConnectConfig {
  return {
    ...(password ? { password: resolveSecret(password).reveal() } : {}),
    ...(key ? { privateKey: resolveSecret(key).reveal() } : {}),
    ...(passphrase ? { passphrase: resolveSecret(passphrase).reveal() } : {}),
  };
}

/** @throws what the connection ended with; later errors are swallowed: whoever waits for an answer learns of the end. */
function connected(client: Client, config: ConnectConfig): Promise<void> {
  return new Promise((resolve, reject) => {
    client.on('error', reject);
    client.once('close', () => reject(failed('cut', 'the connection was closed')));
    client.once('ready', resolve);
    try {
      client.connect(config);
    } catch (error) {
      // A private key that cannot be read.
      reject(failed('login', error));
    }
  });
}

function remoteOf(client: Client, sftp: SFTPWrapper, { folder, temporary }: SftpConfig): Remote {
  const ended = new Promise<never>((_, reject) => {
    client.once('close', () => reject(failed('cut', 'the connection was closed')));
  });
  ended.catch(() => {});
  // ssh2 leaves some requests unanswered where the connection breaks.
  const ask = <T = void>(request: (done: Done<T>) => void): Promise<T> =>
    Promise.race([ended, promisify(request as (cb: Done<T>) => void)()]);

  const put = async (name: string, content: Buffer) => {
    const whole = folder === '.' ? name : `${folder.replace(/\/$/, '')}/${name}`;
    const half = whole + temporary;
    try {
      await ask((done: Done<void>) => sftp.writeFile(half, content, (error) => done(error, undefined)));
      const { size } = await ask<{ size: number }>((done) => sftp.stat(half, done));
      if (size !== content.length) throw failed('cut', `${half}: ${size} of ${content.length} bytes arrived`);
      await rename(half, whole);
    } catch (error) {
      const code = (error as { code?: unknown }).code;
      const isFull = code === 4 && (await hasNoRoom(content.length));
      if (typeof code === 'number') {
        await ask((done: Done<void>) => sftp.unlink(half, (e) => done(e, undefined))).catch(() => {});
      }
      throw isFull ? failed('full', error) : failureOf(error);
    }
  };

  /** Version 3 of SFTP does not rename to a name that is taken; OpenSSH's extension does, in one step. */
  const rename = async (from: string, to: string) => {
    try {
      await ask((done: Done<void>) => sftp.ext_openssh_rename(from, to, (error) => done(error, undefined)));
    } catch (error) {
      if (!/not support/i.test(String(error))) throw error;
      await ask((done: Done<void>) => sftp.unlink(to, () => done(null, undefined)));
      await ask((done: Done<void>) => sftp.rename(from, to, (e) => done(e, undefined)));
    }
  };

  /** SFTP has no word for a full disk ("Failure"): the free space is asked for, where the server tells it. */
  const hasNoRoom = async (bytes: number): Promise<boolean> => {
    try {
      const disk = await ask<{ f_bavail: number; f_frsize: number }>((done) =>
        sftp.ext_openssh_statvfs(folder, done as never),
      );
      return disk.f_bavail * disk.f_frsize < bytes + 4096;
    } catch {
      return false;
    }
  };
  return { put, close: () => client.end().destroy() };
}
