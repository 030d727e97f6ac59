// What lamps follow beside their programs: presence, the switches at cabinets, and the brokers of lamps that speak MQTT.
import { z } from 'zod';
import { serviceUrlSchema } from '../fieldbus/url.ts';
import { message } from '../messages/catalogue.ts';
import { durationSchema, formSchema, idSchema, percentSchema, refuse, secretSchema } from '../runtime/schema.ts';

const inputName = idSchema;

export const inputsSchema = z
  .array(
    z
      .strictObject({
        id: idSchema.describe('Name of the input; "photocell" is one that knows day from night by itself.'),
        point: formSchema(
          /^[^/\s]+\/[^/\s]+$/,
          { en: 'a point of a device, DEVICE/POINT', vi: 'một điểm đo của thiết bị, THIẾT-BỊ/ĐIỂM' },
          'cabinet-io/input_1',
        )
          .optional()
          .describe('The point it is, DEVICE/POINT.'),
        camera: idSchema.optional().describe('Or a camera,'),
        rule: idSchema.optional().describe('and a rule of it that counts: the value is road users an hour.'),
      })
      .check((ctx) => {
        const { point, camera, rule } = ctx.value;
        const isCount = camera !== undefined && rule !== undefined;
        if ((point !== undefined) === isCount || (camera === undefined) !== (rule === undefined)) {
          refuse(ctx, message('lighting.input-source'));
        }
      }),
  )
  .max(500)
  .default([])
  .describe('What sensors and switches say, by name: programs, presence and switches refer to it.');

const routeSchema = z.strictObject({
  id: idSchema.describe('Name of the route.'),
  lamps: z.array(idSchema).min(2).max(1000).describe('Its lamps, in the order in which somebody passes them.'),
  ahead: z.int().min(0).max(50).default(2).describe('Lamps lit ahead of somebody.'),
  behind: z.int().min(0).max(50).default(1).describe('Lamps that stay lit behind somebody whose way is known.'),
});

const direction = z.enum(['forward', 'backward']).optional();

const sourceSchema = z
  .strictObject({
    target: idSchema.describe('Lamp or group that somebody is near to.'),
    input: inputName.optional().describe('An input: at and over "above" somebody is there.'),
    above: z.number().default(1).describe('From which value of the input on.'),
    camera: idSchema.optional().describe('Or a camera,'),
    rule: idSchema.optional().describe('and the rule of it whose events say that somebody is there.'),
    direction: direction.describe('Which way along the routes, where the sensor only sees that way.'),
  })
  .check((ctx) => {
    const { input, camera, rule } = ctx.value;
    const isPoint = input !== undefined && camera === undefined && rule === undefined;
    const isRule = input === undefined && camera !== undefined && rule !== undefined;
    if (!isPoint && !isRule) refuse(ctx, message('lighting.presence-source'));
  });

export const presenceSchema = z
  .strictObject({
    level: percentSchema.default(100).describe('Lamps that burn lower are raised to this level.'),
    hold: durationSchema({ minMs: 1000, maxMs: 3_600_000 })
      .prefault('2min')
      .describe('How long after the last sign of presence.'),
    fade: durationSchema({ maxMs: 3_600_000 })
      .prefault('0s')
      .describe('How long it takes after that to be back at the level of the program, in five stages.'),
    routes: z.array(routeSchema).max(200).default([]).describe('Streets along which lamps ahead are lit too.'),
    sources: z.array(sourceSchema).max(1000).default([]).describe('What says that somebody is there.'),
  })
  .prefault({})
  .describe('What presence does, between sunset and sunrise.');

const selectorSchema = z.strictObject({
  id: idSchema.describe('Name of the cabinet or switch.'),
  groups: z.array(idSchema).min(1).max(50).describe('Groups of lamps that it is for.'),
  input: inputName.optional().describe('The input that tells where the switch stands.'),
  positions: z
    .strictObject({
      hand: z.number().optional().describe('Switched at the cabinet: the lamps are only looked at.'),
      photocell: z.number().optional().describe('Lit while the photocell says that it is dark.'),
      maintenance: z.number().optional().describe('At one level, to find what does not burn.'),
    })
    .default({})
    .describe('Value of the input for each position; any other one is automatic.'),
  photocell: z
    .strictObject({
      input: inputName.describe('The input with the daylight.'),
      darkBelow: z.number().describe('Under this value it is dark.'),
    })
    .optional()
    .describe('The photocell of the cabinet. While it gives no value, its lamps are lit.'),
  maintenanceLevel: percentSchema.default(100).describe('Level of maintenance.'),
});

export const selectorsSchema = z
  .array(selectorSchema)
  .max(500)
  .default([])
  .describe('Switches at cabinets: automatic, by hand, photocell, maintenance.');

export const brokersSchema = z
  .array(
    z.strictObject({
      id: idSchema.describe('Name of the broker; lamps refer to it.'),
      url: serviceUrlSchema(
        /^mqtts?:\/\/[^\s/]+$/,
        { en: 'the address of a broker', vi: 'địa chỉ của một máy chủ MQTT' },
        'mqtt://127.0.0.1:1883',
      ).describe('Its address, like mqtt://127.0.0.1:1883.'),
      username: z.string().max(200).optional().describe('Name to log in with.'),
      password: secretSchema.optional().describe('Password: ${env:NAME} or ${file:/path}.'),
      api: z
        .strictObject({
          url: serviceUrlSchema(
            /^https?:\/\/[^\s/]+$/,
            { en: 'the address of a REST interface', vi: 'địa chỉ của một giao diện REST' },
            'http://127.0.0.1:8090',
          ).describe('Its address, like https://127.0.0.1:8090.'),
          token: secretSchema.describe('Its API key: ${env:NAME} or ${file:/path}.'),
        })
        .optional()
        .describe('REST interface of ChirpStack behind this broker, for multicast groups.'),
    }),
  )
  .max(20)
  .default([])
  .describe('Brokers of the site with lamps behind them (zigbee2mqtt, ChirpStack).');
