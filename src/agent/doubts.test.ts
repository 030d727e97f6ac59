// Site files whose values may stand where they stand and were most likely not meant.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { installFolders } from '../cli/install-folders.ts';
import { render, renderHint } from '../messages/catalogue.ts';
import { formatPath } from '../runtime/document/problem.ts';
import { loadSite } from './load.ts';

const examples = fileURLToPath(new URL('../../config/examples', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'haidang-doubts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What `check` says of an example in which one text was replaced, less what it says of the example itself. */
function said(name: string, from: string, to: string): string[] {
  const good = readFileSync(join(examples, name), 'utf8');
  if (!good.includes(from)) throw new Error(`${from} is not in ${name}`);
  const file = join(folder, 'site.yaml');
  const of = (text: string) => {
    writeFileSync(file, text);
    return loadSite(file, installFolders(folder)).problems.map(
      ({ severity, line, path, message: m }) =>
        `${severity} ${line} ${formatPath(path)}: ${render(m, 'en')} -> ${renderHint(m, 'en')}`,
    );
  };
  // Lines may have moved.
  const plain = (p: string) => p.replace(/ \d+ /, ' ');
  const before = of(good).map(plain);
  return of(good.replace(from, to)).filter((p) => !before.includes(plain(p)));
}

describe('the place and the clock of a site', () => {
  const place = 'latitude: 20.95, longitude: 107.08';
  it('a zone of the wrong sign is told once, in place of the switches that would never apply', () => {
    expect(said('street.yaml', 'timezone: Asia/Ho_Chi_Minh', 'timezone: Etc/GMT+7')).toEqual([
      'error 9 gateway.timezone: "Etc/GMT+7" is UTC-7: in these names the sign is turned round -> in Việt Nam write timezone: Asia/Ho_Chi_Minh',
    ]);
    expect(said('station.yaml', 'timezone: Asia/Ho_Chi_Minh', 'timezone: Etc/GMT+7')).toEqual([
      expect.stringMatching(/^warning 11 gateway\.timezone: "Etc\/GMT\+7" is UTC-7/),
    ]);
    expect(said('street.yaml', 'timezone: Asia/Ho_Chi_Minh', 'timezone: UTC')).toEqual([
      expect.stringMatching(/^error 9 gateway\.timezone: the clock of "UTC" is 7 h off the sun at longitude 107.08/),
    ]);
    expect(said('street.yaml', 'timezone: Asia/Ho_Chi_Minh', 'timezone: Etc/GMT-7')).toEqual([]);
  });

  it('a wrong sign and swapped degrees are told with the place that was meant', () => {
    expect(said('street.yaml', place, 'latitude: 20.95, longitude: -107.08')).toEqual([
      'error 8 gateway.position: latitude 20.95, longitude -107.08 is not in Việt Nam: a sign is wrong, or the two are swapped -> did you mean { latitude: 20.95, longitude: 107.08 }?',
    ]);
    expect(said('station.yaml', place, 'latitude: -20.95, longitude: 107.08')).toEqual([
      expect.stringMatching(
        /^warning 10 gateway\.position.* -> did you mean \{ latitude: 20\.95, longitude: 107\.08 \}\?$/,
      ),
    ]);
    expect(said('street.yaml', place, 'latitude: 107.08, longitude: 20.95')).toEqual([
      'error 8 gateway.position.latitude: 107.08 is no latitude: it goes from -90 to 90 -> write degrees with a decimal point; in Việt Nam the latitude is 8 to 24 and the longitude 102 to 118',
    ]);
    expect(said('street.yaml', place, 'latitude: 20°57\'00", longitude: 107.08')).toEqual([
      expect.stringMatching(
        /^error 8 .*is not latitude in degrees with a decimal point -> write it like this: 20\.95$/,
      ),
    ]);
  });

  it('a site abroad with the zone of its place is let be, one with that of Việt Nam is asked about', () => {
    const there = `${place} }\n  timezone: Asia/Vientiane #`;
    expect(said('station.yaml', `${place} }`, there.replace(place, 'latitude: 17.97, longitude: 101.6'))).toEqual(
      expect.not.arrayContaining([expect.stringMatching(/gateway\.position/)]),
    );
    expect(said('station.yaml', place, 'latitude: 48.1, longitude: 111.5')).toEqual([
      expect.stringMatching(/^warning 10 gateway\.position: .* is not in Việt Nam, and the time zone is/),
    ]);
  });
});

describe('speeds and times that are most likely slips', () => {
  it('a speed of no serial line is asked about with the nearest usual one', () => {
    expect(said('street.yaml', 'baudRate: 9600', 'baudRate: 9800')).toEqual([
      'warning 14 lines[1].baudRate: 9800 is no usual speed of a serial line -> did you mean 9600? Leave it where the manual of the device says 9800',
    ]);
    expect(said('boat.yaml', 'baudRate: 19200', 'baudRate: 192000')).toEqual([
      expect.stringMatching(/^warning 27 inputs\[2\]\.source\.baudRate.*did you mean 19200\?/),
    ]);
    expect(said('street.yaml', 'baudRate: 9600', 'baudRate: 115200')).toEqual([]);
  });

  it('a sensor that is given up before it is asked again is told', () => {
    expect(said('boat.yaml', '    timeout: 2min\n', '')).toEqual([
      'warning 29 inputs[2].askEvery: it is asked every 30s and counts as offline after 15s of silence: between two questions its values would be bad -> write a "timeout" of at least 1min, or a shorter "askEvery"',
    ]);
  });

  it('a range of an input that is turned round is refused', () => {
    expect(said('boat.yaml', 'range: [0, 6000]', 'range: [6000, 0]')).toEqual([
      'error 39 inputs[3].points[0].range: the range begins where it should end -> write the smaller value first: [0, 6000]',
    ]);
  });
});
