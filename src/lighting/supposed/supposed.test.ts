import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createZone, dayOf } from '../../runtime/calendar/local-time.ts';
import { YamlFile } from '../../runtime/document/document.ts';
import { lightingSchema } from '../config.ts';
import { createSite } from '../night.ts';
import { planNights } from '../night-plan.ts';
import { drawPlan } from '../plan-picture.ts';
import { supposedSchema } from './config.ts';
import { happeningsOf } from './happenings.ts';
import { readSupposed } from './read.ts';

const text = (path: string) => readFileSync(new URL(`../../../config/${path}`, import.meta.url), 'utf8');
const config = lightingSchema.parse((parse(text('examples/lighting-presence.yaml')) as { lighting: unknown }).lighting);
const site = createSite({ latitude: 20.95, longitude: 107.08 }, createZone('Asia/Ho_Chi_Minh'));
const day = dayOf('2026-09-02');

function night(supposed: unknown, lamps = ['l-04']) {
  const happenings = happeningsOf(supposedSchema.parse(supposed), config, site, lamps, day, day);
  const changes = planNights(config, site, lamps, day, day, happenings);
  return { happenings, changes, said: changes.map((c) => `${local(c.ms)} ${c.level} ${c.rule}`) };
}
const local = (ms: number) => new Date(ms + 7 * 3_600_000).toISOString().slice(11, 19);

describe('a night with what is supposed', () => {
  it('is lit before sunset where the photocell says so, brighter in rain, and for somebody with hold and fade', () => {
    const { said } = night({
      inputs: [
        { input: 'photocell', at: '16:50', value: 1, until: '05:20' },
        { input: 'rain', at: '16:30', value: 4.5, until: '18:30' },
        { input: 'rain', at: '23:20', value: 2, until: '02:45' },
      ],
      presence: [{ at: '03:10', for: '12min', target: 'l-04' }],
    });
    expect(said).toEqual([
      '12:00:00 0 promenade/sunrise',
      '16:50:00 40 festive/dark-afternoon',
      '18:07:02 100 festive/sunset',
      '01:00:00 70 festive/wet',
      '02:45:00 50 festive/01:00',
      '03:10:00 100 presence',
      '03:24:00 83.3 presence',
      '03:24:12 66.7 presence',
      '03:24:24 50 festive/01:00',
      '05:35:51 0 festive/sunrise',
    ]);
  });

  it('lights the lamps ahead of somebody who walks, found by the sensors along the route', () => {
    const lamps = config.lamps.map((l) => l.id);
    const walk = { at: '02:00', route: 'quay', pace: '25s' };
    const { changes } = night({ presence: [walk] }, lamps);
    const litAt = (lamp: string) =>
      local(changes.find((c) => c.lamps.includes(lamp) && c.reason === 'presence')?.ms ?? 0);
    // Sensors at the first, the fourth and the seventh lamp; three lamps ahead.
    expect(lamps.map(litAt)).toEqual([...Array(4).fill('02:00:00'), ...Array(3).fill('02:01:15'), '02:02:30']);
    const back = night({ presence: [{ ...walk, direction: 'backward' }] }, lamps).happenings.signs;
    expect(local(back.get('l-08')?.[0] ?? 0)).toBe('02:00:25');
  });

  it('means by an input of a sensor what that sensor means, and by nothing what the program says', () => {
    const { said } = night({ inputs: [{ input: 'pir-04', at: '02:00', value: 1, for: '5min' }] });
    expect(said).toContain('02:00:00 100 presence');
    expect(said).toContain('02:07:00 83.3 presence');
    expect(night({}).said).toHaveLength(4);
  });

  it('comes again and again, and by day not at all', () => {
    const { happenings, said } = night({ presence: [{ at: '04:50', every: '10min', until: '06:00' }] });
    expect(happenings.comings.map(local)).toEqual([
      '04:50:00',
      '05:00:00',
      '05:10:00',
      '05:20:00',
      '05:30:00',
      '05:40:00',
      '05:50:00',
    ]);
    expect(said.filter((s) => s.includes(' 100 presence'))).toHaveLength(5);
    expect(said.at(-1)).toBe('05:35:51 0 festive/sunrise');
  });

  it('is drawn: what sensors say, who comes, and only the hours that are asked for', () => {
    const supposed = parse(text('nights/rainy-holiday.yaml')) as unknown;
    const lamps = config.lamps.map((l) => l.id);
    const { changes, happenings } = night(supposed, lamps);
    const words = {
      sunset: 'sunset',
      sunrise: 'sunrise',
      holiday: 'holiday',
      somebody: 'somebody',
      more: () => 'more',
    };
    const weekdays = { sun: 'Sun', mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat' };
    const at = (time: string) => Date.parse(`2026-09-03T${time}:00+07:00`);
    const facts = { title: 'Quay', site, fromDay: day, toDay: day, holidays: ['National Day'], supposed: happenings };
    const whole = drawPlan(changes, facts, { ...words, weekdays });
    expect(whole).toContain('Wed 2026-09-02  ·  sunset 18:07  ·  sunrise 05:35  ·  holiday: National Day');
    expect(whole).toContain('rain 4.5');
    const some = drawPlan(changes, { ...facts, window: [at('01:25'), at('01:40')] }, { ...words, weekdays });
    expect(some.match(/<path/g)).toHaveLength(4);
    expect(some).toContain('>l-05, l-06, l-07<');
    expect(some).toContain('>01:30<');
  });
});

describe('a mistake in what is supposed', () => {
  const mistakes = (yaml: string) =>
    (readSupposed(new YamlFile('night.yaml', yaml), config).problems ?? []).map((p) => `${p.line} ${p.message.code}`);
  it('is told with its line', () => {
    expect(mistakes('presence:\n  - { at: "25:00" }\n  - { at: "21:00", every: 5min }\n')).toEqual([
      '2 config.bad-format',
      '3 lighting.suppose-every',
    ]);
    expect(
      mistakes('presence:\n  - { at: "21:00", route: quays }\ninputs:\n  - { input: rian, at: "20:00", value: 1 }\n'),
    ).toEqual(['2 config.unknown-name-near', '4 config.unknown-name-near']);
    expect(mistakes('presence:\n  - { at: "21:00", route: quay, target: l-01 }\n')).toEqual([
      '2 lighting.suppose-route',
    ]);
  });
});
