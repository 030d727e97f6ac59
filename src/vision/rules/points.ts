// Points of a picture as a person writes them: shares of its width and height, or pixels of a picture of a named size.
import { z } from 'zod';
import { message } from '../../messages/catalogue.ts';
import { words } from '../../runtime/document/words.ts';
import { formSchema, refuse } from '../../runtime/schema.ts';
import type { Normalised } from './geometry.ts';

const share = z
  .number()
  .check((ctx) => {
    if (!(ctx.value >= 0 && ctx.value <= 1)) refuse(ctx, message('vision.not-a-share', { found: ctx.value }));
  })
  .meta({ minimum: 0, maximum: 1 });
export const point = z
  .tuple([share, share])
  .meta({ description: '[x, y] as shares of the picture: [0, 0] is top left, [1, 1] bottom right.' })
  .register(words, {
    noun: { en: 'a point [x, y] with numbers from 0 to 1', vi: 'một điểm [x, y] với các số từ 0 đến 1' },
    example: '[0.25, 0.8]',
  });

const sizePattern = /^(\d{2,5})x(\d{2,5})$/;

/**
 * The same in pixels: `{ pixels: 1920x1080, points: [[640, 800], [1300, 800]] }`. What it gives are shares, checked as if
 * they had been written.
 */
export function orInPixels<S extends z.ZodType<unknown, readonly (readonly [number, number])[]>>(shares: S) {
  const inPixels = z
    .strictObject({
      pixels: formSchema(
        sizePattern,
        { en: 'width x height of a picture in pixels', vi: 'chiều rộng x chiều cao của hình, tính bằng pixel' },
        '1920x1080',
      ).describe('Size of the picture that the points are pixels of.'),
      points: z
        .array(z.tuple([z.number(), z.number()]))
        .min(2)
        .max(64)
        .describe('Points [x, y] in pixels of that picture.'),
    })
    .transform(({ pixels, points }): Normalised[] => {
      const [, width, height] = sizePattern.exec(pixels) ?? [];
      return points.map(([x, y]) => [x / Number(width), y / Number(height)]);
    })
    .pipe(shares as unknown as z.ZodType<z.output<S>, Normalised[]>);
  return z.union([shares, inPixels]);
}
