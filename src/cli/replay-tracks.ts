// `haidang replay --tracks`: a camera's rules on recorded track files, held against what really happened.
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Outgoing } from '../domain/outgoing.ts';
import { type Message, message, render } from '../messages/catalogue.ts';
import type { CameraConfig } from '../vision/config.ts';
import { type ExitCode, exitCode, type Io, say } from './command.ts';
import { filmFor, filming } from './film.ts';
import { mistakeOfFolder, mistakeOfOverlay, playFile, playFolder, print, stoppable } from './replay-folder.ts';

interface TracksRun {
  readonly config: CameraConfig;
  readonly tracks: string;
  readonly truth: string | undefined;
  /** As it was written, `960x540`; without it the file says it. */
  readonly size: string | undefined;
  readonly startMs: number;
  readonly timezone: string;
  /** The video that is to be made of it. */
  readonly overlay: string | undefined;
  /** Of the site. */
  readonly configFile: string;
}

/** Events and the summary go to stdout; what a person reads of events and scores to stderr. */
export async function runOnTracks(run: TracksRun, io: Io): Promise<ExitCode> {
  const [, width, height] = /^([1-9]\d{1,3})x([1-9]\d{1,3})$/.exec(run.size ?? '') ?? [];
  if (run.size !== undefined && (width === undefined || height === undefined)) {
    io.err(say(io, message('replay.bad-size', { found: run.size })));
    return exitCode.usage;
  }
  const [{ replayTracks }, { readHappenings }, { trackFilesIn }] = await Promise.all([
    import('../vision/replay-tracks.ts'),
    import('../vision/tracks-file.ts'),
    import('../vision/replay-clips.ts'),
  ]);
  const { config, tracks, startMs, timezone, truth } = run;
  const files = await trackFilesIn(tracks);
  const mistake = files
    ? ((await mistakeOfFolder('tracks', tracks, files, run.overlay)) ?? (await truthMissing(files, truth)))
    : await mistakeOfOverlay(run.overlay, [tracks, truth, run.configFile]);
  if (mistake) {
    io.err(say(io, mistake));
    return exitCode.site;
  }
  const watches = new Set<string>();
  const playOne = (signal: AbortSignal) => async (path: string, overlay: string | undefined) => {
    const film = await filmFor(overlay, config, { timezone, lang: io.lang });
    const truthFile = files && truth !== undefined ? join(truth, basename(path)) : truth;
    const happenings = truthFile === undefined ? undefined : await readHappenings(truthFile);
    for (const { watch } of happenings ?? []) watches.add(watch);
    const options = {
      config,
      tracks: path,
      ...(run.size === undefined ? {} : { size: { width: Number(width), height: Number(height) } }),
      ...(happenings ? { happenings } : {}),
      startMs,
      timezone,
      out: (outgoing: Outgoing) => print(outgoing, timezone, io),
      ...{ signal, ...(film ? { film } : {}) },
    };
    return filming(film, () => replayTracks(options));
  };
  const folder = { what: 'tracks', folder: tracks, camera: config.id, overlay: run.overlay } as const;
  const played = await stoppable(({ signal }) =>
    files
      ? playFolder({ ...folder, clips: files, playOne: playOne(signal) }, io)
      : playFile(tracks, run.overlay, playOne(signal), io),
  );
  if (played.rules && Object.keys(played.rules).length === 0 && watches.size > 0) {
    const rules = config.rules.map(({ id }) => id).join(', ') || '-';
    io.err(say(io, message('replay.none-scored', { watches: [...watches].slice(0, 20).join(', '), rules })));
  }
  for (const [rule, s] of Object.entries(played.rules ?? {})) {
    const params = {
      ...{ rule, precision: s.precision ?? '-', recall: s.recall ?? '-', right: s.right, said: s.said },
      ...{ happened: s.happened, taken: s.nearMissesTaken, near: s.nearMisses },
    };
    io.err(render(message('replay.score', params), io.lang));
  }
  return played.isWhole ? exitCode.fine : exitCode.site;
}

/** What happened lies in a folder too, in files of the same names. @returns what is wrong with it. */
async function truthMissing(files: readonly string[], truth: string | undefined): Promise<Message | undefined> {
  if (truth === undefined) return undefined;
  for (const file of files) {
    const found = await stat(join(truth, file)).catch(() => undefined);
    if (!found?.isFile()) return message('replay.no-truth', { file, folder: truth });
  }
  return undefined;
}
