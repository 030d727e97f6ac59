// Why a happening was missed or an event was wrong, as far as the boxes tell: what to look at first.
import type { WrongEvent } from '../../../src/vision/score.ts';
import { kindOf } from '../../../src/vision/track/kinds.ts';
import type { HappeningLine } from '../../../src/vision/tracks-file.ts';
import type { Sightings } from './sightings.ts';

export interface Cause {
  readonly cause:
    | 'not detected'
    | 'track broke'
    | 'class'
    | 'rule'
    | 'nobody'
    | 'near miss'
    | 'twice'
    | 'never happened';
  readonly note: string;
}

/** Found in fewer of its frames than this share, it was not detected. */
const enoughFound = 0.5;
/** So long before and after a happening its track should be one, milliseconds. */
const aroundMs = 1500;

export function causeOfMiss(h: HappeningLine, sightings: Sightings): Cause {
  const share = sightings.shareFound(h);
  const tracks = h.objects.flatMap((id) => [...sightings.tracksOf(id, h.startMs - aroundMs, h.endMs + aroundMs)]);
  const kind = sightings.kindOf(h.objects[0]);
  const note = `found in ${Math.round(100 * share)} %, ${tracks.map(([id, t]) => `${id.split('-').at(-1)} ${t.as} ${t.frames}`).join(', ') || 'no track'}`;
  if (share < enoughFound || tracks.length === 0) return { cause: 'not detected', note };
  if (tracks.length > h.objects.length) return { cause: 'track broke', note };
  if (kind && !tracks.some(([, t]) => kindOf(t.as) === kind)) return { cause: 'class', note };
  return { cause: 'rule', note };
}

export function causeOfWrong(
  { ms, track }: WrongEvent,
  happenings: readonly HappeningLine[],
  sightings: Sightings,
): Cause {
  if (track === 'nobody') return { cause: 'nobody', note: '' };
  const near = happenings.filter((h) => track === undefined || h.objects.includes(track));
  const at = near.filter((h) => h.startMs - 2000 <= ms && ms <= h.endMs + 2000);
  const tracks = track === undefined ? [] : [...sightings.tracksOf(track, ms - 5000, ms)];
  const note = tracks.map(([id, t]) => `${id.split('-').at(-1)} ${t.as} ${t.frames}`).join(', ');
  if (at.some((h) => h.type !== 'near-miss')) return { cause: 'twice', note };
  return { cause: at.length > 0 ? 'near miss' : 'never happened', note };
}
