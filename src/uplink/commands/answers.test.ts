import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../../runtime/logger.ts';
import { AnswerFile, longMost, remembered } from './answers.ts';

let folder: string;
let count = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'haidang-answers-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fresh = () => join(folder, `sub-${++count}`, 'commands.jsonl');
const opened = async (file: string) => {
  const store = new AnswerFile(file, silentLogger);
  await store.load();
  return store;
};
const done = { outcome: 'done', result: { 'l-01': 50 } } as const;

describe('the file of answered commands', () => {
  it('remembers over a restart what was begun and how it ended', async () => {
    const file = fresh();
    const before = await opened(file);
    const from = { role: 'operator', issuer: 'desk', signed: true, sha256: 'aa', issuedMs: 5 };
    await before.begin('a', 'lamp.set', from);
    await before.finish('a', done);
    await before.begin('b', 'gateway.ping');
    const after = await opened(file);
    expect(after.get('a')).toEqual({ id: 'a', name: 'lamp.set', from, outcome: done, untold: true });
    await after.told('a');
    for (const store of [after, await opened(file)]) {
      expect(store.get('a')).toEqual({ id: 'a', name: 'lamp.set', from, outcome: done });
      expect(store.untold()).toEqual([]);
    }
    expect(after.unfinished()).toEqual([{ id: 'b', name: 'gateway.ping', from: {} }]);
    expect(after.get('c')).toBeUndefined();
  });

  it('that the disk did not take is remembered as long as the process lives, also where the uplink starts anew', async () => {
    const file = fresh();
    const store = await opened(file);
    await store.begin('a', 'lamp.set');
    await store.finish('a', done);
    // A folder in the place of the file: nothing can be written, nor read.
    rmSync(file);
    mkdirSync(file);
    await store.begin('b', 'point.write');
    await store.finish('b', done);
    expect(store.trouble).not.toBeNull();
    await store.load();
    expect(['a', 'b'].map((id) => store.get(id)?.outcome)).toEqual([done, done]);
  });

  it('that is still being written down is remembered where the uplink starts anew meanwhile', async () => {
    const store = await opened(fresh());
    const beginning = store.begin('a', 'lamp.set');
    await store.load();
    expect(store.get('a')).toMatchObject({ id: 'a' });
    await beginning;
    await store.finish('a', done);
    expect(store.unfinished()).toEqual([]);
  });

  it('is read once it can be, where it could not be read at first', async () => {
    const file = fresh();
    const before = await opened(file);
    await before.begin('a', 'lamp.set');
    renameSync(file, `${file}.away`);
    mkdirSync(file);
    const after = await opened(file);
    expect(after.get('a')).toBeUndefined();
    await after.begin('b', 'lamp.set');
    rmSync(file, { recursive: true });
    renameSync(`${file}.away`, file);
    await after.load();
    expect(['a', 'b'].map((id) => after.get(id)?.id)).toEqual(['a', 'b']);
  });

  it('torn at any byte keeps every whole line before the tear, and takes new ones after it', async () => {
    const file = fresh();
    const store = await opened(file);
    await store.begin('a', 'x');
    await store.begin('b', 'x');
    const whole = readFileSync(file);
    const lineEnd = whole.indexOf(0x0a) + 1;
    for (let cut = 0; cut <= whole.length; cut++) {
      writeFileSync(file, whole.subarray(0, cut));
      const torn = await opened(file);
      expect(torn.get('a') !== undefined, `cut at ${cut}`).toBe(cut >= lineEnd);
      await torn.begin('c', 'x');
      expect((await opened(file)).unfinished().map((a) => a.id)).toContain('c');
    }
  });

  it('remembers the latest thousand and does not grow for ever', { timeout: 60_000 }, async () => {
    const file = fresh();
    const store = await opened(file);
    const writes: Promise<void>[] = [];
    for (let i = 0; i < remembered * 2.5; i++) {
      writes.push(store.begin(`c${i}`, 'x'), store.finish(`c${i}`, { outcome: 'done' }));
    }
    await Promise.all(writes);
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    expect(lines.length).toBeLessThanOrEqual(remembered * 4 + 1);
    expect(store.forgottenMs).toBe(0);
    const after = await opened(file);
    expect(after.get('c0')).toBeUndefined();
    expect(after.get(`c${remembered * 1.5}`)).toBeDefined();
    expect(after.get(`c${remembered * 2.5 - 1}`)?.outcome).toEqual({ outcome: 'done' });
  });

  it('knows over restarts when the latest of those that it forgot was issued', { timeout: 60_000 }, async () => {
    const file = fresh();
    const store = await opened(file);
    const writes = Array.from({ length: remembered * 5 }, (_, i) => store.begin(`c${i}`, 'x', { issuedMs: i }));
    await Promise.all(writes);
    expect(store.forgottenMs).toBe(remembered * 4 - 1);
    expect((await opened(file)).forgottenMs).toBe(remembered * 4 - 1);
    expect((await opened(file)).get(`c${remembered * 4}`)).toBeDefined();
  });

  it('is bounded in bytes: of long answers the newest are kept whole, of the others that they were carried out', async () => {
    const file = fresh();
    const store = await opened(file);
    const result = { lines: 'x'.repeat(50_000) };
    const count = 200;
    const writes: Promise<void>[] = [];
    for (let i = 0; i < count; i++) {
      writes.push(store.begin(`c${i}`, 'x', { issuedMs: i }), store.finish(`c${i}`, { outcome: 'done', result }));
    }
    await Promise.all(writes);
    expect(statSync(file).size).toBeLessThan(longMost * 2 + 60_000);
    for (const s of [store, await opened(file)]) {
      expect(s.get(`c${count - 1}`)?.outcome).toEqual({ outcome: 'done', result });
      expect(s.get('c0')).toEqual({
        ...{ id: 'c0', name: 'x', from: { issuedMs: 0 } },
        outcome: { outcome: 'done', reason: 'its result is not kept any more' },
        untold: true,
      });
      expect(s.forgottenMs).toBe(0);
      expect(s.unfinished()).toEqual([]);
    }
  });

  it('that cannot be written still knows the commands of this run, and says what is wrong', async () => {
    const file = fresh();
    writeFileSync(join(folder, `sub-${count}`), 'a file where the folder should be');
    const store = await opened(file);
    await store.begin('a', 'x');
    expect(store.get('a')).toBeDefined();
    expect(store.trouble).toMatch(/EEXIST|ENOTDIR/);
    rmSync(join(folder, `sub-${count}`));
    await store.begin('b', 'x');
    expect(store.trouble).toBeNull();
    expect((await opened(file)).unfinished().map((a) => a.id)).toEqual(['a', 'b']);
  });
});
