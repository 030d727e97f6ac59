import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Outgoing, outgoingSchema } from '../../../domain/outgoing.ts';
import { until } from '../../../fieldbus/testing/line.ts';
import { SystemClock } from '../../../runtime/clock.ts';
import { silentLogger } from '../../../runtime/logger.ts';
import { MosquittoBroker } from '../../../simulator/broker/mosquitto.ts';
import { inputsSchema } from '../config.ts';
import { Inputs } from '../inputs.ts';
import { jsonMessages } from './json-message.ts';
import { parseJsonPath } from './json-path.ts';

describe('a path into a message', () => {
  it.each([
    ['$.data.temperature', ['data', 'temperature']],
    ['data.temperature', ['data', 'temperature']],
    ["$.values[0]['PM2.5']", ['values', 0, 'PM2.5']],
    ['$', []],
    ['$..a', undefined],
    ['$.a[*]', undefined],
    ['$.a[?(@.b)]', undefined],
    ['$.a.', undefined],
  ])('%s is %j', (path, steps) => {
    expect(parseJsonPath(path)).toEqual(steps);
  });
});

describe('a message', () => {
  const read = (text: string, ...points: Parameters<typeof jsonMessages>[0][number][]) =>
    jsonMessages(points)
      .push(Buffer.from(text))
      .map((s) => Object.fromEntries([...s].map(([n, d]) => [n, d.value ?? d.quality])));

  it('gives what it holds, as it should be', () => {
    const points = [
      { name: 't', path: '$.d.t', scale: 0.1 },
      { name: 'on', path: '$.on' },
      { name: 'mode', path: '$.mode', text: true },
      { name: 'far', path: '$.far', range: [0, 1] as [number, number] },
      { name: 'none', path: '$.none' },
      { name: 'absent', path: '$.absent' },
      { name: 'odd', path: '$.d' },
    ];
    expect(read('{"d": {"t": 3}, "on": false, "mode": "auto", "far": 2, "none": null}', ...points)).toEqual([
      { t: 0.3, on: false, mode: 'auto', far: 'bad:out-of-range', none: 'bad:no-value', odd: 'bad:not-a-number' },
    ]);
    expect(read('not json', ...points)).toEqual([]);
    expect(read('{}', { name: 'a', path: '$.constructor' }, { name: 'b', path: '$.__proto__' })).toEqual([]);
  });
});

describe.runIf(MosquittoBroker.available())('a sensor that publishes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-mqtt-in-'));
  const clock = new SystemClock();
  const broker = new MosquittoBroker(clock, folder);
  beforeAll(() => broker.start());
  afterAll(async () => {
    await broker.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is heard through a real broker, over its restart, and what was retained is left out', async () => {
    const url = `mqtt://127.0.0.1:${broker.port}`;
    const say = async (value: number, retain = false) => {
      const client = await mqtt.connectAsync(url);
      await client.publishAsync('site/air/1', JSON.stringify({ pm: { pm25: value } }), { qos: 1, retain });
      await client.endAsync();
    };
    await say(99, true);
    const sent: Outgoing[] = [];
    const service = new Inputs({
      inputs: inputsSchema.parse([
        {
          id: 'local-air',
          kind: 'mqtt',
          source: { kind: 'mqtt', url, topic: 'site/air/+' },
          points: [{ name: 'pm25', path: '$.pm.pm25', unit: 'ug/m3' }],
          report: '100ms',
          timeout: '1s',
        },
      ]),
      send: (o) => sent.push(outgoingSchema.parse(o)),
      clock,
      logger: silentLogger,
      random: Math.random,
    });
    await service.start();
    const values = () =>
      sent.flatMap((o) =>
        o.kind === 'device.readings' ? [o.readings['pm25']?.value ?? o.readings['pm25']?.quality] : [],
      );
    await say(12.5);
    await until(() => values().includes(12.5));
    await broker.stop();
    await until(() => values().includes('bad:disconnected'));
    await broker.start();
    for (let i = 0; i < 40 && !values().includes(13); i++) {
      await say(13);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(values().filter((v, i, all) => v !== all[i - 1])).toEqual([12.5, 'bad:disconnected', 13]);
    await service.stop();
  }, 30_000);
});
