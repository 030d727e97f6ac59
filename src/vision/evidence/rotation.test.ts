import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cli } from '../../cli/cli.ts';
import { openGatewayKey, passingKey } from '../../runtime/gateway-key.ts';
import { makeRotation, rotationsText } from '../../runtime/key-rotation.ts';
import { rotateGatewayKey } from '../../runtime/rotate-key.ts';
import { names } from './manifest.ts';
import { packageOf, storeIn } from './testing/store.ts';

const at = '2026-06-21T05:10:00Z';
const day = 86_400_000;

/** Two packages by each of two keys, the key replaced while the store is open. */
async function rotating() {
  const data = mkdtempSync(join(tmpdir(), 'haidang-evidence-key-'));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  const first = openGatewayKey(data);
  const { store, root, clock } = storeIn(data);
  await store.start();
  const kept = [await store.keep(packageOf(1)), await store.keep(packageOf(2))];
  const second = rotateGatewayKey(data, at);
  kept.push(await store.keep(packageOf(3)), await store.keep(packageOf(4)));
  const pem = join(data, 'first.pub.pem');
  writeFileSync(pem, first.publicPem);
  const signers = kept.map(({ text }) => JSON.parse(text).key);
  return { data, root, pem, store, clock, first, second, signers, rotations: join(root, names.rotations) };
}

async function verified(...argv: string[]) {
  const out: string[] = [];
  const code = await cli(['evidence', 'verify', ...argv, '--json'], {
    out: (l) => out.push(l),
    err: () => {},
    env: {},
  });
  return { code, findings: JSON.parse(out.join('')).findings as { kind: string }[] };
}

describe('evidence of a gateway whose key was rotated', () => {
  it('is sealed with the new key from then on, and verifies by the first public key and by the present one', async () => {
    const { root, pem, first, second, signers } = await rotating();
    expect(signers).toEqual([first.keyId, first.keyId, second.keyId, second.keyId]);
    expect(await verified(root, '--key', pem)).toEqual({ code: 0, findings: [] });
    expect(await verified(root)).toEqual({ code: 0, findings: [] });
  });

  it('goes on after a restart and lays to rest what the former key sealed', async () => {
    const { data, root, pem, store } = await rotating();
    await store.stop();
    const again = storeIn(data);
    again.clock.step(30 * day + 150_000);
    again.clock.setQuality('synced');
    await again.store.start();
    expect(again.store.health().state).toBe('ok');
    await again.store.runRetention();
    await again.store.keep(packageOf(5));
    expect((await again.store.find('gate-boot-e3'))?.manifest.sequence).toBe(3);
    expect(await verified(root, '--key', pem)).toEqual({ code: 0, findings: [] });
  });

  it('is foreign to every other key, and by the former ones where the records are gone or forged', async () => {
    const { root, pem, rotations, first, second } = await rotating();
    const kinds = async (...argv: string[]) => (await verified(root, ...argv)).findings.map((f) => f.kind);
    const stranger = passingKey();
    const other = `${pem}.other`;
    writeFileSync(other, stranger.publicPem);
    expect(new Set(await kinds('--key', other))).toContain('foreign-key');
    const records = readFileSync(rotations, 'utf8');
    writeFileSync(rotations, records.replace(first.keyId, stranger.keyId));
    expect((await kinds()).filter((kind) => kind === 'foreign-key')).toHaveLength(2);
    // A stranger cannot put himself before the key that is believed.
    const forged = { ...makeRotation(stranger, stranger, at), next: makeRotation(first, second, at).next };
    writeFileSync(rotations, records + rotationsText([forged]));
    expect(new Set(await kinds('--key', other))).toContain('foreign-key');
    rmSync(rotations);
    expect((await kinds()).filter((kind) => kind === 'foreign-key')).toHaveLength(2);
  });
});
