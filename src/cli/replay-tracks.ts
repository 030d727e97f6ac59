// `haidang replay --tracks`: a camera's rules on a recorded track file, held against what really happened.
import type { Outgoing } from '../domain/outgoing.ts';
import { message, render } from '../messages/catalogue.ts';
import type { CameraConfig } from '../vision/config.ts';
import { type ExitCode, exitCode, type Io, say } from './command.ts';
import { filmFor, filming } from './film.ts';

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
}

/** Events and the summary go to stdout; what a person reads of the scores to stderr. */
export async function runOnTracks(run: TracksRun, io: Io): Promise<ExitCode> {
  const [, width, height] = /^(\d{2,4})x(\d{2,4})$/.exec(run.size ?? '') ?? [];
  if (run.size !== undefined && (width === undefined || height === undefined)) {
    io.err(say(io, message('replay.bad-size', { found: run.size })));
    return exitCode.usage;
  }
  const [{ replayTracks }, { readHappenings }] = await Promise.all([
    import('../vision/replay-tracks.ts'),
    import('../vision/tracks-file.ts'),
  ]);
  const { config, tracks, startMs, timezone } = run;
  const film = await filmFor(run.overlay, config, timezone);
  const options = {
    config,
    tracks,
    ...(run.size === undefined ? {} : { size: { width: Number(width), height: Number(height) } }),
    ...(run.truth === undefined ? {} : { happenings: await readHappenings(run.truth) }),
    startMs,
    timezone,
    out: (outgoing: Outgoing) => io.out(JSON.stringify(outgoing)),
    ...(film ? { film } : {}),
  };
  const summary = await filming(film, () => replayTracks(options));
  io.out(JSON.stringify(summary));
  for (const [rule, s] of Object.entries(summary.rules ?? {})) {
    const params = {
      ...{ rule, precision: s.precision ?? '-', recall: s.recall ?? '-', right: s.right, said: s.said },
      ...{ happened: s.happened, taken: s.nearMissesTaken, near: s.nearMisses },
    };
    io.err(render(message('replay.score', params), io.lang));
  }
  return exitCode.fine;
}
