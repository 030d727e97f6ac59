import type { Message } from '../messages/catalogue.ts';

export type HealthState = 'ok' | 'starting' | 'degraded' | 'down';

/** How a part is: shown by `haidang status`. Reasons are said in the technician's language, facts are numbers. */
export interface Health {
  readonly state: HealthState;
  readonly reasons: readonly Message[];
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

export const healthy: Health = { state: 'ok', reasons: [], facts: {} };

/**
 * A part of the agent with a life of its own. Constructors assign and nothing more; `start` may be called again after
 * `stop`, by a supervisor that restarts it.
 */
export interface Service {
  readonly name: string;
  /**
   * Resolves when the part works as far as it depends on itself: a device or a broker that does not answer is no
   * failure to start, the part keeps trying and says so in its health. A rejection means that it cannot work as it is.
   * @param signal aborted when the start is given up.
   * @param fail to be called when the part breaks down later in a way it cannot mend itself.
   */
  start(signal: AbortSignal, fail: (error: unknown) => void): Promise<void>;
  /** Ends everything that was started and resolves when it ended. Never throws for a part that was never started. */
  stop(): Promise<void>;
  health(): Health;
}
