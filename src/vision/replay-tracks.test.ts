import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { replayTracks } from './replay-tracks.ts';
import { ruleSchema } from './rules/table.ts';
import type { HappeningLine } from './tracks-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-tracks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (lines: readonly unknown[]) => {
  const file = join(folder, 'tracks.jsonl');
  writeFileSync(file, lines.map((l) => `${typeof l === 'string' ? l : JSON.stringify(l)}\n`).join(''));
  return file;
};
/** A car of 40 x 40 pixels that drives down from y = 100 by 20 pixels a frame, ten frames a second. */
const drive = (visible: (i: number) => number = () => 1) =>
  Array.from({ length: 30 }, (_, i) => ({
    frame: i,
    tMs: 100 * i,
    objects: [{ id: 'car-1', class: 'car', box: [480, 60 + 10 * i, 40, 40], visible: visible(i), speedKmh: 30 }],
    signals: {},
  }));
const crossing: HappeningLine = {
  type: 'crossing',
  id: 'in-out-1',
  watch: 'in-out',
  startMs: 1500,
  endMs: 1500,
  objects: ['car-1'],
  direction: 'forward',
};
const rule = ruleSchema.parse({
  id: 'in-out',
  kind: 'line-crossing',
  line: [
    [0.1, 0.5],
    [0.9, 0.5],
  ],
  event: true,
});

const usualSize = { width: 1000, height: 500 };

async function run(lines: readonly unknown[], happenings?: HappeningLine[], size: typeof usualSize | null = usualSize) {
  const out: string[] = [];
  const summary = await replayTracks({
    config: { id: 'gate', rules: [rule] },
    tracks: write(lines),
    ...(size ? { size } : {}),
    startMs: Date.parse('2026-06-21T12:00:00Z'),
    timezone: 'Asia/Ho_Chi_Minh',
    ...(happenings ? { happenings } : {}),
    out: (o) => out.push(JSON.stringify(o)),
  });
  out.push(JSON.stringify(summary));
  return { out, summary };
}

describe('a replay of a track file', () => {
  it('learns the size of the pictures from the first line, where it says it', async () => {
    const [first, ...others] = drive();
    const said = await run([{ size: [1000, 500], ...(first as object) }, ...others], undefined, null);
    expect(said.out).toEqual((await run(drive())).out);
  });

  it('lets the rules see the tracks as they are, and gives the same bytes twice', async () => {
    const first = await run(drive(), [crossing]);
    expect(first.summary).toMatchObject({
      frames: 30,
      events: { 'in-out': 1 },
      counts: { 'in-out': { forward: { car: 1 } } },
    });
    expect(JSON.parse(first.out[0] ?? '')).toMatchObject({ track: 'car-1', direction: 'forward' });
    expect((await run(drive(), [crossing])).out).toEqual(first.out);
  });

  it('counts what a rule would have said that is only observed, holds it against what happened, and sends nothing of it', async () => {
    const out: string[] = [];
    const observed = { ...rule, id: 'watched', mode: 'observe' as const };
    const summary = await replayTracks({
      config: { id: 'gate', rules: [rule, observed] },
      ...{ tracks: write(drive()), size: usualSize, startMs: 60_000, timezone: 'UTC' },
      happenings: [{ ...crossing, watch: 'watched' }],
      out: (o) => out.push(JSON.stringify(o)),
    });
    expect(summary).toMatchObject({ events: { 'in-out': 1 }, observed: { watched: 1 } });
    expect(summary.rules).toMatchObject({ watched: { happened: 1, said: 1, right: 1, precision: 1, recall: 1 } });
    expect(summary.events).not.toHaveProperty('watched');
    expect(out.filter((line) => line.includes('"camera.event"') && line.includes('watched'))).toEqual([]);
  });

  it('says precision and recall of each rule that the happenings speak of', async () => {
    const { summary } = await run(drive(), [crossing]);
    expect(summary.rules).toEqual({
      'in-out': {
        happened: 1,
        unseen: 0,
        said: 1,
        right: 1,
        told: 1,
        nearMisses: 0,
        nearMissesTaken: 0,
        precision: 1,
        recall: 1,
      },
    });
    const missed = await run(drive(), [crossing, { ...crossing, id: 'in-out-2', direction: 'backward' }]);
    expect(missed.summary.rules?.['in-out']).toMatchObject({ happened: 2, right: 1, precision: 1, recall: 0.5 });
    const near = await run(drive(), [{ ...crossing, type: 'near-miss' }]);
    expect(near.summary.rules?.['in-out']).toMatchObject({ nearMissesTaken: 1, precision: 0, recall: null });
    expect((await run(drive())).summary.rules).toBeUndefined();
  });

  it('takes a road user that is hidden for no sighting, and what nobody could see for no happening', async () => {
    const { summary } = await run(
      drive(() => 0.29),
      [crossing],
    );
    expect(summary.rules?.['in-out']).toMatchObject({ happened: 0, unseen: 1, said: 0, recall: null });
    const behindAPole = await run(
      drive((i) => (i === 15 ? 0.1 : 0.9)),
      [crossing],
    );
    expect(behindAPole.summary.rules?.['in-out']).toMatchObject({ right: 1, recall: 1 });
  });

  it('names the line of the file that is wrong', async () => {
    const wrong = { fault: 'configuration', code: 'tracks-unreadable' };
    await expect(run([...drive().slice(0, 2), 'no json'])).rejects.toMatchObject({
      ...wrong,
      message: expect.stringContaining('line 3'),
    });
    await expect(run([...drive().slice(0, 2), drive()[0]])).rejects.toMatchObject({
      ...wrong,
      message: expect.stringContaining('line 3'),
    });
    await expect(
      run([{ frame: 0, tMs: 0, objects: [{ id: 'a', class: 'cart', box: [0, 0, 1, 1] }] }]),
    ).rejects.toMatchObject({ ...wrong, message: expect.stringContaining('objects.0.class') });
  });

  it('takes no road user for two, and no times since 1970 for times since the beginning', async () => {
    const [first, second, ...others] = drive();
    const twice = { ...second, objects: [...(second?.objects ?? []), ...(second?.objects ?? [])] };
    await expect(run([first, twice, ...others])).rejects.toMatchObject({
      message: expect.stringMatching(/line 2.*"car-1" is in it twice/),
    });
    const since1970 = drive().map((f) => ({ ...f, tMs: f.tMs + Date.parse('2026-06-21T12:00:00Z') }));
    await expect(run(since1970)).rejects.toMatchObject({ message: expect.stringMatching(/line 1.*the beginning/) });
    const later = drive().map((f) => ({ ...f, tMs: f.tMs + 600_000 }));
    expect((await run(later)).summary.frames).toBe(30);
  });

  it('reads a file that begins with the mark of an editor', async () => {
    const lines = drive().map((l) => JSON.stringify(l));
    expect((await run([`\ufeff${lines[0]}`, ...lines.slice(1)])).summary.frames).toBe(30);
  });

  it('says that a file is not there', async () => {
    const options = {
      config: { id: 'gate', rules: [] },
      tracks: join(folder, 'none'),
      size: { width: 10, height: 10 },
    };
    await expect(replayTracks({ ...options, startMs: 0, timezone: 'UTC', out: () => {} })).rejects.toMatchObject({
      code: 'tracks-unreadable',
    });
  });
});
