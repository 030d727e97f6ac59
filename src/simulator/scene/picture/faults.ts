// Faults of a camera on script. Those of its picture change a frame; those of its stream keep frames from being sent.
// Every one is a pure function of the frame, the moment and the seed.
import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { z } from 'zod';
import { durationSchema } from '../../../runtime/schema.ts';
import { seededRandom } from '../../random.ts';
import { Pinhole, type PinholeOptions } from '../pinhole.ts';

const during = {
  at: durationSchema().describe('When it begins, from the first frame on.'),
  for: durationSchema().describe('How long it lasts.'),
};
const plain = <K extends string>(kind: K, what: string) =>
  z.strictObject({ kind: z.literal(kind), ...during }).describe(what);

/** One fault of a scenario's list `faults`. */
export const faultSchema = z.discriminatedUnion('kind', [
  plain('freeze', 'The picture stands still; its clock as well.'),
  plain('grey', 'A grey picture, as decoders show it that miss their key frame.'),
  plain('green-stripes', 'Rows of green and torn blocks, as after lost packets.'),
  plain('covered', 'Something hangs before the lens.'),
  plain('defocused', 'Out of focus.'),
  plain('black', 'Black, with the noise of the sensor.'),
  z
    .strictObject({
      kind: z.literal('moved-view'),
      ...during,
      yaw: z.number().min(-90).max(90).default(12).describe('Degrees to the right.'),
      tilt: z.number().min(-45).max(45).default(-4).describe('Degrees further down.'),
    })
    .describe('Somebody turned the camera.'),
  z
    .strictObject({
      kind: z.literal('dropped-frames'),
      ...during,
      share: z.number().min(0).max(1).default(0.5).describe('Share of frames that are lost.'),
    })
    .describe('Frames are missing.'),
  z
    .strictObject({
      kind: z.literal('resolution'),
      ...during,
      width: z.number().int().min(160).max(1920).multipleOf(2).default(640),
      height: z.number().int().min(90).max(1080).multipleOf(2).default(360),
    })
    .describe('The camera sends another size.'),
  plain('stall', 'The connection stays, but nothing comes.'),
  plain('refused', 'The connection ends, new ones are refused.'),
]);

export type Fault = z.output<typeof faultSchema>;

/** Milliseconds from the first frame on: begins at `at`, is over at `at + for`. */
export const isActive = (fault: Fault, ms: number): boolean => ms >= fault.at && ms < fault.at + fault.for;

export interface Frame {
  /** RGBA. */
  readonly pixels: Buffer;
  readonly width: number;
  readonly height: number;
}

/** The camera at a moment: turned while its view is moved. */
export function cameraAt(camera: Pinhole, faults: readonly Fault[], ms: number): Pinhole {
  const moved = faults.find((f) => f.kind === 'moved-view' && isActive(f, ms));
  if (moved?.kind !== 'moved-view') return camera;
  const { yaw, tilt } = camera.options;
  const turned: PinholeOptions = { ...camera.options, yaw: yaw + moved.yaw, tilt: tilt + moved.tilt };
  return new Pinhole(turned);
}

/** False where the frame of this moment never leaves the camera: dropped, stalled, or nobody may connect. */
export function isSent(faults: readonly Fault[], ms: number, seed: number): boolean {
  return !faults.some((fault) => {
    if (!isActive(fault, ms)) return false;
    if (fault.kind === 'stall' || fault.kind === 'refused') return true;
    return fault.kind === 'dropped-frames' && seededRandom(seed * 977 + Math.round(ms))() < fault.share;
  });
}

/**
 * What becomes of the frames of one camera.
 * @returns a function that takes each frame in turn; its result lives until the next call.
 */
export function createFaults(faults: readonly Fault[], seed: number): (frame: Frame, ms: number) => Frame {
  let held: { readonly fault: Fault; readonly frame: Frame } | undefined;
  return (frame, ms) => {
    let shown = frame;
    for (const fault of faults) {
      if (!isActive(fault, ms)) continue;
      if (fault.kind === 'freeze') {
        // The first frame of the fault is kept and shown until its end.
        if (held?.fault !== fault) held = { fault, frame: { ...shown, pixels: Buffer.from(shown.pixels) } };
        shown = held.frame;
      } else shown = spoilt(shown, fault, seededRandom(seed * 31 + Math.round(ms)));
    }
    return shown;
  };
}

/** One frame with one fault of the picture; as it is where the fault is one of the stream. */
function spoilt(frame: Frame, fault: Fault, random: () => number): Frame {
  switch (fault.kind) {
    case 'grey':
      return { ...frame, pixels: filled(frame, () => 126 + 4 * random()) };
    case 'black':
      return { ...frame, pixels: filled(frame, () => 16 + 5 * random() ** 3) };
    case 'green-stripes':
      return greenStripes(frame, random);
    case 'covered':
      return drawn(frame, frame, covered(frame));
    case 'defocused':
      return drawn(frame, frame, (ctx, source) => {
        ctx.filter = `blur(${Math.round(frame.width / 60)}px)`;
        ctx.drawImage(source, 0, 0);
      });
    case 'resolution':
      return drawn(frame, fault, (ctx, source) => ctx.drawImage(source, 0, 0, fault.width, fault.height));
    default:
      return frame;
  }
}

function filled({ width, height }: Frame, level: () => number): Buffer {
  const pixels = Buffer.alloc(width * height * 4, 255);
  for (let i = 0; i < pixels.length; i += 4) {
    const v = level();
    pixels[i] = pixels[i + 1] = pixels[i + 2] = v;
  }
  return pixels;
}

/** From some row on the decoder lost its way: blocks of 16 pixels are green, grey or torn sideways. */
function greenStripes({ pixels, width, height }: Frame, random: () => number): Frame {
  const out = Buffer.from(pixels);
  const first = Math.floor(height * (0.15 + 0.2 * random()));
  for (let row = 16 * Math.ceil(first / 16); row < height; row += 16) {
    const look = random();
    const shift = Math.floor(random() * 64) * 4;
    const from = Math.floor(random() * width * 0.4);
    for (let y = row; y < Math.min(height, row + 16); y++) {
      for (let x = from; x < width; x++) {
        const i = (y * width + x) * 4;
        if (look < 0.55) out.set([0, 135, 0], i);
        else if (look < 0.85) out.copyWithin(i, Math.max(0, i - shift - 4), Math.max(0, i - shift - 4) + 3);
        else out.set([128, 128, 128], i);
      }
    }
  }
  return { pixels: out, width, height };
}

type Source = Canvas;

/** Draws a frame anew with the canvas. */
function drawn(
  frame: Frame,
  size: { width: number; height: number },
  draw: (ctx: SKRSContext2D, source: Source) => void,
): Frame {
  const source = createCanvas(frame.width, frame.height);
  const image = source.getContext('2d').createImageData(frame.width, frame.height);
  image.data.set(frame.pixels);
  source.getContext('2d').putImageData(image, 0, 0);
  const canvas = createCanvas(size.width, size.height);
  draw(canvas.getContext('2d'), source);
  return { pixels: canvas.data(), width: size.width, height: size.height };
}

/** A cloth or a hand before the lens: nearly all is dark and brownish, some light comes in at an edge. */
const covered =
  ({ width, height }: Frame) =>
  (ctx: SKRSContext2D, source: Source): void => {
    ctx.filter = `blur(${Math.round(width / 20)}px)`;
    ctx.drawImage(source, 0, 0);
    ctx.filter = 'none';
    const gradient = ctx.createLinearGradient(0, 0, width, height * 0.4);
    gradient.addColorStop(0, 'rgba(38,28,24,0.99)');
    gradient.addColorStop(0.8, 'rgba(52,38,32,0.97)');
    gradient.addColorStop(1, 'rgba(70,52,44,0.7)');
    ctx.fillStyle = gradient;
    ctx.fillRect(0, 0, width, height);
  };
