// `haidang replay --video`: one file, or the clips of a folder one after the other.
import { join, resolve } from 'node:path';
import { type Message, message, render } from '../messages/catalogue.ts';
import { messageOf } from '../runtime/errors.ts';
import type { ReplaySummary } from '../vision/replay.ts';
import { type Io, say } from './command.ts';

/** Replays one video, prints its events, and makes the video of what the rules see where one is named. */
export type PlayOne = (video: string, overlay: string | undefined) => Promise<ReplaySummary>;

/** What was played. */
interface Played {
  readonly frames: number;
  /** As long as the videos are. */
  readonly seconds: number;
  /** False where a clip could not be read. */
  readonly isWhole: boolean;
}

interface FolderRun {
  readonly folder: string;
  /** File names in it, in order. */
  readonly clips: readonly string[];
  readonly camera: string;
  /** The folder that gets a video of each clip. */
  readonly overlay: string | undefined;
  readonly playOne: PlayOne;
}

export async function playFile(video: string, overlay: string | undefined, playOne: PlayOne, io: Io): Promise<Played> {
  const summary = await playOne(video, overlay);
  io.out(JSON.stringify(summary));
  return {
    frames: summary.frames,
    seconds: (Date.parse(summary.to) - Date.parse(summary.from)) / 1000,
    isWhole: true,
  };
}

/** @returns why the clips of a folder cannot be replayed so. */
export function mistakeOfFolder(
  folder: string,
  clips: readonly string[],
  overlay: string | undefined,
): Message | undefined {
  if (clips.length === 0) return message('replay.no-clips', { folder });
  // Its videos would be clips of the next run.
  if (overlay !== undefined && resolve(overlay) === resolve(folder)) return message('replay.overlay-among-clips');
  return undefined;
}

/** The overlay of `a.mkv` is `a.mkv-overlay.mp4`: clips that differ by their ending alone keep theirs apart. */
export async function playFolder(run: FolderRun, io: Io): Promise<Played> {
  const { folder, clips, camera, overlay, playOne } = run;
  const [{ replayClips }, { mkdir }] = await Promise.all([
    import('../vision/replay-clips.ts'),
    import('node:fs/promises'),
  ]);
  if (overlay !== undefined) await mkdir(overlay, { recursive: true });
  const totals = await replayClips({
    ...{ camera, clips },
    replayOne: (clip) =>
      playOne(join(folder, clip), overlay === undefined ? undefined : join(overlay, `${clip}-overlay.mp4`)),
    out: (line) => io.out(JSON.stringify(line)),
    onUnreadable: (clip, error) =>
      io.err(say(io, message('replay.unreadable-clip', { clip, reason: messageOf(error) }))),
  });
  io.out(JSON.stringify(totals));
  const { frames, seconds, unreadable = [] } = totals;
  const events = Object.values(totals.events).reduce((a, b) => a + b, 0);
  io.err(render(message('replay.clips-done', { clips: totals.clips, of: clips.length, events }), io.lang));
  return { frames, seconds, isWhole: unreadable.length === 0 };
}
