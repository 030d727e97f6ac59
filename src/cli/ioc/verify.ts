import type { Command } from 'commander';
import { message } from '../../messages/catalogue.ts';
import { messageOf } from '../../runtime/errors.ts';
import { action, type ExitCode, exitCode, type Io, say, text } from '../command.ts';

/** Findings that are printed one by one. */
const shownMax = 200;

export function register(ioc: Command, io: Io, finish: (code: ExitCode) => void): void {
  ioc
    .command('verify')
    .description(text(io, 'cli.ioc.verify'))
    .argument('<file>')
    .option('--key <file>', text(io, 'ioc.flag.key'))
    .option('--json', text(io, 'cli.flag.json'))
    .addHelpText('after', `\n${text(io, 'cli.example')}\n  haidang ioc verify night.jsonl --key gateway.pub.pem`)
    .action(action(io, finish, (file: string, flags: { key?: string; json?: boolean }) => verify(file, flags, io)));
}

async function verify(file: string, flags: { key?: string; json?: boolean }, io: Io): Promise<ExitCode> {
  const [
    { guarded },
    { Inspector },
    { readRecording, rotationsIn },
    { keysOf },
    { findingLine, isClean, summary, totals },
  ] = await Promise.all([
    import('../tools/open.ts'),
    import('./inspector.ts'),
    import('./recording.ts'),
    import('./flags.ts'),
    import('./summary.ts'),
  ]);
  return guarded(flags, io, async () => {
    const keys = keysOf(flags.key);
    let shown = 0;
    let found = 0;
    const show = (finding: Parameters<typeof findingLine>[0], line?: number) => {
      found++;
      if (shown >= shownMax) return;
      shown++;
      io.out(flags.json ? JSON.stringify({ ...finding, line }) : `${line ?? '-'}: ${findingLine(finding)}`);
    };
    let inspector = new Inspector();
    try {
      inspector = new Inspector(keys, await rotationsIn(file));
      for await (const { line, arrival } of readRecording(file)) {
        if (!arrival) {
          io.err(say(io, message('ioc.bad-line', { file, line })));
          return exitCode.site;
        }
        for (const { findings } of inspector.take(arrival)) for (const finding of findings) show(finding, line);
      }
    } catch (error) {
      io.err(say(io, message('ioc.bad-recording', { file, reason: messageOf(error) })));
      return exitCode.site;
    }
    for (const finding of inspector.missing()) show(finding);
    // Of nothing nobody can say that all is well with it.
    const clean = isClean(inspector) && inspector.messages > 0;
    if (inspector.messages === 0 && !flags.json) {
      io.err(say(io, message('ioc.empty', { file })));
      return exitCode.site;
    }
    if (flags.json) {
      io.out(JSON.stringify({ clean, ...totals(inspector) }));
      return clean ? exitCode.fine : exitCode.site;
    }
    if (found > shown) io.out(say(io, message('ioc.more', { count: found - shown })));
    io.out(say(io, summary(inspector)));
    const chains = inspector.chains();
    if (chains.chained > 0) io.out(say(io, message('ioc.chain', chains)));
    const { signatures } = inspector;
    if (signatures > 0 && flags.key === undefined) io.out(say(io, message('ioc.unsigned-check', { signatures })));
    if (clean) io.out(say(io, message('ioc.clean')));
    return clean ? exitCode.fine : exitCode.site;
  });
}
