import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Outgoing, type OutgoingOf, outgoingSchema } from '../../domain/outgoing.ts';
import { silentLogger } from '../../runtime/logger.ts';
import { readPublicKeys } from '../../runtime/signed.ts';
import { names } from './manifest.ts';
import { EvidenceOffice } from './office.ts';
import { packageOf, storeIn } from './testing/store.ts';
import { verifyEvidence } from './verify.ts';

const base = mkdtempSync(join(tmpdir(), 'haidang-office-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** A gateway's office; `stored` never comes where the power fails first. */
function open(data: string, stored: () => Promise<void> = async () => {}, options: Parameters<typeof storeIn>[1] = {}) {
  const { store, clock, root } = storeIn(data, options);
  const sent: OutgoingOf<'evidence.completed'>[] = [];
  const send = (o: Outgoing) => {
    const said = outgoingSchema.parse(o);
    if (said.kind === 'evidence.completed') sent.push(said);
  };
  return { office: new EvidenceOffice({ store, data, send, stored, clock, logger: silentLogger }), sent, root, clock };
}
function pendingOf(n: number) {
  const { event, picture, hashes, atMs } = packageOf(n);
  return { event, picture, hashes, atMs, parts: ['at' as const, 'clip' as const] };
}
const left = (data: string) => {
  const folder = join(data, 'evidence-pending');
  return existsSync(folder) ? readdirSync(folder) : [];
};
const never = () => new Promise<void>(() => {});
/** What an office has begun to write is on the disk soon; nothing tells when. */
async function settled(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !isSo(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('the office of evidence', () => {
  it('tells of a package with all its hashes once it is sealed', async () => {
    const data = mkdtempSync(join(base, 'data-'));
    const { office, sent } = open(data);
    await office.start();
    office.begin(pendingOf(1));
    await office.complete(packageOf(1));
    await office.stop();
    expect(sent).toHaveLength(1);
    const { files, signed, manifest, ...rest } = sent[0]!;
    expect(rest).toMatchObject({ camera: 'gate', rule: 'red', event: 'gate-boot-e1', complete: true, sequence: 1 });
    expect(files.map((f) => f.what)).toEqual(['before', 'at', 'after', 'clip']);
    for (const { ref, bytes } of files) expect(readFileSync(join(data, ref)).length).toBe(bytes);
    expect(readFileSync(join(data, manifest?.ref ?? ''), 'utf8')).toBe(signed);
    expect(left(data)).toEqual([]);
  });

  it('names the id under which the event was stored, and is not held up where nobody can tell', async () => {
    const data = mkdtempSync(join(base, 'data-'));
    const { store, clock } = storeIn(data);
    const sent: Outgoing[] = [];
    let answer: () => Promise<string | undefined> = async () => 'epoch-alarm-7';
    const office = new EvidenceOffice({
      ...{ store, data, clock, logger: silentLogger, stored: async () => {} },
      send: (o) => sent.push(outgoingSchema.parse(o)),
      eventIdOf: ({ event }) => (event.id === 'gate-boot-e1' ? answer() : Promise.resolve(undefined)),
    });
    await office.start();
    await office.complete(packageOf(1));
    await office.complete(packageOf(2));
    answer = () => Promise.reject(new Error('the store is closed'));
    await office.complete(packageOf(1));
    answer = () => never().then(() => undefined);
    const last = office.complete(packageOf(1));
    await settled(() => clock.advance(300) === undefined && sent.length === 4);
    await last;
    await office.stop();
    expect(sent.map((o) => (o.kind === 'evidence.completed' ? o.eventId : o.kind))).toEqual([
      'epoch-alarm-7',
      ...[undefined, undefined, undefined],
    ]);
  });

  it('killed while evidence was being taken, says at the next start that there is none, and why', async () => {
    const data = mkdtempSync(join(base, 'data-'));
    const first = open(data);
    await first.office.start();
    first.office.begin(pendingOf(7));
    await settled(() => left(data).some((f) => f.endsWith('.json')));
    // Nothing of it is stopped: it is killed here.
    const { office, sent, root } = open(data);
    await office.start();
    await office.stop();
    expect(sent).toMatchObject([
      { event: 'gate-boot-e7', complete: false, files: [], missing: [{ what: 'at' }, { what: 'clip' }], sequence: 1 },
    ]);
    expect(sent[0]?.missing[0]?.reason).toContain('stopped while');
    const keys = readPublicKeys(readFileSync(join(root, names.publicKey), 'utf8'));
    expect(await verifyEvidence(root, keys)).toMatchObject({ intact: true, packages: 1 });
    const third = open(data);
    await third.office.start();
    expect(third.sent).toEqual([]);
  });

  it('killed after it was sealed and before that was on the disk, tells the same again', async () => {
    const data = mkdtempSync(join(base, 'data-'));
    const first = open(data, never);
    await first.office.start();
    first.office.begin(pendingOf(3));
    await settled(() => left(data).some((f) => f.endsWith('.json')));
    await first.office.complete(packageOf(3));
    const { office, sent } = open(data);
    await office.start();
    await office.stop();
    const { at: _, ...again } = sent[0]!;
    const { at: __, ...before } = first.sent[0]!;
    expect(again).toEqual(before);
    expect(left(data)).toEqual([]);
  });

  it('that cannot keep anything says so, with what was lost', async () => {
    const data = mkdtempSync(join(base, 'data-'));
    // A file where the folder should be: nothing can be written.
    writeFileSync(join(data, 'evidence'), 'in the way');
    const { office, sent } = open(data);
    await office.start().catch(() => {});
    await office.complete(packageOf(1));
    expect(sent).toMatchObject([{ complete: false, files: [], event: 'gate-boot-e1' }]);
    expect(sent[0]?.manifest).toBeUndefined();
    expect(sent[0]?.missing.map((m) => m.what)).toEqual(['before', 'at', 'after', 'clip']);
  });

  it('closes what was all but written down when the power failed, once and for good', async () => {
    const data = mkdtempSync(join(base, 'data-'));
    mkdirSync(join(data, 'evidence-pending'));
    // Written whole, and not yet in its place.
    const half = join(data, 'evidence-pending', 'gate-boot-e1.json.part');
    writeFileSync(half, JSON.stringify(pendingOf(1)));
    for (const times of [1, 0, 0]) {
      const { office, sent } = open(data);
      await office.start();
      await office.stop();
      expect(sent).toHaveLength(times);
      expect(left(data)).toEqual([]);
    }
  });

  it('on a disk that takes too long says in time that nothing is sealed yet, and tells the rest once it is', async () => {
    const data = mkdtempSync(join(base, 'data-'));
    let letGo = () => {};
    const disk = new Promise<number>((resolve) => {
      letGo = () => resolve(1e12);
    });
    const { office, sent, root, clock } = open(data, undefined, { freeBytes: () => disk });
    await office.start();
    office.begin(pendingOf(1));
    await settled(() => left(data).some((f) => f.endsWith('.json')));
    const told = office.complete(packageOf(1), clock.monotonicMs() + 2900);
    clock.advance(2899);
    await new Promise((resolve) => setImmediate(resolve));
    expect(sent).toEqual([]);
    clock.advance(1);
    await told;
    expect(sent).toMatchObject([{ event: 'gate-boot-e1', complete: false, files: [] }]);
    expect(sent[0]?.missing.map((m) => m.what)).toEqual(['before', 'at', 'after', 'clip']);
    expect(sent[0]?.missing[0]?.reason).toContain('not sealed yet');
    // A kill now would be told of at the next start.
    expect(left(data)).toHaveLength(1);
    letGo();
    await office.stop();
    expect(sent).toHaveLength(2);
    expect(sent[1]).toMatchObject({ event: 'gate-boot-e1', complete: true, sequence: 1, missing: [] });
    expect(office.health().facts).toMatchObject({ completed: 1, incomplete: 0, late: 1 });
    expect(left(data)).toEqual([]);
    const keys = readPublicKeys(readFileSync(join(root, names.publicKey), 'utf8'));
    expect(await verifyEvidence(root, keys)).toMatchObject({ intact: true, packages: 1 });
  });

  it('holds eight packages for a disk that hangs, and says at once of a ninth that it is not kept', async () => {
    const data = mkdtempSync(join(base, 'data-'));
    const { office, sent, clock } = open(data, undefined, { freeBytes: () => new Promise(() => {}) });
    await office.start();
    const due = clock.monotonicMs() + 2900;
    const told = Array.from({ length: 8 }, (_, i) => office.complete(packageOf(i + 1), due));
    await office.complete(packageOf(9), due);
    expect(sent).toMatchObject([{ event: 'gate-boot-e9', complete: false, files: [] }]);
    expect(sent[0]?.missing[0]?.reason).toContain('8 packages wait');
    clock.advance(2900);
    await Promise.all(told);
    expect(sent).toHaveLength(9);
  });
});
