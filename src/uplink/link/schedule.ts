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

/** How long the first try of a connection may take, milliseconds; each further one may take twice as long. */
const firstConnectMs = 5000;

/**
 * How long a broker has to answer before another try is made. On a link that swallows everything a try never ends, and
 * when the link is back it is the next one that comes through: so the first tries are short. A slow link, or a broker
 * that thousands come back to, gets more each time, and at once what it needed the last time.
 * @param unanswered tries in a row that ended without an answer in time.
 * @param tookMs what the last connection took; 0 where there was none.
 * @param maxMs upper bound.
 * @returns milliseconds.
 */
export function connectTimeoutMs(unanswered: number, tookMs: number, maxMs: number): number {
  return Math.min(maxMs, Math.max(firstConnectMs * 2 ** Math.min(unanswered, 30), 4 * tookMs));
}
