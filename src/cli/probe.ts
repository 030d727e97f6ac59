import type { Command } from 'commander';
import type { Exchange } from '../agent/tools/access.ts';
import type { ProbeResult } from '../agent/tools/probe.ts';
import { type Message, message, render } from '../messages/catalogue.ts';
import { action, type ExitCode, exitCode, type Io, say, text } from './command.ts';
import { unitText } from './demo/format.ts';
import { numberFlag, type TargetFlags, targetOf, withTargetFlags } from './tools/flags.ts';
import { tableLines } from './tools/table.ts';

interface Flags extends TargetFlags {
  readonly unit?: string;
  readonly profile?: string;
}

export function register(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  withTargetFlags(program.command('probe').description(text(io, 'tools.probe')), io)
    .option('--unit <id>', text(io, 'tools.flag.unit'))
    .option('--profile <name>', text(io, 'tools.flag.profile'))
    .addHelpText(
      'after',
      `\n${text(io, 'cli.example')}\n  haidang probe --serial /dev/ttyUSB0 --baud 9600 --parity N --unit 1 --profile eastron-sdm630`,
    )
    .action(action(io, finish, (flags: Flags) => run(flags, io)));
}

async function run(flags: Flags, io: Io): Promise<ExitCode> {
  const { guarded, withAccess, adviceJson } = await import('./tools/open.ts');
  return guarded(flags, io, async () => {
    const target = await targetOf(flags);
    const unit = numberFlag('--unit', flags.unit, 1, 0, 255);
    const timeoutMs = numberFlag('--timeout', flags.timeout, 1000, 20, 60_000);
    const [{ probe }, { recorded }, { adviceOnAnswers }, { describeTarget }, { allProfiles, oneProfile }] =
      await Promise.all([
        import('../agent/tools/probe.ts'),
        import('../agent/tools/access.ts'),
        import('../agent/tools/advice.ts'),
        import('../agent/tools/target.ts'),
        import('./tools/profiles.ts'),
      ]);
    const profile = flags.profile === undefined ? undefined : oneProfile(flags.profile, flags.data, io);
    if (flags.profile !== undefined && !profile) return exitCode.site;
    return withAccess(target, timeoutMs, flags, io, async (opened, clock) => {
      const { access, exchanges } = recorded(opened, clock);
      const profiles = profile ? new Map() : allProfiles(flags.data, io);
      const result = await probe(access.read, unit, profile, profiles);
      const advice = adviceOnAnswers(
        exchanges.map((e) => e.outcome),
        target,
        unit,
      );
      const via = opened.agentLine?.id ?? null;
      if (flags.json) {
        const requests = exchanges.map(({ request, ms, outcome }) => ({ ...request, ms, outcome }));
        const told = advice.map((m) => adviceJson(m, io));
        io.out(
          JSON.stringify({
            target: describeTarget(target),
            unit,
            throughAgent: via,
            ...result,
            requests,
            advice: told,
          }),
        );
      } else print(result, exchanges, advice, io);
      return result.points.some((p) => p.value !== null) ? exitCode.fine : exitCode.runtime;
    });
  });
}

function print(result: ProbeResult, exchanges: readonly Exchange[], advice: readonly Message[], io: Io): void {
  const line = (m: Message) => io.out(render(m, io.lang));
  for (const m of result.matches.slice(0, 3)) {
    line(message('tools.looks-like', { title: m.title, percent: m.percent, profile: m.profile }));
  }
  if (result.profile === null && result.points.length > 0) line(message('tools.looks-like-nothing'));
  for (const row of [...points(result, io), '', ...requests(exchanges, io)]) io.out(row);
  const all = result.points.length;
  const good = result.points.filter((p) => p.value !== null).length;
  const times = exchanges.map((e) => e.ms).sort((a, b) => a - b);
  const ms = times[times.length >> 1] ?? 0;
  if (all > 0) line(message('tools.probe.summary', { good, all, requests: exchanges.length, ms }));
  for (const m of advice) io.err(say(io, m));
}

/** Rows of raw registers are joined where many stand beside each other without a name. */
function points({ points: all }: ProbeResult, io: Io): string[] {
  if (all.length === 0) return [];
  const head = (['point', 'value', 'quality', 'raw'] as const).map((h) => text(io, `tools.head.${h}`));
  const rows = all.map((p) => [
    p.name || `${p.table} ${p.address}`,
    p.value === null ? '-' : `${String(p.value)}${p.unit === null ? '' : ` ${unitText(p.unit)}`}`,
    p.quality,
    p.raw,
  ]);
  return tableLines(head, rows, [1]);
}

/** Pieces that were refused on the way to smaller ones are only counted. */
function requests(exchanges: readonly Exchange[], io: Io): string[] {
  const head = (['request', 'time', 'result'] as const).map((h) => text(io, `tools.head.${h}`));
  const shown = exchanges.filter((e) => !e.outcome.startsWith('illegal'));
  const rows = shown.map(({ request: r, ms, outcome }) => [
    `${r.function}: ${r.address}${r.count > 1 ? `…${r.address + r.count - 1}` : ''}`,
    `${ms.toFixed(1)} ms`,
    outcome,
  ]);
  const refused = exchanges.length - shown.length;
  const more = refused > 0 ? [render(message('tools.probe.refused', { refused }), io.lang)] : [];
  return [...(rows.length > 0 ? tableLines(head, rows, [1]) : []), ...more];
}
