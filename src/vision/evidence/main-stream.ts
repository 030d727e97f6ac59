// The main stream of a camera, for evidence alone: its coded pictures go into the ring and are never decoded here. Like
// the source that the model looks at it never gives up; while it is away, evidence comes from the detector's frames.
import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { Backoff } from '../../runtime/backoff.ts';
import { type Clock, every, sleep } from '../../runtime/clock.ts';
import { HaidangError, messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import { watchdogMs } from '../source/capture.ts';
import { ChildLife } from '../source/child-end.ts';
import { copyLine } from '../source/command-line.ts';
import type { PlayedConfig } from '../source/config.ts';
import type { PacketSink } from '../source/ffmpeg-source.ts';
import { askFfmpeg, type FfmpegTool } from '../source/ffmpeg-tool.ts';
import { withoutAddresses } from '../source/input-list.ts';
import { listOf } from '../source/launch.ts';
import { LineReader } from '../source/line-reader.ts';

export interface MainStreamOptions {
  readonly camera: string;
  readonly source: PlayedConfig;
  readonly sink: PacketSink;
  readonly ffmpeg: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
}

/** A stream that lasted this long was a good one: the waits begin small again. */
const stableMs = 30_000;
const killAfterMs = 2000;

export class MainStream {
  readonly #options: MainStreamOptions;
  readonly #backoff: Backoff;
  #abort = new AbortController();
  #life: Promise<void> = Promise.resolve();
  #tool: FfmpegTool | undefined;
  #why: string | undefined = 'starting';

  constructor(options: MainStreamOptions) {
    this.#options = options;
    this.#backoff = new Backoff({ firstMs: 1000, maxMs: 60_000, random: options.random });
  }

  /** Why nothing comes; undefined while it does. */
  get why(): string | undefined {
    return this.#why;
  }

  start(): void {
    this.#abort = new AbortController();
    this.#backoff.reset();
    this.#life = this.#live(this.#abort.signal);
  }

  async stop(): Promise<void> {
    this.#abort.abort(new HaidangError('ours', 'stopped', 'stopped'));
    await this.#life;
  }

  async #live(signal: AbortSignal): Promise<void> {
    const { clock, logger, camera } = this.#options;
    while (!signal.aborted) {
      const since = clock.monotonicMs();
      const why = await this.#once(signal).catch(messageOf);
      if (signal.aborted) return;
      if (why !== this.#why) logger.warn(`camera ${camera}: no main stream for evidence`, { reason: why });
      this.#why = why;
      if (clock.monotonicMs() - since >= stableMs) this.#backoff.reset();
      await sleep(clock, this.#backoff.next(), signal).catch(() => {});
    }
  }

  /** One life of ffmpeg; gives the reason of its end. */
  async #once(signal: AbortSignal): Promise<string> {
    const { source, sink, clock, ffmpeg } = this.#options;
    this.#tool ??= await askFfmpeg(ffmpeg);
    const list = listOf(source, this.#tool, process.env) ?? '';
    signal.throwIfAborted();
    sink.begin();
    const child = spawn(this.#tool.path, copyLine(source), { stdio: ['pipe', 'pipe', 'pipe'] });
    const life = new ChildLife(child, clock);
    const told = new LineReader(() => {});
    let lastMs = clock.monotonicMs();
    let isSilent = false;
    const end = () => {
      child.kill('SIGTERM');
      cancelKill = clock.after(killAfterMs, () => life.kill());
    };
    let cancelKill = () => {};
    signal.addEventListener('abort', end, { once: true });
    const cancelWatch = every(clock, 1000, () => {
      if (clock.monotonicMs() - lastMs < watchdogMs || isSilent) return;
      isSilent = true;
      end();
    });
    try {
      listen(child, told, (chunk) => {
        lastMs = clock.monotonicMs();
        this.#why = undefined;
        sink.write(chunk);
      });
      child.stdin.end(list);
      const { code, failure } = await life.ended;
      told.end();
      const said = failure ?? withoutAddresses(told.last.at(-1) ?? '');
      return isSilent ? 'the stream fell silent' : said || `ffmpeg ended with ${code}`;
    } finally {
      cancelWatch();
      cancelKill();
      signal.removeEventListener('abort', end);
    }
  }
}

function listen(
  child: { stdin: Writable; stdout: Readable; stderr: Readable },
  told: LineReader,
  take: (chunk: Uint8Array) => void,
): void {
  child.stdin.on('error', () => {});
  child.stdout.on('data', take).on('error', () => {});
  child.stderr
    .setEncoding('utf8')
    .on('data', (text: string) => told.push(text))
    .on('error', () => {});
}
