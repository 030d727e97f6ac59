import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lane } from '../../domain/lane.ts';
import type { Draft } from '../draft.ts';
import { policiesOf } from '../policy.ts';
import type { Batch, OpenOptions } from '../protocol.ts';
import { Store } from '../store.ts';

export const source = 'urn:haidang:gateway:test';
/** 2026-06-21T12:00:00Z, where ManualClock begins. */
export const startMs = Date.parse('2026-06-21T12:00:00Z');

/** Memory instead of a disk, where there is such a thing: for tests that open a store hundreds of times. */
export const inMemory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** A directory that goes with the test. */
export function tempDirectory(onEnd: (remove: () => void) => void, where = tmpdir()): string {
  const directory = mkdtempSync(join(where, 'haidang-outbox-'));
  onEnd(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export function draft(lane: Lane, n: number, more: Partial<Draft> = {}): Draft {
  const subject = more.subject ?? 'device/air-1';
  return {
    lane,
    source,
    subject,
    occurredMs: startMs + n,
    durable: lane === 'alarm' ? 'now' : 'grouped',
    attributes: { source, subject, type: `test.${lane}.v1`, lane },
    data: { n },
    ...more,
  };
}

export interface Row {
  readonly lane: Lane;
  readonly n: number;
  readonly subject?: string;
  readonly source?: string;
  readonly appendedMs?: number;
  /** Length of a filling, so that rows have a size. */
  readonly fill?: number;
}

/** A batch as the main thread makes it. */
export function batchOf(number: number, rows: readonly Row[], more: Partial<Batch> = {}): Batch {
  return {
    number,
    through: { ms: startMs + number, quality: 'synced' },
    rows: {
      lane: rows.map((r) => r.lane),
      source: rows.map((r) => r.source ?? source),
      subject: rows.map((r) => r.subject ?? 'device/air-1'),
      type: rows.map((r) => `test.${r.lane}.v1`),
      occurred: rows.map((r) => startMs + r.n),
      appended: rows.map((r) => r.appendedMs ?? startMs + r.n),
      tail: rows.map(
        (r) => `"data":${JSON.stringify({ fill: 'x'.repeat(r.fill ?? 0), n: r.n })},${'\n'.repeat(6)}"type":"t",`,
      ),
      sign: rows.map((r) => r.lane === 'alarm'),
    },
    acknowledged: [],
    cleared: [],
    mediaBytes: 0,
    ...more,
  };
}

export function openStore(directory: string, more: Partial<OpenOptions> & { retainMs?: number } = {}): Store {
  return new Store({
    directory,
    capBytes: 512 * 1024 ** 2,
    policies: policiesOf({ retain: more.retainMs ?? 7 * 86_400_000 }),
    run: 'run-1',
    now: { ms: startMs, quality: 'synced' },
    ...more,
  });
}
