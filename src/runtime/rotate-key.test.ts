import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lockFile } from './file-lock.ts';
import { type GatewayKey, gatewayKeyFiles, openGatewayKey } from './gateway-key.ts';
import { freshPair } from './key-files.ts';
import { followed, type KeyRotation, makeRotation, proven, readRotations } from './key-rotation.ts';
import { rotateGatewayKey } from './rotate-key.ts';
import { readPublicKeys } from './signed.ts';

const at = '2026-06-21T12:00:00Z';

function folder(): string {
  const data = mkdtempSync(join(tmpdir(), 'haidang-rotate-'));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  return data;
}

const alone = (key: GatewayKey) => new Map([[key.keyId, key.publicKey]]);
const textOf = (data: string, file: keyof typeof gatewayKeyFiles) =>
  readFileSync(join(data, gatewayKeyFiles[file]), 'utf8');

describe('a key that is rotated', () => {
  it('is followed from the first public key over all that came after it, and back', () => {
    const data = folder();
    const keys = [openGatewayKey(data), rotateGatewayKey(data, at), rotateGatewayKey(data, at)];
    const ids = keys.map((key) => key.keyId).sort();
    const records = readRotations(textOf(data, 'rotations'));
    expect(new Set(ids).size).toBe(3);
    for (const key of keys) expect([...followed(alone(key), records.toReversed()).keys()].sort()).toEqual(ids);
    expect([...(keys[2] as GatewayKey).trusted.keys()].sort()).toEqual(ids);
  });

  it('lies alone in its folder: the former secret is gone, the public parts are kept', () => {
    const data = folder();
    const former = openGatewayKey(data);
    const secret = textOf(data, 'secret');
    const key = rotateGatewayKey(data, at);
    expect(textOf(data, 'secret')).not.toBe(secret);
    expect(existsSync(join(data, gatewayKeyFiles.next))).toBe(false);
    expect(statSync(join(data, gatewayKeyFiles.secret)).mode & 0o777).toBe(0o600);
    expect([...readPublicKeys(textOf(data, 'public')).keys()]).toEqual([key.keyId]);
    expect(proven(key.rotations[0])?.former.equals(former.publicKey)).toBe(true);
  });

  it.each([
    [1, 'the former key is in use'],
    [2, 'the new one is in use'],
    [3, 'the new one is in use'],
  ])('ended after step %i by a kill: %s, and it can be rotated again', (step) => {
    const data = folder();
    const former = openGatewayKey(data);
    const kill = (reached: number) => {
      if (reached === step) throw new Error('killed');
    };
    expect(() => rotateGatewayKey(data, at, kill)).toThrow('killed');
    const found = openGatewayKey(data);
    expect(found.keyId === former.keyId).toBe(step === 1);
    expect(found.trusted.has(former.keyId)).toBe(true);
    expect([...readPublicKeys(textOf(data, 'public')).keys()]).toEqual([found.keyId]);
    const again = rotateGatewayKey(data, at);
    expect(again.rotations).toHaveLength(step === 1 ? 1 : 2);
    expect([...again.trusted.keys()]).toEqual(expect.arrayContaining([former.keyId, found.keyId, again.keyId]));
  });

  it('meets an agent that looks between any two steps, and ends as if nobody had', () => {
    const data = folder();
    const former = openGatewayKey(data);
    const seen: string[] = [];
    const key = rotateGatewayKey(data, at, () => seen.push(openGatewayKey(data).keyId));
    expect(seen).toEqual([former.keyId, key.keyId, key.keyId]);
  });

  it('is not rotated by two at once', () => {
    const data = folder();
    const { keyId } = openGatewayKey(data);
    const release = lockFile(join(data, gatewayKeyFiles.lock), 0);
    expect(() => rotateGatewayKey(data, at)).toThrow(expect.objectContaining({ code: 'gateway-key-rotating' }));
    expect(openGatewayKey(data).keyId).toBe(keyId);
    release?.();
    expect(rotateGatewayKey(data, at).keyId).not.toBe(keyId);
  });

  it('stays the one in place where its successor was lost', () => {
    const data = folder();
    const former = openGatewayKey(data);
    const killed = (step: number) => {
      if (step === 2) throw new Error('killed');
    };
    expect(() => rotateGatewayKey(data, at, killed)).toThrow('killed');
    rmSync(join(data, gatewayKeyFiles.next));
    expect(openGatewayKey(data).keyId).toBe(former.keyId);
  });
});

describe('a record of a rotation', () => {
  const [first, second, stranger] = [freshPair(), freshPair(), freshPair()];
  const sound = makeRotation(first, second, at);

  it.each<[string, unknown]>([
    ['that the former key did not sign', { ...sound, formerSignature: sound.nextSignature }],
    ['that the new key did not sign', { ...sound, nextSignature: sound.formerSignature }],
    ['whose new key is another', { ...sound, next: makeRotation(first, stranger, at).next }],
    ['whose former key is another', { ...sound, former: makeRotation(stranger, second, at).former }],
    ['with another time', { ...sound, at: '2020-01-01T00:00:00Z' }],
    ['with a name that is not its key’s', { ...sound, next: { ...sound.next, keyId: stranger.keyId } }],
    ['of another kind', { ...sound, kind: 'haidang.evidence.head.v1' }],
    ['that is no object', 'text'],
    ['that is nothing', null],
  ])('%s proves nothing', (_, forged) => {
    expect(proven(sound)).toBeDefined();
    expect(proven(forged)).toBeUndefined();
    expect(followed(new Map([[first.keyId, first.publicKey]]), [forged as KeyRotation]).size).toBe(1);
  });

  it('between strangers makes neither of them known', () => {
    const keys = new Map([[stranger.keyId, stranger.publicKey]]);
    expect([...followed(keys, [sound]).keys()]).toEqual([stranger.keyId]);
  });

  it('that is damaged in its file is left out, and the others are read', () => {
    const data = folder();
    rotateGatewayKey(data, at);
    const file = join(data, gatewayKeyFiles.rotations);
    writeFileSync(file, `${readFileSync(file, 'utf8')}{"kind":"haid`);
    expect(openGatewayKey(data).rotations).toHaveLength(1);
  });
});
