// What is wrong with lamps that are told by multicast, beyond the form.
import { message } from '../messages/catalogue.ts';
import type { Add } from './check.ts';
import type { LightingConfig } from './config.ts';

const here = /^http:\/\/(?:127(?:\.\d+){3}|localhost|\[::1\])(?::\d+)?$/;

export function checkMulticast({ lamps, brokers }: Pick<LightingConfig, 'lamps' | 'brokers'>, add: Add): void {
  for (const [i, { api }] of brokers.entries()) {
    // A key of ChirpStack may do much more than switch lamps.
    if (api?.url.startsWith('http:') && !here.test(api.url)) {
      add(['brokers', i, 'api', 'url'], message('lighting.api-plain', { url: api.url }), 'warning');
    }
  }
  const shapes = new Map<string, { shape: string; lamp: string }>();
  for (const [i, { id, driver }] of lamps.entries()) {
    if (driver.kind !== 'chirpstack' || driver.multicast === undefined) continue;
    const path = ['lamps', i, 'driver', 'multicast'];
    const { broker, multicast, fPort, set, scale, maxPerDay } = driver;
    const known = brokers.find((b) => b.id === broker);
    if (known && !known.api) add(path, message('lighting.multicast-no-api', { broker }));
    const key = `${broker} ${multicast}`;
    const shape = `${fPort} ${set} ${scale} ${maxPerDay}`;
    const first = shapes.get(key) ?? { shape, lamp: id };
    shapes.set(key, first);
    if (first.shape !== shape) add(path, message('lighting.multicast-mixed', { other: first.lamp }));
  }
}
