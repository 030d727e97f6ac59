// What a technician reads who made one slip in an example: the line, the reason and the remedy, once.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { installFolders } from '../cli/install-folders.ts';
import { render } from '../messages/catalogue.ts';
import { loadSite } from './load.ts';
import { examples, Slips } from './testing/slips.ts';

const slips = new Slips(installFolders);
afterAll(() => slips.end());
const { said, folder } = slips;

describe('points of a picture', () => {
  const zone = 'zone: [[0.1, 0.4], [0.9, 0.4], [0.9, 0.95], [0.1, 0.95]]';
  const of = (to: string) => said('street.yaml', zone, `zone: ${to}`);

  it('in pixels are told once, with the way to write pixels', () => {
    expect(of('[[128, 288], [1152, 288], [1152, 684], [128, 684]]')).toEqual([
      '30 cameras[0].rules[1].zone[0][0]: 8 numbers here, 128 first, are outside of the picture: x and y go from 0 to 1 -> are they pixels of a picture? Say of which size: { pixels: 1920x1080, points: [[x, y], …] }; divide per cent by 100',
    ]);
    expect(of('{ pixels: 1280x720, points: [[128, 288], [1152, 288], [1152, 684], [128, 684]] }')).toEqual([]);
    expect(of('{ pixels: 1280x720, points: [[128, 288], [1352, 288], [1152, 684], [128, 684]] }')).toEqual([
      expect.stringMatching(/points\[1\]\[0\]: 1352 is outside of a picture of 1280x720 pixels -> correct the point/),
    ]);
    expect(of('[[0.1, 0.4], [0.9, 0.4], [1.02, 0.95], [0.1, 0.95]]')).toEqual([
      expect.stringMatching(/zone\[2\]\[0\]: 1\.02 is outside of the picture/),
    ]);
  });

  it('without their brackets, or with decimal commas, are told once, with their form', () => {
    expect(of('[0.1, 0.4, 0.9, 0.4, 0.9, 0.95]')).toEqual([
      '30 cameras[0].rules[1].zone[0]: "0.1" is not a point [x, y] with numbers from 0 to 1 -> write it like this: [0.25, 0.8]',
    ]);
    expect(of('[[0,1, 0,4], [0,9, 0,4], [0,9, 0,95]]')).toEqual([
      expect.stringMatching(
        /a list of 4 where at most 2 numbers are expected -> .* decimals with a point: 0\.5, not 0,5$/,
      ),
    ]);
    expect(of('[[0.1, 0.4], [0.9; 0.4], [0.9, 0.95]]')).toEqual([
      expect.stringMatching(
        /a list of 1 where a list of at least 2 is expected -> write it like this: \[0\.25, 0\.8\]$/,
      ),
    ]);
  });
});

describe('texts', () => {
  it('that are empty or too long are told as texts, not as small and big values', () => {
    expect(said('boat.yaml', 'username: qn-boat-007', 'username: ""')).toEqual([
      '46 uplink.username: there is nothing between the quotes -> write a text here, or remove the line',
    ]);
    expect(said('street.yaml', 'name: Bãi Cháy, cabinet 1', `name: ${'x'.repeat(201)}`)).toEqual([
      expect.stringMatching(
        /^7 gateway\.name: "x+…" has 201 characters; at most 200 are allowed -> write a shorter text$/,
      ),
    ]);
  });

  it('of another form are told with the form and an example, in one line', () => {
    expect(said('lamps.yaml', 'devEui: "0101010101010101"', 'devEui: "01-01-01-01-01-01-01-01"')).toEqual([
      expect.stringMatching(
        /^68 .*"01-01-01-01-01-01-01-01" is not a DevEUI: .* -> write it like this: "0101010101010101"$/,
      ),
    ]);
    expect(said('station.yaml', 'folder: incoming', 'folder: "in\\ncoming"')).toEqual([
      '51 station.tt10.delivery.folder: "in\\ncoming" is not the path of a folder in one line -> write it like this: incoming',
    ]);
  });
});

describe('values of another kind', () => {
  const street = (from: string, to: string) => said('street.yaml', from, to);
  it.each([
    ['level: 60', 'level: 60%', /^38 .*"60%" where a number alone is expected -> write only the number: 60$/],
    ['level: 60', 'level: "60"', /remove the quotes: 60$/],
    ['version: 1 ', 'version: "1" ', /^4 version: .* -> remove the quotes: 1$/],
    ['stopBits: 1', 'stopBits: "1"', /remove the quotes: 1$/],
    ['name: Bãi Cháy, cabinet 1', 'name: 123', /^7 .* -> put it in quotes: "123"$/],
    ['name: Bãi Cháy, cabinet 1', 'name: #1 Bãi Cháy', /^7 .* nothing behind the colon; .* behind a # is a comment/],
    ['poll: 10s }', 'poll: 10s, enabled: no }', /^17 .* -> write false, without quotes$/],
    ['poll: 10s }', 'poll: 10s, enabled: có }', /-> write true, without quotes$/],
    ['poll: 10s }', 'poll: 10 phút }', /^17 .* -> write it like this: 10min$/],
    ['poll: 10s }', 'poll: 1,5 s }', /written with a decimal comma -> write it with a point: 1\.5s$/],
    ['poll: 10s }', 'poll=10s }', /the space after "poll:" is missing -> write "poll: 10s"$/],
    ['retain: 7d', 'retain: 7', /^47 .* -> write it like this: 7min$/],
    ['at: "22:30"', 'at: 22h30', /^38 .* -> write it like this: "22:30"$/],
    ['at: "05:00"', 'at: 5:00', /^39 .* -> write it like this: "05:00"$/],
    ['id: l-01', 'id: Đèn 01', /^42 .* -> write it like this: den-01$/],
    ['profile: air-station', 'profile: air-station.yaml', /^17 .* -> write it like this: air-station$/],
    ['groups: [quay]', 'groups: quay', /^42 .* -> write it in brackets: \[quay\]$/],
    ['host: 192.0.2.10', 'host: [192.0.2.10]', /^13 .* -> write it without brackets and without "- ": 192\.0\.2\.10$/],
    [
      'position: { latitude: 20.95, longitude: 107.08 }',
      'position: 20.95, 107.08',
      /^8 .* -> write it like this: \{ latitude: …, longitude: … \}$/,
    ],
    ['password: ${file:/run/secrets/mqtt}', 'password:', /^52 .* and this is neither -> write \$\{file:/],
    [
      'password: ${file:/run/secrets/mqtt}',
      'password: {file:/run/x}',
      /and this is neither -> .* with the \$ and both/,
    ],
    ['/dev/ttyUSB0', '"/dev/ttyUSB 0"', /^14 .* is not the full path of a device file/],
  ])('%s written as %s are told with the value as it is to be written', (from, to, expected) => {
    expect(street(from, to)).toEqual([expect.stringMatching(expected)]);
  });
});

describe('keys and lines at the wrong depth', () => {
  const street = (from: string, to: string) => said('street.yaml', from, to);
  it('a key too far outside or inside is told with where it belongs', () => {
    expect(street('  lamps:\n', 'lamps:\n')[0]).toMatch(
      /^41 lamps: .* it is one of "lighting" -> put it below "lighting:"/,
    );
    expect(street('    model: yolox-nano', '      model: yolox-nano')).toEqual([
      expect.stringMatching(/^27 cameras\[0\]\.source\.model: .* it is one of cameras\[0\] -> let the line begin/),
    ]);
    expect(
      street('driver: { kind: modbus-dimmer, line: cabinet, unit: 11 }', 'driver: {}, line: cabinet'),
    ).toContainEqual(expect.stringMatching(/^42 .* it is one of "driver"/));
  });

  it('nothing is called unused while the file has mistakes: what uses it may be lost with them', () => {
    const file = join(folder, 'site.yaml');
    const good = readFileSync(join(examples, 'street.yaml'), 'utf8');
    writeFileSync(file, good.replace('  lamps:\n', 'lamps:\n'));
    const codes = loadSite(file, installFolders(folder)).problems.map((p) => p.message.code);
    expect(codes).not.toContain('lighting.unused-program');
  });

  it.each([
    ['  - id: junction', '  -id: junction', /^21 : the space after "-" is missing -> write "- id: junction"$/],
    ['  - { id: air-1', '  -{ id: air-1', /^17 : the space after "-" is missing -> write "- \{ id: air-1/],
    ['    model: yolox-nano', '   model: yolox-nano', /^27 : the indentation does not fit/],
    ['uplink:\n', '', /^49 : the indentation does not fit .* whether a line like "uplink:" is missing/],
    [
      '  - id: junction',
      '  – id: junction',
      /^21 : the line begins with "–", a dash of prose .* -> write - with the key/,
    ],
    [
      '{ at: "22:30", level: 60 }',
      '{ at: "22:30" level: 60 }',
      /^38 : this does not belong here.* -> is a comma missing/,
    ],
    ['version: 1 ', 'version 1 ', /^4 : here is a key without a colon/],
    ['devices: ', 'devices ', /^16 : here is a key without a colon/],
  ])('%j written as %j is told in its line', (from, to, expected) => {
    expect(street(from, to)).toEqual([expect.stringMatching(expected)]);
  });

  it('a list without dashes, or without a space behind them, is told with how it begins', () => {
    expect(street('  lamps:\n', '  groups:\n    -id: quay\n  lamps:\n')).toEqual([
      '42 lighting.groups: the space after "-" is missing -> write "- id: …"',
    ]);
    expect(street('  lamps:\n', '  groups:\n    id: quay\n    program: street\n  lamps:\n')).toEqual([
      expect.stringMatching(/^42 lighting\.groups: found a group .* -> begin each entry with "- ": "- id: …"/),
    ]);
  });
});

describe('what follows from a mistake', () => {
  it('is not told of those who name what stands there without its name', () => {
    expect(said('street.yaml', '{ id: cabinet, kind', '{ name: cabinet, kind')).toEqual([
      expect.stringMatching(/^13 lines\[0\]\.name: unknown key "name".* did you mean "id"/),
    ]);
    expect(
      said('lamps.yaml', '{ id: key-switch, point: cabinet-io/input_3 }', '{ point: cabinet-io/input_3 }'),
    ).toEqual([expect.stringMatching(/^26 lighting\.inputs\[2\]: the key "id" is missing here/)]);
  });

  it('a name that nobody has beside a lost one of another kind is told all the same', () => {
    const from = 'line: rs485, unit: 1';
    expect(said('street.yaml', from, 'line: rs458, unit: 1')).toEqual([
      expect.stringMatching(/^18 devices\[1\]\.line: there is no line named "rs458".* did you mean "rs485"/),
    ]);
  });
});

describe('words of a calendar', () => {
  it('are told as the file has them: dates as people write them, full names of days', () => {
    const of = (from: string, to: string) => said('lighting-calendar.yaml', from, to).map((p) => p.split(' -> ')[1]);
    expect(of('from: 05-01, to: 09-30', 'from: 1/5, to: 30-09-2026')).toEqual([
      'write it like this: 05-01',
      'write it like this: 2026-09-30',
    ]);
    expect(of('[fri, sat]', '[Friday, Saturday]')).toEqual(['did you mean "fri"?', 'did you mean "sat"?']);
  });

  it('no lamp is said to have no program where its program is what is misspelt', () => {
    expect(said('street.yaml', 'program: street,', 'program: Street,')).toHaveLength(1);
    const file = join(folder, 'site.yaml');
    writeFileSync(
      file,
      readFileSync(join(examples, 'street.yaml'), 'utf8').replace('program: street,', 'program: Street,'),
    );
    const codes = loadSite(file, installFolders(folder)).problems.map((p) => p.message.code);
    expect(codes).not.toContain('lighting.lamp-without-program');
  });
});

describe('secrets that are not there', () => {
  it('are warned of in the language that is read, without what the system says', () => {
    const file = join(folder, 'site.yaml');
    writeFileSync(file, readFileSync(join(examples, 'street.yaml'), 'utf8'));
    const of = loadSite(file, installFolders(folder)).problems.filter(
      (p) => p.message.code === 'config.secret-missing',
    );
    expect(of.map((p) => render(p.message, 'vi'))).toEqual([
      'không đọc được bí mật env:JUNCTION_CAMERA_PASSWORD: biến môi trường này chưa được đặt',
      'không đọc được bí mật file:/run/secrets/mqtt: không có tệp này',
    ]);
  });
});

it('A signal with a mistake of its own is told once, and not by the rule that refers to it', () => {
  expect(said('hanoi-red-light.yaml', 'green: {', 'xanh: {')).toEqual([
    expect.stringMatching(/^28 cameras\[0\]\.signals\[0\]\.xanh: unknown key "xanh".* did you mean "green"\?$/),
  ]);
});

it('One word where a list of words or numbers is wanted is told with its brackets', () => {
  expect(said('station.yaml', 'calibrating: [calibrating]', 'calibrating: calibrating')).toEqual([
    expect.stringMatching(/^36 .* -> write it in brackets: \[calibrating\]$/),
  ]);
  expect(
    said('station.yaml', 'windows: [5min, 1h, 24h]\n      publish', 'windows: 5min, 1h, 24h\n      publish'),
  ).toEqual([expect.stringMatching(/^59 .* -> write it in brackets: \[5min, 1h, 24h\]$/)]);
});

it('An offset to the sun without its unit is told in minutes', () => {
  for (const found of ['-10', '"-10"']) {
    expect(said('street.yaml', 'offset: -10min', `offset: ${found}`), found).toEqual([
      expect.stringMatching(/^37 .* -> write it like this: -10min$/),
    ]);
  }
});
