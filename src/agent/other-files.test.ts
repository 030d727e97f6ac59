// What a technician reads who named another file than that of the site, or sizes that no disk has.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { installFolders } from '../cli/install-folders.ts';
import { loadSite } from './load.ts';
import { examples, Slips } from './testing/slips.ts';

const slips = new Slips(installFolders);
afterAll(() => slips.end());
const { said, ofFile, folder } = slips;

describe('files that are no site file', () => {
  const answer = (name: string, content: string | Uint8Array) => {
    const file = join(folder, name);
    writeFileSync(file, content);
    return ofFile(file);
  };
  const shipped = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
  const street = readFileSync(join(examples, 'street.yaml'), 'utf8');

  it.each([
    [
      'a picture',
      'a.png',
      Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
      /^1 : this is a picture, and no YAML/,
    ],
    ['a document', 'a.docx', Buffer.from('504b030414000600', 'hex'), /^1 : this is a document of Word or Excel/],
    [
      'UTF-16',
      'u.yaml',
      Buffer.from(`\ufeff${street}`, 'utf16le'),
      /^1 : .* UTF-16 .* save it with the encoding UTF-8$/,
    ],
    ['UTF-16 without a mark', 'v.yaml', Buffer.from(street, 'utf16le'), /^1 : .* UTF-16/],
    ['ANSI of Windows', 'w.yaml', Buffer.from(street, 'latin1'), /^7 : this is not text in UTF-8 .*Windows-1258/],
    ['old line ends', 'c.yaml', street.replaceAll('\n', '\r'), /^1 : .* carriage return alone.* -> save it with/],
    [
      '50 MB',
      'big.yaml',
      Buffer.alloc(50 * 1024 ** 2, 'a: b\n'),
      /^1 : the file has 52428800 bytes.* -> is it the right/,
    ],
    ['nothing', 'e.yaml', '', /^1 : the file is empty -> start from a file of config\/examples/],
    ['a note', 'n.txt', 'hello\nworld\n', /^1 : found the text "hello world" .* "key: value" lines -> is it the right/],
    ['a list', 'l.yaml', '- a\n- b\n', /^1 : found a list where the file should hold/],
    [
      'keys of another program',
      'd.yaml',
      'services:\n  web: {}\nvolumes: []\n',
      /^1 : this is no site file: .*services, volumes/,
    ],
  ])('%s is answered in one sentence', (_what, name, content, expected) => {
    expect(answer(name, content)).toEqual([expect.stringMatching(expected)]);
  });

  it.each([
    ['device-profiles/eastron-sdm120.yaml', /a device profile, and no site file -> name it as "profile:" of a device/],
    ['config/rule-packs/qcvn-05-2023-air.yaml', /a rule pack, .* "packs:" of the station/],
    ['config/scenarios/demo.yaml', /a scenario of a drawn camera, .* "scenario:"/],
    ['config/nights/rainy-holiday.yaml', /what is supposed to happen in a night, .* --suppose/],
    ['config/examples', /is a folder -> name a file in it, for example .*config\/examples\/[a-z-]+\.yaml$/],
  ])('%s is told as what it is', (path, expected) => {
    expect(ofFile(shipped(path))).toEqual([expect.stringMatching(expected)]);
  });

  it('a file that is not there is told with the one that was probably meant', () => {
    writeFileSync(join(folder, 'site.yaml'), street);
    expect(ofFile(join(folder, 'siet.yaml'))).toEqual([
      expect.stringMatching(/there is no file .*siet\.yaml -> did you mean .*site\.yaml\?$/),
    ]);
    expect(ofFile(join(folder, 'else.yml'))).toEqual([expect.stringMatching(/no file .* -> check the path/)]);
    expect(ofFile('/dev/zero')).toEqual([expect.stringMatching(/is no file but a device/)]);
  });

  it('one with the line ends of Windows, with a mark at its beginning, or in JSON, is read as it is meant', () => {
    expect(answer('crlf.yaml', street.replaceAll('\n', '\r\n'))).toEqual([]);
    expect(answer('bom.yaml', `\ufeff${street}`)).toEqual([]);
    const minimal = { version: 1, gateway: { id: 'a', position: { latitude: 21, longitude: 105.8 } } };
    expect(answer('site.json', JSON.stringify(minimal))).toEqual([]);
  });
});

describe('sizes', () => {
  it('in other units are told with the same number in a unit of ours', () => {
    const of = (cap: string) => said('street.yaml', 'cap: 1GiB', `cap: ${cap}`);
    expect(of('1GB')).toEqual([expect.stringMatching(/^47 outbox\.cap: "1GB" has another unit .* -> .*: 1GiB$/)]);
    expect(of('500 MiB')).toEqual([expect.stringMatching(/: 500MiB$/)]);
    expect(of('2TiB')).toEqual([expect.stringMatching(/: 2048GiB$/)]);
    expect(of('lots')).toEqual([expect.stringMatching(/"lots" is not a size with its unit/)]);
    expect(of('200000GiB')).toEqual([
      '47 outbox.cap: 200000GiB is too big: at most 102400GiB is allowed -> write a value of 102400GiB or less',
    ]);
  });

  it('above that of the disk under the data folder are asked about, where that folder is', () => {
    const of = (data: string) => {
      const file = join(folder, 'site.yaml');
      writeFileSync(file, readFileSync(join(examples, 'street.yaml'), 'utf8').replace('cap: 1GiB', 'cap: 100000GiB'));
      return loadSite(file, installFolders(data)).problems.filter((p) => p.message.code === 'config.cap-above-disk');
    };
    expect(of(folder)).toEqual([expect.objectContaining({ line: 47, severity: 'warning' })]);
    expect(of(join(folder, 'nowhere'))).toEqual([]);
  });
});
