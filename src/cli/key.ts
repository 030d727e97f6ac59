import type { Command } from 'commander';
import { message, render } from '../messages/catalogue.ts';
import { action, type ExitCode, exitCode, type Io, say, text } from './command.ts';
import { openDataFolder } from './data-folder.ts';

interface Flags {
  readonly data?: string;
  readonly json?: boolean;
}

type ExportFlags = Flags & { readonly former?: boolean; readonly records?: boolean };

export function register(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  const key = program.command('key').description(text(io, 'cli.key'));
  const add = (name: 'show' | 'rotate' | 'export', example: string) =>
    key
      .command(name)
      .description(text(io, `cli.key.${name}`))
      .option('--data <folder>', text(io, 'cli.flag.data'))
      .addHelpText('after', `\n${text(io, 'cli.example')}\n  haidang key ${example}`);
  add('show', 'show --data /var/lib/haidang')
    .option('--json', text(io, 'cli.flag.json'))
    .action(action(io, finish, (o: Flags) => show(o, io)));
  add('rotate', 'rotate --data /var/lib/haidang')
    .option('--json', text(io, 'cli.flag.json'))
    .action(action(io, finish, (o: Flags) => rotate(o, io)));
  add('export', 'export > qn-hl-001.pub.pem')
    .option('--former', text(io, 'key.flag.former'))
    .option('--records', text(io, 'key.flag.records'))
    .action(action(io, finish, (o: ExportFlags) => give(o, io)));
}

/** The public parts alone: whoever may read them need not be allowed to read the secret. */
async function publicParts(o: Flags, io: Io) {
  const [{ gatewayKeyFiles, rotationsOf }, { readPublicKeys }, { readFile }, { join }] = await Promise.all([
    import('../runtime/gateway-key.ts'),
    import('../runtime/signed.ts'),
    import('node:fs/promises'),
    import('node:path'),
  ]);
  const data = openDataFolder(o.data, io.env);
  const pem = await readFile(join(data, gatewayKeyFiles.public), 'utf8').catch(() => undefined);
  if (pem === undefined) {
    io.err(say(io, message('key.none', { data })));
    return undefined;
  }
  const [keyId] = [...readPublicKeys(pem).keys()];
  // The newest first; a key that was put in place by hand follows none.
  const all = rotationsOf(data).reverse();
  const from = all.findIndex(({ next }) => next.keyId === keyId);
  return { keyId: keyId as string, pem, rotations: from < 0 ? [] : all.slice(from) };
}

async function show(o: Flags, io: Io): Promise<ExitCode> {
  const found = await publicParts(o, io);
  if (!found) return exitCode.site;
  const { keyId, pem, rotations } = found;
  const [latest] = rotations;
  const former = rotations.map(({ at, former: { keyId: key } }) => ({ key, replaced: at }));
  if (o.json) {
    io.out(JSON.stringify({ key: keyId, since: latest?.at ?? null, publicKey: pem, former }));
    return exitCode.fine;
  }
  const now = latest ? message('key.since', { key: keyId, at: latest.at }) : message('key.now', { key: keyId });
  io.out(render(now, io.lang));
  for (const { key, replaced } of former) io.out(render(message('key.former', { key, at: replaced }), io.lang));
  io.out(pem.trimEnd());
  return exitCode.fine;
}

async function rotate(o: Flags, io: Io): Promise<ExitCode> {
  const [{ rotateGatewayKey }, { SystemClock }, { toIso }, { HaidangError }] = await Promise.all([
    import('../runtime/rotate-key.ts'),
    import('../runtime/clock.ts'),
    import('../domain/time.ts'),
    import('../runtime/errors.ts'),
  ]);
  // Where there is none yet there is nothing to replace, and perhaps the folder is the wrong one.
  const found = await publicParts(o, io);
  if (!found) return exitCode.site;
  try {
    const key = rotateGatewayKey(openDataFolder(o.data, io.env), toIso(new SystemClock().now()));
    const said = { key: key.keyId, former: key.rotations.at(-1)?.former.keyId ?? found.keyId };
    io.out(o.json ? JSON.stringify(said) : say(io, message('key.rotated', said)));
    return exitCode.fine;
  } catch (error) {
    if (!(error instanceof HaidangError) || error.code !== 'gateway-key-rotating') throw error;
    io.err(say(io, message('key.rotating')));
    return exitCode.runtime;
  }
}

async function give(o: ExportFlags, io: Io): Promise<ExitCode> {
  const found = await publicParts(o, io);
  if (!found) return exitCode.site;
  const { pem, rotations } = found;
  const [{ proven, rotationsText }] = await Promise.all([import('../runtime/key-rotation.ts')]);
  if (o.records) {
    const lines = rotationsText(rotations.toReversed()).trimEnd();
    if (lines !== '') io.out(lines);
    return exitCode.fine;
  }
  io.out(pem.trimEnd());
  for (const rotation of o.former ? rotations : []) {
    const former = proven(rotation)?.former.export({ type: 'spki', format: 'pem' });
    if (former) io.out(String(former).trimEnd());
  }
  return exitCode.fine;
}
