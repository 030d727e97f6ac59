// What is said of a file with mistakes only because of what they cost: it is no second mistake.
import type { Finding } from './load.ts';

/** A name that is unknown only because what bears it has a mistake of its own is no second mistake. */
export function isAboutLost({ message: { code, params } }: Finding, lostIds: ReadonlySet<string>): boolean {
  // Nothing of its kind is left: the whole section was lost, and each of its names is named a hundred times.
  const isAllLost = params['allowed'] === '-';
  const isName =
    code.startsWith('config.unknown-name') || code === 'lighting.input-not-fed' || code === 'lighting.input-near';
  // What uses it may be what was lost.
  if (
    code === 'lighting.unused-program' ||
    code === 'lighting.unused-calendar' ||
    code === 'lighting.group-without-lamps'
  ) {
    return true;
  }
  return isName && (isAllLost || lostIds.has(String(params['found'])));
}
