import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli } from '../../cli/cli.ts';
import { catalogue } from '../../messages/catalogue.ts';
import { passingKey } from '../../runtime/gateway-key.ts';
import { type PublicKeys, readPublicKeys } from '../../runtime/signed.ts';
import { blockBytes } from './digest.ts';
import { manifestSchema, names, readDocument } from './manifest.ts';
import { sealedIn, verifiedCopy } from './testing/sealed.ts';
import { packageOf, storeIn } from './testing/store.ts';
import { verifyEvidence } from './verify.ts';

const base = mkdtempSync(join(tmpdir(), 'haidang-verify-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
let sealed = '';
let keys: PublicKeys = new Map();
/** Folders of the packages under the root, in order. */
const folders: string[] = [];

beforeAll(async () => {
  const made = await sealedIn(base, [1, 2, 3, 4]);
  folders.push(...made.folders);
  [sealed, keys] = [made.root, made.keys];
});

/** What is found in a copy of the evidence after something was done to it. */
async function findings(harm: (root: string) => void) {
  const found = await verifiedCopy(base, sealed, keys, harm);
  expect(found.intact).toBe(found.findings.length === 0);
  return found.findings;
}
const flip = (file: string, at: number, bit = 1) => {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ bit;
  writeFileSync(file, bytes);
};

describe('verifying evidence', () => {
  it('finds nothing where nothing was done', async () => {
    expect(await findings(() => {})).toEqual([]);
  });

  it('finds a change at every byte position of a manifest', () => {
    const bytes = readFileSync(join(sealed, folders[1] ?? '', names.manifest));
    expect(readDocument(manifestSchema, bytes, keys).ok).toBe(true);
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes);
      changed[i] = (changed[i] ?? 0) ^ (1 << (i % 8));
      expect(readDocument(manifestSchema, changed, keys).ok, `byte ${i}`).toBe(false);
    }
    for (const cut of [0, 1, bytes.length / 2, bytes.length - 1]) {
      expect(readDocument(manifestSchema, bytes.subarray(0, cut), keys).ok).toBe(false);
    }
  });

  it('names the block of a change in a clip, wherever it is', async () => {
    const clip = join(folders[2] ?? '', 'clip.mp4');
    const size = 200_000;
    for (const at of [0, 1, blockBytes - 1, blockBytes, 100_000, 3 * blockBytes - 1, 3 * blockBytes, size - 1]) {
      const from = Math.floor(at / blockBytes) * blockBytes;
      const to = Math.min(size, from + blockBytes);
      expect(await findings((root) => flip(join(root, clip), at))).toEqual([
        { kind: 'changed', where: clip, from, to },
      ]);
    }
    const longer = (root: string) => writeFileSync(join(root, clip), 'x', { flag: 'a' });
    expect(await findings(longer)).toEqual([{ kind: 'changed', where: clip, from: 3 * blockBytes, to: size + 1 }]);
  });

  it('finds a change in any still', async () => {
    for (const name of ['before.jpg', 'at.jpg', 'after.jpg']) {
      const file = join(folders[0] ?? '', name);
      for (const at of [0, 1499, 2999]) {
        const found = await findings((root) => flip(join(root, file), at, 0x80));
        expect(found).toEqual([{ kind: 'changed', where: file, from: 0, to: 3000 }]);
      }
    }
  });

  it('finds a removed file, a removed manifest and one that was put in', async () => {
    const still = join(folders[0] ?? '', 'at.jpg');
    expect(await findings((root) => rmSync(join(root, still)))).toEqual([{ kind: 'missing-file', where: still }]);
    const manifest = join(folders[1] ?? '', names.manifest);
    expect(await findings((root) => rmSync(join(root, manifest)))).toEqual([{ kind: 'missing-file', where: manifest }]);
    const more = join(folders[0] ?? '', 'more.jpg');
    expect(await findings((root) => writeFileSync(join(root, more), 'x'))).toEqual([
      { kind: 'unknown-file', where: more },
    ]);
  });

  it('finds what is no file of its own: a link in place of a file, a link or a folder beside them', async () => {
    const folder = folders[0] ?? '';
    const still = join(folder, 'at.jpg');
    const linked = (root: string) => {
      renameSync(join(root, still), join(root, 'elsewhere.jpg'));
      symlinkSync(join(root, 'elsewhere.jpg'), join(root, still));
    };
    expect(await findings(linked)).toContainEqual({ kind: 'missing-file', where: still });
    const beside = join(folder, 'more.jpg');
    const link = (root: string) => symlinkSync('/etc/hostname', join(root, beside));
    expect(await findings(link)).toEqual([{ kind: 'unknown-file', where: beside }]);
    const hidden = (root: string) => {
      mkdirSync(join(root, folder, 'more'));
      writeFileSync(join(root, folder, 'more/at.jpg'), 'x');
    };
    expect(await findings(hidden)).toEqual([{ kind: 'unknown-file', where: join(folder, 'more') }]);
    const manifest = join(folder, names.manifest);
    const linkedManifest = (root: string) => {
      renameSync(join(root, manifest), join(root, 'kept.json'));
      symlinkSync(join(root, 'kept.json'), join(root, manifest));
    };
    expect(await findings(linkedManifest)).toContainEqual({ kind: 'missing-file', where: manifest });
  });

  it('does not call a folder intact in which there is no evidence at all', async () => {
    const empty = mkdtempSync(join(base, 'empty-'));
    expect(await verifyEvidence(empty, keys)).toMatchObject({ intact: false, findings: [{ kind: 'nothing-here' }] });
    const bare = (root: string) => {
      for (const name of [...Object.values(names), ...folders])
        rmSync(join(root, name), { recursive: true, force: true });
    };
    expect(await findings(bare)).toEqual([{ kind: 'nothing-here' }]);
  });

  it('finds a removed package in the middle, at the beginning and at the end', async () => {
    const remove = (i: number) => (root: string) => rmSync(join(root, folders[i] ?? ''), { recursive: true });
    for (const [i, from] of [
      [0, 1],
      [1, 2],
      [3, 4],
    ] as const) {
      expect(await findings(remove(i))).toEqual([{ kind: 'missing-package', from, to: from }]);
    }
    expect(await findings((root) => rmSync(join(root, names.head)))).toEqual([{ kind: 'missing-head' }]);
  });

  it('finds manifests that were exchanged', async () => {
    const found = await findings((root) => {
      const [a, b] = [1, 2].map((i) => join(root, folders[i] ?? '', names.manifest));
      renameSync(a ?? '', `${a}.x`);
      renameSync(b ?? '', a ?? '');
      renameSync(`${a}.x`, b ?? '');
    });
    const moved = found.filter((f) => f.kind === 'reordered').map((f) => f.sequence);
    expect(moved.sort()).toEqual([2, 3]);
  });

  it('finds packages that were exchanged, names and all', async () => {
    const found = await findings((root) => {
      const [a, b] = [1, 2].map((i) => join(root, folders[i] ?? ''));
      renameSync(a ?? '', `${a}x`);
      renameSync(b ?? '', a ?? '');
      renameSync(`${a}x`, b ?? '');
    });
    expect(found.filter((f) => f.kind === 'reordered')).toHaveLength(2);
  });

  it('finds a package of a foreign key, and does not take it for a link', async () => {
    const copy = mkdtempSync(join(base, 'foreign-'));
    const { store, root } = storeIn(copy);
    await store.start();
    for (let n = 1; n <= 2; n++) await store.keep(packageOf(n));
    const found = await findings((to) => {
      rmSync(join(to, folders[1] ?? ''), { recursive: true });
      cpSync(join(root, folders[1] ?? ''), join(to, folders[1] ?? ''), { recursive: true });
    });
    expect(found).toEqual([{ kind: 'foreign-key', where: join(folders[1] ?? '', names.manifest) }]);
    const stranger = await verifyEvidence(sealed, readPublicKeys(passingKey().publicPem));
    expect(stranger.findings.filter((f) => f.kind === 'foreign-key')).toHaveLength(5);
  });

  it('of a package that was carried away says what can be said', async () => {
    const one = join(base, 'usb', basename(folders[2] ?? ''));
    cpSync(join(sealed, folders[2] ?? ''), one, { recursive: true });
    expect(await verifyEvidence(one, keys)).toMatchObject({
      ...{ intact: false, partial: true, packages: 1, findings: [] },
    });
    flip(join(one, 'at.jpg'), 5);
    expect((await verifyEvidence(dirname(one), keys)).intact).toBe(false);
  });

  it('of a chain without head, tombstones and key says that its end is not proven, with a code and a remedy', async () => {
    const copy = join(base, 'cut');
    cpSync(sealed, copy, { recursive: true });
    const key = join(base, 'given.pem');
    renameSync(join(copy, names.publicKey), key);
    for (const name of [names.head, names.tombstones]) rmSync(join(copy, name), { force: true });
    rmSync(join(copy, folders[3] ?? ''), { recursive: true });
    for (const lang of ['en', 'vi']) {
      const [out, err]: [string[], string[]] = [[], []];
      const io = { out: (line: string) => out.push(line), err: (line: string) => err.push(line) };
      expect(await cli(['evidence', 'verify', copy, '--key', key, '--lang', lang], io)).toBe(4);
      expect(out).toEqual([]);
      expect(err.join()).toMatch(/NOT PROVEN|CHƯA CHỨNG MINH/);
      expect(err.join()).toContain('haidang ioc verify');
    }
  });

  it('of a fresh gateway says that nothing was sealed yet, and of its key alone that this is not known', async () => {
    const { store, root } = storeIn(join(base, 'unused'));
    await store.start();
    const out: string[] = [];
    const io = { out: (line: string) => out.push(line), err: () => {} };
    expect(await cli(['evidence', 'verify', root, '--lang', 'en'], io)).toBe(0);
    expect(out).toEqual(['nothing has been sealed here yet: the head of the chain says so']);
    rmSync(join(root, names.head));
    const own = readPublicKeys(readFileSync(join(root, names.publicKey), 'utf8'));
    expect(await verifyEvidence(root, own)).toMatchObject({ intact: false, findings: [{ kind: 'nothing-sealed' }] });
  });

  it('on the command line exits 0 or 1, with each finding in both languages', async () => {
    const out: string[] = [];
    const io = { out: (line: string) => out.push(line), err: () => {} };
    expect(await cli(['evidence', 'verify', sealed], io)).toBe(0);
    const harmed = join(base, 'harmed');
    cpSync(sealed, harmed, { recursive: true });
    flip(join(harmed, folders[0] ?? '', 'clip.mp4'), 70_000);
    expect(await cli(['evidence', 'verify', harmed, '--json'], io)).toBe(1);
    expect(JSON.parse(out.at(-1) ?? '')).toMatchObject({
      intact: false,
      findings: [{ kind: 'changed', from: 65_536 }],
    });
    expect(await cli(['evidence', 'verify', harmed, '--lang', 'vi'], io)).toBe(1);
    expect(out.join('\n')).toContain('các byte từ 65536 đến 131072 đã bị thay đổi');
    const kinds = Object.keys(catalogue).filter((c) => c.startsWith('evidence.verify.'));
    expect(kinds).toContain('evidence.verify.missing-link');
    expect(readdirSync(sealed)).toContain(names.head);
  });
});
