import { describe, expect, it } from 'vitest';
import { cabinetData, lampData } from './data.ts';
import { eventsOf, notesOf } from './events.ts';
import type { RawLighting } from './programs.ts';
import { readTalq } from './read.ts';
import { attributeOf } from './shapes.ts';
import { addressOf, writeTalq } from './write.ts';

const site = {
  lamps: [{ id: 'l-1', cabinet: 'c-1', driver: { kind: 'modbus-dimmer', line: 'k', unit: 1 } }],
  cabinets: [{ id: 'c-1' }],
} as RawLighting;
const gateway = { id: 'qn-hl-001', name: 'Bãi Cháy' };
const at = Date.parse('2026-06-21T15:00:00Z');
const faults = [
  { at, subject: 'lamp/l-1', fault: 'lampFailure', active: true },
  { at: at + 60_000, subject: 'cabinet/c-1/L2', fault: 'supplyLoss', active: true },
  { at: at + 90_000, subject: 'cabinet/c-1/supply/L1', fault: 'cableTheft', active: true },
  { at: at + 120_000, subject: 'cabinet/c-1/L2', fault: 'supplyLoss', active: false },
  { at: at + 180_000, subject: 'cabinet/c-1', fault: 'cabinetDoorOpen', active: true },
];
const raised = {
  'lamp/l-1': ['lampFailure', 'controlGearCommFailure'],
  'cabinet/c-1': ['cabinetDoorOpen ', 'cableTheft supply/L1'],
};

function exported() {
  const { document } = writeTalq(site, {
    gateway,
    horizon: { from: 20_454, to: 21_183 },
    data: lampData({ states: [], months: [], lives: {}, raised }),
    cabinets: cabinetData({ raised, counters: { 'c-1': 1234.5 } }),
    events: eventsOf(faults, (kind, id) => addressOf(gateway.id, kind, id)),
  });
  return JSON.parse(JSON.stringify(document)) as typeof document;
}

describe('faults and meters in TALQ', () => {
  it('stand as event attributes of their device, and the counter of a cabinet as its energy', () => {
    const { devices } = exported();
    const said = (name: string, of: string, attribute: string) => {
      const device = devices.find((d) => d.name === name);
      return device && attributeOf(device, of, attribute);
    };
    expect(said('l-1', 'LampMonitorFunction', 'lampFailure')).toBe(true);
    expect(said('l-1', 'LampMonitorFunction', 'dimmingFailure')).toBeUndefined();
    expect(said('l-1', 'CommunicationFunction', 'controlGearCommFailure')).toBe(true);
    expect(said('c-1', 'ElectricalMeterFunction', 'cableTheft')).toBe(true);
    expect(said('c-1', 'ElectricalMeterFunction', 'totalActiveEnergy')).toBe(1234.5);
    expect(said('c-1', 'CabinetControllerFunction', 'cabinetDoorOpen')).toBe(true);
  });

  it('come back as they were, and belong to no site file', () => {
    const document = exported();
    expect(notesOf(document)).toEqual(faults);
    const { lighting, notes } = readTalq(document);
    expect(lighting).toMatchObject(site);
    expect(JSON.stringify(lighting)).not.toContain('lampFailure');
    expect(notes.map((n) => n.what)).toContain('events (5)');
  });
});

it('where the key of a REST interface is kept is not exported', () => {
  const api = { url: 'https://192.0.2.1:8090', token: '${env:CHIRPSTACK_KEY}' };
  const brokers = [{ id: 'b', url: 'mqtt://192.0.2.1:1883', password: '${env:PASSWORD}', api }];
  const { document } = writeTalq({ ...site, brokers } as RawLighting, { gateway, horizon: { from: 0, to: 1 } });
  expect(JSON.stringify(document)).not.toMatch(/CHIRPSTACK_KEY|PASSWORD/);
});
