import { describe, expect, it } from 'vitest';
import { render, renderHint } from '../messages/catalogue.ts';
import { checkStation } from './check.ts';
import { stationSchema } from './config.ts';
import { packSchema } from './packs/pack.ts';

const water = packSchema.parse({
  id: 'water',
  title: { en: 'Water', vi: 'Nước' },
  source: 'for this test',
  limits: [
    { parameter: 'pH', window: '1h', below: 6, above: 8.5, effectiveFrom: '2023-09-12' },
    { parameter: 'BOD5', window: '1h', above: 4, effectiveFrom: '2023-09-12' },
  ],
});

function check(parameter: string, { aqi = true, packs = [water] } = {}) {
  const first = { id: 'a', device: 'air-1', point: 'a', parameter };
  const dust = { id: 'b', device: 'air-1', point: 'b', parameter: 'PM10' };
  const config = stationSchema.parse({ points: aqi ? [first, dust] : [first], aqi, packs: packs.map((p) => p.id) });
  const points = new Map([['air-1', ['a', 'b']]]);
  return checkStation(config, { points, packs, knownPacks: ['water'] }).filter((p) => p.path.includes('parameter'));
}

describe('the parameter of a point', () => {
  it.each([
    ['PM25', 'PM2.5'],
    ['pm2.5', 'PM2.5'],
    ['PM2,5', 'PM2.5'],
    ['PM₂.₅', 'PM2.5'],
    ['o3', 'O3'],
    ['C0', 'CO'],
    ['PH', 'pH'],
    ['BOD 5', 'BOD5'],
  ])('%s, which can only be another way to write %s, is refused', (found, near) => {
    const [problem, ...rest] = check(found);
    expect(rest).toEqual([]);
    expect(problem).toMatchObject({ severity: 'error', path: ['station', 'points', 0, 'parameter'] });
    expect(renderHint(problem!.message, 'en')).toBe(`did you mean "${near}"?`);
    expect(render(problem!.message, 'vi')).toContain(near);
  });

  it.each([
    ['NOX', 'NO2'],
    ['PM2.55', 'PM2.5'],
  ])('%s, one letter beside %s, is warned of', (found, near) => {
    const [problem] = check(found);
    expect(problem).toMatchObject({ severity: 'warning', message: { code: 'station.parameter-near' } });
    expect(renderHint(problem!.message, 'en')).toContain(`did you mean "${near}"?`);
  });

  it.each(['PM2.5', 'pH', 'NO', 'NOx', 'CO2', 'PM1', 'NH3', 'H2S', 'temperature', 'độ ẩm'])(
    '%s is free, as it is known or another thing',
    (found) => {
      expect(check(found)).toEqual([]);
    },
  );

  it('is only warned of where nothing is made of it', () => {
    expect(check('PM25', { aqi: false, packs: [] })).toMatchObject([{ severity: 'warning' }]);
  });

  it('that is refused is told once: that there will be no index only follows from it', () => {
    const point = { id: 'a', device: 'air-1', point: 'a', parameter: 'PM25' };
    const config = stationSchema.parse({ points: [point], aqi: true });
    const found = checkStation(config, { points: new Map([['air-1', ['a']]]), packs: [], knownPacks: [] });
    expect(found.map((p) => p.message.code)).toEqual(['station.parameter-written']);
  });
});
