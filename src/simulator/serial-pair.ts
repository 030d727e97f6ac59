import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, sleep } from '../runtime/clock.ts';
import { HaidangError } from '../runtime/errors.ts';
import { type Health, healthy, type Service } from '../runtime/service.ts';
import { findExecutable, type Program, startProgram } from './program.ts';

/** A pair of pseudo-terminals joined by socat, as a serial line has two ends: one for the gateway, one for the devices. */
export class SerialPair implements Service {
  readonly name = 'serial-pair';
  readonly #clock: Clock;
  /** Links to the terminals of this run; socat removes them when it ends. */
  readonly gatewayEnd: string;
  readonly deviceEnd: string;
  #socat: Program | undefined;

  /** @param folder where the two links are made. */
  constructor(clock: Clock, folder: string) {
    this.#clock = clock;
    this.gatewayEnd = join(folder, 'tty-gateway');
    this.deviceEnd = join(folder, 'tty-device');
  }

  static available(): boolean {
    return findExecutable('socat') !== undefined;
  }

  /** @throws HaidangError (`ours`, `spawn` or `timeout`). */
  async start(_signal?: AbortSignal, fail: (error: unknown) => void = () => {}): Promise<void> {
    this.#socat = await startProgram({
      command: 'socat',
      args: [`pty,raw,echo=0,link=${this.gatewayEnd}`, `pty,raw,echo=0,link=${this.deviceEnd}`],
      clock: this.#clock,
      onExit: (how) => fail(new HaidangError('ours', 'exit', `socat ended: ${how}`)),
    });
    for (let tries = 0; !(existsSync(this.gatewayEnd) && existsSync(this.deviceEnd)); tries++) {
      if (tries === 100) throw new HaidangError('ours', 'timeout', 'socat made no pseudo-terminals within 5 s');
      await sleep(this.#clock, 50);
    }
  }

  async stop(): Promise<void> {
    await this.#socat?.stop(2000);
    this.#socat = undefined;
  }

  health(): Health {
    return healthy;
  }
}
