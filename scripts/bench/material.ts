import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** The card of the model. */
export const cardFile = join(root, 'models', 'yolox-nano', 'card.yaml');
const material = join(root, '..', 'shared', 'material');

export interface Material {
  readonly modelFile: string;
  /** 1280x720 H.264, 30 frames a second. */
  readonly video: string;
}

/** The model and a 1280x720 video for the camera benchmarks; undefined where the shared material is absent. */
export function cameraMaterial(): Material | undefined {
  const modelFile = join(material, 'models', 'yolox_nano_416.onnx');
  const original = join(material, 'videos', 'street_people_walking.mp4');
  if (!existsSync(modelFile) || !existsSync(original)) return undefined;
  const video = join(root, '.cache', 'bench-1280x720.mp4');
  if (!existsSync(video)) {
    mkdirSync(join(root, '.cache'), { recursive: true });
    const args = [
      '-y',
      '-i',
      original,
      '-vf',
      'scale=1280:720',
      '-r',
      '30',
      '-c:v',
      'libx264',
      '-preset',
      'fast',
      '-pix_fmt',
      'yuv420p',
      video,
    ];
    execFileSync('ffmpeg', ['-v', 'error', ...args]);
  }
  return { modelFile, video };
}
