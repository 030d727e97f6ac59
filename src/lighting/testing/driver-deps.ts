// What a driver is opened with, for tests of one driver without a site.
import type { LocalBroker } from '../../fieldbus/local-broker.ts';
import type { Clock } from '../../runtime/clock.ts';
import { ManualClock } from '../../runtime/manual-clock.ts';
import type { Ask, DriverDeps } from '../drivers/driver.ts';

export function driverDeps(of: { ask?: Ask; broker?: LocalBroker; clock?: Clock }): DriverDeps {
  const commons = new Map<string, unknown>();
  const missing = (what: string) => () => {
    throw new Error(`the test gave no ${what}`);
  };
  const { ask, broker, clock = new ManualClock() } = of;
  return {
    clock,
    line: ask ? () => ask : missing('line'),
    broker: broker ? () => broker : missing('broker'),
    api: () => undefined,
    trouble: () => {},
    common<T>(key: string, make: () => T): T {
      if (!commons.has(key)) commons.set(key, make());
      return commons.get(key) as T;
    },
  };
}
