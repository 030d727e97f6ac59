// Lamps that ChirpStack reaches by one frame: a multicast group of class C. A frame costs the group one turn on the air and
// one of its downlinks, however many lamps hear it. Nobody acknowledges it: a lamp proves it by what it says after it, and
// one that does not is told by itself.

import { message } from '../../messages/catalogue.ts';
import { sleep } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import { type ApiAddress, enqueueMulticast } from './chirpstack-api.ts';
import { Allowance, type Turns } from './downlinks.ts';
import type { DriverDeps, How } from './driver.ts';

interface GroupOptions {
  readonly group: string;
  readonly api: ApiAddress;
  readonly fPort: number;
  /** Fair use: frames a day. */
  readonly maxPerDay: number;
  readonly turns: Turns;
  readonly deps: Pick<DriverDeps, 'clock' | 'trouble'>;
}

export class MulticastGroup {
  readonly #options: GroupOptions;
  readonly #allowance: Allowance;
  /** When its lamps were told last, on the monotonic clock. */
  toldMs = Number.NEGATIVE_INFINITY;

  constructor(options: GroupOptions) {
    this.#options = options;
    this.#allowance = new Allowance(options.deps.clock, options.maxPerDay);
  }

  waitMs({ urgent = false }: How): number {
    return this.#allowance.waitMs(urgent);
  }

  /** @param data the frame, base64. @throws HaidangError where ChirpStack does not take it; that is told too. */
  async send(data: string): Promise<void> {
    const { group, api, fPort, turns, deps } = this.#options;
    const { clock } = deps;
    const key = `multicast ${group}`;
    for (let wait = turns.waitMs(key); wait > 0; wait = turns.waitMs(key)) await sleep(clock, wait);
    const before = this.toldMs;
    // From before it is asked: a lamp may answer before ChirpStack does.
    this.toldMs = clock.monotonicMs();
    try {
      await enqueueMulticast(api, group, { fPort, data }, clock);
      deps.trouble(key, undefined);
    } catch (error) {
      this.toldMs = before;
      deps.trouble(key, message('lighting.multicast-refused', { group, reason: messageOf(error) }));
      throw error;
    } finally {
      turns.used(key);
    }
    this.#allowance.use();
  }
}
