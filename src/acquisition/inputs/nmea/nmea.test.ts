import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../simulator/random.ts';
import { nmea0183 } from './nmea.ts';
import { parseSentence, sentenceLine } from './sentence.ts';
import { Fences, isInside, metresBetween, thinning } from './track.ts';

const read = (...lines: string[]) =>
  Object.fromEntries(
    nmea0183()
      .push(Buffer.from(lines.join('')))
      .flatMap((sample) => [...sample])
      .map(([name, { value, quality }]) => [name, quality === 'good' ? value : `${value} ${quality}`]),
  );
// At the harbour of Hạ Long: 20° 57.0000' N, 107° 04.8000' E.
const gga = (quality: string, hdop = '0.9') =>
  sentenceLine(`GPGGA,063000.00,2057.0000,N,10704.8000,E,${quality},08,${hdop},3.4,M,-28.0,M,,`);

describe('a sentence', () => {
  it('is believed by its checksum alone', () => {
    expect(parseSentence('$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47')).toMatchObject({
      type: 'GGA',
    });
    expect(parseSentence('$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*46')).toBe('damaged');
    expect(parseSentence('$GPGGA,123519,4807.038,N')).toBe('damaged');
    expect(parseSentence('noise$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47')).toMatchObject({
      type: 'GGA',
    });
    expect(parseSentence('!AIVDM,1,1,,B,177KQJ5000G,0*5C')).toBeUndefined();
    expect(parseSentence('$PUBX,00')).toBeUndefined();
  });
});

describe('a satellite receiver', () => {
  it('says where it is, how fast it goes and what time it is', () => {
    const lines = [
      gga('1'),
      sentenceLine('GNRMC,063000.00,A,2057.0000,N,10704.8000,E,10.0,084.4,211126,,,A'),
      sentenceLine('GPGSV,1,1,00'),
    ];
    expect(read(...lines)).toEqual({
      fix: 'gps',
      satellites: 8,
      latitude: 20.95,
      longitude: 107.08,
      altitude: 3.4,
      hdop: 0.9,
      time: '2026-11-21T06:30:00.000Z',
      speed: 5.144,
      course: 84.4,
    });
    expect(read(sentenceLine('GPVTG,084.4,T,,M,010.0,N,018.5,K,A'))).toEqual({ speed: 5.144, course: 84.4 });
  });

  it('south and west of nought is negative', () => {
    expect(read(sentenceLine('GPGGA,000000,3345.5000,S,07036.2500,W,1,05,1.0,1.0,M,,M,,'))).toMatchObject({
      latitude: -33.7583333,
      longitude: -70.6041667,
    });
  });

  it.each<[string, string[], Record<string, unknown>]>([
    [
      'without a fix has no position',
      [gga('0')],
      { fix: 'none', latitude: 'null bad:no-fix', altitude: 'null bad:no-fix' },
    ],
    ['that calculates on is uncertain', [gga('6')], { fix: 'estimated', latitude: '20.95 uncertain:estimated' }],
    ['with poor geometry is uncertain', [gga('1', '18.0')], { latitude: '20.95 uncertain:dilution' }],
    [
      'that warns in RMC has no position and no speed',
      [sentenceLine('GPRMC,063000.00,V,,,,,,,211126,,,N')],
      { latitude: 'null bad:no-fix', speed: 'null bad:no-fix' },
    ],
    [
      'that stands has no course worth the name',
      [sentenceLine('GPVTG,084.4,T,,M,000.2,N,000.4,K,A')],
      { speed: 0.103, course: '84.4 uncertain:slow' },
    ],
    [
      'with minutes that are none has no latitude',
      [sentenceLine('GPGGA,063000.00,2061.0000,N,10704.8000,E,1,08,0.9,3.4,M,,M,,')],
      { latitude: 'null bad:not-a-number', longitude: 107.08 },
    ],
  ])('%s', (_title, lines, expected) => {
    expect(read(...lines)).toMatchObject(expected);
  });

  it('is understood in whatever pieces its bytes come, and damage costs the damaged sentence alone', () => {
    const bytes = Buffer.from(
      `garbage\r\n${gga('1')}${gga('1').replace('2057', '2157')}${'x'.repeat(5000)}\r\n${gga('2')}`,
    );
    const decoder = nmea0183();
    const fixes: unknown[] = [];
    for (let at = 0; at < bytes.length; at += 7) {
      for (const sample of decoder.push(bytes.subarray(at, at + 7))) fixes.push(sample.get('fix')?.value);
    }
    expect(fixes).toEqual(['gps', 'differential']);
    expect(decoder.damaged).toBe(2);
  });

  it('never gives a position that was not sent: 20,000 spoilt sentences', () => {
    const random = seededRandom(3);
    const wrong: unknown[] = [];
    for (let i = 0; i < 20_000; i++) {
      const bytes = Buffer.from(gga('1'));
      // One byte of the sentence altered: an exclusive or notices every one.
      const at = 1 + Math.floor(random() * (bytes.length - 3));
      bytes[at] = bytes[at]! ^ (1 + Math.floor(random() * 255));
      const values = nmea0183()
        .push(bytes)
        .map((s) => s.get('latitude')?.value);
      // The case of the checksum's digits means nothing.
      if (values.some((v) => v !== 20.95)) wrong.push(bytes.toString('latin1'));
    }
    expect(wrong).toEqual([]);
  });
});

describe('the track of a boat', () => {
  const place = (latitude: number, longitude: number) => ({ latitude, longitude });
  const sample = (latitude: number | null) =>
    new Map([
      ['latitude', { value: latitude, quality: latitude === null ? 'bad:no-fix' : 'good' } as const],
      [
        'longitude',
        { value: latitude === null ? null : 107, quality: latitude === null ? 'bad:no-fix' : 'good' } as const,
      ],
    ]);

  it('is measured along the great circle', () => {
    // A minute of latitude is a nautical mile, nearly.
    expect(metresBetween(place(20, 107), place(20 + 1 / 60, 107))).toBeCloseTo(1853.2, 0);
    expect(metresBetween(place(0, 179.5), place(0, -179.5))).toBeCloseTo(111_195, 0);
  });

  it('is thinned by distance and time, and says at once that the fix is gone', () => {
    const isDue = thinning({ distance: 100, shortestMs: 2000, longestMs: 60_000 });
    const at = (seconds: number, latitude: number | null) => isDue(sample(latitude), 1000 * seconds);
    expect([at(0, 20), at(1, 20.01), at(2, 20.01), at(5, 20.0101), at(62, 20.0101)]).toEqual([
      true,
      false,
      true,
      false,
      true,
    ]);
    expect([at(65, null), at(66, null), at(67, 20.0101)]).toEqual([true, false, true]);
  });

  it('enters and leaves an area once, however it sways on its edge', () => {
    const area = [
      [20, 107],
      [20, 108],
      [21, 108],
      [21, 107],
    ] as const;
    expect([isInside(place(20.5, 107.5), area), isInside(place(20.5, 108.5), area)]).toEqual([true, false]);
    const fences = new Fences([{ id: 'bay', area }]);
    const changes = [19.9, 19.9, 19.9, 20.1, 19.9, 20.1, 20.1, 20.1, 20.2, 19.9, 20.1, 19.9, 19.9, 19.9].map(
      (latitude) => (fences.move(place(latitude, 107.5)) ? fences.inside('bay') : ''),
    );
    expect(changes.join(' ').trim().replace(/ +/g, ' ')).toBe('false true false');
  });
});
