import type { Command } from 'commander';
import type { Match } from '../agent/tools/identify.ts';
import type { FoundUnit, ScanOptions, ScanResult } from '../agent/tools/scan.ts';
import type { SerialMode, Target } from '../agent/tools/target.ts';
import { type Message, message, render } from '../messages/catalogue.ts';
import { action, type ExitCode, exitCode, type Io, say, text } from './command.ts';
import { numberFlag, type TargetFlags, targetOf, WrongUsage, withTargetFlags } from './tools/flags.ts';
import { Progress, tableLines } from './tools/table.ts';

interface Flags extends TargetFlags {
  readonly units?: string;
  readonly bauds?: string;
  readonly time?: string;
  readonly identify: boolean;
}

type Identified = FoundUnit & { readonly matches: readonly Match[] };

export function register(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  withTargetFlags(program.command('scan').description(text(io, 'tools.scan')), io)
    .option('--units <list>', text(io, 'tools.flag.units'))
    .option('--bauds <list>', text(io, 'tools.flag.bauds'))
    .option('--time <seconds>', text(io, 'tools.flag.time'))
    .option('--no-identify', text(io, 'tools.flag.identify'))
    .addHelpText(
      'after',
      `\n${text(io, 'cli.example')}\n  haidang scan --serial /dev/ttyUSB0\n  haidang scan --tcp 192.168.1.10`,
    )
    .action(action(io, finish, (flags: Flags) => run(flags, io)));
}

async function run(flags: Flags, io: Io): Promise<ExitCode> {
  const { guarded } = await import('./tools/open.ts');
  return guarded(flags, io, async () => {
    if (flags.tcp === undefined && flags.serial === undefined) return listPorts(flags, io);
    const target = await targetOf(flags);
    const { parseUnits } = await import('../agent/tools/scan.ts');
    const units = parseUnits(flags.units ?? '1-247');
    if (!units) throw new WrongUsage(message('tools.bad-units', { found: flags.units ?? '' }));
    const timeMs = 1000 * numberFlag('--time', flags.time, 120, 1, 3600);
    return scan(target, units, timeMs, flags, io);
  });
}

/** Without a place to scan: the serial ports of this machine, with what identifies their adapters. */
async function listPorts(flags: Flags, io: Io): Promise<ExitCode> {
  const { listSerialPorts } = await import('../fieldbus/serial-ports.ts');
  const ports = await listSerialPorts();
  if (flags.json) {
    io.out(JSON.stringify({ ports }));
    return exitCode.fine;
  }
  if (ports.length === 0) io.err(say(io, message('tools.scan.no-ports')));
  else {
    const head = (['port', 'adapter', 'serial'] as const).map((h) => text(io, `tools.head.${h}`));
    const rows = ports.map((p) => [p.path, p.product ?? p.usbPort ?? '-', p.serialNumber ?? '-']);
    for (const line of tableLines(head, rows)) io.out(line);
    io.err(text(io, 'tools.scan.where'));
  }
  return exitCode.fine;
}

async function scan(target: Target, units: readonly number[], timeMs: number, flags: Flags, io: Io): Promise<ExitCode> {
  const [{ scanNetwork, scanSerial }, { describeMode }, { withAccess }] = await Promise.all([
    import('../agent/tools/scan.ts'),
    import('../agent/tools/target.ts'),
    import('./tools/open.ts'),
  ]);
  const timeoutMs = numberFlag('--timeout', flags.timeout, target.kind === 'tcp' ? 300 : 150, 20, 60_000);
  const progress = new Progress(!flags.json);
  // The port is opened once as it is asked for: so it is known whether it is there, and whether the agent holds it.
  return withAccess(target, timeoutMs, flags, io, async (access, clock) => {
    const onProgress = (share: number, unit: number, mode: SerialMode | undefined) => {
      const what = mode ? describeMode(mode) : target.kind === 'tcp' ? target.host : '';
      progress.show(share, render(message('tools.scan.progress', { what, unit }), io.lang));
    };
    const options: ScanOptions = { units, timeoutMs, timeMs, clock, onProgress };
    const began = clock.monotonicMs();
    const agent = access.agentLine;
    const kept = { read: access.read, close: async () => {} };
    let result: ScanResult;
    let reopen = async (_found: FoundUnit) => kept;
    if (target.kind === 'tcp') result = await scanNetwork(access.read, options);
    else if (agent) {
      const { baudRate = 9600, parity = 'none', stopBits = 1 } = agent;
      const mode = { baudRate, parity, stopBits };
      if (!flags.json) io.err(render(message('tools.agent-mode', { mode: describeMode(mode) }), io.lang));
      result = await scanSerial(async () => kept, [mode], options);
    } else {
      await access.close();
      const { openAccess } = await import('../agent/tools/access.ts');
      const { socketOf } = await import('./tools/open.ts');
      const { silentLogger } = await import('../runtime/logger.ts');
      const deps = { clock, logger: silentLogger, random: Math.random, socket: socketOf(flags, io) };
      const open = (mode: SerialMode) => openAccess({ ...target, ...mode }, timeoutMs, deps);
      reopen = (found) => open(found.mode!);
      result = await scanSerial(open, await modesOf(flags), options);
    }
    progress.clear();
    const identified = await identifyAll(result, reopen, flags, progress, io);
    progress.clear();
    const seconds = Math.round((clock.monotonicMs() - began) / 100) / 10;
    await report(result, identified, seconds, timeMs, flags, io);
    return result.found.length > 0 ? exitCode.fine : exitCode.runtime;
  });
}

/** What the flags leave open is tried: a speed or parity that is given is the only one. */
async function modesOf(flags: Flags): Promise<SerialMode[]> {
  const [{ commonBauds, commonModes }, { parityOf }] = await Promise.all([
    import('../agent/tools/scan.ts'),
    import('../agent/tools/target.ts'),
  ]);
  const listed = (flags.bauds ?? flags.baud)?.split(',').map((b) => numberFlag('--bauds', b.trim(), 0, 300, 1_000_000));
  return commonModes(
    listed ?? commonBauds,
    flags.parity === undefined ? ['none', 'even', 'odd'] : [parityOf(flags.parity)],
  );
}

async function identifyAll(
  { found, everyUnit }: ScanResult,
  reopen: (
    found: FoundUnit,
  ) => Promise<{ read: Parameters<typeof import('../agent/tools/identify.ts').identify>[0]; close(): Promise<void> }>,
  flags: Flags,
  progress: Progress,
  io: Io,
): Promise<Identified[]> {
  if (!flags.identify || found.length === 0) return found.map((f) => ({ ...f, matches: [] }));
  const [{ identify }, { allProfiles }] = await Promise.all([
    import('../agent/tools/identify.ts'),
    import('./tools/profiles.ts'),
  ]);
  const profiles = allProfiles(flags.data, io);
  const bus = await reopen(found[0]!);
  const identified: Identified[] = [];
  try {
    for (const [i, f] of (everyUnit ? found.slice(0, 1) : found).entries()) {
      const what = render(message('tools.scan.identifying', { unit: f.unit }), io.lang);
      const matches = await identify(bus.read, f.unit, profiles, (share) =>
        progress.show((i + share) / found.length, what),
      );
      identified.push({ ...f, matches: matches.slice(0, 3) });
    }
  } finally {
    await bus.close();
  }
  return identified;
}

async function report(
  result: ScanResult,
  found: readonly Identified[],
  seconds: number,
  timeMs: number,
  flags: Flags,
  io: Io,
): Promise<void> {
  const [{ describeMode }, { adviceJson }] = await Promise.all([
    import('../agent/tools/target.ts'),
    import('./tools/open.ts'),
  ]);
  const said: Message[] = [];
  if (result.everyUnit) said.push(message('tools.scan.every-unit'));
  if (result.noise.length > 0 && found.length === 0) {
    said.push(message('tools.scan.noise', { modes: result.noise.map(describeMode).join(', ') }));
  }
  if (result.isCut) said.push(message('tools.scan.cut', { more: (2 * timeMs) / 1000 }));
  if (found.length === 0) said.push(message('tools.scan.none', { seconds }));
  if (flags.json) {
    const { everyUnit, isCut } = result;
    const noise = result.noise.map(describeMode);
    io.out(JSON.stringify({ found, noise, everyUnit, isCut, seconds, advice: said.map((m) => adviceJson(m, io)) }));
    return;
  }
  if (found.length > 0) {
    const head = (['unit', 'mode', 'time', 'what'] as const).map((h) => text(io, `tools.head.${h}`));
    const rows = found.map((f) => [
      String(f.unit),
      f.mode ? describeMode(f.mode) : '-',
      `${f.ms.toFixed(0)} ms`,
      whatOf(f, io),
    ]);
    for (const line of tableLines(head, rows, [0, 2])) io.out(line);
    io.out(render(message('tools.scan.found', { count: found.length, seconds }), io.lang));
  }
  for (const m of said) io.err(say(io, m));
}

function whatOf({ matches }: Identified, io: Io): string {
  const [best] = matches;
  if (!best) return '';
  const { title, percent, profile } = best;
  return render(message('tools.looks-like', { title, percent, profile }), io.lang);
}
