import type { Command } from 'commander';
import { action, type ExitCode, type Io, say, text } from './command.ts';
import type { DemoFlags } from './demo/options.ts';

export function register(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  program
    .command('demo')
    .description(text(io, 'cli.demo'))
    .option('--for <seconds>', text(io, 'demo.flag.for'))
    .option('--json', text(io, 'demo.flag.json'))
    .option('--broker <url>', text(io, 'demo.flag.broker'))
    .option('--video <file>', text(io, 'demo.flag.video'))
    .option('--model <id|file.onnx>', text(io, 'demo.flag.model'))
    .option('--data <folder>', text(io, 'demo.flag.data'))
    .option('--prepare', text(io, 'demo.flag.prepare'))
    .addHelpText('after', `\n${text(io, 'cli.example')}\n  haidang demo --for 90 --model yolox-nano`)
    .action(action(io, finish, (flags: DemoFlags) => demo(flags, io)));
}

async function demo(flags: DemoFlags, io: Io): Promise<ExitCode> {
  const { prepareDemo, showDemo } = await import('./demo/show.ts');
  const { Refusal } = await import('./demo/refusal.ts');
  try {
    return await (flags.prepare ? prepareDemo(io) : showDemo(flags, io));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    io.err(say(io, error.said));
    return error.exit;
  }
}
