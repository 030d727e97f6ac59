// The commands that the operations centre can send, one schema each. A command is JSON under
// `haidang/v1/<gateway>/command/<name>`: `{"id": "…", "expires": "2026-06-21T05:15:00Z", "args": {…}}`, at QoS 1, never
// retained. `id` makes it idempotent: sent again, it is answered again and not executed again. To add a command, add a
// line to `commandArgs`; the agent's router then fails to compile until it is handled.
import { z } from 'zod';
import { HaidangError } from '../../runtime/errors.ts';
import { idSchema, percentSchema } from '../../runtime/schema.ts';
import { backfillArgs } from '../backfill.ts';
import { limitArgs } from '../drain/limit.ts';
import { mediaSendArgs } from '../media/transfer.ts';

/** The largest command that is read, bytes. */
export const maxCommandBytes = 16 * 1024;

const instant = z.iso.datetime({ offset: true });

const oneTarget = (args: { lamp?: string | undefined; group?: string | undefined }) =>
  (args.lamp === undefined) !== (args.group === undefined);
const oneTargetMessage = 'give either lamp or group';
/** The same for those who check by JSON Schema. */
const oneTargetJson = { oneOf: [{ required: ['lamp'] }, { required: ['group'] }] };

/** How long a new site file has to prove itself. */
const gateSeconds = z.int().min(5).max(600).optional();

const lampTarget = { lamp: idSchema.optional(), group: idSchema.optional() };

export const commandArgs = {
  'gateway.ping': z.strictObject({}),
  'gateway.status': z.strictObject({}),
  'camera.snapshot': z.strictObject({ camera: idSchema }),
  'lamp.set': z
    .strictObject({
      ...lampTarget,
      level: percentSchema,
      until: instant.optional(),
      forSeconds: z
        .int()
        .min(1)
        .max(30 * 86_400)
        .optional(),
    })
    .refine(oneTarget, oneTargetMessage)
    .refine((a) => a.until === undefined || a.forSeconds === undefined, 'give either until or forSeconds, or none')
    .meta({ ...oneTargetJson, not: { required: ['until', 'forSeconds'] } }),
  'lamp.release': z.strictObject(lampTarget).refine(oneTarget, oneTargetMessage).meta(oneTargetJson),
  /** Full light before everything else: a lamp, a group, all lamps of a line, or all lamps. */
  'lamp.emergency': z
    .strictObject({
      ...lampTarget,
      line: idSchema.optional(),
      level: percentSchema.optional(),
      until: instant.optional(),
      forSeconds: z
        .int()
        .min(1)
        .max(30 * 86_400)
        .optional(),
    })
    .refine(
      (a) => [a.lamp, a.group, a.line].filter((t) => t !== undefined).length <= 1,
      'give lamp, group or line, or none',
    )
    .refine((a) => a.until === undefined || a.forSeconds === undefined, 'give either until or forSeconds, or none'),
  'lamp.mode': z.strictObject({ switch: idSchema, mode: z.enum(['auto', 'hand', 'photocell', 'maintenance']) }),
  'point.read': z.strictObject({ device: idSchema, point: z.string().min(1).max(100) }),
  'point.write': z.strictObject({
    device: idSchema,
    point: z.string().min(1).max(100),
    value: z.union([z.number(), z.boolean(), z.string().max(200)]),
  }),
  'outbox.backfill': backfillArgs,
  'uplink.limit': limitArgs,
  'media.send': mediaSendArgs,
  /** A whole site file as YAML, or a JSON Merge Patch (RFC 7386) of the one in force; tried, and taken back where it does not do. */
  'config.apply': z
    .strictObject({
      site: z.string().min(1).optional(),
      patch: z.record(z.string(), z.unknown()).optional(),
      withinSeconds: gateSeconds,
    })
    .refine((a) => (a.site === undefined) !== (a.patch === undefined), 'give either site or patch')
    .meta({ oneOf: [{ required: ['site'] }, { required: ['patch'] }] }),
  /** The site file before the one in force, or one of the last three by the beginning of its SHA-256. */
  'config.rollback': z.strictObject({
    to: z
      .string()
      .regex(/^[0-9a-f]{8,64}$/)
      .optional(),
    withinSeconds: gateSeconds,
  }),
} as const;

export type CommandName = keyof typeof commandArgs;
export const commandNames = Object.keys(commandArgs) as readonly CommandName[];

/** A command that was checked; `args` is what its schema says. */
export type Command = {
  [N in CommandName]: { readonly id: string; readonly name: N; readonly args: z.output<(typeof commandArgs)[N]> };
}[CommandName];

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
  expires: instant.optional().describe('From then on the command is refused, never carried out late.'),
  args: z.unknown().optional(),
});

/** A command as it came: what can be told of it, and the command or why there is none. */
export type Parsed =
  | { readonly id: string; readonly name: string; readonly expiresMs: number | undefined; readonly command: Command }
  | { readonly id: string | undefined; readonly name: string; readonly refused: string };

const explain = (error: z.ZodError) =>
  error.issues
    .slice(0, 5)
    .map((i) => (i.path.length > 0 ? `${i.path.join('.')}: ${i.message}` : i.message))
    .join('; ');

/** @param topicName the last part of the topic: it decides which command it is. */
export function parseCommand(topicName: string, payload: Uint8Array): Parsed {
  const name = topicName.slice(0, 60);
  if (payload.length > maxCommandBytes) {
    return { id: undefined, name, refused: `too large: ${payload.length} bytes, ${maxCommandBytes} are allowed` };
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
  const { id, expires, args } = envelope.data;
  if (envelope.data.name !== undefined && envelope.data.name !== name) {
    return { id, name, refused: `the topic says ${name}, the command says ${envelope.data.name.slice(0, 60)}` };
  }
  const known = commandNames.find((n) => n === name);
  if (!known) return { id, name, refused: `unknown command; known: ${commandNames.join(', ')}` };
  const checked = commandArgs[known].safeParse(args ?? {});
  if (!checked.success) return { id, name, refused: explain(checked.error) };
  const command = { id, name: known, args: checked.data } as Command;
  return { id, name, expiresMs: expires === undefined ? undefined : Date.parse(expires), command };
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
