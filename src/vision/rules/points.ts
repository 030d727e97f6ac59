// Points of a picture as a person writes them: shares of its width and height, or pixels of a picture of a named size.
import { z } from 'zod';
import { message } from '../../messages/catalogue.ts';
import { words } from '../../runtime/document/words.ts';
import { formSchema, refuse } from '../../runtime/schema.ts';
import type { Normalised } from './geometry.ts';

const isShare = (v: number) => v >= 0 && v <= 1;
const share = z.number().meta({ minimum: 0, maximum: 1 });
/** A point of several that are judged together by `refuseOutside`: of eight pixels one is told. */
export const pointOfMany = z
  .tuple([share, share])
  .meta({ description: '[x, y] as shares of the picture: [0, 0] is top left, [1, 1] bottom right.' })
  .register(words, {
    noun: { en: 'a point [x, y] with numbers from 0 to 1', vi: 'một điểm [x, y] với các số từ 0 đến 1' },
    example: '[0.25, 0.8]',
  });
export const point = pointOfMany.check((ctx) => {
  for (const [i, found] of ctx.value.entries()) {
    if (!isShare(found)) refuse(ctx, message('vision.not-a-share', { found }), [i]);
  }
});

/** Refuses points outside of the picture, once. @returns whether it did. */
export function refuseOutside(ctx: { issues: unknown[]; value: readonly (readonly [number, number])[] }): boolean {
  const outside = ctx.value.flatMap((p, i) => p.flatMap((found, k) => (isShare(found) ? [] : [{ found, at: [i, k] }])));
  const [first] = outside;
  if (!first) return false;
  const { found, at } = first;
  const count = outside.length;
  refuse(
    ctx,
    count === 1 ? message('vision.not-a-share', { found }) : message('vision.not-shares', { found, count }),
    at,
  );
  return true;
}

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
    .check((ctx) => {
      const [, width, height] = sizePattern.exec(ctx.value.pixels) ?? [];
      if (height === undefined) return;
      if (ctx.value.points.every((p) => p.every(isShare)) && ctx.value.points.flat().some((v) => v > 0)) {
        refuse(ctx, message('vision.shares-as-pixels'), ['points']);
        return;
      }
      const outside = ctx.value.points.flatMap((p, i) =>
        p.flatMap((found, k) =>
          found >= 0 && found <= Number(k === 0 ? width : height) ? [] : [{ found, at: [i, k] }],
        ),
      );
      const [first] = outside;
      if (!first) return;
      const params = { found: first.found, size: ctx.value.pixels };
      refuse(ctx, message('vision.pixel-outside', params), ['points', ...first.at]);
    })
    .transform(({ pixels, points }): Normalised[] => {
      const [, width, height] = sizePattern.exec(pixels) ?? [];
      return points.map(([x, y]) => [x / Number(width), y / Number(height)]);
    })
    .pipe(shares as unknown as z.ZodType<z.output<S>, Normalised[]>);
  return z.union([shares, inPixels]);
}
