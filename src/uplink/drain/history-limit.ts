import type { Clock } from '../../runtime/clock.ts';
import type { UplinkStore } from '../ports.ts';
import { type LimitArgs, type Rate, RateLimit, rateSchema } from './limit.ts';

const key = 'uplink.limit';

/** The rate limit for what is of the past: the site's, until the centre sets another, which then outlives restarts. */
export class HistoryLimit {
  readonly rates: RateLimit;
  readonly #store: UplinkStore;
  readonly #clock: Clock;

  constructor(site: Rate, store: UplinkStore, clock: Clock) {
    const { messagesPerSecond, bytesPerSecond } = site;
    this.rates = new RateLimit(without({ messagesPerSecond, bytesPerSecond }));
    this.#store = store;
    this.#clock = clock;
  }

  load(): void {
    const kept = rateSchema.safeParse(this.#store.get(key));
    if (kept.success) this.rates.set(kept.data, this.#clock.monotonicMs());
  }

  set(args: LimitArgs): Rate {
    const rate = without(args);
    this.rates.set(rate, this.#clock.monotonicMs());
    void this.#store.set(key, rate);
    return rate;
  }
}

/** What is null or absent is no limit. */
function without({ messagesPerSecond, bytesPerSecond }: LimitArgs): Rate {
  return {
    ...(typeof messagesPerSecond === 'number' ? { messagesPerSecond } : {}),
    ...(typeof bytesPerSecond === 'number' ? { bytesPerSecond } : {}),
  };
}
