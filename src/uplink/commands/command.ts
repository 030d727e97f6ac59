// A command as it comes: JSON under `haidang/v1/<gateway>/command/<role>/<name>`,
// `{"id": "…", "expires": "2026-06-21T05:15:00Z", "args": {…}}`, at QoS 1, never retained. `id` makes it idempotent: sent
// again, it is answered again and not executed again. What it says is checked here; whether it may be carried out now is
// decided in gate.ts.
import { z } from 'zod';
import { HaidangError } from '../../runtime/errors.ts';
import { cutText } from '../../runtime/text.ts';
import { type Command, commandArgs, commandNames, instant } from './args.ts';

/** The largest command that is read, bytes. */
export const maxCommandBytes = 16 * 1024;
/** The same of one that carries a site file. */
export const maxSiteBytes = 192 * 1024;

const maxBytesOf = (name: string) => (name === 'config.apply' ? maxSiteBytes : maxCommandBytes);

export interface CommandOutcome {
  /** `unknown`: it may have been carried out and nobody can say. */
  readonly outcome: 'done' | 'refused' | 'failed' | 'unknown';
  /** Why, where it is not `done`; a line of English for an engineer. */
  readonly reason?: string;
  /** What was really achieved, read back where that is possible. */
  readonly result?: Readonly<Record<string, unknown>>;
}

/** What every command has, beside its arguments; other keys are for who sends it. */
export const commandEnvelopeSchema = z.looseObject({
  id: z
    .string()
    .regex(/^[\x21-\x7e]{1,100}$/, 'must be 1 to 100 printable characters without spaces')
    .describe('Chosen by who sends; the same id is answered again and never carried out twice.'),
  name: z.string().optional(),
  issued: instant.optional().describe('When it was made. One from the future is refused.'),
  expires: instant.optional().describe('From then on the command is refused, never carried out late.'),
  issuer: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'must be a name of lower-case letters, digits, "-" and "_"')
    .optional()
    .describe('Who sends it, as the site file of the gateway names them: whose key the signature is checked with.'),
  signature: z
    .string()
    .regex(/^[A-Za-z0-9+/]{86}==$/, 'must be 64 bytes in base64')
    .optional()
    .describe(
      'Ed25519, base64, over the canonical form (RFC 8785) of the command without `signature` and with its topic as `topic`.',
    ),
  args: z.unknown().optional(),
});

/** What a command says beside what is to be done. */
export interface Claims {
  readonly issuedMs: number | undefined;
  readonly expiresMs: number | undefined;
  readonly issuer: string | undefined;
  readonly signature: string | undefined;
  /** The whole of it as parsed: what a signature is over. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** A command as it came: what can be told of it, and the command or why there is none. */
export type Parsed =
  | { readonly id: string; readonly name: string; readonly claims: Claims; readonly command: Command }
  | { readonly id: string | undefined; readonly name: string; readonly issuer?: string; readonly refused: string };

function explain(error: z.ZodError): string {
  const told = error.issues
    .slice(0, 5)
    .map((i) => (i.path.length > 0 ? `${i.path.join('.')}: ${i.message}` : i.message));
  return cutText(told.join('; '), 1000);
}

/** @param topicName the last part of the topic: it decides which command it is. */
export function parseCommand(topicName: string, payload: Uint8Array): Parsed {
  const name = cutText(topicName, 60);
  const most = maxBytesOf(name);
  if (payload.length > most) {
    return { id: undefined, name, refused: `too large: ${payload.length} bytes, ${most} are allowed` };
  }
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    return { id: undefined, name, refused: 'not JSON in UTF-8' };
  }
  const envelope = commandEnvelopeSchema.safeParse(json);
  if (!envelope.success) {
    const id = commandEnvelopeSchema.shape.id.safeParse((json as { id?: unknown } | null)?.id);
    return { id: id.data, name, refused: explain(envelope.error) };
  }
  const { id, issued, expires, issuer, signature, args } = envelope.data;
  const said = { id, name, ...(issuer === undefined ? {} : { issuer }) };
  if (envelope.data.name !== undefined && envelope.data.name !== name) {
    return { ...said, refused: `the topic says ${name}, the command says ${cutText(envelope.data.name, 60)}` };
  }
  const known = commandNames.find((n) => n === name);
  if (!known) return { ...said, refused: `unknown command; known: ${commandNames.join(', ')}` };
  const checked = commandArgs[known].safeParse(args ?? {});
  if (!checked.success) return { ...said, refused: explain(checked.error) };
  const command = { id, name: known, args: checked.data } as Command;
  const claims = {
    issuedMs: issued === undefined ? undefined : Date.parse(issued),
    expiresMs: expires === undefined ? undefined : Date.parse(expires),
    ...{ issuer, signature, json: json as Claims['json'] },
  };
  return { id, name, claims, command };
}

/**
 * When the override of a `lamp.set` ends, milliseconds since the epoch; null: when it is released.
 * @throws HaidangError (`configuration`, `in-the-past`) for an end that has passed.
 */
export function overrideEnd(
  args: { until?: string | undefined; forSeconds?: number | undefined },
  nowMs: number,
): number | null {
  if (args.forSeconds !== undefined) return nowMs + args.forSeconds * 1000;
  if (args.until === undefined) return null;
  const end = Date.parse(args.until);
  if (end <= nowMs) throw new HaidangError('configuration', 'in-the-past', `until ${args.until} has passed`);
  return end;
}
