// Zigbee lamps as zigbee2mqtt shows them on a broker: it listens to BASE/NAME/set and /get, says states on BASE/NAME and
// retains BASE/NAME/availability. A lamp fades, can be unreachable, and forgets its level when its power is cut.
import mqtt, { type MqttClient } from 'mqtt';
import type { Clock } from '../../runtime/clock.ts';
import { type Health, healthy, type Service } from '../../runtime/service.ts';

interface Bulb {
  state: 'ON' | 'OFF';
  brightness: number;
  fromBrightness: number;
  sinceMs: number;
  fadeMs: number;
  powerOn: string;
  isReachable: boolean;
  sets: number;
  /** It takes what it is told and stays as it is. */
  isStuck: boolean;
  /** It hears and says nothing. */
  isMute: boolean;
}

export interface Zigbee2mqttOptions {
  readonly url: string;
  readonly lamps: readonly string[];
  /** Group name to its lamps. */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  readonly base?: string;
  readonly clock: Clock;
}

export class SimulatedZigbee2mqtt implements Service {
  readonly name = 'zigbee2mqtt';
  readonly #options: Required<Zigbee2mqttOptions>;
  readonly #bulbs = new Map<string, Bulb>();
  #client: MqttClient | undefined;

  constructor(options: Zigbee2mqttOptions) {
    this.#options = { base: 'zigbee2mqtt', groups: {}, ...options };
    for (const name of options.lamps) {
      const light = { state: 'OFF', brightness: 254, fromBrightness: 254, sinceMs: 0, fadeMs: 0 } as const;
      this.#bulbs.set(name, {
        ...light,
        powerOn: 'previous',
        isReachable: true,
        sets: 0,
        isStuck: false,
        isMute: false,
      });
    }
  }

  async start(): Promise<void> {
    const { url, base, lamps, groups } = this.#options;
    const client = await mqtt.connectAsync(url, { reconnectPeriod: 0 });
    this.#client = client;
    client.on('message', (topic, payload) => this.#hear(topic, payload.toString()));
    const names = [...lamps, ...Object.keys(groups)];
    await client.subscribeAsync(names.flatMap((n) => [`${base}/${n}/set`, `${base}/${n}/get`]));
    for (const name of lamps) await this.#available(name, 'online');
  }

  async stop(): Promise<void> {
    await this.#client?.endAsync(true);
    this.#client = undefined;
  }

  health(): Health {
    return healthy;
  }

  bulb(name: string): Bulb {
    const found = this.#bulbs.get(name);
    if (!found) throw new Error(`no lamp ${name}`);
    return found;
  }

  /** The lamp is cut from the mesh, or back in it. */
  async setReachable(name: string, isReachable: boolean): Promise<void> {
    this.bulb(name).isReachable = isReachable;
    await this.#available(name, isReachable ? 'online' : 'offline');
  }

  async #available(name: string, state: 'online' | 'offline'): Promise<void> {
    const topic = `${this.#options.base}/${name}/availability`;
    await this.#client?.publishAsync(topic, JSON.stringify({ state }), { retain: true });
  }

  #hear(topic: string, payload: string): void {
    const { base, groups, clock } = this.#options;
    const rest = topic.slice(base.length + 1);
    const name = rest.slice(0, rest.lastIndexOf('/'));
    const said = JSON.parse(payload) as Record<string, unknown>;
    for (const lamp of groups[name] ?? [name]) {
      const bulb = this.bulb(lamp);
      if (!bulb.isReachable) continue;
      if (rest.endsWith('/set')) this.#set(bulb, said);
      // The radio takes a moment.
      clock.after(20, () => this.#say(lamp, 'power_on_behavior' in said));
    }
  }

  #set(bulb: Bulb, said: Record<string, unknown>): void {
    bulb.sets++;
    if (bulb.isStuck) return;
    const {
      state,
      brightness,
      transition,
      power_on_behavior: powerOn,
    } = said as {
      state?: 'ON' | 'OFF';
      brightness?: number;
      transition?: number;
      power_on_behavior?: string;
    };
    bulb.fromBrightness = this.#brightness(bulb);
    bulb.sinceMs = this.#options.clock.monotonicMs();
    bulb.fadeMs = 1000 * (transition ?? 0);
    if (state !== undefined) bulb.state = state;
    if (brightness !== undefined) bulb.brightness = brightness;
    if (powerOn !== undefined) bulb.powerOn = powerOn;
  }

  #brightness(bulb: Bulb): number {
    const share = bulb.fadeMs > 0 ? (this.#options.clock.monotonicMs() - bulb.sinceMs) / bulb.fadeMs : 1;
    return Math.round(bulb.fromBrightness + (bulb.brightness - bulb.fromBrightness) * Math.min(1, share));
  }

  #say(name: string, withPowerOn: boolean): void {
    const bulb = this.bulb(name);
    if (!bulb.isReachable || bulb.isMute) return;
    const light = { state: bulb.state, brightness: this.#brightness(bulb), linkquality: 120 };
    const state = withPowerOn ? { ...light, power_on_behavior: bulb.powerOn } : light;
    this.#client?.publish(`${this.#options.base}/${name}`, JSON.stringify(state));
  }
}
