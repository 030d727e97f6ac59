// The flags that `haidang ioc watch` and `send` share, and what they mean.
import { readFileSync } from 'node:fs';
import { message } from '../../messages/catalogue.ts';
import { messageOf } from '../../runtime/errors.ts';
import { type PublicKeys, readPublicKeys } from '../../runtime/signed.ts';
import type { Io } from '../command.ts';
import { WrongUsage } from '../tools/flags.ts';
import { type BrokerAddress, completed, parseBroker } from './address.ts';

export interface BrokerFlags {
  readonly broker?: string;
  readonly ca?: string;
}

/** @throws WrongUsage where the flags name no broker, or a file that cannot be read. */
export function brokerOf(flags: BrokerFlags, io: Io): BrokerAddress {
  if (flags.broker === undefined) throw new WrongUsage(message('ioc.no-broker'));
  const address = parseBroker(flags.broker);
  if (!address) throw new WrongUsage(message('ioc.bad-broker', { broker: flags.broker.replace(/\/\/.*@/, '//…@') }));
  try {
    return completed(address, flags.ca, io.env);
  } catch (error) {
    throw new WrongUsage(message('ioc.bad-file', { file: flags.ca ?? '', reason: messageOf(error) }));
  }
}

/** @throws WrongUsage where the file holds no public keys. */
export function keysOf(file: string | undefined): PublicKeys {
  if (file === undefined) return new Map();
  try {
    return readPublicKeys(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new WrongUsage(message('ioc.bad-file', { file, reason: messageOf(error) }));
  }
}
