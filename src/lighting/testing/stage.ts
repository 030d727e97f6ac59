// A street on a manual clock: lamps on a fake line, the lighting that keeps them, and what it says.
import type { Outgoing, OutgoingKind, OutgoingOf } from '../../domain/outgoing.ts';
import { outgoingSchema } from '../../domain/outgoing.ts';
import type { TimeQuality } from '../../domain/time.ts';
import { silentLogger } from '../../runtime/logger.ts';
import { ManualClock } from '../../runtime/manual-clock.ts';
import { type LightingConfig, lightingSchema } from '../config.ts';
import { memoryStore, type Store } from '../kept.ts';
import { Lighting } from '../lighting.ts';
import { FakeLine } from './fake-line.ts';

export const street = {
  id: 'street',
  switches: [
    { at: 'sunset', offset: '-10min', level: 100 },
    { at: '22:30', level: 50 },
    { at: 'sunrise', level: 0 },
  ],
};

export const lampAt = (unit: number, more: object = {}) => ({
  id: `l-${unit}`,
  driver: { kind: 'modbus-dimmer', line: 'cabinet', unit },
  program: 'street',
  groups: ['quay'],
  ...more,
});

export interface StageOptions {
  readonly units?: readonly number[];
  /** Local time of Hạ Long. */
  readonly at?: string;
  readonly quality?: TimeQuality;
  readonly config?: object;
  readonly store?: Store;
  readonly watchMs?: number;
}

export class Stage {
  readonly clock: ManualClock;
  readonly line: FakeLine;
  readonly config: LightingConfig;
  readonly store: Store;
  readonly sent: Outgoing[] = [];
  /** What points give, DEVICE/POINT. */
  readonly points = new Map<string, number>();
  lighting: Lighting;
  readonly #watchMs: number;

  constructor(options: StageOptions = {}) {
    const units = options.units ?? [1, 2];
    this.clock = new ManualClock(Date.parse(`${options.at ?? '2026-06-21T17:00:00'}+07:00`), options.quality);
    this.line = new FakeLine('cabinet', this.clock, units);
    this.config = lightingSchema.parse({ programs: [street], lamps: units.map((u) => lampAt(u)), ...options.config });
    this.store = options.store ?? memoryStore();
    this.#watchMs = options.watchMs ?? 2000;
    this.lighting = this.#create();
  }

  #create(): Lighting {
    return new Lighting({
      config: this.config,
      position: { latitude: 20.95, longitude: 107.08 },
      timezone: 'Asia/Ho_Chi_Minh',
      lines: new Map([['cabinet', this.line]]),
      send: (o) => this.sent.push(outgoingSchema.parse(o)),
      clock: this.clock,
      logger: silentLogger,
      random: () => 0.5,
      store: this.store,
      watchMs: this.#watchMs,
      point: (name) => this.points.get(name),
    });
  }

  /** As a new process would: only the store and the lamps know what was. */
  async restart(): Promise<void> {
    await this.lighting.stop();
    this.lighting = this.#create();
    await this.start();
  }

  async start(): Promise<void> {
    await this.lighting.start();
    await this.pass(5000);
  }

  /** Lets time pass; promises run in between. */
  async pass(ms: number): Promise<void> {
    await flush();
    const end = this.clock.monotonicMs() + ms;
    while (this.clock.monotonicMs() < end) {
      await this.clock.advanceAsync(Math.min(1000, end - this.clock.monotonicMs()));
      await flush();
    }
  }

  /** Lets time pass until a local time of Hạ Long. */
  async until(time: string): Promise<void> {
    await this.pass(Date.parse(`${time}+07:00`) - this.clock.now().ms);
  }

  levels(): number[] {
    return [...this.line.lamps.values()].map((l) => l.level);
  }

  said<K extends OutgoingKind>(kind: K, lamp?: string): OutgoingOf<K>[] {
    const all = this.sent.filter((o): o is OutgoingOf<K> => o.kind === kind);
    return lamp === undefined ? all : all.filter((o) => 'lamp' in o && o.lamp === lamp);
  }

  /** The last state of a lamp. */
  state(lamp = 'l-1'): OutgoingOf<'lamp.state'> {
    const found = this.said('lamp.state', lamp).at(-1);
    if (!found) throw new Error(`nothing was said of ${lamp}`);
    return found;
  }
}

const flush = () => new Promise<void>((resolve) => setImmediate(resolve));
