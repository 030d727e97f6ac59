// When the next try to reach a broker is due. Pure, so that thousands of gateways can be simulated: a broker that comes
// back must not be met by all of them at once.

export interface ReconnectOptions {
  /** Upper bound of the first wait, milliseconds. */
  readonly firstMs: number;
  /** Upper bound of every wait, milliseconds. */
  readonly maxMs: number;
}

/**
 * Full jitter (M. Brooker, "Exponential Backoff And Jitter", AWS 2015): uniform between next to nothing and a bound that
 * doubles with each try up to `maxMs`. A fiftieth of the bound is always waited, so that nobody spins.
 * @param tries that failed since the last good connection; 0 for the first wait.
 * @param random uniform in [0, 1).
 * @returns milliseconds.
 */
export function reconnectWaitMs(tries: number, random: number, { firstMs, maxMs }: ReconnectOptions): number {
  const bound = Math.min(maxMs, firstMs * 2 ** Math.min(tries, 30));
  return bound * (0.02 + 0.98 * random);
}
