// Starts a station as a process of its own (driven.ts), moves its time, gives it readings, kills it, and reads what it said.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Outgoing } from '../../src/domain/outgoing.ts';

export interface Start {
  readonly folder: string;
  /** The `station` of a site file, before it is parsed; its device is `d`. */
  readonly config: unknown;
  /** What the station waits for is shortened by this. */
  readonly fasterBy: number;
  readonly wallMs: number;
  readonly monotonicMs: number;
}

/** null: the device did not answer. */
export type Values = Readonly<Record<string, number | null>>;

export type Order =
  | { readonly do: 'read'; readonly ms: number; readonly values: Values }
  /** `run`: time goes on, after a reading of now was taken where there is one. */
  | { readonly do: 'run'; readonly ms: number; readonly values?: Values }
  | { readonly do: 'step'; readonly ms: number }
  | { readonly do: 'stop' | 'facts' };

export class Driven {
  readonly #options: Omit<Start, 'wallMs' | 'monotonicMs'>;
  #child: ChildProcess | undefined;
  #lines: AsyncIterator<string> | undefined;
  #reader: Interface | undefined;
  /** Its clock. */
  wallMs: number;
  #monotonicMs = 1_000_000;
  kills = 0;

  constructor(options: Omit<Start, 'wallMs' | 'monotonicMs'>, wallMs: number) {
    this.#options = options;
    this.wallMs = wallMs;
  }

  get isRunning(): boolean {
    return this.#child !== undefined;
  }

  async start(env: Readonly<Record<string, string>> = {}): Promise<void> {
    const start: Start = { ...this.#options, wallMs: this.wallMs, monotonicMs: this.#monotonicMs };
    const program = fileURLToPath(new URL('./driven.ts', import.meta.url));
    const child = spawn(process.execPath, [program, JSON.stringify(start)], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    });
    child.stdin?.on('error', () => {});
    this.#child = child;
    this.#reader = createInterface({ input: child.stdout! });
    this.#lines = this.#reader[Symbol.asyncIterator]();
    await this.#answer();
  }

  /** @returns after it was carried out. */
  async order(order: Order): Promise<Readonly<Record<string, unknown>>> {
    this.send(order);
    return await this.#answer();
  }

  /** The same without waiting: it may be killed meanwhile. */
  send(order: Order): void {
    if (order.do === 'run' || order.do === 'step') this.wallMs += order.ms;
    if (order.do === 'run') this.#monotonicMs += order.ms;
    this.#child?.stdin?.write(`${JSON.stringify(order)}\n`);
  }

  async stop(): Promise<void> {
    if (!this.#child) return;
    await this.order({ do: 'stop' });
    await this.kill();
    this.kills--;
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    this.#reader?.close();
    this.#child = undefined;
    this.kills++;
  }

  /** What it said, in order, of all runs; a line that a kill has torn was never said. */
  said(): Outgoing[] {
    const file = join(this.#options.folder, 'sent.jsonl');
    if (!existsSync(file)) return [];
    return readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line): Outgoing[] => {
        try {
          return line === '' ? [] : [JSON.parse(line) as Outgoing];
        } catch {
          return [];
        }
      });
  }

  async #answer(): Promise<Readonly<Record<string, unknown>>> {
    const { value, done } = (await this.#lines?.next()) ?? { done: true };
    if (done || typeof value !== 'string') throw new Error('the driven station has ended');
    return JSON.parse(value) as Record<string, unknown>;
  }
}
