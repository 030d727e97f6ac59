// Where a camera's pictures come from. One member of the union a kind of source.
import { z } from 'zod';
import { message } from '../../messages/catalogue.ts';
import { refuse, type SecretRef, secretSchema } from '../../runtime/schema.ts';
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
      const bad = (reason: string) =>
        refuse(ctx, message('source.bad-url', { found: withoutLogin(ctx.value), reason }));
      if (!new RegExp(`^${protocol}s?://`, 'i').test(ctx.value))
        return bad(`it must begin with ${protocol}:// or ${protocol}s://`);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      if (/[\u0000-\u0020\u007f]/.test(ctx.value)) return bad('it holds a space or a control character');
      if (!URL.canParse(ctx.value) || new URL(ctx.value).hostname === '') return bad('it names no host');
      const { username, password } = new URL(ctx.value);
      if (username || password) refuse(ctx, message('source.login-in-url'));
    })
    .meta({ pattern: protocol === 'rtsp' ? '^[rR][tT][sS][pP][sS]?://' : '^[hH][tT][tT][pP][sS]?://' });

const loginFields = {
  username: usernameSchema
    .optional()
    .describe('User name at the camera, or ${env:NAME} or ${file:/path} where it is kept.'),
  password: secretSchema.optional(),
};

const passwordAlone = (ctx: { value: { username?: unknown; password?: unknown } } & Parameters<typeof refuse>[0]) => {
  if (ctx.value.password && !ctx.value.username) refuse(ctx, message('source.password-alone'), ['password']);
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
  path: z
    .string()
    .regex(/^\/dev\/[\w./-]+$/)
    .describe('Its device, best the name that stays: /dev/v4l/by-id/….'),
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

export const sourceSchema = z
  .discriminatedUnion('kind', [rtspSchema, mjpegSchema, v4l2Schema, fileSchema])
  .meta({ title: 'Source of pictures' });
export type SourceConfig = z.output<typeof sourceSchema>;
/** A camera whose address goes to ffmpeg by its stdin. */
export type NetworkConfig = z.output<typeof rtspSchema> | z.output<typeof mjpegSchema>;
export type UserName = string | SecretRef;

/** An address may be shown only like this: it may hold a password that should not be there. */
function withoutLogin(url: string): string {
  return url.replace(/^([^/]*\/\/)?[^/]*@/, '$1***@');
}
