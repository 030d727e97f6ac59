// ffmpeg as a tool for evidence: a coded clip in, pictures or another clip out, all through pipes, so that nothing that
// must not be seen reaches the disk. It runs at a low priority: cameras that watch go first.
import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { HaidangError, messageOf } from '../../runtime/errors.ts';
import { ChildLife } from '../source/child-end.ts';
import { LineReader } from '../source/line-reader.ts';

export interface ToolRun {
  readonly path: string;
  readonly args: readonly string[];
  /** Writes its stdin, and ends it. */
  readonly feed: (stdin: Writable) => void;
  /** Further inputs at descriptors from 3 on, each written at once. */
  readonly more?: readonly Uint8Array[];
  /** Further inputs that are written over time, behind those of `more`. */
  readonly feeds?: readonly ((stdin: Writable) => void)[];
  /** What comes out, piece by piece; throws to end it. */
  readonly take: (chunk: Uint8Array) => void;
  readonly signal: AbortSignal;
}

/** @throws HaidangError (`ours`, `ffmpeg-failed`) with ffmpeg's last words; the reason of the signal where it was aborted. */
export async function runTool(run: ToolRun): Promise<void> {
  run.signal.throwIfAborted();
  const { more = [], feeds = [] } = run;
  const extra = [...more, ...feeds].map(() => 'pipe' as const);
  const child = spawn(run.path, ['-hide_banner', '-nostats', '-loglevel', 'error', ...run.args], {
    stdio: ['pipe', 'pipe', 'pipe', ...extra],
  });
  const life = new ChildLife(child);
  const told = new LineReader(() => {});
  let failure: unknown;
  const fail = (error: unknown) => {
    failure ??= error;
    life.kill();
  };
  const onAbort = () => fail(run.signal.reason);
  run.signal.addEventListener('abort', onAbort, { once: true });
  try {
    child.stderr?.setEncoding('utf8').on('data', (text: string) => told.push(text));
    child.stdout?.on('data', (chunk: Uint8Array) => {
      try {
        if (failure === undefined) run.take(chunk);
      } catch (error) {
        fail(error);
      }
    });
    const inputs = child.stdio as readonly (Writable | Readable | null | undefined)[];
    // It may have seen enough before it was given everything.
    for (const input of [0, ...extra.map((_, i) => i + 3)]) inputs[input]?.on('error', () => {});
    if (child.pid !== undefined) lower(child.pid);
    more.forEach((bytes, i) => void (inputs[i + 3] as Writable).end(bytes));
    feeds.forEach((feed, i) => void feed(inputs[i + 3 + more.length] as Writable));
    if (child.stdin) run.feed(child.stdin);
    const { code, signal, failure: left } = await life.ended;
    told.end();
    if (code !== 0) failure ??= new Error(left ?? told.last.at(-1) ?? `it ended with ${signal ?? code}`);
  } finally {
    run.signal.removeEventListener('abort', onAbort);
  }
  if (failure === undefined) return;
  if (run.signal.aborted) throw run.signal.reason;
  throw failure instanceof HaidangError
    ? failure
    : new HaidangError('ours', 'ffmpeg-failed', `ffmpeg: ${messageOf(failure)}`);
}

/** Well behind the cameras that watch, and yet not starved where a machine is busy for long. */
const niceness = 10;

function lower(pid: number): void {
  try {
    setPriority(pid, niceness);
  } catch {
    // It has ended already, or may not be lowered: then it runs as it is.
  }
}
