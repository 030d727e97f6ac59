// The files of Circular 10/2021/TT-BTNMT in a site file: what stands in them and what they are called.
import { z } from 'zod';
import { message } from '../../messages/catalogue.ts';
import { byteSizeSchema, durationSchema, formSchema, idSchema, refuse } from '../../runtime/schema.ts';
import { deliverySchema } from '../delivery/config.ts';

const field = (what: string, example: string) =>
  formSchema(/^[^\t\r\n]*$/, { en: 'text without tabs and line ends', vi: 'chữ không có tab và xuống dòng' }, example)
    .max(60)
    .describe(what);

const parameterSchema = z.strictObject({
  point: idSchema.describe(
    'The point of the station: the mean of its five minutes, of a counter how much it went on in them. Where the file is to have what a counter stands at, make another point of it, of kind scalar.',
  ),
  name: field('What the file calls it: Temp, pH, PM10, "PM2,5" with a comma, …', 'PM10').min(1),
  unit: field('Its unit as the file writes it: ug/m3, mg/L, C, -; of a counter also that of a flow, m3/h.', 'ug/m3'),
  decimals: z.int().min(0).max(6).prefault(2).describe('Digits after the point.'),
});

export const tt10Schema = z
  .strictObject({
    name: formSchema(
      /^[A-Za-z0-9][A-Za-z0-9_.{}-]*$/,
      {
        en: 'the name of a file: letters without marks, digits, "_", "-", ".", and {time}',
        vi: 'tên tệp: chữ không dấu, chữ số, "_", "-", "." và {time}',
      },
      'QuangNinh_BaiChay_KK01_{time}.txt',
    )
      .max(120)
      .describe('Name of a file; {time} becomes the local end of its five minutes, yyyyMMddHHmmss.')
      .meta({ examples: ['QuangNinh_BaiChay_KK01_{time}.txt'] }),
    ending: z.enum(['lf', 'crlf']).prefault('lf').describe('End of a line.'),
    missing: field('What stands for a value that is not there; its status is 02.', '-').prefault(''),
    parameters: z.array(parameterSchema).min(1).max(100).describe('The lines of a file, in this order.'),
    keep: durationSchema({ minMs: 86_400_000, maxMs: 400 * 86_400_000 })
      .prefault('60d')
      .describe('How long a file is kept that was delivered; the circular asks for 60 days.'),
    cap: byteSizeSchema({ min: 1024 ** 2 })
      .prefault('256MiB')
      .describe('Never more than this; the oldest delivered ones go first.'),
    delivery: deliverySchema.optional(),
  })
  .check((ctx) => {
    if (!ctx.value.name.includes('{time}')) refuse(ctx, message('station.tt10-name'), ['name']);
  })
  .describe('Files every five minutes, as Circular 10/2021/TT-BTNMT has them.');

export type Tt10Config = z.output<typeof tt10Schema>;
