import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fileNames } from './format.ts';
import { batchOf, openStore, tempDirectory } from './testing/drafts.ts';
import { verify } from './verify.ts';

/** What is found in a store of eight readings after a statement was run on it. */
function foundAfter(statement: string): readonly string[] {
  const directory = tempDirectory(onTestFinished);
  const s = openStore(directory);
  s.commit(
    batchOf(
      1,
      [1, 2, 3, 4, 5, 6, 7, 8].map((n) => ({ lane: 'telemetry', n })),
    ),
  );
  s.close(true);
  const db = new Database(join(directory, fileNames.database));
  onTestFinished(() => void db.close());
  db.exec(statement);
  return verify(db, true, () => {}).problems;
}

describe('verifying an outbox', () => {
  it('finds nothing in a good one, nor where rows ended their keeping', () => {
    expect(foundAfter('SELECT 1')).toEqual([]);
    expect(foundAfter('DELETE FROM lane_telemetry WHERE sequence IN (1, 4); DELETE FROM unsent_telemetry')).toEqual([]);
  });

  it('finds by the chain a text that was changed and is still a good event', () => {
    const change = `UPDATE lane_telemetry SET body = replace(body, '"n":4', '"n":5') WHERE sequence = 4`;
    expect(foundAfter(change)).toEqual(['telemetry/5: it does not follow 4 in the chain: one of them was changed']);
  });

  it('finds a first event that names one before it', () => {
    const change = `UPDATE lane_telemetry SET body = replace(body, '${'0'.repeat(64)}', '${'f'.repeat(64)}') WHERE sequence = 1`;
    expect(foundAfter(change)[0]).toBe('telemetry/1: it is the first of its stream and names one before it');
  });
});
