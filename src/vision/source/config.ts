// Where a camera's pictures come from. One member of the union a kind of source.
import { z } from 'zod';
import { message } from '../../messages/catalogue.ts';
import { refuse, type SecretRef, secretSchema } from '../../runtime/schema.ts';

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

const urlSchema = z
  .string()
  .check((ctx) => {
    const bad = (reason: string) => refuse(ctx, message('source.bad-url', { found: withoutLogin(ctx.value), reason }));
    if (!/^rtsps?:\/\//i.test(ctx.value)) return bad('it must begin with rtsp:// or rtsps://');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    if (/[\u0000-\u0020\u007f]/.test(ctx.value)) return bad('it holds a space or a control character');
    if (!URL.canParse(ctx.value) || new URL(ctx.value).hostname === '') return bad('it names no host');
    const { username, password } = new URL(ctx.value);
    if (username || password) refuse(ctx, message('source.login-in-url'));
  })
  .meta({ pattern: '^[rR][tT][sS][pP][sS]?://' });

const rtspSchema = z
  .strictObject({
    kind: z.literal('rtsp').describe('A network camera.'),
    url: urlSchema.meta({
      description: 'Address of the stream, without user name and password.',
      examples: ['rtsp://10.0.0.5/stream1'],
    }),
    username: usernameSchema
      .optional()
      .describe('User name at the camera, or ${env:NAME} or ${file:/path} where it is kept.'),
    password: secretSchema.optional(),
    transport: z
      .enum(['tcp', 'udp'])
      .default('tcp')
      .describe('How the video travels. tcp passes firewalls and loses nothing; udp only where a camera cannot tcp.'),
  })
  .check((ctx) => {
    if (ctx.value.password && !ctx.value.username) refuse(ctx, message('source.password-alone'), ['password']);
  });

const fileSchema = z.strictObject({
  kind: z.literal('file').describe('A video file in place of a camera, played at its own pace.'),
  path: z.string().min(1).describe('Path of the video file.'),
  loop: z.boolean().default(true).describe('Whether it begins again when it is over.'),
});

export const sourceSchema = z
  .discriminatedUnion('kind', [rtspSchema, fileSchema])
  .meta({ title: 'Source of pictures' });
export type SourceConfig = z.output<typeof sourceSchema>;
export type RtspConfig = z.output<typeof rtspSchema>;
export type UserName = string | SecretRef;

/** An address may be shown only like this: it may hold a password that should not be there. */
function withoutLogin(url: string): string {
  return url.replace(/^([^/]*\/\/)?[^/]*@/, '$1***@');
}
