// What is said of a file with mistakes only because of what they cost: it is no second mistake.
import type { Salvaged } from '../runtime/document/salvage.ts';
import type { Finding } from './load.ts';

/** What a lost key or element may be the only reason of. */
const ofLosses: readonly string[] = [
  'lighting.unused-program',
  'lighting.unused-calendar',
  'lighting.group-without-lamps',
  'lighting.lamp-without-program',
  'lighting.broadcast-mixed',
  'station.tt10-window',
  'station.flag-for-nothing',
];

type Lost = Pick<Salvaged<unknown>, 'lostIds' | 'lostLists'>;

/** What the elements of a list of the site file are called where they are named. */
const kindsOf = (list: string) => [list.replace(/s$/, ''), ...(list === 'inputs' ? ['device'] : [])];

/** A name that is unknown only because what bears it has a mistake of its own is no second mistake. */
export function isAboutLost({ message: { code, params } }: Finding, { lostIds, lostLists }: Lost): boolean {
  // Nothing of its kind is left: the whole section was lost, and each of its names is named a hundred times.
  const isAllLost = params['allowed'] === '-';
  const isName =
    code.startsWith('config.unknown-name') || code === 'lighting.input-not-fed' || code === 'lighting.input-near';
  // What uses it may be what was lost.
  if (ofLosses.includes(code)) return true;
  if (code === 'rules.unknown-signal') return lostIds.has(String(params['signal']));
  const what = params['what'];
  // One of them stands in the file without its name: any name may be its.
  const isOfLost = typeof what === 'object' && [...lostLists].some((list) => kindsOf(list).includes(what.en));
  return isName && (isAllLost || isOfLost || lostIds.has(String(params['found'])));
}
