// Shows the demo to somebody: gets ready what it needs, draws it until it is over, and puts everything away.
import { constants, createWriteStream } from 'node:fs';
import { access, mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Message, message, render } from '../../messages/catalogue.ts';
import { type Clock, every, SystemClock } from '../../runtime/clock.ts';
import { HaidangError } from '../../runtime/errors.ts';
import { type LoopVideo, loopOfFile, loopOfScene, sceneLoopIsMade } from '../../simulator/camera/loop-video.ts';
import { findExecutable } from '../../simulator/program.ts';
import { type ExitCode, exitCode, type Io } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { installFolders } from '../install-folders.ts';
import { Demo } from './demo.ts';
import { StoryLog } from './log.ts';
import { findModel } from './model.ts';
import { type DemoFlags, type DemoOptions, parseFlags } from './options.ts';
import { Refusal } from './refusal.ts';
import { makeScratch } from './scratch.ts';
import { Screen } from './screen.ts';
import { ansiPaint, noPaint, view } from './view.ts';

const keptLogLines = 5;
/** The reason of an end that nobody asked for but `--for`. */
const timeIsUp = 'time is up';

/** @throws Refusal where it cannot be shown as it was asked for. */
export async function showDemo(flags: DemoFlags, io: Io): Promise<ExitCode> {
  const options = parseFlags(flags);
  const note = (m: Message) => io.err(render(m, io.lang));
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, stop);
  // Somebody who stops reading our output (`| head`) wants no more of it.
  process.stdout.on('error', stop);
  const scratch = await makeScratch();
  try {
    const model = findModel(options.model, installFolders(dataFolder(undefined, io.env)).modelFolders);
    if (!model) note(message('demo.no-model'));
    const video = model ? await makeVideo(options, stopping.signal, note) : undefined;
    const data = await makeData(options.data ? resolve(options.data) : join(scratch, 'data'));
    return await show({ options, io, note, scratch, data, model, video, stopping });
  } catch (error) {
    if (stopping.signal.aborted) return exitCode.fine;
    throw error;
  } finally {
    await rm(scratch, { recursive: true, force: true });
    for (const signal of signals) process.off(signal, stop);
    process.stdout.off('error', stop);
  }
}

/** Only draws the road scene, so that the first demo begins at once. */
export async function prepareDemo(io: Io): Promise<ExitCode> {
  const cache = await cacheFolder();
  if (await sceneLoopIsMade(cache)) return exitCode.fine;
  io.err(render(message('demo.drawing'), io.lang));
  await loopOfScene(cache);
  return exitCode.fine;
}

/** Another gateway's outbox would be sent on under a wrong name: the folder must be new. @throws Refusal */
async function makeData(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) throw new Refusal(message('demo.data-not-empty', { folder }), exitCode.site);
  return folder;
}

interface Shown {
  readonly options: DemoOptions;
  readonly io: Io;
  readonly note: (m: Message) => void;
  readonly scratch: string;
  readonly data: string;
  readonly model: ReturnType<typeof findModel>;
  readonly video: LoopVideo | undefined;
  readonly stopping: AbortController;
}

async function show(shown: Shown): Promise<ExitCode> {
  const { options, io, note, stopping } = shown;
  const clock = new SystemClock();
  const lastLog: string[] = [];
  // With --data it stays there for whoever wants to know more.
  const logFile = createWriteStream(join(shown.data, 'agent.log'));
  let screenIsOpen = false;
  const demo = new Demo({
    ...shown,
    clock,
    env: process.env,
    // On the screen there is no place beside the table: what is said then is part of the story.
    note: (m) => (screenIsOpen ? demo.picture.tell(demo.situation().nowMs, m) : note(m)),
    onMessage: (topic, text) => {
      if (options.json) io.out(JSON.stringify({ topic, payload: parsed(text) }));
    },
    onLog: (line) => {
      logFile.write(`${line}\n`);
      lastLog.push(line);
      if (lastLog.length > keptLogLines) lastLog.shift();
    },
  });
  const end = new Promise<void>((done) => {
    stopping.signal.addEventListener('abort', () => done(), { once: true });
    if (stopping.signal.aborted) done();
  });
  const onTerminal = process.stdout.isTTY && !options.json;
  const keys = process.stdin.isTTY ? process.stdin : undefined;
  const screen = new Screen(process.stdout, keys, (key) => (key === 'q' ? stopping.abort() : demo.press(key)));
  const log = new StoryLog(io.lang, options.json ? io.err : io.out);
  const paint = io.env['NO_COLOR'] ? noPaint : ansiPaint;
  const draw = () => {
    if (screenIsOpen) screen.draw(view(demo.picture, demo.situation(), screen.size, io.lang, paint));
    else log.update(demo.picture, demo.situation());
    if (demo.broken) stopping.abort();
  };
  let cancelDraw = () => {};
  let cancelEnd = () => {};
  try {
    await demo.start();
    if (onTerminal) {
      screen.open();
      screenIsOpen = true;
    }
    cancelDraw = every(clock, 250, draw, 0);
    if (options.forMs !== undefined) cancelEnd = endAfter(options.forMs, clock, demo, () => stopping.abort(timeIsUp));
    await end;
    if (!screenIsOpen) io.err(render(message('demo.ending'), io.lang));
  } finally {
    cancelEnd();
    await demo.stop();
    cancelDraw();
    logFile.end();
    if (screenIsOpen) screen.close();
    else log.update(demo.picture, demo.situation());
  }
  const { good, said } = demo.verdict(stopping.signal.reason !== timeIsUp);
  (options.json ? io.err : io.out)(render(said, io.lang));
  if (demo.broken) for (const line of lastLog) io.err(line);
  return good ? exitCode.fine : exitCode.runtime;
}

/** A machine that is busy takes its time to start: `--for` counts from the first sign of life, or from a minute after. */
function endAfter(ms: number, clock: Clock, demo: Demo, end: () => void): () => void {
  const latest = clock.monotonicMs() + 60_000;
  let cancel = every(clock, 250, () => {
    if (demo.picture.gateway !== 'online' && clock.monotonicMs() < latest) return;
    cancel();
    cancel = clock.after(ms, end);
  });
  return () => cancel();
}

/** What the camera shows; undefined where it cannot be made, which is said. @throws Refusal for a file that was asked for. */
async function makeVideo(
  options: DemoOptions,
  signal: AbortSignal,
  note: (m: Message) => void,
): Promise<LoopVideo | undefined> {
  if (!findExecutable('ffmpeg')) {
    note(message('demo.no-camera', { reason: 'ffmpeg' }));
    return undefined;
  }
  const cache = await cacheFolder();
  if (options.video === undefined) {
    if (!(await sceneLoopIsMade(cache))) note(message('demo.drawing'));
    try {
      return await loopOfScene(cache, signal);
    } catch (error) {
      if (!(error instanceof HaidangError)) throw error;
      note(message('demo.no-camera', { reason: error.message }));
      return undefined;
    }
  }
  const file = options.video;
  note(message('demo.converting', { file }));
  try {
    return await loopOfFile(file, cache, signal);
  } catch (error) {
    if (!(error instanceof HaidangError)) throw error;
    throw new Refusal(message('demo.video-unusable', { file, reason: error.message }), exitCode.site);
  }
}

/** `.cache` of the package, or a folder for temporary files where that cannot be written. */
async function cacheFolder(): Promise<string> {
  const own = join(fileURLToPath(new URL('../../..', import.meta.url)), '.cache');
  try {
    await mkdir(own, { recursive: true });
    await access(own, constants.W_OK);
    return own;
  } catch {
    const other = join(tmpdir(), `haidang-cache-${process.getuid?.() ?? 0}`);
    await mkdir(other, { recursive: true });
    return other;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
