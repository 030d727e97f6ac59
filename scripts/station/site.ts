// The site of the soak: config/examples/station.yaml itself, with its wires led to the simulator, read more often, and with
// what this machine has not (contacts) left out.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { loadProfile } from '../../src/acquisition/load-profile.ts';
import type { DeviceProfile } from '../../src/acquisition/profile.ts';
import { type StationPoint, stationPointSchema } from '../../src/station/config.ts';

type Part = Record<string, unknown>;

interface Ports {
  readonly air: number;
  readonly water: number;
  readonly meter: number;
  readonly gps: number;
  readonly ftp: number;
}

/** In the time of the soak; shorter than what its clock takes for a deadline (quick-clock.ts). */
export const soakPeriodMs = 5000;
export const soakGraceMs = 30_000;
/** What a machine that is busy needs, in a time that runs faster. */
const patience = { timeout: '5s', shortestTimeout: '5s' };
/** Beside those of the example: some that come in minutes. */
const moreAlarms: Readonly<Record<string, readonly object[]>> = {
  pm25: [{ id: 'peak', kind: 'limit', above: 95, hysteresis: 5, delay: '1min' }],
  ph: [{ id: 'silent', kind: 'missing', for: '40s' }],
};
const root = new URL('../../', import.meta.url);

/** The site, and the points of its station. */
export function siteOf(ports: Ports) {
  const site = parse(readFileSync(new URL('config/examples/station.yaml', root), 'utf8')) as Part;
  const tcp = (id: string, port: number) => ({
    ...{ id, kind: 'modbus-tcp', host: '127.0.0.1', port, ...patience },
  });
  site['lines'] = [tcp('station', ports.air), tcp('water', ports.water), tcp('rs485', ports.meter)];
  site['gateway'] = { ...(site['gateway'] as Part), clock: 'assume-synced' };
  const every = { poll: `${soakPeriodMs}ms`, pollFast: `${soakPeriodMs}ms`, pollSlow: `${soakPeriodMs}ms` };
  site['devices'] = (site['devices'] as Part[]).map((device) => ({ ...device, ...every }));
  const source = { kind: 'tcp', host: '127.0.0.1', port: ports.gps };
  site['inputs'] = (site['inputs'] as Part[])
    .filter(({ kind }) => kind !== 'gpio')
    .map((input) => ({ ...input, source, distance: 0, report: '1s', timeout: '1min' }));
  const station = site['station'] as Part;
  const points = (station['points'] as Part[])
    .filter(({ device }) => device !== 'rain-1')
    // Each reading is told: the oracle is given what the outbox has.
    .map(({ publish: _, ...point }) => ({
      ...point,
      every: `${soakPeriodMs}ms`,
      windows: [...new Set(['1min', '5min', ...(point['windows'] as string[])])],
      alarms: [...((point['alarms'] as object[] | undefined) ?? []), ...(moreAlarms[String(point['id'])] ?? [])],
    }));
  const tt10 = station['tt10'] as Part;
  const server = {
    by: 'ftp',
    host: '127.0.0.1',
    port: ports.ftp,
    user: 'ftp',
    password: '${env:TT10_RIGHT}',
    folder: 'in',
  };
  const delivery = { ...server, retryFirst: '5s', retryMax: '5s', timeout: '2min' };
  site['station'] = { ...station, points, grace: `${soakGraceMs}ms`, tt10: { ...tt10, delivery } };
  site['outbox'] = { cap: '1GiB', retain: '1d' };
  delete site['uplink'];
  return {
    site,
    points: points.map((point): SoakPoint => stationPointSchema.parse(point)),
    tt10: tt10 as unknown as { name: string; parameters: readonly TtLine[] },
  };
}

export type SoakPoint = StationPoint;

export interface TtLine {
  readonly point: string;
  readonly name: string;
  readonly unit: string;
  readonly decimals?: number;
}

export function profileOf(name: string): DeviceProfile {
  const loaded = loadProfile(new URL(`device-profiles/${name}.yaml`, root).pathname);
  if ('profile' in loaded) return loaded.profile;
  throw new Error(`the profile ${name} cannot be loaded`);
}
