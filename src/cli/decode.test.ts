import { describe, expect, it } from 'vitest';
import { cli } from './cli.ts';

async function haidang(...argv: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await cli(argv, { out: (l) => out.push(l), err: (l) => err.push(l), lang: 'en', env: {} });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('haidang decode', () => {
  it.each([
    [
      '--type float32 --order CDAB --hex',
      '0000 4248',
      '{"value":50,"quality":"good","raw":"00004248","bytes":"42480000"}',
    ],
    ['--type uint16 --scale 0.1 --hex', '0003', '{"value":0.3,"quality":"good","raw":"0003","bytes":"0003"}'],
    [
      '--type float32 --nan 0x7FC00000 --hex',
      '7fc00000',
      '{"value":null,"quality":"bad:no-value","raw":"7fc00000","bytes":"7fc00000"}',
    ],
    ['--type int16 --bits 8..15 --hex', '0xFE02', '{"value":-2,"quality":"good","raw":"fe02","bytes":"fe02"}'],
    [
      '--type string --order BADC --hex',
      '4241 4443',
      '{"value":"ABCD","quality":"good","raw":"42414443","bytes":"41424344"}',
    ],
    ['--type uint16 --enum 0=off,1=on --hex', '0001', '{"value":"on","quality":"good","raw":"0001","bytes":"0001"}'],
  ])('%s %s says what it reads', async (flags, hex, expected) => {
    expect(await haidang('decode', ...flags.split(' '), hex, '--json')).toEqual({ code: 0, out: expected, err: '' });
  });

  it.each([
    [['--type', 'float23', '--hex', '0000'], 1, 'did you mean "float32"?'],
    [['--type', 'float32', '--hex', '0000'], 1, 'float32 takes 2 registers, and there are 1'],
    [['--type', 'float32', '--hex', 'volts'], 1, 'four hexadecimal digits each'],
    [['--type', 'uint16', '--order', 'ABCDEFGH', '--hex', '0000'], 1, 'has no 64 bits'],
    [['--type', 'uint16', '--nan', 'none', '--hex', '0000'], 1, 'bit pattern'],
    [['--hex', '0000'], 2, '--type'],
  ])('%j is refused with the reason', async (flags, code, reason) => {
    const result = await haidang('decode', ...flags);
    expect([result.code, result.out]).toEqual([code, '']);
    expect(result.err).toContain(reason);
  });
});

describe('haidang encode', () => {
  it.each([
    ['--type float32 --order CDAB --value 50', '{"value":50,"quality":"good","raw":"00004248","bytes":"42480000"}'],
    ['--type int16 --scale 0.1 --value -5.04', '{"value":-5,"quality":"good","raw":"ffce","bytes":"ffce"}'],
    ['--type uint16 --enum 0=off,1=on --value on', '{"value":"on","quality":"good","raw":"0001","bytes":"0001"}'],
    ['--type bcd16 --value 1234', '{"value":1234,"quality":"good","raw":"1234","bytes":"1234"}'],
  ])('%s gives registers that read as it', async (flags, expected) => {
    expect(await haidang('encode', ...flags.split(' '), '--json')).toEqual({ code: 0, out: expected, err: '' });
  });

  it('refuses what the registers cannot hold', async () => {
    const { code, err } = await haidang('encode', '--type', 'int16', '--value', '40000');
    expect([code, err]).toEqual([1, 'haidang: 40000 cannot be written: the register holds -32768 to 32767']);
  });
});

describe('haidang plan', () => {
  it('shows the requests of a profile and how many they save', async () => {
    const { code, out } = await haidang('plan', 'eastron-sdm630', '--json');
    const report = JSON.parse(out);
    expect([code, report.requests, report.requestsOnePerPoint, report.saving]).toEqual([0, 6, 87, 14.5]);
    expect(report.blocks[0]).toMatchObject({ function: 4, address: 0, count: 72, class: 'normal', bytes: 157 });
    expect(report.blocks[0].points).toContain('voltage_l1');
    // 157 characters and two silences of 3.5, of 11 bits each.
    expect(report.blocks[0].msAt9600).toBeCloseTo((164 * 11) / 9.6, 1);
    expect((await haidang('plan', 'eastron-sdm360')).err).toContain('did you mean "eastron-sdm630"?');
  });
});
