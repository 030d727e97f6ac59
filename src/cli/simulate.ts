import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { message, render } from '../messages/catalogue.ts';
import { SystemClock } from '../runtime/clock.ts';
import { HaidangError } from '../runtime/errors.ts';
import type { Scenario } from '../simulator/scene/scenario.ts';
import { printProblems } from './check.ts';
import { action, type ExitCode, exitCode, type Io, say, text } from './command.ts';

interface Options {
  readonly scenario: string;
  readonly seed?: string;
  readonly out?: string;
  readonly truth?: string;
  readonly violations?: string;
  readonly zones?: string;
  readonly riders?: boolean;
  readonly fps?: string;
  readonly seconds?: string;
  readonly size?: string;
  readonly light?: string;
  readonly rtsp?: string;
}

export function register(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  const simulate = program.command('simulate').description(text(io, 'simulator.cli'));
  simulate
    .command('scene')
    .description(text(io, 'simulator.scene'))
    .requiredOption('--scenario <file.yaml>', text(io, 'simulator.flag.scenario'))
    .option('--seed <n>', text(io, 'simulator.flag.seed'))
    .option('--out <video>', text(io, 'simulator.flag.out'))
    .option('--truth <file.jsonl>', text(io, 'simulator.flag.truth'))
    .option('--violations <file.jsonl>', text(io, 'simulator.flag.violations'))
    .option('--zones <file.json>', text(io, 'simulator.flag.zones'))
    .option('--riders', text(io, 'simulator.flag.riders'))
    .option('--fps <n>', text(io, 'simulator.flag.fps'))
    .option('--seconds <n>', text(io, 'simulator.flag.seconds'))
    .option('--size <WxH>', text(io, 'simulator.flag.size'))
    .option('--light <light>', text(io, 'simulator.flag.light'))
    .option('--rtsp <port>', text(io, 'simulator.flag.rtsp'))
    .addHelpText(
      'after',
      `\n${text(io, 'cli.example')}\n  haidang simulate scene --scenario config/scenarios/ha-long-junction.yaml --seed 7 --out video.mp4 --truth truth.jsonl`,
    )
    .action(action(io, finish, (options: Options) => run(options, io)));
}

async function run(o: Options, io: Io): Promise<ExitCode> {
  const { loadScenario, withChanges } = await import('../simulator/scene/scenario.ts');
  const loaded = loadScenario(o.scenario);
  if ('problems' in loaded) {
    printProblems(loaded.problems, io);
    return exitCode.site;
  }
  const seed = numberOf(o.seed, '--seed', 0, 2 ** 31, 7, io);
  const fps = numberOf(o.fps, '--fps', 1, 30, 12, io);
  const seconds = numberOf(o.seconds, '--seconds', 0.05, 36_000, 30, io);
  const port = numberOf(o.rtsp, '--rtsp', 0, 65_535, 8554, io);
  if (seed === null || fps === null || seconds === null || port === null) return exitCode.usage;
  if (!o.out && !o.truth && !o.violations && !o.zones && port === undefined) {
    io.err(say(io, message('simulator.nothing-to-do')));
    return exitCode.usage;
  }
  const scenario = withChanges(loaded.scenario, { seed, fps, seconds, size: o.size, light: o.light });
  // What it does not take it leaves as it is: the scene would be another than was asked for, without a word.
  if (o.light !== undefined && scenario.conditions.light !== o.light) {
    io.err(say(io, message('simulator.bad-light', { found: o.light, known: 'day, overcast, dusk, night' })));
    return exitCode.usage;
  }
  if (o.size !== undefined && scenario.size !== o.size) {
    io.err(say(io, message('replay.bad-size', { found: o.size })));
    return exitCode.usage;
  }
  return port === undefined ? await film(scenario, o, io) : await live(scenario, port, o, io);
}

async function film(scenario: Scenario, o: Options, io: Io): Promise<ExitCode> {
  const [{ openScene }, { writeFilm }, { zonesInPicture }] = await Promise.all([
    import('../simulator/scene/scene.ts'),
    import('../simulator/scene/film.ts'),
    import('../simulator/scene/zones-in-picture.ts'),
  ]);
  const clock = new SystemClock();
  const abort = new AbortController();
  const onSignal = () => abort.abort(new HaidangError('ours', 'stopped', 'stopped', { said: message('cli.stopped') }));
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    const scene = openScene(scenario);
    if (o.zones) await writeFile(o.zones, `${JSON.stringify(zonesInPicture(scene), null, 1)}\n`);
    const began = clock.monotonicMs();
    let tenth = 0;
    const filmed = await writeFilm(scene, {
      ...(o.out === undefined ? {} : { out: o.out }),
      ...(o.truth === undefined ? {} : { truth: o.truth }),
      ...(o.violations === undefined ? {} : { violations: o.violations }),
      riders: o.riders ?? false,
      // A line each tenth: it reads well in a terminal and in a log.
      onFrame: (done, total) => {
        if (Math.floor((10 * done) / total) === tenth) return;
        tenth = Math.floor((10 * done) / total);
        io.err(render(message('simulator.progress', { done, total }), io.lang));
      },
      signal: abort.signal,
    });
    const took = (clock.monotonicMs() - began) / 1000;
    const times = (filmed.frames / scenario.fps / took).toFixed(1);
    io.err(render(message('simulator.done', { ...filmed, seconds: took.toFixed(1), times }), io.lang));
    return exitCode.fine;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

/** Until somebody ends it; after the scenario's end it begins anew with the next seed. */
async function live(scenario: Scenario, port: number, o: Options, io: Io): Promise<ExitCode> {
  const [{ openScene }, { LiveCamera }, { zonesInPicture }, { truthLines }, { openSync, writeSync, closeSync }] =
    await Promise.all([
      import('../simulator/scene/scene.ts'),
      import('../simulator/camera/live-camera.ts'),
      import('../simulator/scene/zones-in-picture.ts'),
      import('../simulator/scene/truth/truth-lines.ts'),
      import('node:fs'),
    ]);
  const first = openScene(scenario);
  if (o.zones) await writeFile(o.zones, `${JSON.stringify(zonesInPicture(first), null, 1)}\n`);
  const lineOf = truthLines(first.camera, scenario.fps);
  const truth = o.truth === undefined ? undefined : openSync(o.truth, 'w');
  const camera = new LiveCamera({
    clock: new SystemClock(),
    sceneOf: (turn) => openScene(scenario, scenario.seed + turn),
    port,
    onShot: (shot) => {
      if (truth !== undefined) writeSync(truth, `${lineOf(shot.truth)}\n`);
    },
  });
  try {
    const ended = new Promise<unknown>((done) => {
      process.once('SIGINT', () => done(undefined)).once('SIGTERM', () => done(undefined));
      camera
        .start(undefined, done)
        .then(() => io.out(render(message('simulator.live', { url: camera.url }), io.lang)), done);
    });
    const reason = await ended;
    if (reason) throw reason;
    io.err(render(message('simulator.live-counts', camera.counts), io.lang));
    return exitCode.fine;
  } finally {
    await camera.stop();
    if (truth !== undefined) closeSync(truth);
  }
}

/** Null where it is none, after having said so. */
function numberOf(
  found: string | undefined,
  flag: string,
  least: number,
  most: number,
  example: number,
  io: Io,
): number | undefined | null {
  if (found === undefined) return undefined;
  const value = Number(found);
  if (found.trim() !== '' && value >= least && value <= most) return value;
  io.err(say(io, message('simulator.bad-number', { flag, found, least, most, example })));
  return null;
}
