import type { Send } from '../domain/outgoing.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { LampDriver } from './drivers/driver.ts';
import type { LampFault } from './lamp-report.ts';
import type { Stagger } from './stagger.ts';
import type { Together } from './together.ts';

/** What the keeper of one lamp works with. */
export interface KeeperOptions {
  readonly lamp: string;
  readonly driver: LampDriver;
  /** How often the level is read where nothing changes, milliseconds. */
  readonly verifyMs: number;
  /** How often the state is sent where nothing changes, milliseconds. */
  readonly reportMs: number;
  /** The level, per cent, that a power in watts means; where its type is known. */
  readonly actualOf?: (watts: number) => number;
  /** Faults that an earlier run reported and that have not ended. */
  readonly faults: readonly LampFault[];
  readonly onFaults: () => void;
  /** Those that can be written by one message with others. */
  readonly together: Together;
  /** The turns of lamps of one line that come back from the dead. */
  readonly stagger: Stagger;
  readonly send: Send;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}
