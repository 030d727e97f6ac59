// Where a media file lies: media/YYYY/MM/DD/HHMMSSmmm-<subject>-<start of its sha256>.<extension>, all in UTC. The names
// sort by time, so the oldest is found without an index, and say when a file was made without asking the file system.
import { type Instant, toIso } from '../domain/time.ts';

const pattern = /^(\d{4})\/(\d\d)\/(\d\d)\/(\d\d)(\d\d)(\d\d)(\d{3})-[a-z0-9._-]+\.[a-z0-9]+$/;

/** The path under the media folder, with forward slashes. */
export function mediaPath(at: Instant, subject: string, sha256: string, extension: string): string {
  const iso = toIso(at);
  const day = iso.slice(0, 10).replaceAll('-', '/');
  const time = iso.slice(11, 23).replace(/[:.]/g, '');
  return `${day}/${time}-${plain(subject, '-').slice(0, 80)}-${sha256.slice(0, 12)}.${plain(extension, '').slice(0, 8)}`;
}

const plain = (text: string, instead: string) => text.toLowerCase().replace(/[^a-z0-9_]+/g, instead) || 'x';

/** When a media file was made, milliseconds since the epoch; undefined where the path is not one of ours. */
export function timeOfMedia(path: string): number | undefined {
  const m = pattern.exec(path);
  if (!m) return undefined;
  const ms = Date.parse(`${m[1]}-${m[2]}-${m[3]}T${m[4]}:${m[5]}:${m[6]}.${m[7]}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}
