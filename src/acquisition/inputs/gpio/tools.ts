// The command lines of libgpiod's tools. Version 1 and version 2 take different arguments and write different answers;
// which one is there, the tool says itself. Sources: gpiomon and gpioget --help of 1.6.3 (Debian 12) and of 2.0.2.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { HaidangError, messageOf } from '../../../runtime/errors.ts';
import type { GpioConfig } from './config.ts';

export type GpioTool = 'gpiomon' | 'gpioget';
/** Major version of the tools: they understand different arguments. */
export type GpioMajor = 1 | 2;

type Source = Pick<GpioConfig['source'], 'chip' | 'bias' | 'activeLow'>;

/** What is run: a name that PATH knows, or a file of the folder that is given. */
export const toolIn = (folder: string | undefined) => (tool: GpioTool) =>
  folder === undefined ? tool : join(folder, tool);

/** `gpiomon (libgpiod) v1.6.3`, `gpiomon (libgpiod) v2.1`: the major version; undefined for anything else. */
export function majorOf(versionText: string): GpioMajor | undefined {
  const major = /\(libgpiod\)\s+v?(\d+)\./.exec(versionText)?.[1];
  return major === '1' ? 1 : major === '2' ? 2 : undefined;
}

/** Arguments that make `gpioget` write one 0 or 1 a line, in the order of `lines`. */
export function getArguments(major: GpioMajor, source: Source, lines: readonly number[]): string[] {
  const levels = lines.map(String);
  if (major === 1) return [...common1(source), source.chip, ...levels];
  return ['--numeric', ...common2(source), ...levels];
}

/** Arguments that make `gpiomon` write `OFFSET EDGE SECONDS` for every edge at once. */
export function monitorArguments(major: GpioMajor, source: Source, lines: readonly number[]): string[] {
  const offsets = lines.map(String);
  // Version 1 writes the nanoseconds without leading zeros; and only with -b at once.
  if (major === 1) return ['-b', ...common1(source), '-F', '%o %e %s %n', source.chip, ...offsets];
  return ['--banner', '--edges', 'both', ...common2(source), '--format', '%o %E %S', ...offsets];
}

function common1({ bias, activeLow }: Source): string[] {
  return [...(activeLow ? ['-l'] : []), ...(bias === 'as-is' ? [] : ['-B', bias === 'disabled' ? 'disable' : bias])];
}

function common2({ chip, bias, activeLow }: Source): string[] {
  return ['--chip', chip, ...(activeLow ? ['--active-low'] : []), ...(bias === 'as-is' ? [] : ['--bias', bias])];
}

/** An edge as the tool wrote it. */
export interface Edge {
  readonly line: number;
  readonly level: 0 | 1;
  /** Milliseconds of the kernel's own clock. */
  readonly kernelMs: number;
}

/** A line that `gpiomon` wrote; undefined where it is none of an edge. */
export function parseEdge(major: GpioMajor, text: string): Edge | undefined {
  const match =
    major === 1 ? /^(\d+) ([01]) (\d+) (\d{1,9})$/.exec(text) : /^(\d+) (rising|falling) (\d+)\.(\d{9})$/.exec(text);
  if (!match) return undefined;
  const [, line, edge, seconds, nanoseconds] = match;
  const level = edge === '1' || edge === 'rising' ? 1 : 0;
  return { line: Number(line), level, kernelMs: Number(seconds) * 1000 + Number(nanoseconds) / 1e6 };
}

/**
 * Runs a tool to its end.
 * @returns what it wrote.
 * @throws HaidangError (`configuration`, `no-gpio-tools`) where it is not installed; (`device`, `gpio`) with its own words
 * where it failed.
 */
export function runTool(file: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(file, args, { signal, timeout: 3_000, maxBuffer: 65_536 }, (error, stdout, stderr) => {
      if (!error) resolve(stdout);
      else if (error.code === 'ENOENT') reject(new HaidangError('configuration', 'no-gpio-tools', notInstalled));
      else reject(new HaidangError('device', 'gpio', stderr.trim() || messageOf(error), { cause: error }));
    });
  });
}

const notInstalled = 'gpiomon is not installed (Debian package gpiod)';
