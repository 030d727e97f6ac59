// What somebody may do to a folder of evidence who does not touch the bytes of a sealed file.
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli } from '../../cli/cli.ts';
import { openGatewayKey } from '../../runtime/gateway-key.ts';
import { type PublicKeys, seal } from '../../runtime/signed.ts';
import { names } from './manifest.ts';
import { sealedIn, verifiedCopy } from './testing/sealed.ts';
import { verifyEvidence } from './verify.ts';

const base = mkdtempSync(join(tmpdir(), 'haidang-attacks-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
let sealed = '';
let keys: PublicKeys = new Map();
const folders: string[] = [];

beforeAll(async () => {
  const made = await sealedIn(base, [1, 2, 3]);
  folders.push(...made.folders);
  [sealed, keys] = [made.root, made.keys];
});

const verified = (harm: (root: string) => void) => verifiedCopy(base, sealed, keys, harm);
const findings = async (harm: (root: string) => void) => (await verified(harm)).findings;
const [first, second] = [() => folders[0] ?? '', () => folders[1] ?? ''];
const manifestOf = (folder: string) => join(folder, names.manifest);

async function run(...argv: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const io = { out: (l: string) => out.push(l), err: (l: string) => err.push(l), env: {} };
  return { code: await cli(['evidence', 'verify', ...argv], io), out: out.join('\n'), err: err.join('\n') };
}

describe('verifying evidence that somebody had in hands', () => {
  it('names what was put beside the packages: at the top, among the days, hidden, a folder, a link', async () => {
    for (const name of ['photo.jpg', '.hidden.jpg', join(dirname(first()), 'photo.jpg'), '2026/photo.jpg']) {
      expect(await findings((root) => writeFileSync(join(root, name), 'x'))).toEqual([
        { kind: 'unknown-file', where: name },
      ]);
    }
    const folder = (root: string) => {
      mkdirSync(join(root, '2026/06/more/deep'), { recursive: true });
      writeFileSync(join(root, '2026/06/more/deep/photo.jpg'), 'x');
    };
    expect(await findings(folder)).toEqual([{ kind: 'unknown-file', where: '2026/06/more/deep/photo.jpg' }]);
    const link = (root: string) => symlinkSync('/etc', join(root, '2026/07'));
    expect(await findings(link)).toEqual([{ kind: 'unknown-file', where: '2026/07' }]);
  });

  it('names a file in a package that bears a name of the chain, and a note of ours that is no plain file', async () => {
    for (const name of [names.head, names.tombstones, names.publicKey, names.rotations]) {
      const where = join(first(), name);
      expect(await findings((root) => writeFileSync(join(root, where), 'x'))).toEqual([
        { kind: 'unknown-file', where },
      ]);
    }
    for (const where of [join(first(), '.send'), names.rotations]) {
      const linked = (root: string) => {
        rmSync(join(root, where), { force: true });
        symlinkSync('/etc/hostname', join(root, where));
      };
      expect(await findings(linked)).toEqual([{ kind: 'unknown-file', where }]);
    }
  });

  it('does not take what a power cut left half-made for something that was put in', async () => {
    const cut = (root: string) => {
      writeFileSync(join(root, `${names.head}.part`), '{');
      cpSync(join(root, first()), join(root, `${first()}.part`), { recursive: true });
      rmSync(join(root, `${first()}.part`, 'at.jpg'));
    };
    expect(await verified(cut)).toMatchObject({
      intact: true,
      packages: 3,
      unfinished: [`${first()}.part`, `${names.head}.part`],
    });
  });

  it('tells a package whose folder says another time, another camera or nothing of it', async () => {
    const names = [
      first().replace('2026/06', '2025/06'),
      first().replace(/-gate$/, '-harbour'),
      first().replace(/\/\d{9}-/, '/235959999-'),
      'exhibit-a',
    ];
    for (const name of names) {
      const moved = (root: string) => {
        mkdirSync(join(root, dirname(name)), { recursive: true });
        renameSync(join(root, first()), join(root, name));
      };
      expect(await findings(moved)).toEqual([{ kind: 'reordered', where: manifestOf(name), sequence: 1 }]);
    }
  });

  it('finds files exchanged between packages, the same package twice, and two of one sequence', async () => {
    const swapped = (root: string) => {
      const [a, b] = [first(), second()].map((f) => join(root, f, 'at.jpg'));
      const kept = readFileSync(a ?? '');
      renameSync(b ?? '', a ?? '');
      writeFileSync(b ?? '', kept);
    };
    expect((await findings(swapped)).map((f) => f.kind)).toEqual(['changed', 'changed']);
    const twice = (root: string) => cpSync(join(root, first()), join(root, `${first()}2`), { recursive: true });
    expect((await findings(twice)).map((f) => f.kind)).toContain('reordered');
    const again = (root: string) => {
      const m = JSON.parse(readFileSync(join(root, manifestOf(second())), 'utf8'));
      const other = join(root, second().replace(/-gate$/, '-other'));
      cpSync(join(root, second()), other, { recursive: true });
      const body = { ...m.body, event: { ...m.body.event, camera: 'other' } };
      writeFileSync(join(other, names.manifest), seal(body, openGatewayKey(base)));
    };
    expect((await findings(again)).map((f) => f.kind)).toEqual(['reordered']);
  });

  it('refuses a manifest with a key twice, with bytes behind it, with hashes in capitals and with a path for a name', async () => {
    const rewritten = (change: (text: string) => string) => (root: string) => {
      const file = join(root, manifestOf(first()));
      writeFileSync(file, change(readFileSync(file, 'utf8')));
    };
    for (const change of [
      (t: string) => t.replace('{"body"', '{"body":{},"body"'),
      (t: string) => t.replace('"sequence":1', '"sequence":9,"sequence":1'),
      (t: string) => `${t}\n`,
      (t: string) => `${t}\0`,
      (t: string) => `${t}{}`,
      (t: string) => `\ufeff${t}`,
      (t: string) => t.slice(0, -1),
      (t: string) => t.replace(/"sha256":"([0-9a-f]{64})"/, (_, h: string) => `"sha256":"${h.toUpperCase()}"`),
      (t: string) => t.replace('"name":"at.jpg"', '"name":"../at.jpg"'),
      () => '',
      () => 'null',
      () => '[]',
    ]) {
      expect(await findings(rewritten(change))).toMatchObject([
        { kind: 'document-changed', where: manifestOf(first()) },
      ]);
    }
  });

  it('says of a manifest that is signed and that it does not understand that it is unknown, not that it was changed', async () => {
    const newer = (root: string) => {
      const file = join(root, manifestOf(folders[2] ?? ''));
      const { body } = JSON.parse(readFileSync(file, 'utf8'));
      writeFileSync(file, seal({ ...body, kind: 'haidang.evidence.manifest.v2', more: 1 }, openGatewayKey(base)));
    };
    expect(await findings(newer)).toEqual([{ kind: 'document-unknown', where: manifestOf(folders[2] ?? '') }]);
  });

  it('tells a file that became huge by where it is longer, without taking it into memory', {
    timeout: 30_000,
  }, async () => {
    const clip = join(first(), 'clip.mp4');
    expect(await findings((root) => truncateSync(join(root, clip), 5 * 1024 ** 3))).toEqual([
      { kind: 'changed', where: clip, from: 3 * 65_536, to: 5 * 1024 ** 3 },
    ]);
    const huge = (root: string) => truncateSync(join(root, manifestOf(first())), 5 * 1024 ** 3);
    expect(await findings(huge)).toMatchObject([{ kind: 'document-changed', where: manifestOf(first()) }]);
    const head = (root: string) => truncateSync(join(root, names.head), 5 * 1024 ** 3);
    expect(await findings(head)).toMatchObject([{ kind: 'document-changed', where: names.head }]);
  });

  it('sends whoever names the folder above to the folders of evidence in it', async () => {
    const above = join(base, 'usb');
    for (const gateway of ['one', 'two']) cpSync(sealed, join(above, gateway, 'evidence'), { recursive: true });
    const key = join(sealed, names.publicKey);
    for (const lang of ['en', 'vi']) {
      const { code, out, err } = await run(above, '--key', key, '--lang', lang);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain(join('one', 'evidence'));
      expect(err).toContain(join('two', 'evidence'));
      expect(err).toContain('→');
    }
  });

  it('tells whose evidence it is, from when to when, and by which key', async () => {
    const { code, out } = await run(sealed, '--lang', 'en');
    expect(code).toBe(0);
    expect(out).toContain('qn-hl-001');
    expect(out).toContain('2026-06-21T05:01:00');
    expect(out).toContain('2026-06-21T05:03:00');
    expect(out).toContain([...keys.keys()][0]);
  });

  it('does not call intact what it could not read in a package whose manifest was changed', async () => {
    const copy = join(base, 'hint');
    cpSync(sealed, copy, { recursive: true });
    writeFileSync(join(copy, manifestOf(first())), '{}');
    writeFileSync(join(copy, first(), 'at.jpg'), 'another picture');
    const { code, err } = await run(copy, '--lang', 'en');
    expect(code).toBe(1);
    expect(err).not.toContain('what is not named here is intact');
  });

  it('of one package with the key beside it says that it is a part, not that the others were taken away', async () => {
    const one = join(base, 'case-12');
    cpSync(join(sealed, first()), one, { recursive: true });
    cpSync(join(sealed, names.publicKey), join(one, names.publicKey));
    const { code, out, err } = await run(one, '--lang', 'en');
    expect({ code, out }).toEqual({ code: 4, out: '' });
    expect(err).toContain('NOT PROVEN');
    expect(err).toContain('qn-hl-001');
  });

  it('does not call intact a list of tombstones that is too large to be one', async () => {
    const huge = (root: string) => {
      writeFileSync(join(root, names.tombstones), '');
      truncateSync(join(root, names.tombstones), 5 * 1024 ** 3);
    };
    expect(await findings(huge)).toEqual([{ kind: 'document-changed', where: names.tombstones, why: 'unreadable' }]);
  });

  it('names what lies in a folder whose name is no text as unread', async () => {
    const noText = (root: string) => {
      const folder = Buffer.concat([Buffer.from(join(root, '2026/06/')), Buffer.from([0xff])]);
      mkdirSync(folder);
      writeFileSync(Buffer.concat([folder, Buffer.from('/photo.jpg')]), 'x');
    };
    expect(await findings(noText)).toMatchObject([{ kind: 'closed', where: '2026/06/\ufffd' }]);
  });

  it.skipIf(process.getuid?.() === 0)(
    'says of what it may not read that it was not checked, not that it is missing',
    async () => {
      const copy = join(base, 'closed');
      cpSync(sealed, copy, { recursive: true });
      chmodSync(join(copy, first(), 'at.jpg'), 0);
      chmodSync(join(copy, second()), 0);
      for (const lang of ['en', 'vi']) {
        const { code, out, err } = await run(copy, '--lang', lang);
        expect(code).toBe(3);
        expect(out.split('\n')).toHaveLength(2);
        expect(out).toContain('EACCES');
        expect(err).toMatch(/NOT CHECKED|CHƯA KIỂM TRA/);
        expect(err).toContain('→');
      }
      chmodSync(join(copy, second()), 0o755);
      chmodSync(join(copy, '2026'), 0);
      expect((await verifyEvidence(copy, keys)).findings).toMatchObject([{ kind: 'closed', where: '2026' }]);
      chmodSync(join(copy, '2026'), 0o755);
    },
  );
});
