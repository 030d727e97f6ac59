// A photograph as a frame of a camera: planar YUV 4:2:0, limited range, BT.601, so that it goes the product's own way
// into a model. An odd edge is repeated once: both sizes of a frame are even.
import sharp from 'sharp';

export interface Picture {
  readonly yuv: Uint8Array;
  /** Of the frame, even. */
  readonly width: number;
  readonly height: number;
  /** Of the photograph itself, which the labels speak of. */
  readonly ownWidth: number;
  readonly ownHeight: number;
}

export async function readPicture(file: string): Promise<Picture> {
  const { data, info } = await sharp(file)
    .autoOrient()
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const width = info.width + (info.width & 1);
  const height = info.height + (info.height & 1);
  return { yuv: yuvOf(data, info.width, info.height), width, height, ownWidth: info.width, ownHeight: info.height };
}

/** Coefficients in units of 1/65536 (ITU-R BT.601, limited range), rounded. Colours are the mean of 2 x 2 pixels. */
function yuvOf(rgb: Uint8Array, ownWidth: number, ownHeight: number): Uint8Array {
  const width = ownWidth + (ownWidth & 1);
  const height = ownHeight + (ownHeight & 1);
  const luma = width * height;
  const yuv = new Uint8Array(luma * 1.5);
  const half = width / 2;
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let corner = 0; corner < 4; corner++) {
        const px = x + (corner & 1);
        const py = y + (corner >> 1);
        const at = 3 * (Math.min(py, ownHeight - 1) * ownWidth + Math.min(px, ownWidth - 1));
        const r = rgb[at]!;
        const g = rgb[at + 1]!;
        const b = rgb[at + 2]!;
        yuv[py * width + px] = (1_081_344 + 16_829 * r + 33_039 * g + 6_416 * b) >> 16;
        red += r;
        green += g;
        blue += b;
      }
      const at = luma + (y / 2) * half + x / 2;
      yuv[at] = (33_685_504 - 9_714 * red - 19_070 * green + 28_784 * blue) >> 18;
      yuv[at + luma / 4] = (33_685_504 + 28_784 * red - 24_103 * green - 4_681 * blue) >> 18;
    }
  }
  return yuv;
}
