import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cli } from './cli.ts';

const file = new URL('../../config/examples/lighting-calendar.yaml', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'haidang-lighting-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    out: (l: string) => void out.push(l),
    err: (l: string) => void err.push(l),
    lang: 'en' as const,
    env: {},
  };
  const code = await cli(['lighting', ...argv, '--config', file], io);
  return { code, out, err: err.join('\n') };
}

describe('haidang lighting plan', () => {
  it('lists the changes of a night from noon to noon, with ramps and reasons, and draws them', async () => {
    const svg = join(folder, 'night.svg');
    const { code, out } = await run('plan', '--date', '2026-06-21', '--lamp', 'l-01', '--json', '--svg', svg);
    const rows: { time: string; level: number; rampSeconds: number; reason: string; rule: string }[] = JSON.parse(
      out[0]!,
    );
    expect(code).toBe(0);
    expect(rows.map((r) => `${r.time} ${r.level} ${r.rampSeconds} ${r.reason} ${r.rule}`)).toEqual([
      '2026-06-21T12:00:00+07:00 0 0 program street/sunrise',
      '2026-06-21T18:50:27+07:00 100 30 program street/civil-dusk-10min',
      '2026-06-21T22:30:00+07:00 60 120 program street/22:30',
      '2026-06-22T00:00:00+07:00 40 0 curfew curfew',
      '2026-06-22T04:30:00+07:00 60 0 program street/22:30',
      '2026-06-22T05:00:00+07:00 100 0 program street/05:00',
      '2026-06-22T05:11:25+07:00 0 0 program street/sunrise',
    ]);
    expect(readFileSync(svg, 'utf8')).toMatch(/^<svg .*Sunday 2026-06-21.*<path d="M52\.0 198\.0 H.*<\/svg>\n$/s);
  });

  it('takes a group with the groups within it over several nights', async () => {
    const { out } = await run('plan', '--date', '2026-02-15', '--to', '2026-02-16', '--group', 'old-town', '--json');
    const rows: { lamps: string[]; rule: string }[] = JSON.parse(out[0]!);
    expect(rows[0]?.lamps).toEqual(['l-01', 'l-02']);
    expect(rows.map((r) => r.rule)).toContain('street/05:00');
    expect(rows.at(-1)?.rule).toBe('festive/sunrise');
  });

  it('shows what somebody who comes, and a sensor, would do, and says what is wrong with either', async () => {
    const asked = ['plan', '--date', '2026-06-21', '--lamp', 'l-01', '--json'];
    const { out } = await run(...asked, '--presence', '23:00/10min', '02:00@l-02');
    const rows: { time: string; level: number; reason: string }[] = JSON.parse(out[0]!);
    expect(rows.filter((r) => r.reason === 'presence').map((r) => `${r.time.slice(11, 16)} ${r.level}`)).toEqual([
      '23:00 100',
    ]);
    expect(await run(...asked, '--presence', 'soon')).toMatchObject({
      code: 1,
      err: expect.stringContaining('"soon"'),
    });
    expect(await run(...asked, '--presence', '21:00@l-9')).toMatchObject({
      code: 1,
      err: expect.stringContaining('l-9'),
    });
    expect(await run(...asked, '--input', 'rain=3@20:00')).toMatchObject({
      code: 1,
      err: expect.stringContaining('rain'),
    });
    expect((await run(...asked, '--hours', 'all')).code).toBe(2);
  });

  it('refuses a date that does not exist and a lamp that nobody knows', async () => {
    expect((await run('plan', '--date', '2026-02-30')).code).toBe(2);
    expect(await run('plan', '--date', '2026-02-28', '--lamp', 'l-99')).toMatchObject({
      code: 1,
      err: expect.stringContaining('l-99'),
    });
  });
});

describe('haidang lighting explain', () => {
  it('names the winner, every loser and every rule of the calendar with its reason', async () => {
    const { code, out } = await run('explain', '--at', '2026-06-21T01:15:00+07:00', '--lamp', 'l-01');
    expect({ code, out }).toEqual({
      code: 0,
      out: [
        'l-01  40 %  curfew  curfew',
        '  program 60 %  street/22:30: the curfew lowers the level to 40 %',
        '  city/tet → festive: no holiday of its list',
        '  city/weekend → festive: the night is one of its exceptions',
      ],
    });
    expect((await run('explain', '--at', '2026-06-21T01:15', '--lamp', 'l-01')).code).toBe(2);
  });
});
