// What a package of evidence says of itself. One package an event: a folder with stills, a clip and `manifest.json`, a
// signed document (runtime/signed.ts) whose body is described here. Each manifest names the hash of the one before it,
// so that none can be taken out, put in or moved without a trace. When a package has had its time, a signed tombstone
// takes its place in the chain: what has expired lawfully is told from what is missing.
import { z } from 'zod';
import { canonicalText } from '../../runtime/canonical-text.ts';
import type { Signer } from '../../runtime/key-files.ts';
import { type Opened, type PublicKeys, seal, unseal } from '../../runtime/signed.ts';
import { wellFormed } from '../../runtime/text.ts';
import { sha256Of } from './digest.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const text = z.string().max(4000);
/** The name of a file in its package: a plain name, no path. */
const fileName = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,79}$/);

const fileSchema = z.strictObject({
  name: fileName,
  /** `before`, `at`, `after`: the moment of a still; `-overlay`: with the drawing. */
  what: z.enum(['before', 'at', 'after', 'before-overlay', 'at-overlay', 'after-overlay', 'clip']),
  mime: z.string(),
  bytes: z.int().nonnegative(),
  sha256,
  /** Of each 64 KiB. */
  blocks: z.array(sha256),
  /** RFC 3339: when it was taken; of a clip: its first picture. */
  at: z.string().optional(),
  /** Of a clip, milliseconds. */
  durationMs: z.number().nonnegative().optional(),
  width: z.int().positive().optional(),
  height: z.int().positive().optional(),
});

const missingSchema = z.strictObject({ what: fileSchema.shape.what, reason: text });

/** x, y, width and height of a box in pixels of the detector's picture, at `ms` from the event. */
const trackPoint = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()]);

const signalSchema = z.array(z.strictObject({ ms: z.number(), state: z.string(), source: z.string().optional() }));

export const manifestSchema = z.strictObject({
  kind: z.literal('haidang.evidence.manifest.v1'),
  gateway: z.string(),
  /** Counts the packages of the gateway from 1. */
  sequence: z.int().positive(),
  /** SHA-256 of the text of the manifest before; null for the first. */
  previous: sha256.nullable(),
  /** RFC 3339: when it was sealed. */
  sealed: z.string(),
  bootid: z.string(),
  event: z.strictObject({
    id: z.string(),
    at: z.string(),
    timequality: z.string(),
    camera: z.string(),
    rule: z.string(),
    type: z.string(),
    phase: z.string(),
    severity: z.string(),
    direction: z.string().optional(),
    track: z.string().optional(),
    class: z.string().optional(),
    explanation: text,
    /** The explanation in both languages; evidence that is older than this has it in English alone. */
    texts: z.strictObject({ en: text, vi: text }).optional(),
    /** The still that went out with the event. */
    still: z.strictObject({ ref: z.string(), sha256 }).optional(),
  }),
  files: z.array(fileSchema).max(7),
  /** What should be there and could not be made. */
  missing: z.array(missingSchema).max(8),
  track: z.array(trackPoint).max(2000).optional(),
  /** What the signal showed, at `ms` from the event. */
  signal: signalSchema.max(2000).optional(),
  /** How pixels become metres, as configured. */
  calibration: z.unknown().optional(),
  picture: z.strictObject({
    /** Of the detector's picture, in which the boxes are, pixels. */
    width: z.int().nonnegative(),
    height: z.int().nonnegative(),
    /** `main`: a stream of its own for evidence; `same`: the one that the detector looks at. */
    stream: z.enum(['main', 'same']),
    /** How many zones were blacked out, and the hash of their corners. */
    privacyZones: z.int().nonnegative(),
    privacySha256: sha256.optional(),
    /** Heads, two-wheelers with riders, and lower parts of other vehicles were made unreadable, but for the one accused. */
    blurred: z.boolean(),
    /** The clip was coded anew to hide what must not be seen; else its packets are the camera's own. */
    recoded: z.boolean(),
  }),
  hashes: z.strictObject({
    model: sha256.optional(),
    config: z.string().optional(),
    calibration: sha256.optional(),
    rule: sha256.optional(),
  }),
  agentversion: z.string(),
});
export type Manifest = z.output<typeof manifestSchema>;
export type ManifestFile = Manifest['files'][number];

/** In place of packages that are gone with right: those from `from` to `to`. */
export const tombstoneSchema = z.strictObject({
  kind: z.literal('haidang.evidence.tombstone.v1'),
  gateway: z.string(),
  from: z.int().positive(),
  to: z.int().positive(),
  /** What the manifest of `from` named as the one before it. */
  previous: sha256.nullable(),
  /** SHA-256 of the manifest of `to`. */
  manifest: sha256,
  /** RFC 3339: the last of them went at this time. */
  at: z.string(),
  /** `retention`: their days were over. `cap`: room was needed, and they were sent or need not be kept. */
  reason: z.enum(['retention', 'cap', 'mixed']),
});
export type Tombstone = z.output<typeof tombstoneSchema>;

/** Where the chain ends: kept beside the packages, so that the newest cannot be taken off unseen. */
export const headSchema = z.strictObject({
  kind: z.literal('haidang.evidence.head.v1'),
  gateway: z.string(),
  sequence: z.int().nonnegative(),
  /** SHA-256 of the last manifest; null while there is none. */
  manifest: sha256.nullable(),
});
export type Head = z.output<typeof headSchema>;

export type Read<T> =
  | {
      readonly ok: true;
      readonly value: T;
      readonly sha256: string /** Id of the key that signed it. */;
      readonly key: string;
    }
  | { readonly ok: false; readonly why: Unread };

/** `other-document`: signed, and something else than should be there. `newer-form`: signed, and of a form not known here. */
export type Unread = (Opened & { ok: false })['why'] | 'other-document' | 'newer-form';

/**
 * Reads and checks a signed document of this room.
 * @param bytes as they lie in the file.
 */
export function readDocument<S extends z.ZodObject<{ kind: z.ZodLiteral<string> }>>(
  schema: S,
  bytes: Uint8Array,
  keys: PublicKeys,
): Read<z.output<S>> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { ok: false, why: 'unreadable' };
  }
  const opened = unseal(text, keys);
  if (!opened.ok) return opened;
  const parsed = schema.safeParse(opened.body);
  if (!parsed.success) {
    const isOfItsKind = kindOf(opened.body['kind']) === kindOf(schema.shape.kind.value);
    return { ok: false, why: isOfItsKind ? 'newer-form' : 'other-document' };
  }
  return { ok: true, value: parsed.data, sha256: sha256Of(bytes), key: opened.key };
}

/** Without the number of its form. */
const kindOf = (kind: unknown) => String(kind).replace(/\.v\d+$/, '');

/** The text of a document of this room. @throws HaidangError (`ours`) where it is not what its schema says. */
export function writeDocument<T extends Manifest | Tombstone | Head>(body: T, signer: Signer): string {
  const schema = { manifest: manifestSchema, tombstone: tombstoneSchema, head: headSchema }[
    body.kind.split('.')[2] as 'manifest' | 'tombstone' | 'head'
  ];
  schema.parse(body);
  // Words come from cameras and from hands; half a character among them has no canonical form and is no reason to lose it.
  return seal(wellFormed(body) as T, signer);
}

/** A hash over anything that JSON holds. */
export const hashOf = (value: unknown): string => sha256Of(canonicalText(value));

/** Names of files and folders of the store. */
export const names = {
  manifest: 'manifest.json',
  tombstones: 'tombstones.jsonl',
  head: 'head.json',
  publicKey: 'gateway.pub.pem',
  rotations: 'rotations.jsonl',
} as const;
