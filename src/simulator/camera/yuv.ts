// Drawn pictures as cameras send them: planar YUV 4:2:0 of ITU-R BT.601, limited range, behind one another as YUV4MPEG2
// (https://wiki.multimedia.cx/index.php/YUV4MPEG2). The factors are those of BT.601 in units of 1/256, rounded.
import type { Frame } from '../scene/picture/faults.ts';

/** What the stream begins with. @param fps pictures a second, of any fraction. */
export function y4mHeader({ width, height }: Pick<Frame, 'width' | 'height'>, fps: number): string {
  return `YUV4MPEG2 W${width} H${height} F${Math.round(fps * 1000)}:1000 Ip A1:1 C420jpeg\n`;
}

const mark = Buffer.from('FRAME\n');

/** A picture of the stream with its mark. @param frame RGBA with even sides. */
export function y4mFrame({ pixels, width, height }: Frame): Buffer {
  const out = Buffer.allocUnsafe(mark.length + (width * height * 3) / 2);
  mark.copy(out);
  const [yAt, uAt, vAt] = [mark.length, mark.length + width * height, mark.length + width * height * 1.25];
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      let [r, g, b] = [0, 0, 0];
      for (let k = 0; k < 4; k++) {
        const place = (y + (k >> 1)) * width + x + (k & 1);
        const red = pixels[place * 4]!;
        const green = pixels[place * 4 + 1]!;
        const blue = pixels[place * 4 + 2]!;
        out[yAt + place] = ((66 * red + 129 * green + 25 * blue + 128) >> 8) + 16;
        r += red;
        g += green;
        b += blue;
      }
      const chroma = (y >> 1) * (width >> 1) + (x >> 1);
      // Sums of four: in units of 1/1024.
      out[uAt + chroma] = ((-38 * r - 74 * g + 112 * b + 512) >> 10) + 128;
      out[vAt + chroma] = ((112 * r - 94 * g - 18 * b + 512) >> 10) + 128;
    }
  }
  return out;
}
