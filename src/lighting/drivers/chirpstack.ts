// A LoRaWAN lamp behind ChirpStack v4 and its MQTT integration. Topics and fields as in ChirpStack's documentation
// ("MQTT", "Events") and api/proto/integration/integration.proto: commands on application/ID/device/EUI/command/down,
// events on …/event/up and …/event/ack. What is in a frame is the maker's: the site file says it.
//
// A lamp is of class C: it hears at any time. It is told, and says by itself what it does; it cannot be asked without
// spending what the band allows.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { busError } from '../../fieldbus/errors.ts';
import { durationSchema, formSchema, idSchema } from '../../runtime/schema.ts';
import { MulticastGroup } from './chirpstack-group.ts';
import { Allowance, Turns } from './downlinks.ts';
import type { DriverKind, Feedback, SharedWrite } from './driver.ts';
import { Hearing, jsonObject } from './hearing.ts';
import { obedience } from './modbus-words.ts';

const whereSchema = z.strictObject({
  field: z
    .string()
    .max(100)
    .optional()
    .describe('Name in what the codec of ChirpStack decoded ("object"), like level.'),
  byte: z.int().min(0).max(241).optional().describe('Or the byte of the frame, from 0, where there is no codec.'),
});

const schema = z
  .strictObject({
    kind: z.literal('chirpstack').describe('A LoRaWAN lamp behind ChirpStack.'),
    broker: idSchema.describe('Id of the broker (under "brokers" of the lighting).'),
    application: formSchema(
      /^[0-9A-Za-z-]{1,64}$/,
      { en: 'the id of an application in ChirpStack', vi: 'mã của một ứng dụng trong ChirpStack' },
      '7d3c0f3e-1f5a-4f4a-9d27-8e9a2f1c6b10',
    ).describe('Id of the application in ChirpStack.'),
    devEui: formSchema(
      /^[0-9a-f]{16}$/,
      {
        en: 'a DevEUI: 16 digits and letters a to f in lower case, without anything between them, in quotes',
        vi: 'một DevEUI: 16 chữ số và chữ thường a đến f, viết liền, đặt trong dấu nháy',
      },
      '"0101010101010101"',
    ).describe('DevEUI of the lamp, 16 digits, lower case.'),
    fPort: z.int().min(1).max(223).prefault(10).describe('Port of the frames that set the level.'),
    set: formSchema(
      /^(?:[0-9a-fA-F]{2})*\{level\}(?:[0-9a-fA-F]{2})*$/,
      {
        en: 'a frame: hexadecimal digits in pairs with {level} once in it, in quotes',
        vi: 'một khung tin: các cặp chữ số thập lục phân, có {level} đúng một lần, đặt trong dấu nháy',
      },
      '"01{level}"',
    )
      .prefault('01{level}')
      .describe('The frame, in hexadecimal digits; {level} is one byte.'),
    scale: z.int().min(1).max(255).prefault(100).describe('Value of the level byte at full output, both ways.'),
    level: whereSchema.prefault({ field: 'level' }).describe('Where the lamp says its level.'),
    power: whereSchema.optional().describe('Where it says its power, in watts.'),
    confirmed: z.boolean().prefault(true).describe('The lamp acknowledges each frame.'),
    trustAck: z
      .boolean()
      .prefault(false)
      .describe('An acknowledged frame counts as a level that is reached. It only proves that the lamp heard it.'),
    multicast: formSchema(
      /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
      { en: 'the id of a multicast group in ChirpStack', vi: 'mã của một nhóm multicast trong ChirpStack' },
      '6d9fb0a6-7d3c-4c40-9b7e-3c5d2f0a9e11',
    )
      .optional()
      .describe(
        'Id of the multicast group of ChirpStack it belongs to: where all lamps of it are to have one level, one frame tells them. Needs "api" of the broker, and lamps that say their level after it.',
      ),
    maxPerDay: z
      .int()
      .min(1)
      .max(10_000)
      .prefault(48)
      .describe('Fair use: frames to this lamp a day; to a multicast group as many as to one lamp.'),
    gap: durationSchema({ maxMs: 600_000 }).prefault('2s').describe('Between two frames to lamps of this application.'),
    silence: durationSchema({ minMs: 60_000, maxMs: 7 * 86_400_000 })
      .prefault('2h')
      .describe('A lamp that has not spoken for so long is not reached.'),
    ...obedience('20s', 3),
  })
  .describe('A LoRaWAN lamp of class C behind ChirpStack v4, on its MQTT broker.');

type Config = z.output<typeof schema>;

/** The bytes of the frame that sets a level, in base64. */
export function frameOf({ set, scale }: Pick<Config, 'set' | 'scale'>, level: number): string {
  const value = level > 0 ? Math.max(1, Math.round((level / 100) * scale)) : 0;
  return Buffer.from(set.replace('{level}', value.toString(16).padStart(2, '0')), 'hex').toString('base64');
}

/** What an uplink says of the lamp; undefined where it does not say its level. */
export function feedbackOf(up: Readonly<Record<string, unknown>>, config: Config): Feedback | undefined {
  const { data, object } = up as { data?: unknown; object?: unknown };
  const bytes = typeof data === 'string' ? Buffer.from(data, 'base64') : Buffer.alloc(0);
  const from = ({ field, byte }: z.output<typeof whereSchema>) => {
    if (field !== undefined && typeof object === 'object' && object !== null && Object.hasOwn(object, field)) {
      const value = (object as Record<string, unknown>)[field];
      return typeof value === 'number' ? value : undefined;
    }
    return byte === undefined ? undefined : bytes[byte];
  };
  const raw = from(config.level);
  // Far over its scale it is no level (255: many lamps have none to say), and least of all full light.
  if (raw === undefined || raw > config.scale * 1.1) return undefined;
  const powerW = config.power && from(config.power);
  const level = Math.min(100, Math.max(0, (raw / config.scale) * 100));
  return { level, ...(powerW === undefined ? {} : { powerW }) };
}

interface Told {
  readonly id: string;
  readonly level: number;
  readonly ms: number;
}

function sharedOf(group: MulticastGroup, config: Config): SharedWrite {
  const { broker, multicast, fPort, set, scale } = config;
  return {
    key: `chirpstack ${broker} ${multicast} ${fPort} ${set} ${scale}`,
    isAside: true,
    waitMs: (how) => group.waitMs(how),
    write: (level) => group.send(frameOf(config, level)),
  };
}

type News = { readonly feedback: Feedback } | { readonly ack: boolean };

export const chirpstack: DriverKind<typeof schema> = {
  kind: 'chirpstack',
  schema,
  placeOf: () => undefined,
  open(config, deps) {
    const { application, devEui, fPort, confirmed, trustAck, settle, silence } = config;
    const { clock } = deps;
    const broker = deps.broker(config.broker);
    const topic = `application/${application}/device/${devEui}`;
    const allowance = new Allowance(clock, config.maxPerDay);
    const turns = deps.common(`chirpstack ${config.broker} ${application}`, () => new Turns(clock, config.gap));
    const news = new Hearing<News>(clock);
    const api = deps.api(config.broker);
    const group =
      config.multicast === undefined || api === undefined
        ? undefined
        : deps.common(
            `chirpstack ${config.broker} ${config.multicast}`,
            () => new MulticastGroup({ ...config, group: config.multicast ?? '', api, turns, deps }),
          );
    let told: Told | undefined;
    let last: { readonly feedback: Feedback; readonly ms: number } | undefined;
    const hear = (feedback: Feedback) => {
      last = { feedback, ms: clock.monotonicMs() };
      news.heard({ feedback });
    };
    const ends = [
      broker.listen(`${topic}/event/up`, (payload, isRetained) => {
        const up = jsonObject(payload);
        const feedback = up && !isRetained ? feedbackOf(up, config) : undefined;
        if (feedback) hear(feedback);
      }),
      broker.listen(`${topic}/event/ack`, (payload) => {
        const { queueItemId, acknowledged } = (jsonObject(payload) ?? {}) as Record<string, unknown>;
        if (told === undefined || queueItemId !== told.id) return;
        // Fields that are false are left out of ChirpStack's JSON.
        const ack = acknowledged === true;
        if (ack && trustAck) hear({ level: told.level });
        else if (!ack) news.heard({ ack });
      }),
    ];
    return {
      tolerance: config.tolerance,
      settleMs: settle,
      isToldBlindly: true,
      ...(group ? { shared: [sharedOf(group, config)] } : {}),
      waitMs: (_level, { urgent = false }) => Math.max(allowance.waitMs(urgent), turns.waitMs(devEui)),
      async write(level) {
        const id = randomUUID();
        const down = { id, devEui, confirmed, fPort, data: frameOf(config, level) };
        await broker.publish(`${topic}/command/down`, JSON.stringify(down));
        allowance.use();
        turns.used(devEui);
        told = { id, level, ms: clock.monotonicMs() };
      },
      async read() {
        const now = clock.monotonicMs();
        const toldMs = Math.max(told?.ms ?? Number.NEGATIVE_INFINITY, group?.toldMs ?? Number.NEGATIVE_INFINITY);
        if (toldMs > (last?.ms ?? Number.NEGATIVE_INFINITY)) {
          const left = toldMs + settle - now;
          if (left <= 0) throw busError('timeout', `${devEui}: nothing heard since it was told`);
          const heard = await news.next(() => true, left, devEui);
          if ('ack' in heard) throw busError('timeout', `${devEui}: the frame was not acknowledged`);
          return heard.feedback;
        }
        if (last && now - last.ms <= silence) return last.feedback;
        throw busError('timeout', `${devEui}: nothing heard for a long time`);
      },
      close() {
        for (const end of ends) end();
        news.close();
      },
    };
  },
};
