import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { keySubject } from '../domain/key-subject.ts';
import { lanes } from '../domain/lane.ts';
import { chainStart, checkSignature, eventHash } from '../runtime/event-chain.ts';
import { gatewayKeyFiles, openGatewayKey } from '../runtime/gateway-key.ts';
import { rotateGatewayKey } from '../runtime/rotate-key.ts';
import { readPublicKeys } from '../runtime/signed.ts';
import type { ChainOptions } from './chain.ts';
import type { OutboxRow } from './draft.ts';
import type { Store } from './store.ts';
import { batchOf, openStore, type Row, startMs, tempDirectory } from './testing/drafts.ts';

const at = '2026-06-21T12:00:00Z';
const checkpoints = { messages: 10, intervalMs: 30_000 };

/** A store that signs, and a pen for it. */
function fixture(more: Partial<ChainOptions> = {}) {
  const directory = tempDirectory(onTestFinished);
  const open = (run: string) => openStore(directory, { run, chain: { checkpoints, keyFolder: directory, ...more } });
  let s = open('run-1');
  let batch = 0;
  onTestFinished(() => s.close(false));
  return {
    directory,
    get store(): Store {
      return s;
    },
    write: (rows: readonly Row[], during?: () => void) => s.commit(batchOf(++batch, rows), during),
    /** So many readings, each a transaction, so many milliseconds apart. */
    readings(count: number, everyMs = 1): void {
      for (let i = 0; i < count; i++) this.write([{ lane: 'telemetry', n: i, appendedMs: startMs + i * everyMs }]);
    },
    again(): void {
      s.close(false);
      batch = 0;
      s = open(`run-${Math.random()}`);
    },
    events: () => s.claim(10_000, lanes).map((row: OutboxRow) => JSON.parse(row.body) as Record<string, unknown>),
  };
}

const sequencesOf = (events: readonly Record<string, unknown>[]) => events.map((e) => Number(e['sequence']));
const isSigned = (event: Record<string, unknown>) => event['signature'] !== undefined;

describe('the chain of what is stored', () => {
  it('goes through each lane and source from its first event on, over restarts', () => {
    const f = fixture();
    f.readings(5);
    f.write([
      { lane: 'event', n: 1 },
      { lane: 'telemetry', n: 1, source: 'urn:other' },
      { lane: 'telemetry', n: 1 },
    ]);
    f.again();
    f.write([
      { lane: 'telemetry', n: 7 },
      { lane: 'event', n: 7 },
    ]);
    const last = new Map<string, string>();
    const events = f.events();
    expect(events).toHaveLength(10);
    for (const event of events) {
      const [, lane, sequence] = String(event['id']).split('-');
      // The tests' texts have no source of their own: the second telemetry stream is told by its sequence.
      const stream = lane === 'telemetry' && sequence === '1' && last.has('telemetry') ? 'other' : String(lane);
      expect(event['prevhash']).toBe(last.get(stream) ?? chainStart);
      last.set(stream, eventHash(event));
    }
  });

  it('is not shaken by a transaction that fails', () => {
    const f = fixture();
    f.readings(2);
    expect(() =>
      f.store.commit(batchOf(3, [{ lane: 'telemetry', n: 3 }]), () => {
        throw new Error('the disk');
      }),
    ).toThrow('the disk');
    f.readings(1);
    const [, second, third] = f.events();
    expect(third?.['prevhash']).toBe(eventHash(second ?? {}));
    expect(third && isSigned(third)).toBe(true);
  });
});

describe('signatures', () => {
  it('stand, by the public key beside the secret one', () => {
    const f = fixture();
    f.write([{ lane: 'alarm', n: 1 }]);
    const keys = readPublicKeys(openGatewayKey(f.directory).publicPem);
    expect(f.events().map((event) => checkSignature(event, keys))).toEqual(['good']);
  });

  it('are on every event that asks for one, on the first of a stream, and on one in so many', () => {
    const f = fixture();
    f.readings(25);
    for (let n = 0; n < 3; n++) f.write([{ lane: 'alarm', n }]);
    const signed = f.events().filter(isSigned);
    expect(sequencesOf(signed.filter((e) => String(e['id']).includes('alarm')))).toEqual([1, 2, 3]);
    expect(sequencesOf(signed.filter((e) => String(e['id']).includes('telemetry')))).toEqual([1, 11, 21]);
  });

  it('come after a while on the last event of a transaction, also where the clock was set back', () => {
    const f = fixture();
    f.readings(8, 10_000);
    f.write([{ lane: 'telemetry', n: 1, appendedMs: startMs - 86_400_000 }]);
    f.write([1, 2, 3].map((n) => ({ lane: 'telemetry', n, appendedMs: startMs - 86_000_000 })));
    expect(sequencesOf(f.events().filter(isSigned))).toEqual([1, 4, 7, 9, 12]);
  });

  it('are left out where the key cannot be read, which is told, and come again with it', () => {
    const f = fixture();
    f.store.close(true);
    const file = join(f.directory, gatewayKeyFiles.secret);
    rmSync(file);
    writeFileSync(file, 'not a key');
    f.again();
    f.write([{ lane: 'alarm', n: 1 }]);
    expect(f.store.stats().unsigned).toMatch(/gateway\.pem/);
    rmSync(file);
    openGatewayKey(f.directory);
    f.store.tick(null, 0);
    expect(f.store.stats().unsigned).toBeNull();
    f.write([{ lane: 'alarm', n: 2 }]);
    expect(f.events().map(isSigned)).toEqual([false, true]);
  });

  it('are made with the new key as soon as the key is replaced', () => {
    const f = fixture();
    f.write([{ lane: 'alarm', n: 1 }]);
    const old = openGatewayKey(f.directory).keyId;
    rmSync(join(f.directory, gatewayKeyFiles.secret));
    // While there is none, the one that is known goes on.
    f.store.tick(null, 0);
    f.write([{ lane: 'alarm', n: 2 }]);
    const young = openGatewayKey(f.directory).keyId;
    f.store.tick(null, 0);
    f.write([{ lane: 'alarm', n: 3 }]);
    expect(f.events().map((event) => event['keyid'])).toEqual([old, old, young]);
  });

  it('are made by the former key until the event that tells of the new one, and by the new one from that on', () => {
    const f = fixture();
    f.write([{ lane: 'alarm', n: 1 }]);
    const former = openGatewayKey(f.directory);
    const key = rotateGatewayKey(f.directory, at);
    f.store.tick(null, 0);
    expect(f.store.stats().rotations).toEqual(key.rotations);
    f.write([{ lane: 'alarm', n: 2 }]);
    const telling: Row[] = [
      { lane: 'alarm', n: 3 },
      { lane: 'alarm', n: 4, subject: keySubject(key.keyId) },
      { lane: 'event', n: 5 },
    ];
    expect(() =>
      f.store.commit(batchOf(3, telling), () => {
        throw new Error('the disk');
      }),
    ).toThrow('the disk');
    expect(f.store.stats().rotations).toEqual(key.rotations);
    f.write(telling);
    expect(f.store.stats().rotations).toEqual([]);
    const events = f.events();
    const by = (lane: string) => events.filter((e) => String(e['id']).includes(lane)).map((e) => e['keyid']);
    expect(by('alarm')).toEqual([former.keyId, former.keyId, former.keyId, key.keyId]);
    expect(by('event')).toEqual([key.keyId]);
    expect(events.map((event) => checkSignature(event, key.trusted))).toEqual(events.map(() => 'good'));
  });

  it('are the new key’s after a restart in between, and what was not told is told once', () => {
    const f = fixture();
    f.write([{ lane: 'alarm', n: 1 }]);
    const first = rotateGatewayKey(f.directory, at);
    const second = rotateGatewayKey(f.directory, at);
    f.again();
    expect(f.store.stats().rotations).toEqual(second.rotations);
    f.write([{ lane: 'alarm', n: 2, subject: keySubject(first.keyId) }]);
    expect(f.store.stats().rotations).toEqual(second.rotations.slice(1));
    f.again();
    f.write([{ lane: 'alarm', n: 3, subject: keySubject(second.keyId) }]);
    f.again();
    expect(f.store.stats().rotations).toEqual([]);
    expect(
      f
        .events()
        .slice(1)
        .map((event) => event['keyid']),
    ).toEqual([second.keyId, second.keyId]);
  });
});
