// The agent under test: `haidang run` as a process of its own, with a wall clock that the harness can step.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ask } from '../../src/agent/control-socket.ts';
import { type AgentStatus, agentStatusSchema } from '../../src/agent/status.ts';
import { SystemClock } from '../../src/runtime/clock.ts';
import { type Program, startProgram } from '../../src/simulator/program.ts';
import { type ClockStep, offsetAt } from './clock-steps.ts';
import { WireLog } from './wire-log.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const wallClock = fileURLToPath(new URL('./wall-clock.ts', import.meta.url));
const wireTap = fileURLToPath(new URL('./wire-tap.ts', import.meta.url));
const logLines = 400;
/** A step is written so long before it holds, so that the agent knows it when its time has come. */
const stepAheadMs = 250;

/** An end of the process. Milliseconds since the epoch, on the clock of the harness. */
export interface Down {
  /** When the signal was sent. */
  readonly fromMs: number;
  /** When the process was gone. */
  readonly toMs: number;
  readonly clean: boolean;
}

export interface AgentFiles {
  readonly site: string;
  readonly data: string;
  /** Where steps of its clock, what went over its wires and what Node compiled are kept. */
  readonly scratch: string;
  /** The ports of the counting devices, by their names. Known when the devices have started. */
  readonly ports: () => ReadonlyMap<string, number>;
}

export class AgentProcess {
  readonly #files: AgentFiles;
  readonly #clock = new SystemClock();
  readonly #steps: ClockStep[] = [];
  #program: Program | undefined;
  readonly downs: Down[] = [];
  /** Its last words, for the report of a failed round. */
  readonly log: string[] = [];
  /** What it heard of its devices. */
  readonly wire: WireLog;
  /** It ended and nobody had asked it to. */
  fell: string | undefined;

  constructor(files: AgentFiles) {
    this.#files = files;
    this.wire = new WireLog(this.#wireFile, (port) => {
      for (const [device, at] of files.ports()) if (at === port) return device;
      return undefined;
    });
  }

  get running(): boolean {
    return this.#program?.running === true;
  }

  /** What its wall clock shows at a true time. */
  wallMs(ms: number): number {
    return ms + offsetAt(this.#steps, ms);
  }

  async start(): Promise<void> {
    const { site, data, scratch } = this.#files;
    const env = {
      ...process.env,
      LEDGER_CLOCK: this.#clockFile,
      LEDGER_WIRE: this.#wireFile,
      LEDGER_WIRE_PORTS: [...this.#files.ports().values()].join(','),
      NODE_COMPILE_CACHE: join(scratch, 'compiled'),
    };
    this.#program = await startProgram({
      command: process.execPath,
      args: ['--import', wallClock, '--import', wireTap, main, 'run', '--config', site, '--data', data],
      clock: this.#clock,
      env,
      onLine: (line) => {
        this.log.push(line);
        if (this.log.length > logLines) this.log.shift();
      },
      onExit: (how) => {
        this.fell = how;
      },
    });
  }

  /** kill -9. */
  async kill(): Promise<void> {
    const fromMs = Date.now();
    await this.#program?.kill();
    this.downs.push({ fromMs, toMs: Date.now(), clean: false });
  }

  /** SIGTERM. @returns how it ended: `exit 0` where all is well. */
  async stop(): Promise<string> {
    const fromMs = Date.now();
    const how = (await this.#program?.stop(12_000)) ?? 'exit 0';
    this.downs.push({ fromMs, toMs: Date.now(), clean: how === 'exit 0' });
    return how;
  }

  /** Steps its wall clock; resolves when the step holds, whether it runs or not. */
  async stepClock(byMs: number): Promise<void> {
    const fromMs = Date.now() + stepAheadMs;
    this.#steps.push({ fromMs, offsetMs: offsetAt(this.#steps, fromMs) + byMs });
    writeFileSync(this.#clockFile, JSON.stringify(this.#steps));
    if (this.#program?.running) process.kill(this.#program.pid, 'SIGUSR2');
    await wait(stepAheadMs + 20);
  }

  /** Asks for its status until it is as wanted. @throws after `withinMs`. */
  async until(what: string, wanted: (s: AgentStatus) => boolean, withinMs = 60_000): Promise<void> {
    const end = performance.now() + withinMs;
    let last = 'no answer';
    while (performance.now() < end) {
      if (!this.running) throw new Error(`the agent ended (${this.fell ?? 'asked to'}) while ${what} was waited for`);
      try {
        const status = agentStatusSchema.parse(await ask(join(this.#files.data, 'agent.sock'), 'status', {}, 2000));
        if (wanted(status)) return;
        last = JSON.stringify(status.parts.filter((p) => p.part === 'outbox' || p.part === 'uplink'));
      } catch (error) {
        last = String(error);
      }
      await wait(50);
    }
    throw new Error(`not within ${withinMs} ms: ${what}; last: ${last}`);
  }

  get #clockFile(): string {
    return join(this.#files.scratch, 'clock.json');
  }

  get #wireFile(): string {
    return join(this.#files.scratch, 'wire.log');
  }
}

/** A fact of a part of the status. */
export function factOf(status: AgentStatus, part: string, fact: string): unknown {
  return status.parts.find((p) => p.part === part)?.facts[fact];
}
