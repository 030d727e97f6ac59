// Why a delivery failed, in words that tell a technician what to do. Pure.
import { FTPError } from 'basic-ftp';
import { HaidangError, messageOf } from '../../runtime/errors.ts';

export type Why =
  | 'login'
  | 'refused'
  | 'unreachable'
  | 'no-tls'
  | 'certificate'
  | 'host-key'
  | 'full'
  | 'folder'
  | 'cut'
  | 'secret'
  | 'local';

/** Failures that no wait mends: a person must do something. */
const byPerson: ReadonlySet<Why> = new Set(['login', 'no-tls', 'certificate', 'host-key', 'folder', 'secret']);

export function failed(why: Why, error: unknown): HaidangError {
  const fault = byPerson.has(why) ? 'configuration' : 'network';
  return new HaidangError(fault, why, messageOf(error), { cause: error });
}

/** @returns the same error where it is one of ours. */
export function failureOf(error: unknown): HaidangError {
  return error instanceof HaidangError ? error : failed(whyOf(error), error);
}

/** The code that `failed` gave it. */
export function whyIn(error: HaidangError): Why {
  return error.code === 'secret-missing' ? 'secret' : (error.code as Why);
}

const unreachable = /^(ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENETDOWN|ETIMEDOUT)$/;
/** Names of OpenSSL's verification errors as Node gives them. */
const certificate = /CERT|ISSUER|LEAF_SIGNATURE/;

function whyOf(error: unknown): Why {
  if (error instanceof FTPError) return ofAnswer(error.code);
  const { code, level } = error as { code?: unknown; level?: unknown };
  if (level === 'client-authentication') return 'login';
  if (level === 'client-timeout') return 'unreachable';
  if (code === 2 || code === 3) return 'folder';
  const name = typeof code === 'string' ? code : messageOf(error);
  if (name === 'ECONNREFUSED') return 'refused';
  if (unreachable.test(name)) return 'unreachable';
  return certificate.test(name) ? 'certificate' : 'cut';
}

/** Answers of FTP (RFC 959): 452 and 552 no space; vsftpd says 451 where it could not write; 55x the name or the folder. */
function ofAnswer(code: number): Why {
  if (code === 530 || code === 430 || code === 332 || code === 532) return 'login';
  if (code === 451 || code === 452 || code === 552) return 'full';
  return code >= 550 && code < 560 ? 'folder' : 'cut';
}
