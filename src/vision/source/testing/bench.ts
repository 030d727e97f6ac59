// What the tests of the source share: stand-ins for ffmpeg, a consumer that writes down what it got, waiting.
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../../runtime/clock.ts';
import { silentLogger } from '../../../runtime/logger.ts';
import type { SourceConfig } from '../config.ts';
import { FfmpegSource, type SourceOptions, type SourceState } from '../ffmpeg-source.ts';

/** An executable that answers `-version` like ffmpeg 5.1 and else does what the shell lines say. */
export function standIn(folder: string, name: string, body: string): string {
  const file = join(folder, name);
  const version = 'ffmpeg version 5.1 x\\nlibavformat    59. 27.100 / 59. 27.100\\n';
  writeFileSync(file, `#!/bin/sh\ncase "$*" in *-version*) printf '${version}'; exit 0;; esac\n${body}\n`);
  chmodSync(file, 0o755);
  return file;
}

export interface Watched {
  readonly source: FfmpegSource;
  readonly states: SourceState[];
  /** `online`, or the reason of being blind, in order. */
  readonly reasons: () => string[];
  readonly frames: { index: number; width: number; height: number; monotonicMs: number; sum: number }[];
  readonly isOver: () => boolean;
}

export function watch(
  clock: Clock,
  config: SourceConfig,
  options: Partial<SourceOptions> = {},
  onFrame: (release: () => void) => void = (release) => release(),
): Watched {
  const states: SourceState[] = [];
  const frames: Watched['frames'] = [];
  let over = false;
  const source = new FfmpegSource({
    id: 'gate',
    source: config,
    fps: null,
    mode: 'live',
    clock,
    logger: silentLogger,
    random: () => 0.5,
    ...options,
  });
  source.start({
    onFrame: ({ index, width, height, monotonicMs, data }, release) => {
      frames.push({ index, width, height, monotonicMs, sum: data.reduce((a, b) => (a + b) % 65_521, 0) });
      onFrame(release);
    },
    onState: (state) => states.push(state),
    onEnd: () => {
      over = true;
    },
  });
  return { source, states, reasons: () => states.map((s) => s.reason), frames, isOver: () => over };
}

/** Waits in real time until it is so. */
export async function until(isSo: () => boolean, what: string, ms = 10_000): Promise<void> {
  const end = performance.now() + ms;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`waited ${ms} ms for: ${what}`);
    await new Promise((done) => setTimeout(done, 10));
  }
}
