// How the process that draws a camera's scene is started.
import { fileURLToPath } from 'node:url';
import { workerUrl } from '../../runtime/worker.ts';
import type { SceneChanges } from './scene-feed.ts';

export interface SceneOrder {
  /** The scenario. */
  readonly file: string;
  readonly changes: SceneChanges;
  /** Pictures a second. */
  readonly fps: number;
  /** Pixels: larger pictures are drawn smaller. */
  readonly maxWidth: number;
  /** When the scene began, on the monotonic clock of this machine. */
  readonly sinceMs: number;
}

/** Far above what drawing needs; one that leaks ends itself instead of the gateway. */
const heapMiB = 256;

/** It writes YUV4MPEG2 to its stdout, picture by picture as they become due, until a signal ends it. */
export function sceneProgram(order: SceneOrder): { readonly path: string; readonly args: readonly string[] } {
  const file = fileURLToPath(workerUrl(import.meta.url, './scene-feed.worker'));
  return { path: process.execPath, args: [`--max-old-space-size=${heapMiB}`, file, JSON.stringify(order)] };
}
