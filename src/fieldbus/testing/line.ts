import { SystemClock } from '../../runtime/clock.ts';
import { HaidangError } from '../../runtime/errors.ts';
import { silentLogger } from '../../runtime/logger.ts';
import { lineSchema } from '../config.ts';
import { createLine, type TracedLine } from '../line.ts';

export const lineDeps = { clock: new SystemClock(), logger: silentLogger, random: () => 0.5 };

/** A started line from what a site file would say. */
export async function startLine(config: Readonly<Record<string, unknown>>): Promise<TracedLine> {
  const line = createLine(lineSchema.parse({ id: 'test', ...config }), lineDeps);
  await line.start(new AbortController().signal, () => {});
  return line;
}

/** The code of the error that a promise rejects with; `none` where it does not. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'none';
  } catch (error) {
    return error instanceof HaidangError ? error.code : `not ours: ${error}`;
  }
}

/** Waits until it is so, at most `ms`. */
export async function until(isSo: () => boolean, ms = 12_000): Promise<void> {
  const end = performance.now() + ms;
  while (!isSo()) {
    if (performance.now() > end) throw new Error('waited in vain');
    await new Promise((r) => setTimeout(r, 10));
  }
}

export const pauseMs = (ms: number) => new Promise<void>((r) => setTimeout(r, ms));
