// The simulated field of the soak: air, water, meter and satellite receiver, with the truth of what they showed when, and
// with what happens to them.
import { createServer, type Socket } from 'node:net';
import { imageOf, type Shown } from '../../src/acquisition/codec/image.ts';
import { sentenceLine } from '../../src/acquisition/inputs/nmea/sentence.ts';
import { ModbusTcpServer } from '../../src/simulator/modbus/tcp-server.ts';
import { imageUnit } from '../../src/simulator/modbus/unit.ts';
import { profileOf } from './site.ts';

const wave = (seconds: number, period: number) => Math.sin((2 * Math.PI * seconds) / period);

/**
 * What is true at a time; nothing changes by more than a unit a second. Dust is high for an hour and low for an hour, so that
 * the means of hours cross their limit, and single readings theirs; the water is too sour and too alkaline in turn.
 */
const truths = {
  'air-1': (ms: number) => {
    const s = ms / 1000;
    return {
      ...{ pm25: 62 + 42 * wave(s, 7200) + 4 * wave(s, 300), pm10: 130 + 60 * wave(s, 7200) + 10 * wave(s, 420) },
      so2: 120 + 110 * wave(s, 5000),
      ...{ no2: 35 + 10 * wave(s, 250), o3: 60 + 20 * wave(s, 500), co: 700 + 40 * wave(s, 600) },
      ...{ wind_speed: 3 + wave(s, 100), wind_direction: 180 + 30 * wave(s, 400) },
    };
  },
  'water-1': (ms: number) => {
    const s = ms / 1000;
    return { ai1: 7.2 + 2 * wave(s, 5400), ai2: 20 + 8 * wave(s, 240), ai3: 30 + 9 * wave(s, 260) };
  },
  'meter-1': (ms: number) => ({ energy_import: (ms - Date.parse('2026-01-01T00:00:00Z')) / 3_600_000 }),
  gps: (ms: number) => ({
    latitude: 20.91 + 0.02 * wave(ms / 1000, 900),
    longitude: 107.05 + 0.02 * wave(ms / 1000, 1100),
  }),
} satisfies Record<string, (ms: number) => Readonly<Record<string, number>>>;

export type Truth = (device: string, point: string, ms: number) => number | undefined;

export const truthOf: Truth = (device, point, ms) =>
  (truths as Record<string, (ms: number) => Readonly<Record<string, number>>>)[device]?.(ms)[point];

export class Field {
  readonly air: ModbusTcpServer;
  readonly water: ModbusTcpServer;
  readonly meter: ModbusTcpServer;
  /** What the data logger shows in place of the truth: its own sign for no value, and what it is doing. */
  sentinel = false;
  mode = 'measuring';
  readonly #gps = new Set<Socket>();
  readonly #server = createServer((socket) => {
    this.#gps.add(socket);
    socket.on('error', () => {}).on('close', () => this.#gps.delete(socket));
  });
  #timer: NodeJS.Timeout | undefined;
  gpsSilent = false;

  readonly #now: () => number;

  /** @param now what time it is in this field, milliseconds since the epoch. */
  constructor(now: () => number) {
    this.#now = now;
    const [air, water, meter] = ['air-station', 'endress-hauser-liquiline-cm44', 'eastron-sdm630'].map(profileOf);
    if (!air || !water || !meter) throw new Error('a profile is missing');
    const server = (name: string, unit: number, image: () => ReturnType<typeof imageOf>) =>
      new ModbusTcpServer({ name, units: new Map([[unit, imageUnit(image)]]) });
    this.air = server('air', 1, () => {
      const shown: Record<string, Shown> = { ...truths['air-1'](now()), mode: this.mode };
      if (this.sentinel) Object.assign(shown, { pm25: { raw: 0xffff }, pm10: { raw: 0xfffe } });
      return imageOf(air, shown);
    });
    this.water = server('water', 247, () => imageOf(water, truths['water-1'](now())));
    this.meter = server('meter', 1, () => imageOf(meter, truths['meter-1'](now())));
  }

  get gpsPort(): number {
    return (this.#server.address() as { port: number }).port;
  }

  async start(): Promise<void> {
    for (const server of [this.air, this.water, this.meter]) await server.start();
    this.#server.listen(0, '127.0.0.1');
    await new Promise((resolve) => this.#server.once('listening', resolve));
    this.#timer = setInterval(() => this.#sayWhere(), 500);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    for (const socket of this.#gps) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
    for (const server of [this.air, this.water, this.meter]) await server.stop();
  }

  #sayWhere(): void {
    if (this.gpsSilent) return;
    const now = new Date(this.#now());
    const { latitude, longitude } = truths.gps(now.getTime());
    const minutes = (degrees: number, digits: number) =>
      `${String(Math.floor(degrees)).padStart(digits, '0')}${((degrees % 1) * 60).toFixed(4).padStart(7, '0')}`;
    const time = `${now.toISOString().slice(11, 19).replaceAll(':', '')}.00`;
    const date = `${now.toISOString().slice(8, 10)}${now.toISOString().slice(5, 7)}${now.toISOString().slice(2, 4)}`;
    const place = `${minutes(latitude, 2)},N,${minutes(longitude, 3)},E`;
    const lines = [`GPGGA,${time},${place},1,08,0.9,3.4,M,-28.0,M,,`, `GPRMC,${time},A,${place},4.0,084.4,${date},,,A`];
    for (const socket of this.#gps) socket.write(lines.map(sentenceLine).join(''));
  }
}
