// The message that a package is sealed, made from what was kept of it.
import type { MediaRef } from '../../domain/media.ts';
import type { OutgoingOf } from '../../domain/outgoing.ts';
import type { Instant } from '../../domain/time.ts';
import type { Kept } from './evidence-store.ts';
import { type Manifest, names } from './manifest.ts';
import { longestInMessage } from './send-policy.ts';

type Completed = OutgoingOf<'evidence.completed'>;

/** @param eventId CloudEvents id of the event that it belongs to, where it is known. */
export function completedOf({ manifest, text, sha256, ref }: Kept, at: Instant, eventId?: string): Completed {
  const bytes = Buffer.byteLength(text);
  const refOf = ({ name, mime, bytes: size, sha256: hash, width, height }: Manifest['files'][number]): MediaRef => ({
    ref: `${ref}/${name}`,
    mime,
    bytes: size,
    sha256: hash,
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
  });
  return {
    kind: 'evidence.completed',
    at,
    camera: manifest.event.camera,
    rule: manifest.event.rule,
    event: manifest.event.id,
    ...(eventId === undefined ? {} : { eventId }),
    complete: manifest.missing.length === 0,
    sequence: manifest.sequence,
    previous: manifest.previous,
    manifest: { ref: `${ref}/${names.manifest}`, mime: 'application/json', bytes, sha256 },
    ...(bytes <= longestInMessage ? { signed: text } : {}),
    files: manifest.files.map((f) => ({ ...refOf(f), what: f.what })),
    missing: manifest.missing,
  };
}

/** Where not even a manifest could be kept. */
export function nothingKept(
  { id, camera, rule }: Pick<Manifest['event'], 'id' | 'camera' | 'rule'>,
  missing: Manifest['missing'],
  at: Instant,
  eventId?: string,
): Completed {
  const known = eventId === undefined ? {} : { eventId };
  return { kind: 'evidence.completed', at, camera, rule, event: id, ...known, complete: false, files: [], missing };
}
