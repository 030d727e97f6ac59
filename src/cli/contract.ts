import type { Command } from 'commander';
import { message } from '../messages/catalogue.ts';
import { action, type ExitCode, exitCode, type Io, say, text } from './command.ts';
import { agentVersion } from './version.ts';

export function register(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  program
    .command('contract')
    .description(text(io, 'cli.contract'))
    .option('--out <dir>', text(io, 'cli.contract.out'))
    .addHelpText('after', `\n${text(io, 'cli.example')}\n  haidang contract --out contract`)
    .action(
      action(io, finish, async (options: { out?: string }) => {
        const { contractFiles } = await import('../uplink/contract/files.ts');
        const files = contractFiles(agentVersion());
        if (options.out === undefined) {
          io.out(files.get('asyncapi.json') as string);
          return exitCode.fine;
        }
        return await write(io, options.out, files);
      }),
    );
}

/** Writes the contract into a folder, unless it would break the one that is there. */
async function write(io: Io, folder: string, files: ReadonlyMap<string, string>): Promise<ExitCode> {
  const { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } = await import('node:fs');
  const { dirname, join } = await import('node:path');
  const { contractBreaks } = await import('../uplink/contract/files.ts');
  const there = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  const problems = contractBreaks(there, (path) => readFileSync(join(folder, path), 'utf8'));
  for (const problem of problems) io.err(say(io, message('contract.breaks', { folder, problem })));
  if (problems.length > 0) return exitCode.site;
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  io.err(say(io, message('contract.written', { files: files.size, folder })));
  return exitCode.fine;
}
