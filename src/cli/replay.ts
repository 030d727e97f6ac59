import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { MediaRef } from '../domain/media.ts';
import type { Outgoing } from '../domain/outgoing.ts';
import { inBoth, type Message, message, render } from '../messages/catalogue.ts';
import { HaidangError } from '../runtime/errors.ts';
import { replaceWhole } from '../runtime/whole-file.ts';
import type { CameraConfig } from '../vision/config.ts';
import type { Detector } from '../vision/detect/detector.ts';
import type { MediaInfo, StoreMedia } from '../vision/evidence/still-maker.ts';
import { printProblems } from './check.ts';
import { action, type ExitCode, exitCode, type Io, say, text } from './command.ts';
import { dataFolder } from './data-folder.ts';
import { filmFor, filming } from './film.ts';
import { installFolders } from './install-folders.ts';
import {
  mistakeOfFolder,
  mistakeOfOverlay,
  type PlayOne,
  playFile,
  playFolder,
  print,
  stoppable,
} from './replay-folder.ts';

interface Options {
  readonly config: string;
  readonly camera: string;
  readonly video?: string;
  readonly tracks?: string;
  readonly truth?: string;
  readonly size?: string;
  readonly model?: string;
  readonly start: string;
  readonly stills?: string;
  readonly overlay?: string;
  readonly data?: string;
}

export function register(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  program
    .command('replay')
    .description(text(io, 'cli.replay'))
    .requiredOption('--config <site.yaml>', text(io, 'cli.flag.config'))
    .requiredOption('--camera <id>', text(io, 'vision.replay.camera'))
    .option('--video <file or folder>', text(io, 'vision.replay.video'))
    .option('--tracks <file.jsonl or folder>', text(io, 'replay.tracks'))
    .option('--truth <file.jsonl or folder>', text(io, 'replay.truth'))
    .option('--size <WxH>', text(io, 'replay.size'))
    .option('--model <model>', text(io, 'vision.replay.model'))
    .option('--start <time>', text(io, 'vision.replay.start'), '1970-01-01T00:00:00Z')
    .option('--stills <folder>', text(io, 'vision.replay.stills'))
    .option('--overlay <file.mp4 or folder>', text(io, 'replay.overlay'))
    .option('--data <folder>', text(io, 'cli.flag.data'))
    .addHelpText(
      'after',
      `\n${text(io, 'cli.example')}\n  haidang replay --config config/examples/roadside.yaml --camera roadside --video roadside.mp4 --overlay roadside-overlay.mp4`,
    )
    .action(action(io, finish, (options: Options) => run(options, io)));
}

/** With its offset: a time of this machine's own zone would be another one elsewhere. */
const moment = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/i;

async function run(o: Options, io: Io): Promise<ExitCode> {
  const [
    { loadSite },
    { replay },
    { clipsIn },
    { secondModelsOf },
    { Detector },
    { resolveModel },
    { ModelRefused },
    { SystemClock },
    { createLogger },
  ] = await Promise.all([
    import('../agent/load.ts'),
    import('../vision/replay.ts'),
    import('../vision/replay-clips.ts'),
    import('../vision/second-looks.ts'),
    import('../vision/detect/detector.ts'),
    import('../vision/detect/registry.ts'),
    import('../vision/detect/open-model.ts'),
    import('../runtime/clock.ts'),
    import('../runtime/logger.ts'),
  ]);
  const refuse = (m: Message): ExitCode => {
    io.err(say(io, m));
    return exitCode.site;
  };
  const { video, tracks } = o;
  if ((video === undefined) === (tracks === undefined) || (o.truth !== undefined && tracks === undefined)) {
    io.err(say(io, message('replay.one-input')));
    return exitCode.usage;
  }
  const idle = (tracks === undefined ? (['size'] as const) : (['model', 'stills'] as const)).find(
    (f) => o[f] !== undefined,
  );
  if (idle) {
    const input = tracks === undefined ? '--video' : '--tracks';
    io.err(say(io, message('replay.not-together', { flag: `--${idle}`, input })));
    return exitCode.usage;
  }
  const folders = installFolders(dataFolder(o.data, io.env));
  const { site, problems } = loadSite(o.config, folders);
  // Here every source is replaced by what is replayed.
  printProblems(
    problems.filter((p) => !p.message.code.startsWith('vision.stand-in')),
    io,
  );
  if (!site) return exitCode.site;
  const config = site.cameras.find((c) => c.id === o.camera);
  const known = site.cameras.map((c) => c.id).join(', ') || '-';
  if (!config) return refuse(message('vision.replay.no-camera', { camera: o.camera, known }));
  const startMs = moment.test(o.start) ? Date.parse(o.start) : Number.NaN;
  if (Number.isNaN(startMs)) return refuse(message('vision.replay.bad-start', { found: o.start }));
  if (tracks !== undefined) {
    const { runOnTracks } = await import('./replay-tracks.ts');
    const { truth, size, overlay } = o;
    const { timezone } = site.gateway;
    return runOnTracks({ config, tracks, truth, size, overlay, startMs, timezone, configFile: o.config }, io);
  }
  if (video === undefined) return exitCode.usage;
  const clips = await clipsIn(video);
  const mistake = await (clips
    ? mistakeOfFolder('clips', video, clips, o.overlay)
    : mistakeOfOverlay(o.overlay, [video, o.config]));
  if (mistake) return refuse(mistake);

  const clock = new SystemClock();
  const logger = createLogger({ clock, level: 'warn', write: (line) => io.err(line) });
  let detector: Detector | undefined;
  const secondModels = new Map<string, Detector>();
  const play = async (abort: AbortController): Promise<ExitCode> => {
    const first = new Detector({ ...resolveModel(o.model ?? config.model, folders.modelFolders), clock, logger });
    detector = first;
    await first.start(abort.signal, (error) => abort.abort(error));
    for (const id of secondModelsOf(config)) {
      const second = new Detector({ ...resolveModel(id, folders.modelFolders), clock, logger });
      secondModels.set(id, second);
      await second.start(abort.signal, (error) => abort.abort(error));
    }
    const began = clock.monotonicMs();
    const { timezone } = site.gateway;
    const storeMedia = o.stills === undefined ? undefined : await stillsIn(o.stills, config);
    let lost = 0;
    const out = (outgoing: Outgoing) => {
      if (storeMedia && outgoing.kind === 'camera.event' && outgoing.stillMissing !== undefined) lost++;
      print(outgoing, timezone, io);
    };
    const playOne: PlayOne = async (path, overlay) => {
      const film = await filmFor(overlay, config, { timezone, lang: io.lang }, config.fps);
      const options = {
        ...{ config, video: path, startMs, detector: first, secondModels, timezone },
        ...(film ? { film } : {}),
        ...(storeMedia ? { storeMedia } : {}),
        ...{ out, clock, logger, random: Math.random, signal: abort.signal },
      };
      return filming(film, () => replay(options));
    };
    const played = clips
      ? await playFolder({ what: 'clips', folder: video, clips, camera: config.id, overlay: o.overlay, playOne }, io)
      : await playFile(video, o.overlay, playOne, io);
    const seconds = (clock.monotonicMs() - began) / 1000;
    const times = played.seconds / seconds;
    const params = { frames: played.frames, seconds: seconds.toFixed(1), times: times.toFixed(1) };
    io.err(render(message('vision.replay.done', params), io.lang));
    if (lost > 0 && o.stills) io.err(say(io, message('replay.stills-lost', { count: lost, folder: o.stills })));
    return played.isWhole && lost === 0 ? exitCode.fine : exitCode.site;
  };
  try {
    return await stoppable(play);
  } catch (error) {
    if (error instanceof ModelRefused) return refuse(error.problem);
    if (error instanceof HaidangError && error.code === 'video-unreadable' && error.said)
      return refuse(message('replay.unplayable', { file: video, reason: inBoth(error.said) }));
    throw error;
  } finally {
    for (const started of [detector, ...secondModels.values()]) await started?.stop();
    logger.close();
  }
}

/** Keeps stills as `CAMERA-0001.jpg` in a folder, numbered as they come, so that the same input gives the same names. */
async function stillsIn(folder: string, { id }: CameraConfig): Promise<StoreMedia> {
  const { createHash } = await import('node:crypto');
  await mkdir(folder, { recursive: true });
  let n = 0;
  return async (bytes: Uint8Array, info: MediaInfo): Promise<MediaRef> => {
    const ref = `${id}-${String(++n).padStart(4, '0')}.${info.extension}`;
    await replaceWhole(join(folder, ref), bytes, { mode: 0o644 });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { ref, mime: info.mime, bytes: bytes.length, sha256, width: info.width, height: info.height };
  };
}
