import { expect, it } from 'vitest';
import { formatPath } from '../runtime/document/problem.ts';
import { checkMulticast } from './check-multicast.ts';
import { lightingSchema } from './config.ts';

function found(brokers: object[], drivers: object[]) {
  const driver = { kind: 'chirpstack', application: 'a', multicast: '6d9fb0a6-7d3c-4c40-9b7e-3c5d2f0a9e11' };
  const lamps = drivers.map((d, i) => ({
    id: `l-${i}`,
    driver: { ...driver, devEui: `${i}`.padStart(16, '0'), ...d },
  }));
  const said: string[] = [];
  checkMulticast(lightingSchema.parse({ brokers, lamps }), (path, m, severity = 'error') => {
    said.push(`${severity} ${formatPath(path)} ${m.code}`);
  });
  return said;
}
const broker = (url?: string) => ({
  id: 'b',
  url: 'mqtt://127.0.0.1:1883',
  ...(url === undefined ? {} : { api: { url, token: '${env:KEY}' } }),
});

it('a multicast without the REST interface of ChirpStack, with mixed frames, or with its key unencrypted is told', () => {
  const lamp = { broker: 'b' };
  expect(found([broker('http://127.0.0.1:8090')], [lamp, lamp])).toEqual([]);
  expect(found([broker()], [lamp])).toEqual(['error lamps[0].driver.multicast lighting.multicast-no-api']);
  expect(found([broker('http://192.0.2.1:8090')], [lamp, { ...lamp, scale: 200 }])).toEqual([
    'warning brokers[0].api.url lighting.api-plain',
    'error lamps[1].driver.multicast lighting.multicast-mixed',
  ]);
});
