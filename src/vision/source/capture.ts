// The life of one ffmpeg process: started, watched, ended (TERM, wait, KILL), and all its pipes closed before its end
// is told. It never outlives `ended`, but for one that even KILL does not end (it waits for a device or a disk in the
// kernel): that is left to itself, so that the camera can go on with a new one.
import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { type Cancel, type Clock, every } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import { cutText } from '../../runtime/text.ts';
import { packetsDescriptor } from './command-line.ts';
import { DamageReader } from './damage.ts';
import { type FramePipe, openFramePipe } from './frame-pipe.ts';
import { socketTimeoutMs, withoutAddresses } from './input-list.ts';
import { LineReader } from './line-reader.ts';
import { type BlindReason, reasonOf, tellsNewSize } from './reason.ts';
import { type FrameTarget, Y4mSplitter } from './y4m.ts';

/** No first frame, or no further one, for that long: the process is ended. Milliseconds. */
export const watchdogMs = 20_000;
/** The most that a process which gave no first frame is waited for, where others before it gave none either. */
const longestStartMs = 60_000;
/**
 * How long a first frame is waited for. A machine that has more to do than it can takes a minute over what is the work of
 * a second; ending each start before its first frame would only add to its work, and the camera would never come back.
 * @param silent how many starts in a row ended without one.
 */
export const startPatienceMs = (silent: number): number =>
  Math.min(longestStartMs, watchdogMs * 2 ** Math.min(silent, 8));
/** A picture after a silence as long as ffmpeg waits for a camera may be one that its decoder had held. */
const heldUpMs = 0.9 * socketTimeoutMs;
/** From the polite signal to the one that cannot be refused. */
const killAfterMs = 2_000;
/** From the signal that cannot be refused to the end of our patience with a process that does not end all the same. */
const leaveAfterMs = 5_000;
/** From the exit of the process to the end of our patience with its pipes, which a child of its own may hold. */
const pipesAfterExitMs = 1_000;

export interface CaptureEnd {
  /** `finished`: the input is over and every frame of it was taken. `stopped`: as asked. */
  readonly reason: BlindReason | 'finished' | 'stopped';
  /** In ffmpeg's words, without addresses. */
  readonly detail: string;
}

export interface CaptureOptions {
  readonly path: string;
  readonly args: readonly string[];
  /** Goes to its stdin, where its list of inputs is read. */
  readonly stdin: string | undefined;
  readonly clock: Clock;
  readonly target: FrameTarget;
  /** True while frames are held up by the consumer. */
  readonly heldUp: () => boolean;
  /** How long the first frame is waited for, milliseconds. Default `watchdogMs`. */
  readonly startPatienceMs?: number;
  /** Told of damages that ffmpeg speaks of, as many as there were. */
  readonly onDamage?: (count: number) => void;
  /** Takes what comes through the second pipe, where the command line has one. */
  readonly onPackets?: (chunk: Uint8Array) => void;
  /** In place of the system's, for tests. */
  readonly spawn?: Spawn | undefined;
}

/** Starts a process with pipes for its stdin, stderr and, where asked, one more; its stdout is a socket that is there. */
export type Spawn = (
  path: string,
  args: readonly string[],
  options: { stdio: ('pipe' | 'ignore' | Socket)[] },
) => ChildProcess;
type Child = ChildProcessByStdio<Writable, null, Readable>;

export class Capture {
  readonly ended: Promise<CaptureEnd>;
  readonly #options: CaptureOptions;
  readonly #splitter: Y4mSplitter;
  readonly #stderr: LineReader;
  #child: Child | undefined;
  #resolve!: (end: CaptureEnd) => void;
  #verdict: CaptureEnd | undefined;
  #pipe: FramePipe | undefined;
  /** What the process left behind as its end; its pictures may still be in the pipe. */
  #left: CaptureEnd | undefined;
  #pipeIsClosed = false;
  #frames = 0;
  /** ffmpeg complained of what it got since the last frame. */
  #undecodable = false;
  readonly #startedMs: number;
  #lastSign: number;
  #lastFrame = 0;
  #reads = 0;
  #readsBefore = -1;
  #cancels: Cancel[] = [];

  constructor(options: CaptureOptions) {
    this.#options = options;
    this.#startedMs = options.clock.monotonicMs();
    this.#lastSign = this.#startedMs;
    this.ended = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#splitter = new Y4mSplitter({
      begin: (header) => options.target.begin(header),
      next: () => options.target.next(),
      complete: () => {
        this.#sign();
        options.target.complete();
      },
      skipped: () => {
        this.#sign();
        options.target.skipped();
      },
    });
    const damage = new DamageReader();
    this.#stderr = new LineReader((line) => {
      const damages = damage.take(line);
      if (damages > 0) options.onDamage?.(damages);
      if (tellsNewSize(line)) this.end('resolution-changed');
      const told = reasonOf([line]);
      if (told === 'garbage') this.#undecodable = true;
      // A camera that fell silent. ffmpeg gives out the pictures that its decoder still held, one each ten seconds, as if
      // they had come now, and then says good-bye to who does not answer: half a minute without a word.
      if (told === 'timeout' && this.#frames > 0) this.end('timeout');
    });
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  start(): void {
    this.#cancels.push(every(this.#options.clock, 1000, () => this.#watch()));
    void this.#live();
  }

  /** Ends the process; `ended` tells the reason when it is gone. */
  end(reason: BlindReason | 'stopped'): void {
    if (this.#verdict) return;
    this.#verdict = { reason, detail: this.#told() };
    this.#closeOutputs();
    if (this.#left) return;
    this.#child?.kill('SIGTERM');
    this.#after(killAfterMs, () => {
      this.#child?.kill('SIGKILL');
      this.#after(leaveAfterMs, () => this.#leaveBehind(reason));
    });
  }

  /** The consumer has room again. */
  resume(): void {
    this.#sign(false);
    if (!this.#verdict && !this.#splitter.isHeldUp()) this.#pipe?.resume();
  }

  async #live(): Promise<void> {
    try {
      this.#pipe = await openFramePipe({ room: () => this.#splitter.room(), took: (bytes) => this.#took(bytes) });
    } catch (error) {
      this.#finish(this.#verdict ?? { reason: 'ffmpeg-failed', detail: messageOf(error) });
      return;
    }
    const { theirs, closed } = this.#pipe;
    if (!this.#verdict) this.#spawn(theirs);
    else this.#left = this.#verdict;
    theirs.destroy();
    await closed;
    this.#pipeIsClosed = true;
    this.#settle();
  }

  #spawn(stdout: Socket): void {
    const { path, args, stdin } = this.#options;
    const second = this.#options.onPackets ? (['pipe'] as const) : [];
    const start: Spawn = this.#options.spawn ?? spawn;
    let child: Child;
    try {
      child = start(path, args, { stdio: ['pipe', stdout, 'pipe', ...second] }) as Child;
    } catch (error) {
      this.#left = { reason: 'ffmpeg-missing', detail: messageOf(error) };
      return;
    }
    this.#child = child;
    child.on('error', (error) => {
      this.#verdict ??= { reason: 'ffmpeg-missing', detail: messageOf(error) };
      if (child.pid === undefined) this.#leave(this.#verdict);
    });
    // It may end before it has read its list.
    child.stdin.on('error', () => {});
    child.stdin.end(stdin ?? '');
    this.#listenToPackets(child);
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text: string) => this.#stderr.push(text));
    child.stderr.on('error', () => {});
    child.on('exit', () => this.#after(pipesAfterExitMs, () => this.#closePipesAfterExit()));
    child.on('close', (code, signal) => this.#leave(this.#judge(code, signal)));
  }

  /** Always read at once: a pipe that fills would hold up the pictures too. */
  #listenToPackets(child: Child): void {
    const pipe = child.stdio[packetsDescriptor] as Readable | null | undefined;
    pipe?.on('data', (chunk: Uint8Array) => this.#options.onPackets?.(chunk));
    pipe?.on('error', () => {});
  }

  #took(bytes: number): boolean {
    this.#reads++;
    if (this.#verdict) return false;
    try {
      this.#splitter.took(bytes);
      return !this.#splitter.isHeldUp();
    } catch {
      this.end('garbage');
      return false;
    }
  }

  /** The process is gone with all its pipes but that of the pictures. */
  #leave(end: CaptureEnd): void {
    this.#left ??= end;
    this.#settle();
  }

  #leaveBehind(reason: BlindReason | 'stopped'): void {
    this.#child?.stdin.destroy();
    this.#child?.stderr.destroy();
    this.#closeOutputs();
    this.#child?.unref();
    this.#finish({ reason, detail: `process ${this.pid} does not end, even by SIGKILL; it is left behind` });
  }

  #settle(): void {
    if (this.#left && this.#pipeIsClosed) this.#finish(this.#verdict ?? this.#left);
  }

  #watch(): void {
    if (this.#options.heldUp()) this.#sign(false);
    const patience = this.#frames === 0 ? (this.#options.startPatienceMs ?? watchdogMs) : watchdogMs;
    if (this.#options.clock.monotonicMs() - this.#lastSign < patience) return;
    this.end(this.#undecodable ? 'garbage' : this.#frames === 0 ? 'silent' : 'stalled');
  }

  #sign(isFrame = true): void {
    const now = this.#options.clock.monotonicMs();
    // The stream lives when another one follows soon.
    const isLate = isFrame && this.#frames > 0 && now - this.#lastFrame >= heldUpMs && now - this.#lastSign >= heldUpMs;
    if (!isLate) this.#lastSign = now;
    if (!isFrame) return;
    this.#lastFrame = now;
    this.#frames++;
    this.#undecodable = false;
  }

  /** What is still in the pipe is taken, at the consumer's pace; a pipe that stays open with nothing in it is closed. */
  #closePipesAfterExit(): void {
    const isMoving = this.#options.heldUp() || this.#reads !== this.#readsBefore;
    this.#readsBefore = this.#reads;
    if (isMoving) {
      this.#after(pipesAfterExitMs, () => this.#closePipesAfterExit());
      return;
    }
    this.#closeOutputs();
    this.#child?.stderr.destroy();
  }

  #closeOutputs(): void {
    this.#pipe?.close();
    (this.#child?.stdio[packetsDescriptor] as Readable | null | undefined)?.destroy();
  }

  #judge(code: number | null, signal: string | null): CaptureEnd {
    this.#stderr.end();
    const told = this.#hasWaitedInVain() ? 'timeout' : reasonOf(this.#stderr.last);
    if (code === 0 && (this.#frames > 0 || !told)) return { reason: 'finished', detail: '' };
    const how = signal ? `signal ${signal}` : `code ${code}`;
    return { reason: told ?? 'ffmpeg-failed', detail: this.#told() || how };
  }

  /** Where the other end takes the connection and says nothing, ffmpeg speaks of invalid data, after its time is over. */
  #hasWaitedInVain(): boolean {
    const took = this.#options.clock.monotonicMs() - this.#startedMs;
    const said = this.#stderr.last;
    const couldNotOpen = said.some((line) => /Impossible to open/.test(line));
    return this.#frames === 0 && couldNotOpen && took >= socketTimeoutMs && reasonOf(said) === 'garbage';
  }

  #told(): string {
    return cutText(withoutAddresses(this.#stderr.last.at(-1) ?? ''), 200);
  }

  #after(ms: number, fn: () => void): void {
    this.#cancels.push(this.#options.clock.after(ms, fn));
  }

  #finish(end: CaptureEnd): void {
    for (const cancel of this.#cancels) cancel();
    this.#cancels = [];
    this.#resolve(end);
  }
}
