// The simulated field of the demo: an air station over Modbus TCP, an energy meter on a serial line, four lamps, a
// camera. What their registers hold comes from the shipped device profiles.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { imageOf } from '../../acquisition/codec/image.ts';
import { loadProfile } from '../../acquisition/load-profile.ts';
import type { DeviceProfile } from '../../acquisition/profile.ts';
import type { RegisterImage } from '../../fieldbus/image.ts';
import { type Message, message } from '../../messages/catalogue.ts';
import { type Cancel, type Clock, every } from '../../runtime/clock.ts';
import { HaidangError, messageOf } from '../../runtime/errors.ts';
import type { Service } from '../../runtime/service.ts';
import type { LoopVideo } from '../../simulator/camera/loop-video.ts';
import { RtspCamera } from '../../simulator/camera/rtsp-camera.ts';
import { type AirSample, airWeather } from '../../simulator/devices/air.ts';
import { SimulatedLamp } from '../../simulator/devices/lamp.ts';
import { type MainsSample, mains } from '../../simulator/devices/mains.ts';
import { ModbusRtuServer } from '../../simulator/modbus/rtu-server.ts';
import { ModbusTcpServer } from '../../simulator/modbus/tcp-server.ts';
import { imageUnit } from '../../simulator/modbus/unit.ts';
import { seededRandom } from '../../simulator/random.ts';
import { SerialPair } from '../../simulator/serial-pair.ts';

export const profileNames = { air: 'air-station', meter: 'eastron-sdm630' } as const;
export const meterUnit = 3;
export const lampUnits = { 'l-01': 11, 'l-02': 12, 'l-03': 13, 'l-04': 14 } as const;
/** The registers of the simulated lamps; the site file says the same to the driver. */
export const lampRegisters = { level: 0, feedback: 1, power: 2, fullScale: 254 } as const;
const baudRate = 19_200;

/** Something of the field that can be switched off and on again. */
export interface Thing {
  readonly switchedOff: Message;
  readonly switchedOn: Message;
  off(): Promise<void>;
  on(): Promise<void>;
}

export interface FieldAddresses {
  readonly airPort: number;
  readonly lampsPort: number;
  readonly meter: { readonly path: string; readonly baudRate: number } | { readonly port: number };
  readonly cameraUrl: string | undefined;
}

export interface FieldOptions {
  readonly clock: Clock;
  readonly seed: number;
  /** Where the links to the pseudo-terminals are made. */
  readonly folder: string;
  readonly video: LoopVideo | undefined;
  /** What the field does without, and why. */
  readonly note: (m: Message) => void;
}

export class Field {
  readonly #options: FieldOptions;
  readonly #running: Service[] = [];
  #cancel: Cancel = () => {};
  #things: Thing[] = [];

  constructor(options: FieldOptions) {
    this.#options = options;
  }

  /** What can be switched off, known after the start. */
  get things(): readonly Thing[] {
    return this.#things;
  }

  async start(): Promise<FieldAddresses> {
    const { clock, seed } = this.#options;
    const lamps = Object.entries(lampUnits).map(([, unit]) => ({ unit, lamp: makeLamp(clock) }));
    const images = liveImages(this.#options, () => lamps.reduce((sum, { lamp }) => sum + lamp.watts(), 0), seed);
    this.#cancel = every(clock, 1000, images.refresh);

    const air = await this.#run(new ModbusTcpServer({ name: 'air', units: new Map([[1, imageUnit(images.air)]]) }));
    const lampUnitsMap = new Map(lamps.map(({ unit, lamp }) => [unit, lamp]));
    const cabinet = await this.#run(new ModbusTcpServer({ name: 'lamps', units: lampUnitsMap }));
    this.#things.push(thingOf('air', air), thingOf('lamps', cabinet));
    const meter = await this.#startMeter(images.meter);
    const camera = await this.#startCamera();
    return { airPort: air.port, lampsPort: cabinet.port, meter, cameraUrl: camera?.url };
  }

  async stop(): Promise<void> {
    this.#cancel();
    this.#things = [];
    for (const service of this.#running.splice(0).reverse()) await service.stop();
  }

  async #run<S extends Service>(service: S): Promise<S> {
    this.#running.push(service);
    await service.start(new AbortController().signal, () => {});
    return service;
  }

  /** The meter on a serial line, or behind TCP where there can be no serial line. */
  async #startMeter(image: () => RegisterImage): Promise<FieldAddresses['meter']> {
    const { clock, folder, note } = this.#options;
    const units = new Map([[meterUnit, imageUnit(image)]]);
    try {
      const pair = await this.#run(new SerialPair(clock, folder));
      const server = await this.#run(
        new ModbusRtuServer({ name: 'meter', path: pair.deviceEnd, baudRate, clock, units }),
      );
      const set = (dead: boolean) => async () => server.setDead(meterUnit, dead);
      this.#things.unshift({ ...saidOf('meter'), off: set(true), on: set(false) });
      return { path: pair.gatewayEnd, baudRate };
    } catch (error) {
      note(message('demo.no-serial', { reason: messageOf(error) }));
      const server = await this.#run(new ModbusTcpServer({ name: 'meter', units }));
      this.#things.unshift(thingOf('meter', server));
      return { port: server.port };
    }
  }

  async #startCamera(): Promise<RtspCamera | undefined> {
    const { clock, video, note } = this.#options;
    if (!video) return undefined;
    const camera = new RtspCamera(clock, video);
    try {
      await camera.start();
    } catch (error) {
      note(message('demo.no-camera', { reason: messageOf(error) }));
      return undefined;
    }
    this.#running.push(camera);
    this.#things.push(thingOf('camera', camera));
    return camera;
  }
}

type ThingName = 'air' | 'meter' | 'lamps' | 'camera';
const saidOf = (name: ThingName) => ({
  switchedOff: message(`demo.off.${name}`),
  switchedOn: message(`demo.on.${name}`),
});
const thingOf = (name: ThingName, service: Service): Thing => ({
  ...saidOf(name),
  off: () => service.stop(),
  on: () => service.start(new AbortController().signal, () => {}),
});

const makeLamp = (clock: Clock) =>
  new SimulatedLamp({ clock, registers: lampRegisters, ratedWatts: 90, rampSeconds: 3, startLevel: 100 });

/** Register images that follow the weather and the mains; `refresh` is called once a second. */
function liveImages({ clock }: FieldOptions, lampWatts: () => number, seed: number) {
  const profiles = { air: shippedProfile(profileNames.air), meter: shippedProfile(profileNames.meter) };
  const weather = airWeather(seededRandom(seed));
  const supply = mains(seededRandom(seed + 1));
  let air: RegisterImage;
  let meter: RegisterImage;
  const refresh = () => {
    const hour = ((clock.now().ms / 3_600_000 + 7) % 24) as number;
    air = imageOf(profiles.air, airPoints(weather(hour, 1)));
    meter = imageOf(profiles.meter, meterPoints(supply(lampWatts(), 1)));
  };
  refresh();
  return { refresh, air: () => air, meter: () => meter };
}

function shippedProfile(name: string): DeviceProfile {
  const file = join(fileURLToPath(new URL('../../..', import.meta.url)), 'device-profiles', `${name}.yaml`);
  const loaded = loadProfile(file);
  if ('profile' in loaded) return loaded.profile;
  throw new HaidangError('ours', 'profile', `the device profile ${file} cannot be used`);
}

/** The points of the profile `air-station`. */
function airPoints(s: AirSample): Record<string, number | boolean> {
  return {
    ...{ pm25: s.pm25, pm10: s.pm10, so2: s.so2, no2: s.no2, o3: s.o3, co: s.co },
    ...{ temperature: s.temperature, humidity: s.humidity, pressure: s.pressure },
    ...{ wind_speed: s.windSpeed, wind_direction: Math.round(s.windDirection) % 360, sampling_pump: true },
    averaging_time: 5,
  };
}

/** The points of the profile `eastron-sdm630`. */
function meterPoints(s: MainsSample): Record<string, number> {
  const points: Record<string, number> = {
    active_power_total: s.power,
    apparent_power_total: s.apparent,
    reactive_power_total: s.reactive,
    power_factor_total: s.powerFactor,
    frequency: s.frequency,
    energy_import: s.energyImport,
    energy_total: s.energyImport,
    voltage_ln_average: s.phases.reduce((sum, p) => sum + p.voltage, 0) / 3,
    current_sum: s.phases.reduce((sum, p) => sum + p.current, 0),
    current_average: s.phases.reduce((sum, p) => sum + p.current, 0) / 3,
  };
  for (const [i, p] of s.phases.entries()) {
    points[`voltage_l${i + 1}`] = p.voltage;
    points[`current_l${i + 1}`] = p.current;
    points[`active_power_l${i + 1}`] = p.power;
    points[`apparent_power_l${i + 1}`] = p.apparent;
    points[`reactive_power_l${i + 1}`] = p.reactive;
    points[`power_factor_l${i + 1}`] = p.powerFactor;
  }
  return points;
}
