// Field types that every room's configuration shares. Each is a zod schema: the type, the validation and the editor's
// JSON Schema at once. A schema that refuses says it with a message of the catalogue (`refuse`), so that the
// technician gets the line, the reason and the remedy in their language.
import { z } from 'zod';
import { type Message, message } from '../messages/catalogue.ts';
import type { Phrase } from '../messages/text.ts';
import { words } from './document/words.ts';
import { meantDuration, meantId, meantTime } from './meant.ts';

/** Adds a problem with a message of the catalogue to a zod check. `path` is relative to the checked value. */
export function refuse(
  ctx: { issues: unknown[]; value: unknown },
  m: Message,
  path: readonly (string | number)[] = [],
): void {
  ctx.issues.push({
    code: 'custom',
    input: ctx.value,
    path: [...path],
    message: m.code,
    params: { message: m },
    continue: true,
  });
}

const bad = (found: unknown, expected: string | Phrase, example: string) =>
  message('config.bad-format', { found: String(found), expected, example });

/** Text of a form. Who writes another one is told what is expected, with what was meant or an example. */
export const formSchema = (
  pattern: RegExp,
  expected: string | Phrase,
  example: string,
  meant?: (found: string) => string | undefined,
) =>
  z
    .string()
    .check((ctx) => {
      if (!pattern.test(ctx.value)) refuse(ctx, bad(ctx.value, expected, meant?.(ctx.value) ?? example));
    })
    .meta({ pattern: pattern.source, examples: [example] })
    .register(words, { noun: expected, example, ...(meant ? { meant } : {}) });

/** The name of a thing in the site file: it travels in topics and file names. */
export const idSchema = formSchema(
  /^[a-z0-9][a-z0-9_-]{0,62}$/,
  {
    en: 'a name of lower-case letters, digits, "-" and "_" (at most 63)',
    vi: 'một tên gồm chữ thường không dấu, chữ số, "-" và "_" (tối đa 63 ký tự)',
  },
  'air-1',
  meantId,
).describe('Name, unique among its kind: lower-case letters, digits, "-" and "_".');

const unitMs: Record<string, number> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };
const durationWords = {
  noun: {
    en: 'a length of time with its unit (ms, s, min, h, d)',
    vi: 'một khoảng thời gian kèm đơn vị (ms, s, min, h, d)',
  },
  example: '5s',
};
const durationPattern = /^(\d+(?:\.\d+)?)(ms|s|min|h|d)$/;

/** A length of time like `500ms`, `5s`, `2min`, `1h`, `7d`; parsed to milliseconds. */
export function durationSchema(limits: { minMs?: number; maxMs?: number } = {}) {
  const isWithin = (text: string) => {
    const ms = parseDuration(text);
    return ms !== undefined && ms >= (limits.minMs ?? 0) && ms <= (limits.maxMs ?? Number.POSITIVE_INFINITY);
  };
  // A number alone is of the first unit that fits: retain: 7 is no week of seconds.
  const meant = (found: string) =>
    (/^\d+$/.test(found) ? ['s', 'min', 'h', 'd'].map((unit) => found + unit) : [meantDuration(found) ?? '']).find(
      isWithin,
    );
  return z
    .string()
    .check((ctx) => {
      const ms = parseDuration(ctx.value);
      if (ms === undefined) {
        refuse(ctx, bad(ctx.value, durationWords.noun, meant(ctx.value) ?? durationWords.example));
      } else if (limits.minMs !== undefined && ms < limits.minMs) {
        refuse(ctx, message('config.too-small', { found: ctx.value, limit: formatDuration(limits.minMs) }));
      } else if (limits.maxMs !== undefined && ms > limits.maxMs) {
        refuse(ctx, message('config.too-big', { found: ctx.value, limit: formatDuration(limits.maxMs) }));
      }
    })
    .meta({
      description: 'A length of time with its unit: ms, s, min, h or d.',
      pattern: durationPattern.source,
      examples: ['5s'],
    })
    .register(words, { ...durationWords, meant })
    .transform((text) => parseDuration(text) ?? 0);
}

function parseDuration(text: string): number | undefined {
  const match = durationPattern.exec(text);
  return match ? Number(match[1]) * (unitMs[match[2] ?? ''] ?? Number.NaN) : undefined;
}

export function formatDuration(ms: number): string {
  for (const unit of ['d', 'h', 'min', 's'] as const) {
    const size = unitMs[unit] ?? 1;
    if (ms >= size && ms % size === 0) return `${ms / size}${unit}`;
  }
  return `${ms}ms`;
}

const unitBytes: Record<string, number> = { KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };
const sizeWords = {
  noun: { en: 'a size with its unit (KiB, MiB, GiB)', vi: 'một dung lượng kèm đơn vị (KiB, MiB, GiB)' },
  example: '512MiB',
};
/** Nobody has such a disk: a unit was mistaken. */
const mostBytes = 100 * 1024 ** 4;
const bytesPattern = /^(\d+(?:\.\d+)?)(KiB|MiB|GiB)$/;

/** A size like `64KiB`, `512MiB`, `8GiB`; parsed to bytes. */
export function byteSizeSchema(limits: { min?: number; max?: number } = {}) {
  const parse = (text: string) => {
    const match = bytesPattern.exec(text);
    return match ? Math.round(Number(match[1]) * (unitBytes[match[2] ?? ''] ?? Number.NaN)) : undefined;
  };
  return z
    .string()
    .check((ctx) => {
      const bytes = parse(ctx.value);
      const most = limits.max ?? mostBytes;
      if (bytes === undefined) refuse(ctx, noSize(ctx.value));
      else if (bytes > most) {
        refuse(ctx, message('config.too-big', { found: ctx.value, limit: formatBytes(most) }));
      } else if (limits.min !== undefined && bytes < limits.min) {
        refuse(ctx, message('config.too-small', { found: ctx.value, limit: formatBytes(limits.min) }));
      }
    })
    .meta({ description: 'A size with its unit: KiB, MiB or GiB.', pattern: bytesPattern.source, examples: ['512MiB'] })
    .register(words, sizeWords)
    .transform((text) => parse(text) ?? 0);
}

/** 1GB, 1 GiB, 2TiB, 500M: the number is right, and its unit is another one. */
function noSize(found: string): Message {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgt])(?:i?b)?$/i.exec(found);
  const [, amount, letter = ''] = match ?? [];
  if (amount === undefined) return bad(found, sizeWords.noun, sizeWords.example);
  const isTera = letter.toLowerCase() === 't';
  const example = isTera ? `${Number(amount) * 1024}GiB` : `${amount}${letter.toUpperCase()}iB`;
  return message('config.size-unit', { found, example });
}

export function formatBytes(bytes: number): string {
  for (const unit of ['GiB', 'MiB'] as const) {
    const size = unitBytes[unit] ?? 1;
    if (bytes >= size && bytes % size === 0) return `${bytes / size}${unit}`;
  }
  return `${Math.round(bytes / 1024)}KiB`;
}

const clockTimePattern = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** A time of day `HH:MM`, local time of the site; parsed to minutes after midnight. */
export const clockTimeSchema = formSchema(
  clockTimePattern,
  {
    en: 'a time of day between 00:00 and 23:59, in quotes',
    vi: 'một giờ trong ngày từ 00:00 đến 23:59, trong dấu nháy',
  },
  '"22:30"',
  meantTime,
)
  .describe('Time of day, HH:MM, local time of the site. Keep the quotes.')
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5)));

/** Per cent, 0 to 100. */
export const percentSchema = z.number().min(0).max(100).meta({ description: 'Per cent, 0 to 100.' });

const secretPattern = /^\$\{(env|file):([^}]+)\}$/;

/** Where a secret is kept: in an environment variable or in a file. The YAML never holds the secret itself. */
export interface SecretRef {
  readonly kind: 'env' | 'file';
  readonly name: string;
}

/** `${env:NAME}` or `${file:/path}`; parsed to where the secret is kept. Anything else is refused. */
export const secretSchema = z
  .string()
  .check((ctx) => {
    if (secretPattern.test(ctx.value)) return;
    // What begins like a place of a secret is none itself, and its form alone is wrong.
    const isPlace = /^\$?\{? *(?:env|file) *:|^\$\{/.test(ctx.value);
    refuse(ctx, message(isPlace ? 'config.secret-form' : 'config.secret-in-yaml'));
  })
  .meta({
    description: 'Where the secret is kept: ${env:NAME} or ${file:/path}. Never the secret itself.',
    pattern: secretPattern.source,
    examples: ['${env:CAMERA_PASSWORD}', '${file:/run/secrets/mqtt}'],
  })
  .register(words, {
    noun: { en: 'where the secret is kept', vi: 'nơi cất bí mật' },
    example: '${file:/run/secrets/mqtt}',
    isSecret: true,
  })
  .transform((text): SecretRef => {
    const match = secretPattern.exec(text);
    return { kind: match?.[1] === 'file' ? 'file' : 'env', name: match?.[2] ?? '' };
  });

/** Degrees of a place. Out of their bounds they are mostly the other of the two, or lack their decimal point. */
const degrees = (limit: 90 | 180, what: Phrase, example: string) =>
  z
    .number()
    .check((ctx) => {
      const { value: found } = ctx;
      if (!(Math.abs(found) <= limit)) refuse(ctx, message('config.no-degrees', { found, what, limit }));
    })
    .meta({ minimum: -limit, maximum: limit, examples: [Number(example)] })
    .register(words, {
      noun: { en: `${what.en} in degrees with a decimal point`, vi: `${what.vi} tính bằng độ thập phân` },
      example,
    });
export const latitudeSchema = degrees(90, { en: 'latitude', vi: 'vĩ độ' }, '20.95');
export const longitudeSchema = degrees(180, { en: 'longitude', vi: 'kinh độ' }, '107.08');

/** A place on the map. */
export const positionSchema = z.strictObject({
  latitude: latitudeSchema.describe('Degrees north (WGS 84).'),
  longitude: longitudeSchema.describe('Degrees east (WGS 84).'),
});
export type Position = z.output<typeof positionSchema>;
