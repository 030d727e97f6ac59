// A medium that lied about its flush: the end of the log is gone after an unclean stop, wherever it was cut.
import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lanes } from '../domain/lane.ts';
import { fileNames } from './format.ts';
import type { Store } from './store.ts';
import { batchOf, openStore, startMs, tempDirectory } from './testing/drafts.ts';

const telemetry = (n: number) => ({ lane: 'telemetry', n, subject: 'device/air-1' }) as const;
const walOf = (directory: string) => join(directory, fileNames.wal);

/** What a killed process leaves, with the log as long as it was before `lost` ran. */
function withoutTail(kept: (s: Store) => void, lost: (s: Store) => void): { directory: string; sent: string[] } {
  const [alive, dead] = [tempDirectory(onTestFinished), tempDirectory(onTestFinished)];
  const s = openStore(alive);
  kept(s);
  const length = statSync(walOf(alive)).size;
  lost(s);
  const sent = s.claim(100, lanes).map((row) => row.id);
  for (const name of readdirSync(alive)) copyFileSync(join(alive, name), join(dead, name));
  s.close(false);
  writeFileSync(walOf(dead), readFileSync(walOf(dead)).subarray(0, length));
  return { directory: dead, sent };
}

describe('a store whose log lost its end', () => {
  it('gives no id again, however little before the end the last tick of the clock was', () => {
    const { directory, sent } = withoutTail(
      (s) => {
        s.commit(batchOf(1, [telemetry(1)]));
        s.tick({ ms: startMs, quality: 'synced' }, 0);
      },
      (s) => s.commit(batchOf(2, [telemetry(2), telemetry(3)])),
    );
    const s = openStore(directory, { run: 'run-2' });
    onTestFinished(() => s.close(false));
    s.commit(batchOf(1, [telemetry(9)]));
    const [kept, next] = s.claim(100, lanes);
    expect(kept?.id).toBe(sent[0]);
    expect(next?.sequence).toBe(4);
    expect(sent).not.toContain(next?.id);
    expect(s.notices().map((n) => n.loss)).toMatchObject([
      { kind: 'outbox.evicted', lane: 'telemetry', count: 2, reason: 'corrupt' },
    ]);
  });

  it('gives no id again where the whole last run is gone, its beginning too', () => {
    const [first, copy] = [tempDirectory(onTestFinished), tempDirectory(onTestFinished)];
    const before = openStore(first, { run: 'run-0' });
    before.commit(batchOf(1, [telemetry(1)]));
    before.close(true);
    for (const name of readdirSync(first)) copyFileSync(join(first, name), join(copy, name));
    const s = openStore(first, { run: 'run-1' });
    s.commit(batchOf(1, [telemetry(2)]));
    const sent = s.claim(100, lanes).map((row) => row.id);
    copyFileSync(join(first, fileNames.heartbeat), join(copy, fileNames.heartbeat));
    s.close(false);
    // The database says that its last stop was clean; the heartbeat knows better.
    const again = openStore(copy, { run: 'run-2' });
    onTestFinished(() => again.close(false));
    expect(again.opened.startup.previousStop).toBe('unclean');
    again.commit(batchOf(1, [telemetry(9)]));
    expect(
      again
        .claim(100, lanes)
        .map((row) => row.id)
        .slice(1)
        .some((id) => sent.includes(id)),
    ).toBe(false);
  });

  it('knows since when all is missing where nothing is left of what was ever stored', () => {
    const { directory } = withoutTail(
      () => {},
      (s) => s.commit(batchOf(1, [telemetry(1)])),
    );
    const s = openStore(directory, { run: 'run-2' });
    onTestFinished(() => s.close(false));
    expect(s.opened.startup).toMatchObject({ previousStop: 'unclean', since: { ms: startMs } });
    expect(s.notices()).toHaveLength(1);
  });

  it('keeps its epoch over a kill that lost nothing', () => {
    const { directory, sent } = withoutTail(
      (s) => s.commit(batchOf(1, [telemetry(1)])),
      () => {},
    );
    const s = openStore(directory, { run: 'run-2' });
    onTestFinished(() => s.close(false));
    expect(sent[0]?.startsWith(s.opened.epoch)).toBe(true);
    expect(s.notices()).toEqual([]);
  });
});
