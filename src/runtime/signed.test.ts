import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { gatewayKeyFiles, openGatewayKey, passingKey } from './gateway-key.ts';
import { canonical, readPublicKeys, seal, unseal } from './signed.ts';

const folder = mkdtempSync(join(tmpdir(), 'haidang-key-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const body = { kind: 'test.v1', text: 'Hạ Long', n: 1e21, list: [1.5, null, 'ü'] };

describe('the gateway’s key', () => {
  it('is made once, for its owner alone, and stays the same', () => {
    const first = openGatewayKey(folder);
    const again = openGatewayKey(folder);
    expect(again.keyId).toBe(first.keyId);
    expect(statSync(join(folder, gatewayKeyFiles.secret)).mode & 0o777).toBe(0o600);
    expect(readPublicKeys(readFileSync(join(folder, gatewayKeyFiles.public), 'utf8')).has(first.keyId)).toBe(true);
  });

  it('is closed again where its file was opened to others', () => {
    chmodSync(join(folder, gatewayKeyFiles.secret), 0o644);
    openGatewayKey(folder);
    expect(statSync(join(folder, gatewayKeyFiles.secret)).mode & 0o777).toBe(0o600);
  });

  it('that cannot be read is refused and not replaced', () => {
    const data = mkdtempSync(join(folder, 'broken-'));
    openGatewayKey(data);
    writeFileSync(join(data, gatewayKeyFiles.secret), 'damaged');
    expect(() => openGatewayKey(data)).toThrow(expect.objectContaining({ code: 'gateway-key-unreadable' }));
    expect(readFileSync(join(data, gatewayKeyFiles.secret), 'utf8')).toBe('damaged');
  });

  it('signs what openssl finds to be signed by it', () => {
    const key = openGatewayKey(folder);
    const [text, signature] = [join(folder, 'text'), join(folder, 'signature')];
    writeFileSync(text, canonical(body));
    writeFileSync(signature, Buffer.from(key.sign(Buffer.from(canonical(body))), 'base64'));
    const args = ['pkeyutl', '-verify', '-rawin', '-pubin', '-inkey', join(folder, gatewayKeyFiles.public)];
    const said = execFileSync('openssl', [...args, '-sigfile', signature, '-in', text], { encoding: 'utf8' });
    expect(said).toContain('Verified Successfully');
  });
});

describe('a signed document', () => {
  const key = passingKey();
  const keys = readPublicKeys(key.publicPem);
  const text = seal(body, key);

  it('is read by whoever has the public key', () => {
    expect(unseal(text, keys)).toEqual({ ok: true, body, key: key.keyId });
  });

  it('of another key is a stranger’s', () => {
    expect(unseal(seal(body, passingKey()), keys)).toEqual({ ok: false, why: 'foreign-key' });
  });

  it('written otherwise is refused, though it means the same', () => {
    expect(unseal(` ${text}`, keys)).toEqual({ ok: false, why: 'not-canonical' });
    expect(unseal(JSON.stringify({ signature: '', ...JSON.parse(text) }), keys).ok).toBe(false);
    // The last digit of the base64 before "==" has four bits that mean nothing.
    const spare = text.replace(
      /([A-Za-z0-9+/])==/,
      (_, c: string) => `${c === 'Q' ? 'R' : String.fromCharCode(c.charCodeAt(0) + 1)}==`,
    );
    expect(unseal(spare, keys).ok).toBe(false);
  });

  it('is found changed at each of its bytes', () => {
    const bytes = Buffer.from(text);
    for (let i = 0; i < bytes.length; i++) {
      for (const flip of [0x01, 0x20, 0x80]) {
        const changed = Buffer.from(bytes);
        changed[i] = (changed[i] ?? 0) ^ flip;
        expect(unseal(changed.toString('utf8'), keys).ok, `byte ${i} ^ ${flip}`).toBe(false);
      }
    }
  });

  it('has the canonical form of RFC 8785 (its example of section 3.2.2)', () => {
    const example = JSON.parse(
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"literals":[null,true,false]}',
    );
    expect(canonical(example)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}',
    );
  });

  it('that JSON cannot hold is our mistake', () => {
    expect(() => canonical({ n: Number.NaN })).toThrow(expect.objectContaining({ code: 'not-json' }));
    expect(() => canonical({ text: '\ud800' })).toThrow(expect.objectContaining({ code: 'not-json' }));
  });
});
