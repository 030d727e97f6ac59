// The input lines of this machine as a connection, through libgpiod's tools: gpioget says how the levels are, gpiomon
// runs on and says every edge. What goes up is one text line each:
//   `level LINE 0|1 EPOCH_MS`            as it was when the connection was opened
//   `edge LINE 0|1 KERNEL_MS EPOCH_MS`   a change
//   `tick KERNEL_MS`                     once a second: gpiomon lives, and time goes on (`-`: not known yet)
// Between the two tools there are some milliseconds in which nobody looks, because a line has one holder at a time: a
// change just then shows at the next edge. Version 1 does not say when it began to listen; it is given a moment.
import { type ChildProcess, spawn } from 'node:child_process';
import type { OpenWire, WireEvents } from '../../../fieldbus/link.ts';
import { type Clock, every, sleep } from '../../../runtime/clock.ts';
import { HaidangError, messageOf } from '../../../runtime/errors.ts';
import { LineSplitter } from '../splitters.ts';
import type { GpioConfig } from './config.ts';
import { type Edge, getArguments, majorOf, monitorArguments, parseEdge, runTool, toolIn } from './tools.ts';

const settleMs = 100;
const killAfterMs = 1_000;
/** A kernel clock that is further from ours than this was set, and says nothing about delay. */
const longestLagMs = 60_000;

/** @param folder where the tools are, for tests; else PATH knows them. */
export function gpioWire(
  source: GpioConfig['source'],
  lines: readonly number[],
  clock: Clock,
  folder?: string,
): OpenWire {
  const file = toolIn(folder);
  return async (events, signal) => {
    const version = await runTool(file('gpiomon'), ['--version'], signal);
    const major = majorOf(version);
    if (major === undefined) {
      throw new HaidangError('configuration', 'gpio-version', `gpiomon of an unknown version: ${version.slice(0, 80)}`);
    }
    const levels = (await runTool(file('gpioget'), getArguments(major, source, lines), signal)).trim().split(/\s+/);
    const readMs = clock.now().ms;
    const child = spawn(file('gpiomon'), monitorArguments(major, source, lines), { stdio: ['ignore', 'pipe', 'pipe'] });
    const monitor = new Monitor(child, clock, events, (text) => parseEdge(major, text));
    try {
      await sleep(clock, settleMs, signal);
      if (monitor.ended !== undefined) throw new HaidangError('device', 'gpio', monitor.ended);
    } catch (error) {
      await monitor.close();
      throw error;
    }
    // What is said before the connection counts as open would be lost.
    clock.after(0, () => monitor.begin(lines.map((line, i) => `level ${line} ${levels[i] === '1' ? 1 : 0} ${readMs}`)));
    return { write: () => {}, close: () => monitor.close(), name: `${source.chip} ${lines.join(',')}` };
  };
}

class Monitor {
  readonly #child: ChildProcess;
  readonly #clock: Clock;
  readonly #events: WireEvents;
  readonly #parse: (text: string) => Edge | undefined;
  readonly #splitter = new LineSplitter();
  readonly #exit: Promise<void>;
  #cancelTick = () => {};
  #isClosing = false;
  #hasBegun = false;
  #words = '';
  /** Our clock minus the kernel's, by the edge that came up fastest. */
  #offsetMs: number | undefined;
  /** Why it ended by itself. */
  ended: string | undefined;

  constructor(child: ChildProcess, clock: Clock, events: WireEvents, parse: (text: string) => Edge | undefined) {
    this.#child = child;
    this.#clock = clock;
    this.#events = events;
    this.#parse = parse;
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#words = (this.#words + chunk.toString()).slice(-500);
    });
    this.#exit = new Promise((resolve) => {
      child.once('error', (error) => this.#end(messageOf(error), resolve));
      child.once('close', (code) => this.#end(this.#words.trim() || `gpiomon ended with ${code}`, resolve));
    });
  }

  begin(levels: readonly string[]): void {
    if (this.#isClosing) return;
    this.#hasBegun = true;
    if (this.ended !== undefined) {
      this.#events.onClosed(this.ended);
      return;
    }
    this.#say(levels);
    this.#tick();
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#onData(chunk));
    this.#cancelTick = every(this.#clock, 1000, () => this.#tick());
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    this.#cancelTick();
    if (this.ended === undefined) {
      this.#child.kill('SIGTERM');
      const cancel = this.#clock.after(killAfterMs, () => this.#child.kill('SIGKILL'));
      await this.#exit;
      cancel();
    }
  }

  #end(reason: string, resolve: () => void): void {
    resolve();
    if (this.ended !== undefined) return;
    this.ended = reason;
    this.#cancelTick();
    if (this.#hasBegun && !this.#isClosing) this.#events.onClosed(reason);
  }

  #onData(chunk: Buffer): void {
    const arrivedMs = this.#clock.monotonicMs();
    const nowMs = this.#clock.now().ms;
    const edges = this.#splitter.push(chunk).flatMap((text) => this.#parse(text) ?? []);
    for (const { kernelMs } of edges) {
      const offset = arrivedMs - kernelMs;
      const before = this.#offsetMs;
      if (before === undefined || offset < before || offset - before > longestLagMs) this.#offsetMs = offset;
    }
    this.#say(
      edges.map(({ line, level, kernelMs }) => {
        const lagMs = arrivedMs - (kernelMs + (this.#offsetMs ?? 0));
        return `edge ${line} ${level} ${kernelMs} ${Math.round(nowMs - lagMs)}`;
      }),
    );
  }

  #tick(): void {
    const offset = this.#offsetMs;
    this.#say([`tick ${offset === undefined ? '-' : this.#clock.monotonicMs() - offset}`]);
  }

  #say(texts: readonly string[]): void {
    if (texts.length > 0 && !this.#isClosing) this.#events.onData(Buffer.from(`${texts.join('\n')}\n`));
  }
}
