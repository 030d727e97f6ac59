// Where a broker is and who asks: `--broker mqtts://user@host:8883`. A password in an address stays in the history of the
// shell and in the list of processes, so it is better given in the environment.
import { readFileSync } from 'node:fs';

export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly username?: string;
  readonly password?: string;
  /** PEM of the authorities that are believed; absent: those of the system. */
  readonly ca?: Buffer;
}

/** Where the password is looked for when the address has none. */
export const passwordVariable = 'HAIDANG_BROKER_PASSWORD';

/** An address as `--broker` takes it; undefined where it is none. */
export function parseBroker(text: string): BrokerAddress | undefined {
  const url = URL.parse(text);
  if (!url || !['mqtt:', 'mqtts:'].includes(url.protocol) || url.hostname === '') return undefined;
  if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '') return undefined;
  const tls = url.protocol === 'mqtts:';
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (tls ? 8883 : 1883) : Number(url.port),
    tls,
    ...(url.username ? { username: decodeURIComponent(url.username) } : {}),
    ...(url.password ? { password: decodeURIComponent(url.password) } : {}),
  };
}

/** The address with what stands elsewhere. @throws where the file of authorities cannot be read. */
export function completed(
  address: BrokerAddress,
  ca: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): BrokerAddress {
  const password = address.password ?? env[passwordVariable];
  return {
    ...address,
    ...(password === undefined ? {} : { password }),
    ...(ca === undefined ? {} : { ca: readFileSync(ca) }),
  };
}
