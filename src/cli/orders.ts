import type { Command } from 'commander';
import type { Candidate, RegisterWindow } from '../agent/tools/orders.ts';
import { type Message, message, render } from '../messages/catalogue.ts';
import { HaidangError } from '../runtime/errors.ts';
import { action, type ExitCode, exitCode, type Io, say, text } from './command.ts';
import { numberFlag, type TargetFlags, targetOf, WrongUsage, withTargetFlags } from './tools/flags.ts';
import { tableLines } from './tools/table.ts';

interface Flags extends TargetFlags {
  readonly unit?: string;
  readonly address: string;
  readonly expect: string;
  readonly function?: string;
}

const mostShown = 10;

export function register(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  withTargetFlags(program.command('orders').description(text(io, 'tools.orders')), io)
    .option('--unit <id>', text(io, 'tools.flag.unit'))
    .requiredOption('--address <n>', text(io, 'tools.flag.address'))
    .requiredOption('--expect <value±tolerance>', text(io, 'tools.flag.expect'))
    .option('--function <3|4>', text(io, 'tools.flag.function'))
    .addHelpText(
      'after',
      `\n${text(io, 'cli.example')}\n  haidang orders --tcp 192.168.1.10:502 --unit 1 --address 0 --expect 230±10`,
    )
    .action(action(io, finish, (flags: Flags) => run(flags, io)));
}

async function run(flags: Flags, io: Io): Promise<ExitCode> {
  const { guarded, withAccess, adviceJson } = await import('./tools/open.ts');
  return guarded(flags, io, async () => {
    const [{ findOrders, parseWanted, readWindow }, { adviceOnAnswers }] = await Promise.all([
      import('../agent/tools/orders.ts'),
      import('../agent/tools/advice.ts'),
    ]);
    const target = await targetOf(flags);
    const unit = numberFlag('--unit', flags.unit, 1, 0, 255);
    const address = numberFlag('--address', flags.address, 0, 0, 0xffff);
    const timeoutMs = numberFlag('--timeout', flags.timeout, 1000, 20, 60_000);
    const wanted = parseWanted(flags.expect);
    if (!wanted) throw new WrongUsage(message('tools.bad-expect', { found: flags.expect }));
    const functions = flags.function === undefined ? [3, 4] : [numberFlag('--function', flags.function, 3, 3, 4)];
    return withAccess(target, timeoutMs, flags, io, async (access) => {
      const windows: RegisterWindow[] = [];
      const outcomes: string[] = [];
      for (const fn of functions as (3 | 4)[]) {
        try {
          windows.push(await readWindow(access.read, unit, fn, address));
          outcomes.push('good');
        } catch (error) {
          if (!(error instanceof HaidangError)) throw error;
          outcomes.push(error.code);
          if (error.code === 'timeout') break;
        }
      }
      const candidates = windows.flatMap((w) => findOrders(w, address, wanted)).sort((a, b) => b.score - a.score);
      const advice: Message[] = adviceOnAnswers(outcomes, target, unit);
      if (candidates.length === 0 && windows.length > 0) {
        advice.push(message('tools.orders.none', { expected: flags.expect, address }));
      }
      if (flags.json) {
        const said = advice.map((m) => adviceJson(m, io));
        io.out(JSON.stringify({ unit, address, expect: wanted, registers: windows, candidates, advice: said }));
      } else print(windows, candidates, address, advice, io);
      return candidates.length > 0 ? exitCode.fine : exitCode.runtime;
    });
  });
}

function print(
  windows: readonly RegisterWindow[],
  candidates: readonly Candidate[],
  address: number,
  advice: readonly Message[],
  io: Io,
): void {
  for (const { function: fn, from, registers } of windows) {
    const raw = registers.map((r) => r.toString(16).toUpperCase().padStart(4, '0')).join(' ');
    const m = message('tools.orders.registers', { from, to: from + registers.length - 1, raw });
    io.out(`${fn}: ${render(m, io.lang)}`);
  }
  const here = candidates.filter((c) => c.address === address).slice(0, mostShown);
  const nearby = candidates.filter((c) => c.address !== address).slice(0, here.length > 0 ? 3 : mostShown);
  const [best] = candidates;
  if (here.length > 0) for (const line of table(here, io)) io.out(line);
  if (nearby.length > 0) {
    io.out('');
    io.out(text(io, 'tools.orders.others'));
    for (const line of table(nearby, io)) io.out(line);
  }
  if (best) {
    io.out('');
    io.out(text(io, 'tools.orders.paste'));
    io.out(`  ${best.yaml}`);
  }
  for (const m of advice) io.err(say(io, m));
}

function table(candidates: readonly Candidate[], io: Io): string[] {
  const head = (['value', 'type', 'order', 'scale', 'address'] as const).map((h) => text(io, `tools.head.${h}`));
  const rows = candidates.map((c) => [
    String(c.value),
    c.type,
    c.order,
    String(c.scale),
    `${c.function === 3 ? 'holding' : 'input'} ${c.address}`,
  ]);
  return tableLines(head, rows, [0]);
}
