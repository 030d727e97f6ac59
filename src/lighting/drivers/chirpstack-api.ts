// ChirpStack v4 by REST, for what its MQTT integration does not do: a downlink to a multicast group. Path, body and header as
// in api/proto/api/multicast_group.proto (MulticastGroupService.Enqueue: POST /api/multicast-groups/ID/queue) and in the
// documentation of its REST proxy (token as Grpc-Metadata-Authorization).
import { type Clock, withDeadline } from '../../runtime/clock.ts';
import { HaidangError, messageOf } from '../../runtime/errors.ts';
import type { SecretRef } from '../../runtime/schema.ts';
import { resolveSecret } from '../../runtime/secret.ts';
import { cutText } from '../../runtime/text.ts';

export interface ApiAddress {
  /** Like `https://chirpstack.example.vn:8090`, without a slash at its end. */
  readonly url: string;
  readonly token: SecretRef;
}

const patienceMs = 5000;
/** Of an answer that refuses, as much as a person reads. */
const longestReason = 200;

/**
 * Puts one frame into the queue of a multicast group.
 * @param data the frame, base64.
 * @throws HaidangError `api-refused` (with what ChirpStack says, never with the token), `api-unreachable`, or what a
 *   missing secret throws. The token is read anew each time: it may have been exchanged.
 */
export async function enqueueMulticast(
  { url, token }: ApiAddress,
  group: string,
  item: { readonly fPort: number; readonly data: string },
  clock: Clock,
): Promise<void> {
  const secret = resolveSecret(token).reveal();
  const ended = new AbortController();
  const asked = fetch(`${url}/api/multicast-groups/${group}/queue`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'Grpc-Metadata-Authorization': `Bearer ${secret}` },
    body: JSON.stringify({ queueItem: item }),
    redirect: 'error',
    signal: ended.signal,
  }).then(async (answer) => ({ ok: answer.ok, status: answer.status, text: await shortTextOf(answer) }));
  const tooLate = () => new HaidangError('network', 'api-unreachable', `${url}: no answer within ${patienceMs} ms`);
  try {
    const { ok, status, text } = await withDeadline(clock, patienceMs, asked, tooLate);
    if (!ok) throw new HaidangError('configuration', 'api-refused', `${url}: ${status} ${reasonIn(text)}`.trim());
  } catch (error) {
    if (error instanceof HaidangError) throw error;
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
    throw new HaidangError('network', 'api-unreachable', `${url}: ${messageOf(error)}${cause}`);
  } finally {
    ended.abort();
  }
}

/** The beginning of an answer: a proxy in between may send a page without end. */
async function shortTextOf({ body }: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const part of body ?? []) {
    text += decoder.decode(part, { stream: true });
    if (text.length > 4096) break;
  }
  return text;
}

/** ChirpStack says why as `{"code":16,"message":"…"}`. */
function reasonIn(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    return typeof message === 'string' ? cutText(message, longestReason) : '';
  } catch {
    return cutText(text, longestReason).replace(/\s+/g, ' ');
  }
}
