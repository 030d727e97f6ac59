import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-tracks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const jsonl = (lines: readonly unknown[]) => lines.map((l) => `${JSON.stringify(l)}\n`).join('');
/** A car that drives down over the line of roadside.yaml, or stops before it. */
const drive = (isOver: boolean) =>
  jsonl(
    Array.from({ length: 30 }, (_, i) => ({
      ...(i === 0 ? { size: [640, 352] } : {}),
      ...{ frame: i, tMs: 125 * i },
      objects: [{ id: 'car-1', class: 'car', box: [350, 100 + (isOver ? 5 : 2) * i, 40, 40], visible: 1 }],
    })),
  );
const crossing = (startMs: number) =>
  jsonl([{ type: 'crossing', id: 'x', watch: 'in-out', startMs, endMs: startMs, objects: ['car-1'] }]);

beforeAll(() => {
  for (const name of ['tracks', 'truth', 'empty']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'tracks/a.jsonl'), drive(true));
  writeFileSync(join(folder, 'tracks/b.jsonl'), drive(false));
  writeFileSync(join(folder, 'tracks/notes.txt'), 'not a track file');
  writeFileSync(join(folder, 'truth/a.jsonl'), crossing(1800));
});

const site = fileURLToPath(new URL('../../config/examples/roadside.yaml', import.meta.url));
async function play(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const io = { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line) };
  const code = await cli(['replay', '--config', site, '--camera', 'roadside', ...args], io);
  return { code, said: out.map((l) => JSON.parse(l) as Record<string, unknown>), told: err.join('\n'), out };
}
const tracks = () => join(folder, 'tracks');

describe('haidang replay --tracks of a folder', () => {
  it('plays each file by itself, sums them up, and gives the same bytes twice', { timeout: 60_000 }, async () => {
    const first = await play('--tracks', tracks());
    expect(first.code).toBe(0);
    expect(first.said.filter((s) => s['kind'] === 'replay.clip').map((s) => s['clip'])).toEqual(['a.jsonl', 'b.jsonl']);
    expect(first.said.at(-1)).toMatchObject({
      ...{ kind: 'replay.totals', clips: 2, frames: 60, events: { 'in-out': 1 } },
      counts: { 'in-out': { forward: { car: 1 }, backward: {} } },
    });
    expect(first.told).toContain('2 of 2 track files, 1 events');
    const again = await play('--tracks', tracks(), '--lang', 'vi');
    expect(again.out).toEqual(first.out);
    expect(again.told).toContain('in-out: ô tô con đi qua vạch in-out theo chiều thuận');
  });

  it('holds all together against what happened in files of the same names, and says which of them is not there', async () => {
    const none = await play('--tracks', tracks(), '--truth', join(folder, 'truth'));
    expect([none.code, none.said]).toEqual([1, []]);
    expect(none.told).toContain('what happened in b.jsonl is not told');
    writeFileSync(join(folder, 'truth/b.jsonl'), crossing(2000));
    const { said, told } = await play('--tracks', tracks(), '--truth', join(folder, 'truth'));
    expect(said.at(-1)).toMatchObject({ rules: { 'in-out': { happened: 2, said: 1, precision: 1, recall: 0.5 } } });
    expect(told).toContain('in-out: precision 1, recall 0.5');
  });

  it('names a file that is none, plays the others, and says at once that a folder holds none', async () => {
    writeFileSync(join(folder, 'tracks/c.jsonl'), '{"no":"tracks"}\n');
    const { code, said, told } = await play('--tracks', tracks());
    expect(code).toBe(1);
    expect(said.at(-1)).toMatchObject({ clips: 2, unreadable: ['c.jsonl'] });
    expect(told).toContain('c.jsonl is left out');
    const empty = await play('--tracks', join(folder, 'empty'));
    expect([empty.code, empty.told]).toEqual([1, expect.stringContaining('there is no track file')]);
  });
});
