import { SerialPort } from 'serialport';
import type { Cancel, Clock } from '../../runtime/clock.ts';
import { HaidangError, messageOf } from '../../runtime/errors.ts';
import { type Health, healthy, type Service } from '../../runtime/service.ts';
import { RtuRequestSplitter, rtuFrame } from './rtu-frame.ts';
import { answer, type ModbusUnit } from './unit.ts';

export interface ModbusRtuServerOptions {
  readonly name: string;
  readonly path: string;
  readonly baudRate: number;
  readonly units: ReadonlyMap<number, ModbusUnit>;
  readonly clock: Clock;
  /** What a device takes before it answers, milliseconds. */
  readonly answerAfterMs?: number;
}

/** After this silence an unfinished request is forgotten. Longer than 3.5 characters, since a PTY delivers in bursts. */
const silenceMs = 50;

/** The devices at the far end of a serial line, answering Modbus RTU. A unit that is not there never answers. */
export class ModbusRtuServer implements Service {
  readonly name: string;
  readonly #options: ModbusRtuServerOptions;
  readonly #dead = new Set<number>();
  #port: SerialPort | undefined;
  #cancelSilence: Cancel = () => {};

  constructor(options: ModbusRtuServerOptions) {
    this.name = options.name;
    this.#options = options;
  }

  async start(_signal?: AbortSignal, fail: (error: unknown) => void = () => {}): Promise<void> {
    const { path, baudRate } = this.#options;
    const port = new SerialPort({ path, baudRate, autoOpen: false });
    await new Promise<void>((resolve, reject) =>
      port.open((error) => (error ? reject(new HaidangError('device', 'open', messageOf(error))) : resolve())),
    );
    this.#port = port;
    const splitter = new RtuRequestSplitter();
    port.on('error', fail);
    port.on('data', (chunk: Buffer) => {
      this.#cancelSilence();
      for (const { unit, pdu } of splitter.push(chunk)) this.#answer(unit, pdu);
      this.#cancelSilence = this.#options.clock.after(silenceMs, () => splitter.silence());
    });
  }

  async stop(): Promise<void> {
    this.#cancelSilence();
    const port = this.#port;
    this.#port = undefined;
    if (port?.isOpen) await new Promise<void>((resolve) => port.close(() => resolve()));
  }

  /** A unit stops answering (its power is cut), or answers again. */
  setDead(unit: number, dead: boolean): void {
    if (dead) this.#dead.add(unit);
    else this.#dead.delete(unit);
  }

  health(): Health {
    return healthy;
  }

  #answer(id: number, pdu: Buffer): void {
    if (id === 0) {
      // A message to everyone: all act on it, nobody answers.
      for (const [each, unit] of this.#options.units) if (!this.#dead.has(each)) answer(unit, pdu);
      return;
    }
    const unit = this.#options.units.get(id);
    if (!unit || this.#dead.has(id)) return;
    const frame = rtuFrame(id, answer(unit, pdu));
    this.#options.clock.after(this.#options.answerAfterMs ?? 15, () => {
      if (this.#port?.isOpen) this.#port.write(frame);
    });
  }
}
