import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { message, render } from '../messages/catalogue.ts';
import { printProblems } from './check.ts';
import { action, type ExitCode, exitCode, type Io, text } from './command.ts';
import { dataFolder } from './data-folder.ts';
import { installFolders } from './install-folders.ts';
import { agentVersion } from './version.ts';

interface RunOptions {
  readonly config: string;
  readonly data?: string;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
}

export function register(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  program
    .command('run')
    .description(text(io, 'cli.run'))
    .requiredOption('--config <site.yaml>', text(io, 'cli.flag.config'))
    .option('--data <folder>', text(io, 'cli.flag.data'))
    .option('--log-level <level>', text(io, 'cli.run.log-level'), 'info')
    .addHelpText(
      'after',
      `\n${text(io, 'cli.example')}\n  haidang run --config /etc/haidang/site.yaml --data /var/lib/haidang`,
    )
    .action(action(io, finish, (options: RunOptions) => run(options, io)));
}

/** Runs until SIGTERM or SIGINT. Everything is validated before the first socket opens. */
async function run(options: RunOptions, io: Io): Promise<ExitCode> {
  const [{ Agent }, { loadSite }, { SystemClock }, { createLogger, errorFields }] = await Promise.all([
    import('../agent/agent.ts'),
    import('../agent/load.ts'),
    import('../runtime/clock.ts'),
    import('../runtime/logger.ts'),
  ]);
  const data = dataFolder(options.data, io.env);
  const loaded = loadSite(options.config, installFolders(data));
  printProblems(loaded.problems, io);
  if (!loaded.site) return exitCode.site;
  await mkdir(data, { recursive: true, mode: 0o750 });

  const clock = new SystemClock();
  const logger = createLogger({ clock, level: options.logLevel });
  const siteFolder = dirname(resolve(options.config));
  const agent = new Agent({
    siteFolder,
    ...loaded,
    site: loaded.site,
    data,
    version: agentVersion(),
    clock,
    logger,
    random: Math.random,
  });

  const stopped = new Promise<NodeJS.Signals | 'broken'>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve(signal));
    const uncaught = (error: unknown) => {
      logger.error('an error that nobody caught', errorFields(error));
      if (!agent.onUncaught(error)) resolve('broken');
    };
    process.on('uncaughtException', uncaught);
    process.on('unhandledRejection', uncaught);
  });
  logger.info(render(message('cli.run.started', { file: options.config, data }), 'en'), { version: agentVersion() });
  const started = agent.start();
  const why = await stopped;
  logger.info('stopping', { signal: why });
  // Whatever hangs, the process ends: a supervisor above us would kill it otherwise.
  const last = setTimeout(() => process.exit(exitCode.runtime), 9_900);
  await Promise.race([started, new Promise((resolve) => setTimeout(resolve, 500))]);
  const laggards = await agent.stop();
  clearTimeout(last);
  logger.close();
  if (laggards.length > 0) {
    io.err(render(message('cli.run.laggards', { parts: laggards.join(', ') }), io.lang));
    process.exit(exitCode.runtime);
  }
  if (why === 'broken') process.exit(exitCode.runtime);
  return exitCode.fine;
}
