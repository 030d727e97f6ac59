// Watches over a new site file until it has proved itself or its time is over.
import type { Send } from '../../domain/outgoing.ts';
import { type Cancel, type Clock, every } from '../../runtime/clock.ts';
import { type Health, healthy, type Service } from '../../runtime/service.ts';
import { judge } from './gate.ts';
import type { RemoteConfig } from './remote-config.ts';
import type { Condition } from './versions.ts';

const lookMs = 1000;

/** What commands about the site file need. */
export interface SiteFile {
  readonly remote: RemoteConfig;
  readonly condition: () => Condition;
}

interface TrialOptions extends SiteFile {
  readonly send: Send;
  readonly clock: Clock;
}

export class TrialWatch implements Service {
  readonly name = 'site-file';
  readonly #options: TrialOptions;
  #cancel: Cancel = () => {};
  #startedMs: number | undefined;

  constructor(options: TrialOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { remote, clock, send } = this.#options;
    const turn = remote.takeTurn();
    if (turn) send({ kind: 'gateway.config', at: clock.now(), state: turn });
    this.#startedMs ??= clock.monotonicMs();
    if (remote.trial) this.#cancel = every(clock, lookMs, () => this.#look());
  }

  async stop(): Promise<void> {
    this.#cancel();
  }

  health(): Health {
    return healthy;
  }

  #look(): void {
    const { remote, condition, clock } = this.#options;
    const { trial } = remote;
    if (!trial) return;
    const judged = judge(trial.before, condition(), clock.monotonicMs() - (this.#startedMs ?? 0), trial.limitMs);
    if (judged.now === 'wait') return;
    this.#cancel();
    void remote.end(judged.now === 'good', judged.now === 'bad' ? judged.reason : '');
  }
}
