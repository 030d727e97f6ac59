import type { Command } from 'commander';
import { message, render } from '../messages/catalogue.ts';
import { messageOf } from '../runtime/errors.ts';
import type { Verified } from '../vision/evidence/verify.ts';
import { action, type ExitCode, exitCode, type Io, say, text } from './command.ts';
import { openDataFolder } from './data-folder.ts';

export function register(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  const evidence = program.command('evidence').description(text(io, 'evidence.cli'));
  evidence
    .command('verify')
    .description(text(io, 'evidence.cli.verify'))
    .argument('<folder>', text(io, 'evidence.cli.dir'))
    .option('--key <file.pem>', text(io, 'evidence.cli.key'))
    .option('--json', text(io, 'cli.flag.json'))
    .addHelpText(
      'after',
      `\n${text(io, 'cli.example')}\n  haidang evidence verify /media/usb/evidence --key qn-hl-001.pub.pem\n\n${text(io, 'evidence.cli.end')}`,
    )
    .action(action(io, finish, (dir: string, o: { key?: string; json?: boolean }) => verify(dir, o, io)));
  evidence
    .command('key')
    .description(text(io, 'evidence.cli.key-export'))
    .option('--data <folder>', text(io, 'cli.flag.data'))
    .addHelpText('after', `\n${text(io, 'cli.example')}\n  haidang evidence key > qn-hl-001.pub.pem`)
    .action(action(io, finish, (o: { data?: string }) => printKey(o, io)));
}

/**
 * Exit code 1 where anything is not as it was sealed, 3 where it could not be judged, 4 where nothing is wrong with a
 * part whose end nobody can prove.
 */
async function verify(dir: string, o: { key?: string; json?: boolean }, io: Io): Promise<ExitCode> {
  const [
    { verifyEvidence, keyBeside, withRotations, isUnjudged },
    { evidenceUnder },
    { readPublicKeys },
    { readFile },
    { resolve },
  ] = await Promise.all([
    import('../vision/evidence/verify.ts'),
    import('../vision/evidence/verify-files.ts'),
    import('../runtime/signed.ts'),
    import('node:fs/promises'),
    import('node:path'),
  ]);
  const folder = resolve(dir);
  const below = await evidenceUnder(folder).catch(messageOf);
  if (typeof below === 'string') {
    io.err(say(io, message('evidence.verify.no-folder', { dir, reason: below })));
    return exitCode.usage;
  }
  if (below.length > 0) {
    io.err(say(io, message('evidence.verify.above', { dir, folders: inLetters(below.join(', ')) })));
    return exitCode.usage;
  }
  const keyFile = o.key ?? keyBeside(folder);
  if (keyFile === undefined) {
    io.err(say(io, message('evidence.verify.no-key', { dir })));
    return exitCode.usage;
  }
  const given = await readFile(keyFile, 'utf8').then(readPublicKeys).catch(messageOf);
  if (typeof given === 'string') {
    io.err(say(io, message('evidence.verify.bad-key', { file: keyFile, reason: given })));
    return exitCode.usage;
  }
  const keys = await withRotations(folder, given);
  const found = await verifyEvidence(folder, keys);
  const { packages, files, expired, findings, last } = found;
  const code = codeOf(found, findings.length > 0 && findings.every(isUnjudged));
  if (o.json) {
    io.out(JSON.stringify({ ...found, keys: [...keys.keys()], keyFile }));
    return code;
  }
  // The parameters of a finding are those of its text; the test of the command renders each.
  for (const { kind, ...params } of findings) {
    const why = 'why' in params ? { why: text(io, `evidence.verify.why.${params.why}`) } : {};
    io.out(`  ${inLetters(render({ code: `evidence.verify.${kind}`, params: { ...params, ...why } }, io.lang))}`);
  }
  for (const where of found.unfinished)
    io.err(inLetters(render(message('evidence.verify.unfinished', { where }), io.lang)));
  if (found.events) {
    const about = { gateways: found.gateways.join(', '), ...found.events, keys: found.signedBy.join(', ') };
    (found.intact ? io.out : io.err)(inLetters(render(message('evidence.verify.of', about), io.lang)));
  }
  if (o.key === undefined) io.err(say(io, message('evidence.verify.own-key')));
  if (code === exitCode.runtime) io.err(say(io, message('evidence.verify.unjudged', { count: findings.length })));
  if (code === exitCode.site) io.err(say(io, message('evidence.verify.broken', { count: findings.length, packages })));
  if (found.partial) io.err(say(io, message('evidence.verify.partial', { packages })));
  if (found.intact) {
    if (last === 0) io.out(render(message('evidence.verify.nothing-yet'), io.lang));
    else io.out(render(message('evidence.verify.intact', { packages, files, expired }), io.lang));
    io.err(say(io, message('evidence.verify.end', { last })));
  }
  return code;
}

function codeOf({ intact, findings }: Pick<Verified, 'intact' | 'findings'>, unjudged: boolean): ExitCode {
  if (intact) return exitCode.fine;
  if (unjudged) return exitCode.runtime;
  return findings.length > 0 ? exitCode.site : exitCode.unproven;
}

/** A name of a file may hold what tells a terminal to erase a line, or turns the direction of letters. */
const inLetters = (line: string) =>
  line.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (c) => `\\u${c.codePointAt(0)?.toString(16).padStart(4, '0')}`);

async function printKey(o: { data?: string }, io: Io): Promise<ExitCode> {
  const [{ gatewayKeyFiles, openGatewayKey }, { existsSync }, { readFile }, { join }] = await Promise.all([
    import('../runtime/gateway-key.ts'),
    import('node:fs'),
    import('node:fs/promises'),
    import('node:path'),
  ]);
  const data = openDataFolder(o.data, io.env);
  // Where there is none yet the folder is perhaps the wrong one: a key made there would be a stranger's.
  if (!existsSync(join(data, gatewayKeyFiles.secret)) && !existsSync(join(data, gatewayKeyFiles.public))) {
    io.err(say(io, message('key.none', { data })));
    return exitCode.site;
  }
  const kept = await readFile(join(data, gatewayKeyFiles.public), 'utf8').catch(() => undefined);
  io.out((kept ?? openGatewayKey(data).publicPem).trimEnd());
  return exitCode.fine;
}
