// A folder of clips or of track files, one replay after the other. Each clip is a time of its own: no track, count or rule reaches from one
// into the next, and each begins at the same start. A clip that cannot be read is named and the others are played.
import { readdir, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { HaidangError } from '../runtime/errors.ts';
import type { ReplaySummary } from './replay.ts';
import type { TracksSummary } from './replay-tracks.ts';
import { type RuleScore, scoresTogether } from './score.ts';

/** What is taken for a clip; whatever else lies in the folder (notes, track files, hashes) is passed over. */
const clipEndings: readonly string[] = [
  ...['.mp4', '.m4v', '.mov', '.mkv', '.webm', '.avi', '.flv'],
  ...['.ts', '.mts', '.m2ts', '.mpg', '.mpeg', '.h264', '.264', '.h265', '.265', '.hevc', '.y4m'],
];
const trackEndings: readonly string[] = ['.jsonl'];

/** Of errors that are of one file alone. */
const unreadableCodes: readonly string[] = ['video-unreadable', 'tracks-unreadable'];

interface ClipsOptions {
  readonly camera: string;
  /** File names, in the order in which they are played. */
  readonly clips: readonly string[];
  /** Replays one of them; it prints the clip's events itself. */
  readonly replayOne: (clip: string) => Promise<TracksSummary>;
  /** Gets each clip's heading and summary, as they come. */
  readonly out: (line: ClipHeading | ClipSummary) => void;
  /** Is told of a clip that cannot be read. */
  readonly onUnreadable: (clip: string, error: HaidangError) => void;
}

interface ClipHeading {
  readonly kind: 'replay.clip';
  readonly clip: string;
}
type ClipSummary = TracksSummary & { readonly clip: string };

interface ClipsTotals extends Pick<ReplaySummary, 'events' | 'observed' | 'counts' | 'modelSha256'> {
  readonly kind: 'replay.totals';
  readonly camera: string;
  /** How many were played to their end; the sums are over these. */
  readonly clips: number;
  readonly frames: number;
  /** How long they are together. */
  readonly seconds: number;
  /** By rule, over all of them together, where it is known what happened. */
  readonly rules?: Readonly<Record<string, RuleScore>>;
  /** File names of those that could not be read. Absent where there are none. */
  readonly unreadable?: readonly string[];
}

/**
 * @returns the clips of a folder by name, upper case before lower case as bytes are, so that no machine's language
 *   changes the order; undefined where the path is no folder. Folders inside it are not gone into.
 */
export const clipsIn = (path: string): Promise<string[] | undefined> => filesIn(path, clipEndings);

/** The track files of a folder, likewise. */
export const trackFilesIn = (path: string): Promise<string[] | undefined> => filesIn(path, trackEndings);

async function filesIn(path: string, endings: readonly string[]): Promise<string[] | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) return undefined;
  const entries = await readdir(path, { withFileTypes: true });
  return entries
    .filter((e) => !e.isDirectory() && !e.name.startsWith('.') && endings.includes(extname(e.name).toLowerCase()))
    .map((e) => e.name)
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** Resolves with the sums over all clips that could be read; rejects with whatever else goes wrong, at once. */
export async function replayClips({ camera, clips, replayOne, out, onUnreadable }: ClipsOptions): Promise<ClipsTotals> {
  const summaries: TracksSummary[] = [];
  const unreadable: string[] = [];
  for (const clip of clips) {
    out({ kind: 'replay.clip', clip });
    try {
      const summary = await replayOne(clip);
      summaries.push(summary);
      out({ ...summary, clip });
    } catch (error) {
      if (!(error instanceof HaidangError && unreadableCodes.includes(error.code))) throw error;
      unreadable.push(clip);
      onUnreadable(clip, error);
    }
  }
  const sha256 = summaries[0]?.modelSha256;
  const scored = summaries.flatMap(({ rules }) => (rules ? [rules] : []));
  return {
    kind: 'replay.totals',
    camera,
    clips: summaries.length,
    frames: summaries.reduce((n, s) => n + s.frames, 0),
    seconds: summaries.reduce((ms, s) => ms + Date.parse(s.to) - Date.parse(s.from), 0) / 1000,
    ...sumsOf(summaries),
    ...(scored.length > 0 ? { rules: scoresTogether(scored) } : {}),
    ...(unreadable.length > 0 ? { unreadable } : {}),
    ...(sha256 === undefined ? {} : { modelSha256: sha256 }),
  };
}

function sumsOf(summaries: readonly ReplaySummary[]): Pick<ReplaySummary, 'events' | 'observed' | 'counts'> {
  const events: Record<string, number> = {};
  const observed: Record<string, number> = {};
  const counts: Record<string, { forward: Record<string, number>; backward: Record<string, number> }> = {};
  for (const s of summaries) {
    addTo(events, s.events);
    addTo(observed, s.observed ?? {});
    for (const [rule, of] of Object.entries(s.counts)) {
      counts[rule] ??= { forward: {}, backward: {} };
      const sum = counts[rule];
      addTo(sum.forward, of.forward);
      addTo(sum.backward, of.backward);
    }
  }
  return { events, ...(Object.keys(observed).length > 0 ? { observed } : {}), counts };
}

function addTo(sum: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [key, n] of Object.entries(more)) sum[key] = (sum[key] ?? 0) + n;
}
