// A log that a power cut tore, or of which a card gives back something else: at every byte of its last transactions.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lanes } from '../domain/lane.ts';
import { chainStart } from '../runtime/event-chain.ts';
import { hashOfBody, prevHashOf } from './body.ts';
import { fileNames, pageSize } from './format.ts';
import type { Store } from './store.ts';
import { batchOf, inMemory, openStore, startMs, tempDirectory } from './testing/drafts.ts';

/** HAIDANG_EVERY=1 takes every byte and not only some of them (=7 every seventh): minutes instead of seconds. */
const every = Number(process.env['HAIDANG_EVERY'] ?? 4099);
const frame = pageSize + 24;
const batches = 5;

/** Five transactions of one alarm and one reading each, as a kill leaves them; and where in the log each of them ends. */
function killed() {
  const [alive, dead] = [tempDirectory(onTestFinished, inMemory), tempDirectory(onTestFinished, inMemory)];
  const s = openStore(alive);
  const ends: number[] = [];
  for (let n = 1; n <= batches; n++) {
    s.commit(
      batchOf(n, [
        { lane: 'telemetry', n, fill: 300 },
        { lane: 'alarm', n },
      ]),
    );
    ends.push(readFileSync(join(alive, fileNames.wal)).length);
  }
  s.tick({ ms: startMs + 60_000, quality: 'synced' }, 0);
  for (const name of readdirSync(alive)) copyFileSync(join(alive, name), join(dead, name));
  s.close(false);
  return { dead, ends, log: readFileSync(join(dead, fileNames.wal)) };
}

/** Every byte of the last two transactions, or those around which something changes and some others. */
function places(from: number, to: number): number[] {
  const all = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const edges = [0, 1, 23, 24, frame - 1];
  return all.filter((at) => edges.includes((at - 32) % frame) || at % every === 0);
}

function reopened(directory: string, log: Buffer, work: (s: Store) => void): void {
  const copy = join(directory, 'copy');
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy);
  for (const name of [fileNames.database, fileNames.heartbeat]) copyFileSync(join(directory, name), join(copy, name));
  writeFileSync(join(copy, fileNames.wal), log);
  const s = openStore(copy, { run: 'run-2' });
  try {
    work(s);
  } finally {
    s.close(true);
  }
}

/** Whole transactions, in order, up to `whole`; the sequences of the others are announced and not given again. */
function account(s: Store, whole: number): void {
  const rows = s.claim(100, lanes);
  const text = (n: number) => String(n).padStart(20, '0');
  for (const lane of ['alarm', 'telemetry'] as const) {
    const sequences = rows.filter((r) => r.lane === lane).map((r) => r.sequence);
    expect(sequences).toEqual(Array.from({ length: whole }, (_, i) => i + 1));
  }
  const lost = s.notices().flatMap(({ loss }) => (loss.kind === 'outbox.evicted' ? [loss] : []));
  const gap = {
    kind: 'outbox.evicted',
    firstSequence: text(whole + 1),
    lastSequence: text(batches),
    reason: 'corrupt',
  };
  const count = batches - whole;
  const named = (['telemetry', 'alarm'] as const).map((lane) => {
    const last = rows.find((r) => r.lane === lane && r.sequence === whole);
    const hashBefore = last ? hashOfBody(last.body) : chainStart;
    return { ...gap, lane, count, hashBefore, hashAfter: expect.stringMatching(/^[0-9a-f]{64}$/) };
  });
  expect(lost.sort((a, b) => (a.lane < b.lane ? 1 : -1))).toEqual(count === 0 ? [] : named);
  s.commit(batchOf(1, [{ lane: 'telemetry', n: 100 }]));
  const [next] = s.claim(1, lanes);
  expect(next?.sequence).toBe(batches + 1);
  const before = lost.find((l) => l.lane === 'telemetry')?.hashAfter ?? hashOfBody(rows.at(-1)?.body ?? '');
  expect(prevHashOf(next?.body ?? '')).toBe(before);
  expect(rows.some((r) => r.id === next?.id)).toBe(false);
}

describe('a log that is not whole', () => {
  it('torn at any byte of its last transactions: whole ones are there, the rest is named', {
    timeout: 7_200_000,
  }, () => {
    const { dead, ends, log } = killed();
    for (const at of places(ends[batches - 3] as number, log.length)) {
      const whole = ends.filter((end) => end <= at).length;
      reopened(dead, log.subarray(0, at), (s) => account(s, whole));
    }
  });

  it('with any byte of its last transactions changed: whole ones before it are there, the rest is named', {
    timeout: 7_200_000,
  }, () => {
    const { dead, ends, log } = killed();
    for (const at of places(ends[batches - 3] as number, log.length - 1)) {
      const changed = Buffer.from(log);
      changed.writeUInt8((changed[at] as number) ^ 0x5a, at);
      // The page number and the size of a frame are in its checksum, and so is all that follows it.
      const whole = ends.filter((end) => end <= at).length;
      reopened(dead, changed, (s) => account(s, whole));
    }
  });
});
