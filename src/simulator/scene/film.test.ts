import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeFilm } from './film.ts';
import { scenarioSchema } from './scenario.ts';
import { openScene } from './scene.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-film-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const truth = join(folder, 'truth.jsonl');
const scene = () =>
  openScene(scenarioSchema.parse({ version: 1, place: 'street', title: 'A street', duration: '4s', fps: 5 }));

describe('the truth of a film', () => {
  it('is whole or as it was before: who breaks off leaves no half one', async () => {
    writeFileSync(truth, 'from before');
    const abort = new AbortController();
    const onFrame = (done: number) => done === 3 && abort.abort(new Error('enough'));
    await expect(writeFilm(scene(), { truth, onFrame, signal: abort.signal })).rejects.toThrow('enough');
    expect(readFileSync(truth, 'utf8')).toBe('from before');
    expect(readdirSync(folder)).toEqual(['truth.jsonl']);
    await writeFilm(scene(), { truth });
    expect(readFileSync(truth, 'utf8').trim().split('\n')).toHaveLength(20);
    expect(readdirSync(folder)).toEqual(['truth.jsonl']);
  });

  it('goes to what is no plain file as it comes', async () => {
    await writeFilm(scene(), { truth: '/dev/null' });
    expect(readdirSync('/dev').filter((name) => name.startsWith('null'))).toEqual(['null']);
  });
});
