// What a station says, as it might have said it.
import type { Outgoing } from '../../domain/outgoing.ts';
import type { Instant } from '../../domain/time.ts';

/** @param ago RFC 3339: so many seconds before `at`. */
export const stationExamples = (at: Instant, ago: (seconds: number) => string): readonly Outgoing[] => [
  {
    kind: 'station.window',
    at,
    device: 'air-1',
    point: 'pm25',
    window: '1h',
    from: ago(3612),
    to: ago(12),
    unit: 'ug/m3',
    mean: 31.42,
    min: 22.1,
    max: 44.8,
    sigma: 3.07,
    count: 352,
    capture: 97.8,
    valid: true,
    left: { bad: 4, calibrating: 0, maintenance: 0 },
    uncertain: 0,
    revision: 0,
  },
  {
    kind: 'station.alarm',
    at,
    device: 'air-1',
    point: 'pm25',
    alarm: 'qcvn-05-2023-air:24h',
    type: 'pack',
    state: 'raised',
    severity: 'error',
    value: 51.3,
    above: 45,
    source: 'QCVN 05:2023/BTNMT',
    texts: {
      en: 'pm25: the mean of 24h is 51.3, outside the limit of qcvn-05-2023-air',
      vi: 'pm25: trung bình 24h là 51.3, vượt giới hạn của qcvn-05-2023-air',
    },
  },
  {
    kind: 'station.flood',
    at,
    from: ago(72),
    to: ago(12),
    held: 41,
    alarms: [{ name: 'pm25/high', times: 38 }],
  },
  {
    kind: 'station.aqi',
    at,
    period: 'hour',
    time: ago(12),
    aqi: 71,
    dominant: 'PM2.5',
    band: 'Trung bình',
    reason: null,
    sub: { 'PM2.5': 70.8, O3: 42.5 },
    revision: 0,
  },
];
