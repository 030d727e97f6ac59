// Where a camera's pictures come from. One member of the union a kind of source.
import { z } from 'zod';
import { type StandIn, standIns } from '../../domain/outgoing/camera.ts';
import { urlMistake } from '../../fieldbus/url.ts';
import { message } from '../../messages/catalogue.ts';
import type { Phrase } from '../../messages/text.ts';
import { formSchema, refuse, type SecretRef, secretSchema } from '../../runtime/schema.ts';
import { decodingNames } from './decoding.ts';

/** A user name may stand in the file; it may also be kept where passwords are. */
const usernameSchema = z
  .string()
  .min(1)
  .check((ctx) => {
    if (ctx.value.includes(':') && !secretSchema.safeParse(ctx.value).success) {
      refuse(ctx, message('source.username-colon'));
    }
  })
  .transform((text): UserName => secretSchema.safeParse(text).data ?? text);

const urlSchema = (protocol: 'rtsp' | 'http') =>
  z
    .string()
    .check((ctx) => {
      const bad = (reason: Phrase) =>
        refuse(ctx, message('source.bad-url', { found: withoutLogin(ctx.value), reason }));
      if (!new RegExp(`^${protocol}s?://`, 'i').test(ctx.value))
        return bad({
          en: `it must begin with ${protocol}:// or ${protocol}s://`,
          vi: `phải bắt đầu bằng ${protocol}:// hoặc ${protocol}s://`,
        });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      if (/[\u0000-\u0020\u007f]/.test(ctx.value))
        return bad({ en: 'it holds a space or a control character', vi: 'có dấu cách hoặc ký tự điều khiển' });
      const example = protocol === 'rtsp' ? 'rtsp://10.0.0.5:554/stream1' : 'http://10.0.0.5:80/mjpg/video.mjpg';
      if (/\/\/[^/?#]*@/.test(ctx.value)) return refuse(ctx, message('source.login-in-url'));
      const mistake = urlMistake(ctx.value, example);
      if (mistake) return refuse(ctx, mistake);
      if (!URL.canParse(ctx.value) || new URL(ctx.value).hostname === '')
        return bad({ en: 'it names no host', vi: 'không có tên máy hay địa chỉ IP' });
    })
    .meta({ pattern: protocol === 'rtsp' ? '^[rR][tT][sS][pP][sS]?://' : '^[hH][tT][tT][pP][sS]?://' });

const loginFields = {
  username: usernameSchema
    .optional()
    .describe('User name at the camera, or ${env:NAME} or ${file:/path} where it is kept.'),
  password: secretSchema.optional(),
};

const passwordAlone = (ctx: { value: { username?: unknown; password?: unknown } } & Parameters<typeof refuse>[0]) => {
  if (ctx.value.password && ctx.value.username === undefined)
    refuse(ctx, message('source.password-alone'), ['password']);
};

const decodingSchema = z
  .enum(decodingNames)
  .optional()
  .describe(
    'What decodes the pictures, auto if nothing is said. auto takes the hardware of the machine where it has any and falls back to software where that gives no picture.',
  );

const rtspSchema = z
  .strictObject({
    kind: z.literal('rtsp').describe('A network camera.'),
    url: urlSchema('rtsp').meta({
      description: 'Address of the stream, without user name and password.',
      examples: ['rtsp://10.0.0.5/stream1'],
    }),
    ...loginFields,
    transport: z
      .enum(['tcp', 'udp', 'auto'])
      .default('tcp')
      .describe(
        'How the video travels. tcp passes firewalls and loses nothing; udp only where a camera cannot tcp; auto tries tcp first.',
      ),
    decoding: decodingSchema,
  })
  .check(passwordAlone);

const mjpegSchema = z
  .strictObject({
    kind: z.literal('mjpeg').describe('A network camera that gives JPEG pictures over HTTP (multipart).'),
    url: urlSchema('http').meta({
      description: 'Address of the stream, without user name and password.',
      examples: ['http://10.0.0.5/mjpg/video.mjpg'],
    }),
    ...loginFields,
  })
  .check(passwordAlone);

const v4l2Schema = z.strictObject({
  kind: z.literal('v4l2').describe('A camera at this machine: USB or CSI.'),
  path: formSchema(
    /^\/dev\/[\w./-]+$/,
    { en: 'the device file of a camera', vi: 'tệp thiết bị của camera' },
    '/dev/video0',
  ).describe('Its device, best the name that stays: /dev/v4l/by-id/….'),
  width: z.int().min(160).max(7680).optional().describe('Picture size to ask the camera for, pixels; with height.'),
  height: z.int().min(120).max(4320).optional().describe('Picture size to ask the camera for, pixels; with width.'),
  fps: z.number().min(1).max(120).optional().describe('Pictures a second to ask the camera for.'),
  format: z
    .enum(['mjpeg', 'yuyv422', 'h264', 'nv12'])
    .optional()
    .describe('Coding to ask the camera for; mjpeg lets USB 2 carry large pictures.'),
});

const fileSchema = z.strictObject({
  kind: z.literal('file').describe('A video file in place of a camera, played at its own pace.'),
  path: z.string().min(1).describe('Path of the video file.'),
  loop: z.boolean().default(true).describe('Whether it begins again when it is over.'),
});

/** Smallest and largest sides of a drawn picture, pixels: larger ones take seconds each. */
const sceneSides = { width: [160, 1920], height: [90, 1080] } as const;

const sceneSize = z
  .string()
  .check((ctx) => {
    const [, ...sides] = /^(\d+)x(\d+)$/.exec(ctx.value) ?? [];
    const [width = 0, height = 0] = sides.map(Number);
    const fits = (side: number, [least, most]: readonly [number, number]) =>
      side >= least && side <= most && side % 2 === 0;
    if (!fits(width, sceneSides.width) || !fits(height, sceneSides.height))
      refuse(ctx, message('source.bad-scene-size', { found: ctx.value }));
  })
  .meta({ pattern: '^[0-9]+x[0-9]+$' });

const sceneSchema = z.strictObject({
  kind: z.literal('scene').describe('A drawn scene in place of a camera: for practice, nothing of it is real.'),
  scenario: z
    .string()
    .min(1)
    .meta({
      description: 'Name of a scenario that ships, or the path of one (….yaml), as seen from the site file.',
      examples: ['ha-long-junction', 'scenes/gate.yaml'],
    }),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31)
    .optional()
    .describe('Another one gives other traffic, the same one the same. The scenario’s own without it.'),
  light: z
    .enum(['day', 'overcast', 'dusk', 'night'])
    .optional()
    .describe('Light of the scene; as the scenario says without it.'),
  size: sceneSize
    .optional()
    .describe('Width x height in pixels, both even, 160x90 to 1920x1080. Small ones cost less: drawing takes a core.'),
});

/** What ffmpeg opens. */
export const playedSchema = z
  .discriminatedUnion('kind', [rtspSchema, mjpegSchema, v4l2Schema, fileSchema])
  .meta({ title: 'Source of coded pictures' });
export const sourceSchema = z
  .discriminatedUnion('kind', [rtspSchema, mjpegSchema, v4l2Schema, fileSchema, sceneSchema])
  .meta({ title: 'Source of pictures' });
export type SourceConfig = z.output<typeof sourceSchema>;
export type SceneConfig = z.output<typeof sceneSchema>;
export type PlayedConfig = z.output<typeof playedSchema>;
/** A camera whose address goes to ffmpeg by its stdin. */
export type NetworkConfig = z.output<typeof rtspSchema> | z.output<typeof mjpegSchema>;
export type UserName = string | SecretRef;

/** What stands in place of a camera; undefined for a camera. */
export const standInOf = ({ kind }: Pick<SourceConfig, 'kind'>): StandIn | undefined =>
  standIns.find((s) => s === kind);

/** An address may be shown only like this: it may hold a password that should not be there. */
function withoutLogin(url: string): string {
  return url.replace(/^([^/]*\/\/)?[^/]*@/, '$1***@');
}
