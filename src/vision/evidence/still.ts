// A frame with its drawing as JPEG. All work on pixels is done by libvips in its own threads: the event loop only hands
// buffers over. The three planes become the bands of one image, and the colour conversion is a matrix over them.
import { drawOverlay, type Overlay, stripHeight } from './overlay.ts';

/** The picture of a frame (see Frame), in memory of its own. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Planar YUV 4:2:0, limited range. */
  readonly data: Uint8Array;
}

export interface Still {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Loaded with the first still: libvips takes 20 MB that a gateway without cameras need not have. */
const loadSharp = async () => (await import('sharp')).default;

const quality = 88;

/** Luma weights of red and blue: BT.601 for standard definition, BT.709 above, as cameras do that do not say. */
const lumaWeights = (height: number) => (height <= 576 ? { kr: 0.299, kb: 0.114 } : { kr: 0.2126, kb: 0.0722 });

/** Matrix and offsets from limited-range Y, U, V to full-range R, G, B (ITU-R BT.601 and BT.709, section 3). */
function conversion(height: number) {
  const { kr, kb } = lumaWeights(height);
  const kg = 1 - kr - kb;
  const y = 255 / 219;
  const rv = (2 * (1 - kr) * 255) / 224;
  const bu = (2 * (1 - kb) * 255) / 224;
  const gu = -(bu * kb) / kg;
  const gv = -(rv * kr) / kg;
  const matrix: [[number, number, number], [number, number, number], [number, number, number]] = [
    [y, 0, rv],
    [y, gu, gv],
    [y, bu, 0],
  ];
  return { matrix, offsets: matrix.map(([a, b, c]) => -16 * a - 128 * (b + c)) };
}

/** The frame as RGB, 3 bytes a pixel. */
export async function toRgb({ width, height, data }: Picture): Promise<Buffer> {
  const sharp = await loadSharp();
  const luma = width * height;
  const half = { width: width / 2, height: height / 2, channels: 1 as const };
  const plane = { width, height, channels: 1 as const };
  const [u, v] = await Promise.all(
    [data.subarray(luma, luma * 1.25), data.subarray(luma * 1.25, luma * 1.5)].map((chroma) =>
      sharp(chroma, { raw: half }).resize(width, height, { kernel: 'linear' }).extractChannel(0).raw().toBuffer(),
    ),
  );
  const yuv = await sharp(data.subarray(0, luma), { raw: plane })
    .joinChannel([u!, v!], { raw: plane })
    .raw()
    .toBuffer();
  const { matrix, offsets } = conversion(height);
  return sharp(yuv, { raw: { width, height, channels: 3 } })
    .recomb(matrix)
    .linear([1, 1, 1], offsets)
    .raw()
    .toBuffer();
}

/** A picture with its drawing. @throws where libvips cannot code it. */
export async function makeStill(picture: Picture, overlay: Overlay): Promise<Still> {
  return drawn(await toRgb(picture), picture, overlay);
}

/** A picture by itself and with its drawing. @throws where libvips cannot code it. */
export async function makeStills(
  picture: Picture,
  overlay: Overlay,
): Promise<{ readonly plain: Still; readonly withOverlay: Still }> {
  const rgb = await toRgb(picture);
  const [plain, withOverlay] = await Promise.all([coded(rgb, picture), drawn(rgb, picture, overlay)]);
  return { plain, withOverlay };
}

const jpeg = { quality, chromaSubsampling: '4:4:4' };

async function coded(rgb: Buffer, { width, height }: Picture): Promise<Still> {
  const sharp = await loadSharp();
  const bytes = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg(jpeg)
    .toBuffer();
  return { bytes, width, height };
}

async function drawn(rgb: Buffer, { width, height }: Picture, overlay: Overlay): Promise<Still> {
  const sharp = await loadSharp();
  const strip = stripHeight(width);
  const bytes = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .extend({ bottom: strip, background: '#101418' })
    .composite([{ input: Buffer.from(drawOverlay(overlay, width, height)) }])
    .jpeg(jpeg)
    .toBuffer();
  return { bytes, width, height: height + strip };
}
