import { describe, expect, it } from 'vitest';
import { render, renderHint } from '../messages/catalogue.ts';
import { YamlFile } from '../runtime/document/document.ts';
import { formatPath } from '../runtime/document/problem.ts';
import { checkLighting, lightingSchema } from './config.ts';
import { driverKinds } from './drivers/table.ts';

const good = `
defaultLevel: 100
programs:
  - id: street
    switches:
      - { at: sunset, offset: -10min, level: 100 }
      - { at: "22:30", level: 50 }
      - { at: 05:00, level: 80 }
      - { at: sunrise, level: 0 }
curfew: { from: "00:00", to: "04:30", level: 60 }
presence: { level: 100, hold: 2min }
lamps:
  - { id: l-01, driver: { kind: modbus-dimmer, line: cabinet, unit: 11 }, program: street, groups: [quay] }
  - { id: l-02, driver: { kind: modbus-dimmer, line: cabinet, unit: 12, levelScale: 254 }, program: street }
`;
const lines = [{ id: 'cabinet' }];
const place = { position: { latitude: 20.95, longitude: 107.08 }, timezone: 'Asia/Ho_Chi_Minh' };

function configOf(text: string) {
  const { value, problems } = new YamlFile('site.yaml', text).validate(lightingSchema);
  if (!value) throw new Error(problems.map((p) => render(p.message, 'en')).join('\n'));
  return value;
}

/** The mistakes of form, as `haidang check` would print them. */
const mistakes = (text: string) =>
  new YamlFile('site.yaml', text)
    .validate(lightingSchema)
    .problems.map((p) => `${p.line}:${p.column} ${render(p.message, 'en')} -> ${renderHint(p.message, 'en')}`);

/** The mistakes of meaning. */
const findings = (text: string) =>
  checkLighting(configOf(text), { lines, ...place }).map(
    (p) => `${p.severity} ${formatPath(p.path)}: ${render(p.message, 'en')}`,
  );

describe('the lighting of a site file', () => {
  it('refuses a level that was meant as a share: 0.6 would be as good as dark', () => {
    expect(mistakes(good.replace('level: 50', 'level: 0.6'))).toEqual([
      expect.stringMatching(/^7:31 the level 0.6 is less than one per cent.* -> .*write 60 for 60 %/),
    ]);
    expect(mistakes(good.replace('level: 50', 'level: 1'))).toEqual([]);
  });

  it('is written as a technician would, and gives typed values', () => {
    const config = configOf(good);
    expect(config.programs[0]?.switches).toEqual([
      { at: { kind: 'sun', event: 'sunset' }, offsetMs: -600_000, level: 100 },
      { at: { kind: 'clock', minute: 1350 }, offsetMs: 0, level: 50 },
      { at: { kind: 'clock', minute: 300 }, offsetMs: 0, level: 80 },
      { at: { kind: 'sun', event: 'sunrise' }, offsetMs: 0, level: 0 },
    ]);
    expect(config.curfew).toEqual({ from: 0, to: 270, level: 60 });
    expect(config.lamps[1]?.driver).toMatchObject({ unit: 12, levelScale: 254, settle: 2000, tolerance: 3 });
    expect(config).toMatchObject({ verify: 300_000, report: 900_000, presence: { level: 100, hold: 120_000 } });
    expect(findings(good)).toEqual([]);
  });

  it('answers mistakes of form with the line and the remedy', () => {
    const text = [
      'defaultLevel: 0',
      'programs:',
      '  - id: street',
      '    switches:',
      '      - { at: sunest, level: 100 }',
      '      - { at: "22:30", offset: 10min, level: 50 }',
      '      - { at: sunrise, offset: 10, level: 0 }',
      '      - { at: sunrise, level: 120 }',
      'lamps:',
      '  - { id: l-01, driver: { kind: modbus-dimer, line: a, unit: 1 } }',
      '  - { id: l-02, driver: { kind: modbus-dimmer, line: a, unit: 300 } }',
    ].join('\n');
    expect(mistakes(text)).toEqual([
      '1:15 the default level is 0 %: with a wrong clock the street would be dark -> write 10 or more; 100 is usual',
      '5:15 "sunest" is not allowed here; allowed: civil-dawn, sunrise, sunset, civil-dusk, "22:30" -> did you mean "sunset"?',
      '6:32 an offset belongs to sunset, sunrise, civil-dusk or civil-dawn, not to the time 22:30 -> remove the offset and write the time that is meant',
      expect.stringMatching(/^7:32 "10" is not a length of time before \(-\) or after/),
      '8:31 120 is too big: at most 100 is allowed -> write a value of 100 or less',
      `10:33 "modbus-dimer" is not allowed here; allowed: ${driverKinds.join(', ')} -> did you mean "modbus-dimmer"?`,
      '11:63 300 is too big: at most 247 is allowed -> write a value of 247 or less',
    ]);
    expect(mistakes('programs: [{ id: p, switches: [{ at: 25:30, level: 50 }] }]')).toEqual([
      expect.stringMatching(/^1:38 "25:30" is not .* or a time of day in quotes -> write it like this: "22:30"$/),
    ]);
  });
});

describe('the links of the lighting', () => {
  const withLamps = (lamps: string) => good.replace(/lamps:\n[\s\S]*/, `lamps:\n${lamps}`);
  const withSwitches = (switches: string) => good.replace(/switches:\n(?: {6}.*\n)+/, `switches:\n${switches}\n`);

  it('names unknown lines and programs with what was probably meant', () => {
    const text = withLamps(
      '  - { id: l-01, driver: { kind: modbus-dimmer, line: cabnet, unit: 11 }, program: streets }',
    );
    const problems = checkLighting(configOf(text), { lines, ...place });
    expect(problems.map((p) => `${formatPath(p.path)} ${renderHint(p.message, 'en')}`)).toEqual([
      'lighting.lamps[0].program did you mean "street"?',
      'lighting.lamps[0].driver.line did you mean "cabinet"?',
      expect.stringMatching(/^lighting\.programs\[0\]\.id remove it/),
    ]);
  });

  it('finds ids used twice, and lamps named as a group', () => {
    const lamp = (id: string, unit: number) =>
      `  - { id: ${id}, driver: { kind: modbus-dimmer, line: cabinet, unit: ${unit} }, program: street, groups: [quay] }\n`;
    expect(findings(withLamps(lamp('l-01', 1) + lamp('l-01', 2) + lamp('quay', 3)))).toEqual([
      'error lighting.lamps[1].id: the lamp id "l-01" is used twice (first at lighting.lamps[0])',
      'error lighting.lamps[2].id: the lamp "quay" has the name of a group: a command to "quay" would be ambiguous',
    ]);
  });

  it('finds two lamps at one address, and lets the channels of one dimmer be', () => {
    const lamp = (id: string, more: string) =>
      `  - { id: ${id}, driver: { kind: modbus-dimmer, line: cabinet, unit: 7${more} }, program: street }\n`;
    expect(findings(withLamps(lamp('a', '') + lamp('b', '')))).toEqual([
      'error lighting.lamps[1].driver.unit: the lamps "a" and "b" are both unit 7, register 0 of the line "cabinet"',
    ]);
    expect(findings(withLamps(lamp('a', '') + lamp('b', ', levelRegister: 2, feedbackRegister: 3')))).toEqual([]);
  });

  it('finds a program without switches, one that lights nothing and one that is not used', () => {
    expect(findings(good.replace(/switches:\n(?: {6}.*\n)+/, 'switches: []\n'))).toEqual([
      'error lighting.programs[0]: the program "street" has no switches: its lamps would stay at the default level day and night',
    ]);
    expect(findings(withSwitches('      - { at: sunset, level: 0 }'))).toEqual([
      'warning lighting.programs[0]: the program "street" never lights its lamps: all its levels are 0',
    ]);
    expect(
      findings(good.replaceAll('program: street', 'program: street2').replace('id: street', 'id: street2')),
    ).toEqual([]);
    expect(findings(good.replaceAll(', program: street', ''))).toEqual([
      'warning lighting.lamps[0]: the lamp "l-01" has no program: it stays at 100 % day and night',
      'warning lighting.lamps[1]: the lamp "l-02" has no program: it stays at 100 % day and night',
      'warning lighting.programs[0].id: no lamp uses the program "street"',
    ]);
  });

  it('finds switches that never apply: written out of the order of the night', () => {
    const switches = [
      '      - { at: sunrise, level: 0 }',
      '      - { at: sunset, level: 100 }',
      '      - { at: "23:00", level: 50 }',
      '      - { at: "22:00", level: 70 }',
    ].join('\n');
    expect(findings(withSwitches(switches))).toEqual([
      'error lighting.programs[0].switches[0]: the switch street/sunrise never applies on any night of the year',
      'error lighting.programs[0].switches[2]: the switch street/23:00 never applies on any night of the year',
    ]);
  });

  it('finds levels of sunset and sunrise that are swapped, and an empty curfew', () => {
    const switches = '      - { at: sunset, level: 0 }\n      - { at: sunrise, level: 100 }';
    expect(findings(withSwitches(switches))).toEqual([
      'warning lighting.programs[0]: the program "street" is dark at midnight and lit at noon, on every night of the year',
    ]);
    expect(findings(good.replace('to: "04:30"', 'to: "00:00"'))).toEqual([
      'error lighting.curfew.to: the curfew begins and ends at the same time',
    ]);
  });
});
