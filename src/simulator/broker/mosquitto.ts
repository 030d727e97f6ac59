import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { type Clock, sleep } from '../../runtime/clock.ts';
import { HaidangError } from '../../runtime/errors.ts';
import { type Health, healthy, type Service } from '../../runtime/service.ts';
import { findExecutable, type Program, startProgram } from '../program.ts';

/** A port of the loopback address that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return address && typeof address === 'object' ? address.port : 0;
}

/** A mosquitto of our own with persistence, on a free loopback port: stopped and started it keeps sessions and queues. */
export class MosquittoBroker implements Service {
  readonly name = 'mosquitto';
  readonly #clock: Clock;
  readonly #folder: string;
  #program: Program | undefined;
  #port = 0;

  /** @param folder for its configuration and its store; made where it is missing. */
  constructor(clock: Clock, folder: string) {
    this.#clock = clock;
    this.#folder = folder;
  }

  static available(): boolean {
    return findExecutable('mosquitto') !== undefined;
  }

  get port(): number {
    return this.#port;
  }

  /** Resolves when it takes connections. A second start keeps the port and the store. */
  async start(_signal?: AbortSignal, fail: (error: unknown) => void = () => {}): Promise<void> {
    if (this.#port === 0) this.#port = await freePort();
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const config = join(this.#folder, 'mosquitto.conf');
    // `max_queued_messages`: the default of 1000 silently drops what a receiver that is away should get, and with 0 (no
    // bound) this broker hangs up after every publish that it refuses.
    // `user`: without it a mosquitto started by root gives up root and can no longer write its store.
    const lines = [
      `listener ${this.#port} 127.0.0.1`,
      'allow_anonymous true',
      'persistence true',
      `persistence_location ${this.#folder}/`,
      'max_queued_messages 1000000',
      'max_inflight_messages 200',
      'log_dest stderr',
      ...(process.getuid?.() === 0 ? ['user root'] : []),
    ];
    await writeFile(config, `${lines.join('\n')}\n`);
    const last: string[] = [];
    this.#program = await startProgram({
      command: 'mosquitto',
      args: ['-c', config],
      clock: this.#clock,
      onLine: (line) => {
        last.push(line);
        if (last.length > 5) last.shift();
      },
      onExit: (how) => fail(new HaidangError('ours', 'exit', `mosquitto ended: ${how}: ${last.join(' | ')}`)),
    });
    await this.#answers(this.#program, last);
  }

  /** Ends it in order: it writes its store first. */
  async stop(): Promise<void> {
    await this.#program?.stop(5000);
    this.#program = undefined;
  }

  /** SIGKILL: what it has not written is gone, sessions and acknowledged messages alike. A start brings it back. */
  async kill(): Promise<void> {
    await this.#program?.kill();
    this.#program = undefined;
  }

  health(): Health {
    return healthy;
  }

  async #answers(program: Program, last: readonly string[]): Promise<void> {
    for (let tries = 0; tries < 100; tries++) {
      if (!program.running) break;
      const socket = connect(this.#port, '127.0.0.1');
      const connected = await Promise.race([
        once(socket, 'connect').then(
          () => true,
          () => false,
        ),
        sleep(this.#clock, 1000).then(() => false),
      ]);
      socket.destroy();
      if (connected) return;
      await sleep(this.#clock, 50);
    }
    throw new HaidangError('ours', 'not-ready', `mosquitto does not take connections: ${last.join(' | ')}`);
  }
}
