// All inputs of the site beside Modbus. Each has a connection of its own; none waits for another.
import type { OpenWire } from '../../fieldbus/link.ts';
import { serialWire } from '../../fieldbus/serial-wire.ts';
import { tcpWire } from '../../fieldbus/tcp-wire.ts';
import type { Health, Service } from '../../runtime/service.ts';
import type { LatestDevice } from '../acquisition.ts';
import type { InputConfig } from './config.ts';
import { gpioWire } from './gpio/gpio-wire.ts';
import { Input, type InputDeps } from './input.ts';
import { mqttWire } from './mqtt/mqtt-wire.ts';

export interface InputsOptions extends InputDeps {
  readonly inputs: readonly InputConfig[];
  /** Where gpiomon and gpioget are, for tests; else PATH knows them. */
  readonly gpioTools?: string;
}

export class Inputs implements Service {
  readonly name = 'inputs';
  readonly #options: InputsOptions;
  #inputs: Input[] = [];
  #isRunning = false;

  constructor(options: InputsOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { inputs } = this.#options;
    this.#inputs = inputs
      .filter((i) => i.enabled)
      .map((config) => new Input(config, (kind) => wireOf(config, kind.baudRate, this.#options), this.#options));
    this.#isRunning = true;
    await Promise.all(this.#inputs.map((i) => i.start()));
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    await Promise.all(this.#inputs.map((i) => i.stop()));
  }

  /** Every input as it is now, in the shape of the devices. */
  latest(): LatestDevice[] {
    return this.#inputs.map((i) => ({
      device: i.config.id,
      profile: i.config.kind,
      line: i.target,
      unit: 0,
      state: i.state,
      since: i.since,
      reason: i.state === 'offline' ? 'timeout' : '',
      points: i.latest(),
      late: 0,
      pace: [],
    }));
  }

  health(): Health {
    const reasons = this.#inputs.flatMap((i) => i.trouble() ?? []);
    const sum = (of: (i: Input) => number) => this.#inputs.reduce((n, i) => n + of(i), 0);
    return {
      state: !this.#isRunning ? 'down' : reasons.length > 0 ? 'degraded' : 'ok',
      reasons,
      facts: {
        inputs: this.#inputs.length,
        online: sum((i) => (i.state === 'online' ? 1 : 0)),
        samples: sum((i) => i.counters.samples),
        reports: sum((i) => i.counters.reports),
        damaged: sum((i) => i.damaged),
      },
    };
  }
}

function wireOf(config: InputConfig, usualBaudRate: number, options: InputsOptions): OpenWire {
  const { clock, random, gpioTools } = options;
  if (config.kind === 'gpio') {
    const lines = config.points.map((p) => p.line);
    return gpioWire(config.source, lines, clock, gpioTools);
  }
  const { source } = config;
  if (source.kind === 'tcp') return tcpWire(source.host, source.port);
  if (source.kind === 'mqtt') return mqttWire(source, `haidang-${config.id}-${random().toString(36).slice(2, 8)}`);
  return serialWire({ ...source, baudRate: source.baudRate ?? usualBaudRate, direction: 'auto' }, clock);
}
