// A Zigbee lamp behind zigbee2mqtt on a broker of the site. Topics and fields as in the documentation of zigbee2mqtt
// (www.zigbee2mqtt.io, "MQTT Topics and Messages", and the pages of its lights): BASE/NAME/set, BASE/NAME/get, state on
// BASE/NAME, BASE/NAME/availability; brightness 0 to 254.
//
// What is said of its availability only explains a silence. A retained "offline" may be years old (the supervision of
// availability was switched off since, or the lamp renamed), so a lamp is asked all the same; and one that says nothing is
// told its level all the same, because some lamps hear and have no way to be asked.
import { z } from 'zod';
import { busError } from '../../fieldbus/errors.ts';
import { durationSchema, formSchema, idSchema } from '../../runtime/schema.ts';
import type { DriverKind, Feedback, How } from './driver.ts';
import { Hearing, jsonObject } from './hearing.ts';
import { obedience } from './modbus-words.ts';

const topicPart = formSchema(
  /^[^+#\s][^+#]*$/,
  {
    en: 'a part of a topic (no + and #, no blank before it)',
    vi: 'một phần của topic (không có + và #, không bắt đầu bằng dấu cách)',
  },
  'path/1',
).max(200);

const schema = z
  .strictObject({
    kind: z.literal('zigbee2mqtt').describe('A Zigbee lamp behind zigbee2mqtt.'),
    broker: idSchema.describe('Id of the broker (under "brokers" of the lighting).'),
    base: topicPart.prefault('zigbee2mqtt').describe('Base topic of zigbee2mqtt.'),
    name: topicPart.describe('Friendly name of the lamp in zigbee2mqtt, or its IEEE address.'),
    group: topicPart
      .optional()
      .describe('Group of zigbee2mqtt that holds this lamp and lamps of this site only: they are dimmed together.'),
    transition: z.number().min(0).max(60).prefault(1).describe('Fade time in seconds that is asked for.'),
    powerOn: z
      .enum(['on', 'off', 'previous', 'toggle'])
      .optional()
      .describe('What the lamp does when its power comes back; set where it is not so yet and the lamp can.'),
    timeout: durationSchema({ minMs: 100, maxMs: 60_000 }).prefault('5s').describe('The longest wait for an answer.'),
    ...obedience('4s', 3),
  })
  .describe('A Zigbee lamp behind zigbee2mqtt on a broker of the site.');

type Config = z.output<typeof schema>;

const fullBrightness = 254;

const payloadOf = (level: number, transition: number) =>
  JSON.stringify(
    level > 0
      ? { state: 'ON', brightness: Math.max(1, Math.round((level / 100) * fullBrightness)), transition }
      : { state: 'OFF', transition },
  );

/** What a state message says; undefined where it says nothing of the light. */
function feedbackOf(state: Readonly<Record<string, unknown>>): Feedback | undefined {
  const { state: onOff, brightness, power } = state as { state?: unknown; brightness?: unknown; power?: unknown };
  if (onOff !== 'ON' && onOff !== 'OFF') return undefined;
  const on = onOff === 'ON';
  if (on && typeof brightness !== 'number') return undefined;
  const level = on ? Math.min(100, (Number(brightness) / fullBrightness) * 100) : 0;
  return { level, on, ...(typeof power === 'number' ? { powerW: power } : {}) };
}

export const zigbee2mqtt: DriverKind<typeof schema> = {
  kind: 'zigbee2mqtt',
  schema,
  placeOf: () => undefined,
  open(config, deps) {
    const { broker: brokerId, base, name, group, transition, timeout, powerOn } = config;
    const broker = deps.broker(brokerId);
    const topic = `${base}/${name}`;
    const states = new Hearing<Readonly<Record<string, unknown>>>(deps.clock);
    let isOffline = false;
    const ends = [
      broker.listen(topic, (payload, isRetained) => {
        const state = jsonObject(payload);
        // A retained state is of nobody knows when.
        if (state && !isRetained) states.heard(state);
      }),
      broker.listen(`${topic}/availability`, (payload) => {
        isOffline = availabilityOf(payload) === 'offline';
      }),
    ];
    const ask = async (keys: readonly string[]) => {
      const what = isOffline ? `${topic} (offline, says zigbee2mqtt)` : topic;
      const answer = states.next((s) => keys.some((k) => k in s), timeout, what);
      // Where the question cannot be asked, nobody waits for its answer.
      answer.catch(() => {});
      await broker.publish(`${topic}/get`, JSON.stringify(Object.fromEntries(keys.map((k) => [k, '']))));
      return await answer;
    };
    const set = (to: string) => async (level: number, _how: How) => {
      await broker.publish(`${base}/${to}/set`, payloadOf(level, transition));
    };
    return {
      tolerance: config.tolerance,
      settleMs: config.settle,
      isToldBlindly: true,
      write: set(name),
      async read() {
        const state = await ask(['state', 'brightness']);
        const feedback = feedbackOf(state);
        if (!feedback) throw busError('bad-reply', `${topic}: a state without state and brightness`);
        return feedback;
      },
      ...(group === undefined ? {} : { shared: [{ key: keyOf(config, group), write: set(group) }] }),
      ...(powerOn === undefined
        ? {}
        : {
            async assureFailSafe() {
              const state = await ask(['power_on_behavior']);
              if (state['power_on_behavior'] === powerOn) return;
              await broker.publish(`${topic}/set`, JSON.stringify({ power_on_behavior: powerOn }));
            },
          }),
      close() {
        for (const end of ends) end();
        states.close();
      },
    };
  },
};

const keyOf = ({ broker, base, transition }: Config, group: string) => `${broker} ${base}/${group} ${transition}`;

/** `{"state": "offline"}`, or the bare word of older versions. */
function availabilityOf(payload: Buffer): unknown {
  return jsonObject(payload)?.['state'] ?? payload.toString('utf8');
}
