// Which decoder a camera's pictures come from. Hardware is tried where this ffmpeg was built with it and its device is
// there, the best first; one that gives no picture of this very stream is not tried again, and software always works.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { FfmpegTool } from './ffmpeg-tool.ts';

export interface Decoding {
  readonly name: string;
  /** Arguments before the input. */
  readonly options: readonly string[];
}

export const software: Decoding = { name: 'software', options: [] };

interface Hardware extends Decoding {
  /** What ffmpeg must list: a decoder of its own, or a way to speed up its usual ones. */
  readonly built: { readonly decoder: string } | { readonly hwaccel: string };
  /** One of these must be there. */
  readonly devices: readonly string[];
}

const decoder = (name: string, devices: readonly string[]): Hardware => ({
  name,
  options: ['-c:v', name],
  built: { decoder: name },
  devices,
});
const hwaccel = (name: string, devices: readonly string[]): Hardware => ({
  name,
  options: ['-hwaccel', name],
  built: { hwaccel: name },
  devices,
});

/** In order: boards before graphics cards. Raspberry Pi 4 and 5, Rockchip RK3588, NVIDIA Jetson, Intel and AMD, NVIDIA. */
const hardware: readonly Hardware[] = [
  decoder('h264_nvmpi', ['/dev/nvhost-nvdec', '/dev/nvhost-ctrl-gpu']),
  hwaccel('rkmpp', ['/dev/mpp_service']),
  decoder('h264_v4l2m2m', ['/dev/video10']),
  hwaccel('drm', ['/dev/video19']),
  hwaccel('vaapi', ['/dev/dri/renderD128']),
  hwaccel('cuda', ['/dev/nvidia0']),
];

export const decodingNames = ['auto', 'software', ...hardware.map((h) => h.name)] as const;

export interface ProbeOptions {
  /** `auto`: what the machine has; `software`; or the name of one, tried first without a look at its device. */
  readonly wanted: string;
  readonly exists?: (path: string) => boolean;
}

/** The ways to decode here, to be tried in this order; software is the last. ffmpeg is asked only where a device is there. */
export async function probeDecodings(
  tool: Pick<FfmpegTool, 'path'>,
  { wanted, exists = existsSync }: ProbeOptions,
): Promise<readonly Decoding[]> {
  if (wanted === 'software') return [software];
  const possible = hardware.filter((h) => (wanted === 'auto' ? h.devices.some(exists) : h.name === wanted));
  if (possible.length === 0) return [software];
  const [decoders, hwaccels] = await Promise.all([ask(tool.path, '-decoders'), ask(tool.path, '-hwaccels')]);
  const has = ({ built }: Hardware) =>
    'decoder' in built
      ? new RegExp(`^\\s*V\\S*\\s+${built.decoder}\\s`, 'm').test(decoders)
      : new RegExp(`^\\s*${built.hwaccel}\\s*$`, 'm').test(hwaccels);
  return [...possible.filter(has), software];
}

/** What ffmpeg lists; nothing where it does not answer. */
function ask(path: string, list: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(path, ['-hide_banner', list], { timeout: 10_000, maxBuffer: 1 << 20 }, (error, stdout) =>
      resolve(error ? '' : stdout),
    );
  });
}

/** The ways that are left of a source's decodings. */
export class Decodings {
  #left: readonly Decoding[];

  constructor(all: readonly Decoding[]) {
    this.#left = all;
  }

  get now(): Decoding {
    return this.#left[0] ?? software;
  }

  /**
   * A stream ended without one picture.
   * @param isDecoders whether the end may be the decoder's doing: not where the camera did not answer.
   * @returns whether there is another way to try.
   */
  failed(isDecoders: boolean): boolean {
    if (!isDecoders || this.#left.length < 2) return false;
    this.#left = this.#left.slice(1);
    return true;
  }
}
