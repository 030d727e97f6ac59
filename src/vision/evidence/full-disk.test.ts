import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type OutgoingOf, outgoingSchema } from '../../domain/outgoing.ts';
import { silentLogger } from '../../runtime/logger.ts';
import { readPublicKeys } from '../../runtime/signed.ts';
import { names } from './manifest.ts';
import { EvidenceOffice } from './office.ts';
import { packageOf, storeIn } from './testing/store.ts';
import { verifyEvidence } from './verify.ts';

/** A disk of 2 MiB that really is full when it is full; mounting one needs the rights for it. */
const disk = mkdtempSync(join(tmpdir(), 'haidang-full-'));
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]).status === 0;
afterAll(() => {
  if (isMounted) execFileSync('umount', [disk]);
  rmSync(disk, { recursive: true, force: true });
});

describe.skipIf(!isMounted)('evidence on a disk that is really full (skipped where none can be mounted)', () => {
  it('is told as missing with the reason, leaves nothing half-made, and goes on when there is room', async () => {
    // Nothing is kept free, so that the disk itself refuses.
    const { store, root, clock } = storeIn(disk);
    const sent: OutgoingOf<'evidence.completed'>[] = [];
    const office = new EvidenceOffice({
      ...{ store, data: disk, clock, logger: silentLogger, stored: async () => {} },
      send: (o) => {
        const said = outgoingSchema.parse(o);
        if (said.kind === 'evidence.completed') sent.push(said);
      },
    });
    await office.start();
    for (let n = 1; n <= 12; n++) await office.complete(packageOf(n));
    const kept = sent.filter((s) => s.manifest);
    const refused = sent.filter((s) => !s.manifest);
    expect(sent).toHaveLength(12);
    expect(kept.length).toBeGreaterThan(5);
    expect(refused.length).toBeGreaterThan(1);
    expect(refused[0]).toMatchObject({ complete: false, files: [] });
    expect(refused[0]?.missing.map((m) => m.what)).toEqual(['before', 'at', 'after', 'clip']);
    expect(refused[0]?.missing[0]?.reason).toContain('ENOSPC');
    expect(office.health().state).toBe('degraded');
    // Filled to the last byte, it takes not even a manifest.
    const filler = join(disk, 'filler');
    spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4096']);
    await office.complete(packageOf(13, { still: 100, clip: 0 }));
    expect(sent.at(-1)).toMatchObject({ event: 'gate-boot-e13', complete: false, files: [] });
    rmSync(filler);
    await office.complete(packageOf(14, { still: 100, clip: 0 }));
    expect(sent.at(-1)).toMatchObject({ complete: true, sequence: kept.length + 1 });
    await office.stop();
    const keys = readPublicKeys(readFileSync(join(root, names.publicKey), 'utf8'));
    expect(await verifyEvidence(root, keys)).toMatchObject({ intact: true, packages: kept.length + 1 });
    // After a restart the chain is what it was.
    const again = storeIn(disk);
    await again.store.start();
    expect(again.store.health()).toMatchObject({ state: 'ok', facts: { packages: kept.length + 1 } });
  });

  it('lets what has had its days make room for its own tombstone', async () => {
    const { store, root, clock } = storeIn(disk);
    await store.start();
    const filler = join(disk, 'filler');
    spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4096']);
    clock.advance(31 * 86_400_000);
    await store.runRetention();
    rmSync(filler);
    const keys = readPublicKeys(readFileSync(join(root, names.publicKey), 'utf8'));
    const found = await verifyEvidence(root, keys);
    expect(found).toMatchObject({ intact: true, packages: 0 });
    expect(found.expired).toBeGreaterThan(5);
  });
});
