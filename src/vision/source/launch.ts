// What is started for a source: ffmpeg with its arguments, or the program that draws a scene.
import { HaidangError } from '../../runtime/errors.ts';
import { resolveSecret } from '../../runtime/secret.ts';
import { commandLine } from './command-line.ts';
import type { NetworkConfig, PlayedConfig, SceneConfig, SourceConfig } from './config.ts';
import type { Decoding } from './decoding.ts';
import type { FfmpegTool } from './ffmpeg-tool.ts';
import { isListed } from './input-arguments.ts';
import { inputList, type Login } from './input-list.ts';

export interface Launch {
  readonly path: string;
  readonly args: readonly string[];
  /** Goes to its stdin. */
  readonly stdin: string | undefined;
}

/** How pictures are wanted: frames a second, and not wider than so many pixels. */
export interface Wanted {
  /** null: every frame that there is. */
  readonly fps: number | null;
  readonly maxWidth: number;
}

/**
 * Gives the program that draws the scene of a camera. It writes YUV4MPEG2 to its stdout as pictures become due, and ends
 * by SIGTERM. The wiring provides it: this room knows no scenes.
 * @param sinceMs when the scene began, on the monotonic clock: one that is started anew goes on where it would be.
 */
export type DrawScene = (wanted: Wanted, sinceMs: number) => Omit<Launch, 'stdin'>;

/** @throws HaidangError `scene-failed` where the wiring gave no program. */
export function launchScene(draw: DrawScene | undefined, wanted: Wanted, sinceMs: number): Launch {
  if (!draw) throw new HaidangError('ours', 'scene-failed', 'nobody draws scenes here');
  return { ...draw(wanted, sinceMs), stdin: undefined };
}

export interface Played extends Wanted {
  readonly source: PlayedConfig;
  readonly mode: 'live' | 'lossless';
  readonly decoding: Decoding;
  readonly packets: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** @throws HaidangError `secret-missing`, `login-unusable` */
export function launchFfmpeg(tool: FfmpegTool, { env, ...played }: Played): Launch {
  return { path: tool.path, args: commandLine(tool, played), stdin: listOf(played.source, tool, env) };
}

/**
 * The list of inputs for ffmpeg's stdin; undefined where the source needs none.
 * @throws HaidangError `secret-missing`, `login-unusable`
 */
export function listOf(source: PlayedConfig, tool: FfmpegTool, env: Played['env']): string | undefined {
  if (!isListed(source)) return undefined;
  return inputList(source.url, loginOf(source, env), 'transport' in source ? source.transport : undefined, tool);
}

/** Resolved anew for each try: a secret that was missing may have been provided meanwhile. */
function loginOf({ username, password }: NetworkConfig, env: Played['env']): Login | undefined {
  if (username === undefined) return undefined;
  return {
    username: typeof username === 'string' ? username : resolveSecret(username, env).reveal(),
    password: password ? resolveSecret(password, env).reveal() : '',
  };
}

export const isScene = (source: SourceConfig): source is SceneConfig => source.kind === 'scene';
