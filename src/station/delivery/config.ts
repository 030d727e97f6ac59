// Where the files go: `delivery` of `tt10` in a site file.
import { z } from 'zod';
import { hostSchema } from '../../fieldbus/host.ts';
import { message } from '../../messages/catalogue.ts';
import { durationSchema, formSchema, refuse, secretSchema } from '../../runtime/schema.ts';

const common = {
  host: hostSchema.max(253).describe('Name or address of the server of the authority.'),
  folder: formSchema(
    /^[^\r\n\0]+$/,
    { en: 'the path of a folder in one line', vi: 'đường dẫn thư mục trên một dòng' },
    'incoming',
  )
    .max(500)
    .prefault('.')
    .describe('Folder on the server, from where the login begins or absolute. It must exist.'),
  user: z.string().min(1).max(200).describe('Name to log in with.'),
  temporary: formSchema(
    /^[A-Za-z0-9._-]{1,20}$/,
    {
      en: 'the ending of a file: letters, digits, ".", "_", "-"',
      vi: 'đuôi tệp: chữ không dấu, chữ số, ".", "_", "-"',
    },
    '.tmp',
  )
    .prefault('.tmp')
    .describe('Ending of a file while it is sent; it gets its own name once all of it is there.'),
  timeout: durationSchema({ minMs: 1000, maxMs: 600_000 })
    .prefault('60s')
    .describe('Longest time for a connection, and for one file.'),
  retryFirst: durationSchema({ minMs: 100, maxMs: 3_600_000 })
    .prefault('5s')
    .describe('Longest wait before the second try; the waits double, with chance in them.'),
  retryMax: durationSchema({ minMs: 100, maxMs: 86_400_000 }).prefault('10min').describe('Longest wait between tries.'),
};
const port = (usual: number) => z.int().min(1).max(65_535).prefault(usual).describe(`Port. Usually ${usual}.`);
const password = secretSchema.describe('The password: where it is kept, never the password itself.');

const ftp = z.strictObject({
  by: z.literal('ftp').describe('FTP: the password and the files can be read on their way.'),
  ...common,
  port: port(21),
  password,
});

const ftps = z.strictObject({
  by: z.literal('ftps').describe('FTP inside TLS. The certificate of the server is always verified.'),
  ...common,
  port: port(21),
  password,
  implicit: z
    .boolean()
    .prefault(false)
    .describe('true: TLS from the first byte, usually at port 990. Old servers only.'),
  ca: formSchema(/^\//, { en: 'the full path of a file', vi: 'đường dẫn đầy đủ của một tệp' }, '/etc/haidang/ca.pem')
    .optional()
    .describe(
      'Certificates (PEM, absolute path) that the server’s must be signed by, or the server’s own. Default: those of Node.',
    ),
  serverName: formSchema(
    /^[A-Za-z0-9.-]{1,253}$/,
    { en: 'the name in a certificate', vi: 'tên ghi trong chứng chỉ' },
    'ftp.example.vn',
  )
    .optional()
    .describe('Name that the certificate bears, where it is not `host`.'),
});

const sftp = z
  .strictObject({
    by: z.literal('sftp').describe('SFTP: files inside SSH. The key of the server is compared with `hostKeys`.'),
    ...common,
    port: port(22),
    hostKeys: z
      .array(
        formSchema(
          /^SHA256:[A-Za-z0-9+/]{43}$/,
          {
            en: 'the fingerprint of a key, as "ssh-keygen -lf" prints it',
            vi: 'dấu vân tay của khóa, như "ssh-keygen -lf" in ra',
          },
          'SHA256:uNiVztksCsDhcc0u9e8BrqzOUfMZ8lUo1X7sLqWlcRU',
        ),
      )
      .min(1)
      .max(8)
      .describe('Fingerprints of the server that are accepted, as `ssh-keygen -lf` prints them. No other is.')
      .meta({ examples: [['SHA256:uNiVztksCsDhcc0u9e8BrqzOUfMZ8lUo1X7sLqWlcRU']] }),
    password: password.optional(),
    key: secretSchema.optional().describe('Private key (OpenSSH or PEM), in place of a password.'),
    passphrase: secretSchema.optional().describe('What opens `key`, where it is locked.'),
  })
  .check((ctx) => {
    const { password, key } = ctx.value;
    if (!password && !key) refuse(ctx, message('station.delivery-no-login'), ['user']);
  });

export const deliverySchema = z
  .discriminatedUnion('by', [ftp, ftps, sftp])
  .describe('The server that the files are delivered to, one after another, the oldest first.');

export type DeliveryConfig = z.output<typeof deliverySchema>;
export type FtpConfig = Extract<DeliveryConfig, { by: 'ftp' | 'ftps' }>;
export type SftpConfig = Extract<DeliveryConfig, { by: 'sftp' }>;
