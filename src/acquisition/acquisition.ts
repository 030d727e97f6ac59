// All devices of the site. Each is read by a timer of its own; the lock of its line lets one request at a time through,
// so that devices of one line take turns and devices of different lines do not wait for each other.

import type { Send } from '../domain/outgoing.ts';
import type { Reading } from '../domain/reading.ts';
import type { Instant } from '../domain/time.ts';
import type { ModbusLine } from '../fieldbus/line.ts';
import type { Clock } from '../runtime/clock.ts';
import { HaidangError } from '../runtime/errors.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Health, Service } from '../runtime/service.ts';
import type { Value } from './codec/encode.ts';
import type { DeviceConfig } from './config.ts';
import { Device } from './device.ts';
import type { LatestPoint } from './latest.ts';
import { LearnedFile } from './learned.ts';
import type { ClassPace } from './pace.ts';
import type { PresenceState } from './presence.ts';
import type { DeviceProfile } from './profile.ts';
import { type WriteResult, writePoint } from './write.ts';

export interface AcquisitionOptions {
  readonly devices: readonly DeviceConfig[];
  readonly profiles: ReadonlyMap<string, DeviceProfile>;
  readonly lines: ReadonlyMap<string, ModbusLine>;
  readonly send: Send;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Where what is learned of devices outlives a restart; without it, it does not. */
  readonly learnedFile?: string;
}

/** A device as it is now, for those who look on. */
export interface LatestDevice {
  readonly device: string;
  readonly profile: string;
  readonly line: string;
  readonly unit: number;
  readonly state: PresenceState;
  readonly since: Instant;
  /** Code of what made it offline; empty while it is not. */
  readonly reason: string;
  readonly points: readonly LatestPoint[];
  /** Polls that fell out because the one before was not done, since the start. */
  readonly late: number;
  readonly pace: readonly ClassPace[];
}

/** First polls are spread over at most this while, however seldom the devices are read. */
const longestSpreadMs = 10_000;

export class Acquisition implements Service {
  readonly name = 'acquisition';
  readonly #options: AcquisitionOptions;
  readonly #memory: LearnedFile | undefined;
  #devices: Device[] = [];
  #isRunning = false;

  constructor(options: AcquisitionOptions) {
    this.#options = options;
    const { learnedFile, logger } = options;
    this.#memory = learnedFile === undefined ? undefined : new LearnedFile(learnedFile, logger);
  }

  /** @throws HaidangError (`configuration`) for a device whose line or profile is not there; `checkDevices` finds it first. */
  async start(): Promise<void> {
    const enabled = this.#options.devices.filter((d) => d.enabled);
    await this.#memory?.load();
    this.#memory?.keepOnly(enabled.map((d) => d.id));
    this.#devices = enabled.map((config) => {
      const group = enabled.filter((d) => d.line === config.line);
      return this.#makeDevice(config, group.indexOf(config) / group.length);
    });
    for (const device of this.#devices) device.start(device.phase * Math.min(device.tickMs, longestSpreadMs));
    this.#isRunning = true;
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    await Promise.all(this.#devices.map((d) => d.stop()));
    await this.#memory?.settled();
  }

  health(): Health {
    const sum = (of: (d: Device) => number) => this.#devices.reduce((n, d) => n + of(d), 0);
    const reasons = this.#devices.flatMap((d) => d.troubles());
    return {
      state: !this.#isRunning ? 'down' : reasons.length > 0 ? 'degraded' : 'ok',
      reasons,
      facts: {
        devices: this.#devices.length,
        online: sum((d) => (d.presence.state === 'online' ? 1 : 0)),
        offline: sum((d) => (d.presence.state === 'offline' ? 1 : 0)),
        polls: sum((d) => d.counters.polls),
        requests: sum((d) => d.counters.requests),
        late: sum((d) => d.counters.late),
        slowest: Math.round(10 * this.#slowest()) / 10,
      },
    };
  }

  /** Every device with its points as they are known now; values that grew old are `stale`. */
  latest(): LatestDevice[] {
    return this.#devices.map((d) => ({
      device: d.config.id,
      profile: d.config.profile,
      line: d.config.line,
      unit: d.config.unit,
      state: d.presence.state,
      since: d.presence.since,
      reason: d.presence.reason,
      points: d.latest.view(),
      late: d.counters.late,
      pace: d.pace(),
    }));
  }

  /**
   * Reads one point now, before the polls that wait; of a derived point, all that it is computed from. A read that fails
   * is a reading of bad quality.
   * @throws HaidangError (`configuration`: `unknown-device`, `unknown-point`).
   */
  async readPoint(deviceId: string, pointName: string): Promise<Reading> {
    return this.#device(deviceId).readNow(pointName);
  }

  /**
   * Writes one point and reads it back.
   * @throws HaidangError (`configuration`: `unknown-device`, `unknown-point`, `read-only`, `out-of-range`,
   * `not-encodable`, `too-soon`) where nothing was tried, or what the line said where nothing was written.
   */
  async writePoint(deviceId: string, pointName: string, value: Value): Promise<WriteResult> {
    const device = this.#device(deviceId);
    const point = device.point(pointName);
    const { clock, logger } = this.#options;
    if (!device.writeBudget.take()) {
      throw new HaidangError('configuration', 'too-soon', `${deviceId}: more writes than a line can stand`);
    }
    const askedMs = clock.monotonicMs();
    const result = await writePoint(device.writeTarget, point, value);
    const { readBack, quality, achieved } = result;
    device.latest.put(point, { value: readBack, quality }, clock.now(), askedMs);
    logger.info('written', { device: deviceId, point: pointName, value, readBack, achieved });
    return result;
  }

  /** How many times longer than asked for the period is of what is read most belatedly; 1 where nothing is late. */
  #slowest(): number {
    const pace = this.#devices.flatMap((d) => (d.presence.state === 'online' ? d.pace() : []));
    return Math.max(1, ...pace.map((p) => (p.effectiveMs ?? 0) / p.periodMs));
  }

  #makeDevice(config: DeviceConfig, phase: number): Device {
    const { profiles, lines } = this.#options;
    const profile = profiles.get(config.profile);
    const line = lines.get(config.line);
    if (!profile) throw new HaidangError('configuration', 'unknown-profile', `${config.id}: ${config.profile}`);
    if (!line) throw new HaidangError('configuration', 'unknown-line', `${config.id}: ${config.line}`);
    return new Device(config, profile, phase, { ...this.#options, line, memory: this.#memory });
  }

  #device(id: string): Device {
    const device = this.#devices.find((d) => d.config.id === id);
    if (!device) throw new HaidangError('configuration', 'unknown-device', `there is no device ${id}`);
    return device;
  }
}
