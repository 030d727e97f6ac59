import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lanes } from '../domain/lane.ts';
import { chainStart, eventHash } from '../runtime/event-chain.ts';
import { prevHashOf } from './body.ts';
import { fileNames, schemaVersion } from './format.ts';
import { Inspector } from './inspect.ts';
import { salvageTable } from './salvage-plan.ts';
import { spanTable } from './spans.ts';
import { batchOf, openStore, source, startMs, tempDirectory } from './testing/drafts.ts';
import { makeVersion1 } from './testing/version-1.ts';

const versionOf = (directory: string) => {
  const db = new Database(join(directory, fileNames.database), { readonly: true });
  const version = db.pragma('user_version', { simple: true });
  db.close();
  return version;
};
const tables = (directory: string) => {
  const db = new Database(join(directory, fileNames.database), { readonly: true });
  const sql = db.prepare("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name").all();
  db.close();
  return (sql as { name: string; sql: string }[]).map(({ name, sql }) => [name, sql.replace(/\s+/g, ' ')]);
};

describe('a database of version 1', () => {
  it('is brought to the present version with all it holds, and goes on where it was', () => {
    const directory = tempDirectory(onTestFinished);
    makeVersion1(directory, 3000);
    const s = openStore(directory, { run: 'run-2' });
    onTestFinished(() => s.close(false));
    expect(versionOf(directory)).toBe(schemaVersion);
    expect(s.opened).toMatchObject({ epoch: '01234567', startup: { previousStop: 'clean' } });
    expect(s.stats()).toMatchObject({ kept: { telemetry: 3000 }, unsent: { telemetry: 2000 } });
    s.commit(batchOf(1, [{ lane: 'telemetry', n: 1 }]));
    const rows = [...s.claim(2000, lanes), ...s.claim(10, lanes)];
    expect(rows.map((r) => r.sequence)).toEqual(Array.from({ length: 2001 }, (_, i) => 1001 + i));
    expect(rows.at(-1)?.id).toBe('01234567-telemetry-3001');
    expect(rows[0]?.id).toBe('01234567-telemetry-1001');
  });

  it('has the same tables as a new one when it has been brought forward', () => {
    const [old, young] = [tempDirectory(onTestFinished), tempDirectory(onTestFinished)];
    makeVersion1(old, 10);
    for (const directory of [old, young]) openStore(directory).close(true);
    expect(tables(old)).toEqual(tables(young));
  });

  it('is read by time at once, and faster when retention has learnt its times', () => {
    const directory = tempDirectory(onTestFinished);
    makeVersion1(directory, 5000);
    const s = openStore(directory, { run: 'run-2' });
    onTestFinished(() => s.close(false));
    const query = { lane: 'telemetry', source, from: startMs + 4_000_000, to: startMs + 4_009_000 } as const;
    const sequences = () => s.read(query).rows.map((r) => r.sequence);
    const wanted = Array.from({ length: 10 }, (_, i) => 4000 + i);
    expect(sequences()).toEqual(wanted);
    while (s.retain({ ms: startMs, quality: 'synced' }).more);
    const db = new Database(join(directory, fileNames.database), { readonly: true });
    onTestFinished(() => void db.close());
    expect(db.prepare('SELECT count(*) FROM spans').pluck().get()).toBe(4);
    expect(sequences()).toEqual(wanted);
  });

  it('is brought forward whole or not at all, wherever the power fails', () => {
    const directory = tempDirectory(onTestFinished);
    makeVersion1(directory, 100, false);
    const s = openStore(directory, { run: 'run-2' });
    const killed = tempDirectory(onTestFinished);
    for (const name of readdirSync(directory)) copyFileSync(join(directory, name), join(killed, name));
    s.close(false);
    // The log of the move is lost: it is version 1 as before, and is brought forward again.
    copyFileSync(join(killed, fileNames.database), join(killed, 'before'));
    const again = openStore(killed, { run: 'run-3' });
    onTestFinished(() => again.close(false));
    expect(again.stats().kept.telemetry).toBe(100);
    expect(versionOf(killed)).toBe(schemaVersion);
  });

  it('can be looked into before an agent has brought it forward', () => {
    const directory = tempDirectory(onTestFinished);
    makeVersion1(directory, 30);
    const inspector = new Inspector(directory);
    onTestFinished(() => inspector.close());
    expect(inspector.summary()).toMatchObject({ schema: 1, kept: { telemetry: 30 }, unsent: { telemetry: 20 } });
    expect(inspector.find('telemetry/7')[0]).toMatchObject({ sent: true, id: '01234567-telemetry-7' });
    expect(versionOf(directory)).toBe(1);
  });
});

describe('a database of version 2', () => {
  /** As version 2 left it: version 1 and what came with 2. */
  function makeVersion2(directory: string, rows: number): void {
    makeVersion1(directory, rows);
    const db = new Database(join(directory, fileNames.database));
    db.exec(spanTable + salvageTable);
    db.pragma('user_version = 2');
    db.close();
  }

  it('goes on with a chain that begins with its last event', () => {
    const directory = tempDirectory(onTestFinished);
    makeVersion2(directory, 30);
    const s = openStore(directory, { run: 'run-2' });
    onTestFinished(() => s.close(false));
    expect(versionOf(directory)).toBe(schemaVersion);
    s.commit(
      batchOf(1, [
        { lane: 'telemetry', n: 1 },
        { lane: 'alarm', n: 1 },
      ]),
    );
    const rows = s.claim(100, lanes);
    const [alarm, last, next] = [rows[0], ...rows.slice(-2)].map((r) => r?.body ?? '');
    expect(rows).toHaveLength(22);
    expect(prevHashOf(last as string)).toBeUndefined();
    expect(prevHashOf(next as string)).toBe(eventHash(JSON.parse(last as string)));
    expect(prevHashOf(alarm as string)).toBe(chainStart);
  });

  it('goes on with a chain that begins anew where its last event is gone, or is not whole', () => {
    for (const change of ['DELETE FROM lane_telemetry', "UPDATE lane_telemetry SET body = '{'"]) {
      const directory = tempDirectory(onTestFinished);
      makeVersion2(directory, 30);
      const db = new Database(join(directory, fileNames.database));
      db.exec(`${change} WHERE position = 30`);
      db.close();
      const s = openStore(directory, { run: 'run-2' });
      onTestFinished(() => s.close(false));
      s.commit(batchOf(1, [{ lane: 'telemetry', n: 1 }]));
      expect(prevHashOf(s.claim(100, lanes).at(-1)?.body ?? '')).toBe(chainStart);
    }
  });
});
