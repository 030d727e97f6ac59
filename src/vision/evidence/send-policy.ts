// What of a package goes to the centre by itself, as the site says: the first entry that fits the event decides.
import type { Severity } from '../rules/rule.ts';
import type { EvidenceConfig } from './config.ts';
import { type Manifest, names } from './manifest.ts';

const ranks = { info: 0, warning: 1, error: 2 } as const satisfies Record<Severity, number>;

/** A message of at most 64 KiB carries a manifest of so many bytes; a longer one goes as a file. */
export const longestInMessage = 40 * 1024;

/**
 * @param text of the signed manifest.
 * @returns names of the files that are to be sent, the pictures first; none where nobody wants them.
 */
export function toBeSent(policy: EvidenceConfig['send'], { event, files }: Manifest, text: string): readonly string[] {
  const rank = ranks[event.severity as Severity] ?? ranks.error;
  const entry = policy.find(
    ({ kinds, from }) => rank >= ranks[from] && (kinds === undefined || (kinds as string[]).includes(event.type)),
  );
  const what = entry?.what ?? 'none';
  if (what === 'none' || files.length === 0) return [];
  const stills = files.filter((f) => f.what !== 'clip');
  const clips = what === 'all' ? files.filter((f) => f.what === 'clip') : [];
  const manifest = Buffer.byteLength(text) > longestInMessage ? [names.manifest] : [];
  return [...manifest, ...[...stills, ...clips].map((f) => f.name)];
}
