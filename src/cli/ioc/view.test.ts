import { describe, expect, it } from 'vitest';
import { published } from '../../uplink/contract/examples.ts';
import { ago, exampleTime, outgoingExamples } from '../../uplink/contract/said.ts';
import { statusTopic } from '../../uplink/topics.ts';
import { Inspector } from './inspector.ts';
import { lines } from './view.ts';

const inspector = new Inspector();
function shown(kind: string, lang: 'en' | 'vi' = 'en'): string {
  const o = outgoingExamples.find((e) => e.kind === kind);
  if (!o) throw new Error(kind);
  const { topic, payload } = published(o);
  const arrival = { topic, payload: Buffer.from(payload), retained: false, atMs: exampleTime.ms };
  return inspector
    .take(arrival)
    .flatMap((seen) => lines(seen, arrival, lang))
    .join('\n');
}

describe('a line of haidang ioc watch', () => {
  it('says readings with their units, and why one is missing', () => {
    expect(shown('device.readings')).toBe(
      '11:40:12.000Z   qn-hl-001 device/air-1 device.readings telemetry#1  door true, no2 – (bad:timeout), pm10 41.2 µg/m³',
    );
  });

  it('says an alarm in the language of who reads it', () => {
    expect(shown('station.alarm', 'vi')).toContain('pm25: trung bình 24h là 51.3, vượt giới hạn của qcvn-05-2023-air');
    expect(shown('alarm.handled')).toContain(`is shelved by operator until ${ago(-14_400)}`);
  });

  it('says why a rule of a camera has spoken in the language of who reads it, once', () => {
    expect(shown('camera.event', 'vi')).toContain('xe máy đi qua vạch in-out theo chiều thuận');
    expect(shown('camera.event', 'vi')).not.toContain('crossed');
    expect(shown('camera.event').match(/crossed the line/g)).toHaveLength(1);
    expect(shown('camera.simulated', 'vi')).toContain('xe máy đi ngược chiều quy định tại far-lane');
  });

  it('is not there for a retained status that is taken off the broker, which is no fault', () => {
    const arrival = { topic: statusTopic('qn-hl-001'), payload: Buffer.alloc(0), retained: false, atMs: 0 };
    expect(inspector.take(arrival)).toEqual([]);
  });

  it('is never longer than a person reads, and repeats neither place nor subject', () => {
    for (const { kind } of outgoingExamples) {
      expect(shown(kind).length, kind).toBeLessThan(560);
      expect(shown(kind), kind).not.toMatch(/location|coordinates|undefined|\[object/);
    }
  });
});
