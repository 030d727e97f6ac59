import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { message, render } from '../messages/catalogue.ts';
import { printProblems } from './check.ts';
import { action, type ExitCode, exitCode, type Io, say, text } from './command.ts';
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
    .addOption(
      new Option('--log-level <level>', text(io, 'cli.run.log-level'))
        .choices(['debug', 'info', 'warn', 'error'])
        .default('info'),
    )
    .addHelpText(
      'after',
      `\n${text(io, 'cli.example')}\n  haidang run --config /etc/haidang/site.yaml --data /var/lib/haidang`,
    )
    .action(action(io, finish, (options: RunOptions) => run(options, io)));
}

/** Why the agent ends: a signal, an error of unknown origin, or another site file. */
type End = { readonly why: NodeJS.Signals | 'broken' } | { readonly why: 'restart'; readonly reason: string };

/** Runs until SIGTERM or SIGINT. Everything is validated before the first socket opens. */
async function run(options: RunOptions, io: Io): Promise<ExitCode> {
  const [{ Agent }, { isAnswered }, { RemoteConfig }, { SystemClock }, { deferred }, { createLogger, errorFields }] =
    await Promise.all([
      import('../agent/agent.ts'),
      import('../agent/control-socket.ts'),
      import('../agent/remote-config/remote-config.ts'),
      import('../runtime/clock.ts'),
      import('../runtime/deferred.ts'),
      import('../runtime/logger.ts'),
    ]);
  const data = dataFolder(options.data, io.env);
  // Two of them would drive the same lamps, and take the connection to the broker from each other.
  if (await isAnswered(join(data, 'agent.sock'))) {
    io.err(say(io, message('cli.run.already', { data })));
    return exitCode.runtime;
  }
  const clock = new SystemClock();
  const logger = createLogger({ clock, level: options.logLevel });
  let end = deferred<End>();
  const remote = new RemoteConfig({
    siteFile: options.config,
    data,
    // A site file that the centre sent lies elsewhere, and means the same files.
    load: { ...installFolders(data), relativeTo: dirname(resolve(options.config)) },
    clock,
    logger: logger.child('site-file'),
    restart: (reason) => end.resolve({ why: 'restart', reason }),
  });

  // The one that runs, and the one before it: an error of its last breath is nothing to end the process for.
  let agents: InstanceType<typeof Agent>[] = [];
  let asked: End | undefined;
  const leave = (why: NodeJS.Signals | 'broken') => {
    asked ??= { why };
    end.resolve(asked);
  };
  let isListening = false;
  const listen = () => {
    if (isListening) return;
    isListening = true;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => leave(signal));
    const uncaught = (error: unknown) => {
      logger.error('an error that nobody caught', errorFields(error));
      if (!agents.some((agent) => agent.onUncaught(error))) leave('broken');
    };
    process.on('uncaughtException', uncaught);
    process.on('unhandledRejection', uncaught);
    // Nobody reads the log any more, or its disk is full: that is no reason to end.
    process.stderr.on('error', () => {});
  };

  for (;;) {
    const loaded = await remote.load();
    printProblems(loaded.problems, io);
    if (!loaded.site) return exitCode.site;
    await mkdir(data, { recursive: true, mode: 0o750 });
    const agent = new Agent({
      siteFolder: dirname(resolve(options.config)),
      ...loaded,
      ...{ site: loaded.site, data, remote, version: agentVersion(), clock, logger, random: Math.random },
    });
    agents = [agent, ...agents.slice(0, 1)];
    listen();
    logger.info(render(message('cli.run.started', { file: remote.file(), data }), 'en'), { version: agentVersion() });
    const started = agent.start();
    const { why, ...more } = await end.promise;
    logger.info('stopping', { signal: why, ...more });
    // Whatever hangs, the process ends: a supervisor above us would kill it otherwise.
    const last = setTimeout(() => process.exit(exitCode.runtime), 9_900);
    await Promise.race([started, new Promise((resolve) => setTimeout(resolve, 500))]);
    const laggards = await agent.stop();
    clearTimeout(last);
    if (laggards.length > 0) {
      logger.close();
      io.err(render(message('cli.run.laggards', { parts: laggards.join(', ') }), io.lang));
      process.exit(exitCode.runtime);
    }
    if (why === 'restart' && !asked) {
      end = deferred<End>();
      continue;
    }
    logger.close();
    if ((asked?.why ?? why) === 'broken') process.exit(exitCode.runtime);
    return exitCode.fine;
  }
}
