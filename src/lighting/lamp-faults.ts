import type { Send } from '../domain/outgoing.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { LampFault } from './lamp-report.ts';

interface FaultsOptions {
  readonly lamp: string;
  /** Faults that an earlier run reported and that have not ended. */
  readonly faults: readonly LampFault[];
  readonly onFaults: () => void;
  readonly send: Send;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The failures of one lamp that are active: each beginning and each end is said once. */
export class LampFaults {
  readonly #options: FaultsOptions;
  readonly #active: Set<LampFault>;

  constructor(options: FaultsOptions) {
    this.#options = options;
    this.#active = new Set(options.faults);
  }

  get active(): readonly LampFault[] {
    return [...this.#active];
  }

  set(fault: LampFault, active: boolean, detail: string): void {
    if (this.#active.has(fault) === active) return;
    if (active) this.#active.add(fault);
    else this.#active.delete(fault);
    const { send, clock, lamp, onFaults, logger } = this.#options;
    send({ kind: 'lamp.fault', at: clock.now(), lamp, fault, active, detail });
    if (active) logger.warn(fault, { error: detail });
    else logger.info(`${fault} ended`);
    onFaults();
  }
}
