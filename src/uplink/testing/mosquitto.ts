// A real broker for tests: mosquitto with its own configuration on a free loopback port, that can be stopped, killed and
// started again on the same port with the same store.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return address && typeof address === 'object' ? address.port : 0;
}

export class TestBroker {
  readonly folder = mkdtempSync(join(tmpdir(), 'haidang-mqtt-'));
  #process: ChildProcess | undefined;
  #port = 0;
  log = '';
  /** Of the listener and after it, in the words of mosquitto.conf; read with each start. */
  lines: readonly string[];

  constructor(lines: readonly string[] = ['allow_anonymous true']) {
    this.lines = lines;
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    this.#port ||= await freePort();
    const config = join(this.folder, 'mosquitto.conf');
    const common = [
      'persistence true',
      `persistence_location ${this.folder}/`,
      // Not 0: with that, 2.0.11 ends the connection after each message that it refuses.
      'max_queued_messages 1000000',
      'max_inflight_messages 200',
      'log_dest stderr',
      ...(process.getuid?.() === 0 ? ['user root'] : []),
      `listener ${this.#port} 127.0.0.1`,
    ];
    writeFileSync(config, `${[...common, ...this.lines].join('\n')}\n`);
    const child = spawn('mosquitto', ['-c', config], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#process = child;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.log = (this.log + text).slice(-4000);
    });
    for (let tries = 0; tries < 200; tries++) {
      if (child.exitCode !== null) throw new Error(`mosquitto ended: ${this.log}`);
      const socket = connect(this.#port, '127.0.0.1');
      const up = await once(socket, 'connect').then(
        () => true,
        () => false,
      );
      socket.destroy();
      if (up) return;
      await wait(20);
    }
    throw new Error(`mosquitto does not listen: ${this.log}`);
  }

  /** SIGTERM: it writes its store first. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  signal(signal: NodeJS.Signals): void {
    this.#process?.kill(signal);
  }

  async close(): Promise<void> {
    await this.stop('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
