// `haidang replay --video` and `--tracks`: one file, or those of a folder one after the other.
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Outgoing } from '../domain/outgoing.ts';
import { inBoth, type Message, message, render } from '../messages/catalogue.ts';
import { HaidangError, messageOf } from '../runtime/errors.ts';
import { formatTime } from '../vision/evidence/time.ts';
import type { TracksSummary } from '../vision/replay-tracks.ts';
import { type Io, say } from './command.ts';

/** Does work that Ctrl-C and SIGTERM break off: what it had begun is cleared away. */
export async function stoppable<T>(work: (abort: AbortController) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const onSignal = () => abort.abort(new HaidangError('ours', 'stopped', 'stopped', { said: message('cli.stopped') }));
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    return await work(abort);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

/** Replays one file, prints its events, and makes the video of what the rules see where one is named. */
export type PlayOne = (file: string, overlay: string | undefined) => Promise<TracksSummary>;

/** An event as JSON for programs on stdout; its sentence for the person who looks on, in their language, on stderr. */
export function print(outgoing: Outgoing, timezone: string, io: Io): void {
  io.out(JSON.stringify(outgoing));
  if (outgoing.kind !== 'camera.event' || !outgoing.texts) return;
  const { at, rule, texts } = outgoing;
  io.err(render(message('replay.said', { time: formatTime(at, timezone), rule, said: texts }), io.lang));
}

/** What was played. */
interface Played {
  readonly frames: number;
  /** As long as the videos are. */
  readonly seconds: number;
  /** Where it is known what happened. */
  readonly rules: TracksSummary['rules'];
  /** False where a file could not be read. */
  readonly isWhole: boolean;
}

/** Of clips, or of track files. */
type What = 'clips' | 'tracks';

interface FolderRun {
  readonly what: What;
  readonly folder: string;
  /** File names in it, in order. */
  readonly clips: readonly string[];
  readonly camera: string;
  /** The folder that gets a video of each clip. */
  readonly overlay: string | undefined;
  readonly playOne: PlayOne;
}

export async function playFile(file: string, overlay: string | undefined, playOne: PlayOne, io: Io): Promise<Played> {
  const summary = await playOne(file, overlay);
  io.out(JSON.stringify(summary));
  tellDamages(file, summary, io);
  return {
    frames: summary.frames,
    seconds: (Date.parse(summary.to) - Date.parse(summary.from)) / 1000,
    rules: summary.rules,
    isWhole: true,
  };
}

/** A video that is not whole is played as far as it goes, and whoever reads its sums is told. */
function tellDamages(file: string, { damages, to, from }: TracksSummary, io: Io): void {
  if (damages === undefined) return;
  const seconds = ((Date.parse(to) - Date.parse(from)) / 1000).toFixed(1);
  io.err(say(io, message('replay.damaged', { file, damages, seconds })));
}

/** @returns why the files of a folder cannot be replayed so. */
export async function mistakeOfFolder(
  what: What,
  folder: string,
  clips: readonly string[],
  overlay: string | undefined,
): Promise<Message | undefined> {
  if (clips.length === 0) return message(`replay.no-${what}`, { folder });
  // Its videos would be clips of the next run.
  if (what === 'clips' && overlay !== undefined && (await areSame(overlay, folder)))
    return message('replay.overlay-among-clips');
  return undefined;
}

/**
 * @param inputs whatever is read: a recording may be all that there is of what happened.
 * @returns why the video of one file cannot be made there.
 */
export async function mistakeOfOverlay(
  overlay: string | undefined,
  inputs: readonly (string | undefined)[],
): Promise<Message | undefined> {
  if (overlay === undefined) return undefined;
  for (const input of inputs)
    if (input !== undefined && (await areSame(overlay, input)))
      return message('replay.overlay-is-input', { file: overlay });
  if ((await stat(overlay).catch(() => undefined))?.isDirectory())
    return message('cli.path.is-folder', { path: overlay });
  const above = dirname(overlay);
  const isThere = (await stat(above).catch(() => undefined))?.isDirectory();
  return isThere ? undefined : message('cli.path.none', { path: above });
}

/** By whatever names and links. */
async function areSame(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([a, b].map((path) => stat(path).catch(() => undefined)));
  return one !== undefined && one.ino === other?.ino && one.dev === other.dev;
}

/** The overlay of `a.mkv` is `a.mkv-overlay.mp4`: clips that differ by their ending alone keep theirs apart. */
export async function playFolder(run: FolderRun, io: Io): Promise<Played> {
  const { what, folder, clips, camera, overlay, playOne } = run;
  const [{ replayClips }, { mkdir }] = await Promise.all([
    import('../vision/replay-clips.ts'),
    import('node:fs/promises'),
  ]);
  if (overlay !== undefined) await mkdir(overlay, { recursive: true });
  const totals = await replayClips({
    ...{ camera, clips },
    replayOne: async (clip) => {
      const over = overlay === undefined ? undefined : join(overlay, `${clip}-overlay.mp4`);
      const summary = await playOne(join(folder, clip), over);
      tellDamages(clip, summary, io);
      return summary;
    },
    out: (line) => io.out(JSON.stringify(line)),
    onUnreadable: (clip, error) =>
      io.err(
        say(
          io,
          message(what === 'clips' ? 'replay.unreadable-clip' : 'replay.unreadable-tracks', {
            clip,
            reason: error.said ? inBoth(error.said) : messageOf(error),
          }),
        ),
      ),
  });
  io.out(JSON.stringify(totals));
  const { frames, seconds, unreadable = [] } = totals;
  const events = Object.values(totals.events).reduce((a, b) => a + b, 0);
  io.err(render(message(`replay.${what}-done`, { clips: totals.clips, of: clips.length, events }), io.lang));
  return { frames, seconds, rules: totals.rules, isWhole: unreadable.length === 0 };
}
