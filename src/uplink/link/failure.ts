// Why a connection did not come about or ended, as one of the few kinds that a person can act on.

import { type Message, message } from '../../messages/catalogue.ts';
import { messageOf } from '../../runtime/errors.ts';
import { reasonText } from '../reasons.ts';

export interface LinkFailure {
  readonly message: Message;
  /** In one English line, for the log. */
  readonly text: string;
  /** Waiting does not help: somebody must change something here or at the broker. */
  readonly needsPerson: boolean;
  /** The other side ended it, so what was on its way may be why. */
  readonly byPeer: boolean;
}

const failure = (m: Message, text: string, needsPerson = false, byPeer = true): LinkFailure => ({
  message: m,
  text,
  needsPerson,
  byPeer,
});

/** The broker refused the connection with this CONNACK code, of MQTT 3.1.1 (1 to 5) or 5 (from 128 on). */
export function refusedBy(code: number): LinkFailure {
  const reason = reasonText(code);
  const text = `refused: ${reason}`;
  switch (code) {
    case 1:
    case 0x84:
      return failure(message('uplink.version', { reason }), text, true);
    case 4:
    case 5:
    case 0x86:
    case 0x87:
    case 0x8a:
    case 0x8c:
      return failure(message('uplink.credentials', { reason }), text, true);
    case 3:
    case 0x88:
    case 0x89:
    case 0x97:
    case 0x9f:
      return failure(message('uplink.refused', { reason }), text);
    default:
      return failure(message('uplink.refused', { reason }), text, true);
  }
}

/** The broker ended the connection with a DISCONNECT of this code (MQTT 5). */
export function endedBy(code: number, clientId: string): LinkFailure {
  const reason = reasonText(code);
  const text = `ended by the broker: ${reason}`;
  if (code === 0x8e) return failure(message('uplink.taken-over', { clientId }), text, true);
  if (code === 0x87) return failure(message('uplink.credentials', { reason }), text, true);
  return failure(message('uplink.closed', { reason }), text);
}

export const silent = (ms: number): LinkFailure => {
  const text = `nothing came from the broker for ${Math.round(ms / 1000)} s`;
  return failure(message('uplink.silent', { reason: text }), text, false, false);
};

export const closed = (text = 'connection lost'): LinkFailure =>
  failure(message('uplink.closed', { reason: text }), text);

/** OpenSSL and Node name a bad certificate in many ways; these are not about certificates. */
const network = /^(E[A-Z0-9]+|EAI_\w+|ERR_SOCKET\w*|UND_\w+)$/;
const tls = /^(ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|INVALID_|PATH_LENGTH)/;

/** An error of the socket, of TLS, or of mqtt.js itself. */
export function failedWith(error: unknown): LinkFailure {
  const code = error && typeof error === 'object' && 'code' in error ? error.code : undefined;
  const text = messageOf(error);
  if (typeof code === 'number') return code > 0 ? refusedBy(code) : closed(text);
  if (typeof code === 'string' && (tls.test(code) || /certificate/i.test(text))) {
    // An alert from the other side speaks of our certificate, all else of the broker's.
    const aboutUs = /ALERT|alert/.test(`${code} ${text}`);
    return failure(message(aboutUs ? 'uplink.credentials' : 'uplink.tls', { reason: text }), `TLS: ${text}`, true);
  }
  if (typeof code === 'string' && network.test(code))
    return failure(message('uplink.unreachable', { reason: text }), text);
  if (/timeout/i.test(text)) return failure(message('uplink.unreachable', { reason: text }), text);
  return closed(text);
}
