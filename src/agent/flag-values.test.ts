import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { render, renderHint } from '../messages/catalogue.ts';
import { loadSite } from './load.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'haidang-flags-'));
  writeFileSync(
    join(folder, 'meter.yaml'),
    `identity:
  id: meter
  manufacturer: none
  model: for this test
  source: { document: this test, revision: "1" }
  verified: false
  reason: for this test
points:
  - { name: state, register: { table: holding, address: 0 }, type: uint16, enum: { 0: measuring, 1: calibrating, 2: maintenance } }
  - { name: errors, register: { table: holding, address: 1 }, type: uint16, flags: { 0: door, 1: fault } }
  - { name: busy, register: { table: coil, address: 2 }, type: bool }
  - { name: code, register: { table: holding, address: 3 }, type: uint16 }
examples:
  - name: measuring
    input: {}
    holding: { 0: "0000", 1: "0001" }
    expect: { state: measuring, errors: door }
`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

function check(point: string, values: string): string[] {
  const file = join(folder, 'site.yaml');
  writeFileSync(
    file,
    `version: 1
gateway: { id: x, position: { latitude: 21, longitude: 107 } }
lines: [{ id: l, kind: modbus-tcp, host: 127.0.0.1 }]
devices: [{ id: m, profile: meter, line: l, unit: 1 }]
station:
  points: [{ id: a, device: m, point: code }]
  flags:
    - device: m
      point: ${point}
      calibrating: ${values}
`,
  );
  const { problems } = loadSite(file, { profileFolders: [folder], modelFolders: [], packFolders: [] });
  return problems
    .filter((p) => p.severity === 'error')
    .map((p) => `${p.line} ${render(p.message, 'en')} -> ${renderHint(p.message, 'en')}`);
}

describe('a value by which a device says that it is calibrated', () => {
  it.each([
    [
      'state',
      '[calibrate]',
      '"calibrate" is not allowed here; allowed: measuring, calibrating, maintenance',
      'calibrating',
    ],
    ['state', '[1]', '"1" is not allowed here; allowed: measuring, calibrating, maintenance', 'calibrating'],
    ['errors', '["door, falt"]', '"falt" is not allowed here; allowed: door, fault', 'fault'],
  ])('of %s, %s, that its point never says is refused with the labels there are', (point, values, text, near) => {
    expect(check(point, values)).toEqual([`10 ${text} -> did you mean "${near}"?`]);
  });

  it.each([
    ['busy', '[1]', '10 found 1 where true or false is expected -> write true or false here'],
    ['code', '[cal]', expect.stringMatching(/^10 found "cal" where a number/)],
  ])('of %s, %s, that is of another type is refused', (point, values, text) => {
    expect(check(point, values)).toEqual([text]);
  });

  it.each([
    ['state', '[calibrating]'],
    ['errors', '["door, fault", door]'],
    ['busy', '[true]'],
    ['code', '[3, 4]'],
  ])('of %s, %s, that its point may say is taken', (point, values) => {
    expect(check(point, values)).toEqual([]);
  });
});
