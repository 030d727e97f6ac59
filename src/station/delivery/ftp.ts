// FTP and FTPS, by basic-ftp. The certificate is verified with each connection, that of data too; nothing turns it off.
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import type { ConnectionOptions } from 'node:tls';
import { Client, FTPError } from 'basic-ftp';
import { resolveSecret } from '../../runtime/secret.ts';
import type { FtpConfig } from './config.ts';
import { failed, failureOf } from './failure.ts';
import type { Connect, Remote } from './remote.ts';

export function ftpConnect(config: FtpConfig): Connect {
  return async (hold) => {
    const password = resolveSecret(config.password);
    const client = new Client(config.timeout, { allowSeparateTransferHost: false });
    hold(() => client.close());
    try {
      await open(client, config);
      await client.login(config.user, password.reveal());
      await client.useDefaultSettings();
      if (config.folder !== '.') await client.cd(config.folder);
    } catch (error) {
      client.close();
      throw failureOf(error);
    }
    return remoteOf(client, config.temporary);
  };
}

async function open(client: Client, config: FtpConfig): Promise<void> {
  const { host, port } = config;
  if (config.by === 'ftp') {
    await client.connect(host, port);
    return;
  }
  const tls = tlsOf(config);
  if (config.implicit) {
    await client.connectImplicitTLS(host, port, tls);
    return;
  }
  await client.connect(host, port);
  try {
    await client.useTLS(tls);
  } catch (error) {
    // A server without TLS refuses the word; some say 530, which would read as a wrong password.
    throw error instanceof FTPError ? failed('no-tls', error) : error;
  }
}

/** @throws HaidangError (`certificate`) where the file of authorities cannot be read. */
function tlsOf({ host, ...config }: Extract<FtpConfig, { by: 'ftps' }>): ConnectionOptions {
  const options = { host, rejectUnauthorized: true, minVersion: 'TLSv1.2' } as const;
  const name = config.serverName === undefined ? {} : { servername: config.serverName };
  if (config.ca === undefined) return { ...options, ...name };
  try {
    return { ...options, ...name, ca: readFileSync(config.ca) };
  } catch (error) {
    throw failed('certificate', error);
  }
}

function remoteOf(client: Client, temporary: string): Remote {
  const put = async (name: string, content: Buffer) => {
    const half = name + temporary;
    try {
      await client.uploadFrom(Readable.from([content]), half);
      await compareSize(client, half, content.length);
      await client.rename(half, name).catch(async (error) => {
        // RFC 959 leaves open whether a name may be renamed to one that is taken: some servers refuse.
        if (!(error instanceof FTPError)) throw error;
        await client.remove(name);
        await client.rename(half, name);
      });
    } catch (error) {
      // What a full disk was filled with.
      if (error instanceof FTPError && !client.closed) await client.remove(half, true).catch(() => {});
      throw failureOf(error);
    }
  };
  return { put, close: () => client.close() };
}

/** A data connection that breaks looks to the server like the end of the file. Servers without SIZE are believed. */
async function compareSize(client: Client, name: string, bytes: number): Promise<void> {
  const size = await client.size(name).catch((error) => {
    if (error instanceof FTPError && error.code >= 500 && error.code < 505) return bytes;
    throw error;
  });
  if (size !== bytes) throw failed('cut', `${name}: ${size} of ${bytes} bytes arrived`);
}
