// Who a command of `haidang ioc send` comes from: the role it is published under, and the signature of an issuer.
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { message } from '../../messages/catalogue.ts';
import { messageOf } from '../../runtime/errors.ts';
import { type Role, roles } from '../../uplink/commands/roles.ts';
import { type JsonObject, signCommand } from '../../uplink/commands/signature.ts';
import { WrongUsage } from '../tools/flags.ts';

/** Undefined: the least role that may send the command. @throws WrongUsage for a role that there is not. */
export function roleFlag(role: string | undefined): Role | undefined {
  const known = roles.find((r) => r === role);
  if (role !== undefined && !known) throw new WrongUsage(message('ioc.bad-role', { role, known: roles.join(', ') }));
  return known;
}

/** The command as it is sent. @throws WrongUsage where one of key and issuer is missing, or the file holds no key. */
export function signedBy(
  { key, issuer }: { readonly key?: string; readonly issuer?: string },
  topic: string,
  command: JsonObject,
): JsonObject {
  if (key === undefined) return command;
  if (issuer === undefined) throw new WrongUsage(message('ioc.key-without-issuer'));
  return signCommand(topic, command, secretOf(key));
}

function secretOf(file: string): KeyObject {
  try {
    const key = createPrivateKey(readFileSync(file));
    if (key.asymmetricKeyType === 'ed25519') return key;
    throw new Error(`an Ed25519 key is needed, this is ${key.asymmetricKeyType}`);
  } catch (error) {
    throw new WrongUsage(message('ioc.bad-file', { file, reason: messageOf(error) }));
  }
}
