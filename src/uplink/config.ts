// The `uplink:` part of the site file: the broker of the operations centre and how to reach it.
import { z } from 'zod';
import { urlMistake } from '../fieldbus/url.ts';
import { message } from '../messages/catalogue.ts';
import { words } from '../runtime/document/words.ts';
import { byteSizeSchema, durationSchema, formSchema, refuse, secretSchema } from '../runtime/schema.ts';
import { commandsSchema } from './commands/config.ts';
import { rateSchema } from './drain/limit.ts';
import type { Broker } from './link/connector.ts';

const example = 'mqtts://broker.example.vn:8883';
const address = { en: 'the address of a broker', vi: 'địa chỉ của một máy chủ MQTT' };

const urlSchema = z
  .string()
  .check((ctx) => {
    const url = URL.parse(ctx.value);
    const isBroker = url && ['mqtt:', 'mqtts:'].includes(url.protocol) && url.hostname !== '' && url.port !== '0';
    const broker = isBroker ? url : undefined;
    const mistake = /^mqtts?:/.test(ctx.value) ? urlMistake(ctx.value, example) : undefined;
    if (url && (url.username !== '' || url.password !== '')) refuse(ctx, message('uplink.url-credentials'));
    else if (mistake) refuse(ctx, mistake);
    else if (!broker || !['', '/'].includes(broker.pathname) || broker.search !== '' || broker.hash !== '') {
      refuse(ctx, message('config.bad-format', { found: ctx.value, expected: address, example }));
    }
  })
  .meta({
    description: 'Address of the broker: mqtts:// (TLS, port 8883) or mqtt:// (port 1883). No name or password in it.',
    examples: [example, 'mqtt://127.0.0.1:1883'],
  })
  .register(words, { noun: address, example });

const file = (what: string, sample: string) =>
  z
    .string()
    .min(1)
    .meta({ description: `${what} A path, absolute or from the folder of the site file.`, examples: [sample] });

const historySchema = z.strictObject({
  ...rateSchema.shape,
  batch: z
    .int()
    .min(1)
    .max(500)
    .default(1)
    .describe(
      'Events of the past that may travel in one message, as a JSON array. Only where the centre knows batches.',
    ),
});

const mediaSchema = z.strictObject({
  send: z
    .enum(['requested', 'alarms'])
    .default('requested')
    .describe(
      'requested: pictures are sent when the centre asks. alarms: those of alarms are also sent by themselves.',
    ),
  bytesPerSecond: rateSchema.shape.bytesPerSecond
    .unwrap()
    .default(50_000)
    .describe('Bytes a second that pictures may take of the link.'),
  chunk: byteSizeSchema({ max: 256 * 1024 ** 2 })
    .prefault('16KiB')
    .describe('Largest piece of a picture in one message. On a slow link pieces are smaller.'),
});

export const uplinkSchema = z
  .strictObject({
    url: urlSchema,
    fallbacks: z
      .array(urlSchema)
      .max(8)
      .default([])
      .describe(
        'Addresses of other brokers, in order, for when the ones before cannot be reached. Login and certificates are the same.',
      ),
    failBack: durationSchema({ minMs: 1000, maxMs: 86_400_000 })
      .prefault('5min')
      .describe('While a fallback is used: how often it is tried whether an earlier broker is back.'),
    version: z
      .literal([5, '3.1.1'])
      .default(5)
      .describe('Version of MQTT. 5 also tells when nobody is subscribed; 3.1.1 only for brokers that know no other.'),
    clientId: formSchema(
      /^[A-Za-z0-9_.-]{1,128}$/,
      { en: 'a name of letters, digits, "_", "." and "-"', vi: 'một tên gồm chữ không dấu, chữ số, "_", "." và "-"' },
      'haidang-qn-hl-001',
    )
      .optional()
      .describe('Name towards the broker, unique there. Default: haidang-<gateway id>.'),
    username: z.string().min(1).max(200).optional().describe('Name to log in with.'),
    password: secretSchema.optional(),
    ca: file(
      'Certificates (PEM) that the broker’s must be signed by. Default: those of the system.',
      'ca.pem',
    ).optional(),
    cert: file('Certificate (PEM) of this gateway, where the broker asks for one.', 'gateway.pem').optional(),
    key: file('Private key (PEM) of `cert`.', 'gateway.key').optional(),
    serverName: formSchema(
      /^[A-Za-z0-9.-]{1,253}$/,
      { en: 'the name in a certificate', vi: 'tên ghi trong chứng chỉ' },
      'broker.example.vn',
    )
      .optional()
      .describe('Name that the certificate of the broker bears, where it is not the one in the address.'),
    keepalive: durationSchema({ minMs: 5000, maxMs: 3_600_000 })
      .prefault('30s')
      .describe(
        'After this silence the broker is asked whether it is there; after 1.5 times it the link counts as dead.',
      ),
    window: z
      .int()
      .min(1)
      .max(1000)
      .default(100)
      .describe('How many messages may be on their way unacknowledged. The broker may allow less.'),
    sessionExpiry: durationSchema({ maxMs: 30 * 86_400_000 })
      .prefault('10min')
      .describe(
        'How long the broker keeps commands for this gateway while it is away; 0s: not at all. With 3.1.1 the broker itself decides how long.',
      ),
    willDelay: durationSchema({ maxMs: 3_600_000 })
      .prefault('10s')
      .describe(
        'After a connection broke, the broker waits this long before it tells that the gateway is offline (MQTT 5).',
      ),
    messageExpiry: durationSchema({ minMs: 1000, maxMs: 30 * 86_400_000 })
      .optional()
      .describe(
        'How long the broker may keep a message for a centre that is away (MQTT 5); alarms are kept as long as the broker likes. What it drops is still here and can be asked for. Default: no end.',
      ),
    history: historySchema
      .prefault({})
      .describe('How what is of the past is sent: what waited, what is asked for again.'),
    media: mediaSchema.prefault({}).describe('How pictures are sent.'),
    commands: commandsSchema.prefault({}).describe('Who may have commands carried out, and how many.'),
    reconnectMax: durationSchema({ minMs: 1000, maxMs: 3_600_000 })
      .prefault('1min')
      .describe(
        'Longest wait between two tries to reach the broker. The waits grow up to it and are spread at random.',
      ),
  })
  .check((ctx) => {
    const { url, fallbacks, ca, cert, key, serverName, username, password } = ctx.value;
    const plain = [url, ...fallbacks].every((u) => u.startsWith('mqtt:'));
    for (const [name, given] of Object.entries({ ca, cert, key, serverName })) {
      if (given && plain) refuse(ctx, message('uplink.tls-needs-mqtts', { key: name }), [name]);
    }
    if (cert && !key) refuse(ctx, message('uplink.cert-and-key', { present: 'cert', missing: 'key' }), ['cert']);
    if (key && !cert) refuse(ctx, message('uplink.cert-and-key', { present: 'key', missing: 'cert' }), ['key']);
    if (password && username === undefined) refuse(ctx, message('uplink.password-without-username'), ['password']);
  });

/** Durations in milliseconds, secrets as references. There is no setting that turns the verification of TLS off. */
export type UplinkConfig = z.output<typeof uplinkSchema>;

/** The brokers in their order. */
export function brokersOf(config: Pick<UplinkConfig, 'url' | 'fallbacks'>): Broker[] {
  return [config.url, ...config.fallbacks].map((text) => {
    const url = new URL(text);
    const protocol = url.protocol === 'mqtts:' ? 'mqtts' : 'mqtt';
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
    const port = url.port === '' ? (protocol === 'mqtts' ? 8883 : 1883) : Number(url.port);
    return { protocol, host, port, shown: `${url.hostname}:${port}` };
  });
}
