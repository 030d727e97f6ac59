// The site file of the demo: the same as an installer would write for this field.
import { stringify } from 'yaml';
import { demoZones } from '../../simulator/scene/demo.ts';
import { type FieldAddresses, lampRegisters, lampUnits, meterUnit, profileNames } from './field.ts';

export interface SiteOptions {
  readonly gateway: string;
  readonly field: FieldAddresses;
  /** Id of the detection model; without one there is no camera in the site. */
  readonly model: string | undefined;
  /** True where the camera shows the drawn road, whose lines and zones are known. */
  readonly drawnRoad: boolean;
  readonly uplink: {
    readonly url: string;
    readonly version: 5 | '3.1.1';
    readonly username?: string;
    /** Environment variable that holds the password. */
    readonly passwordVariable?: string;
  };
}

const vehicles = ['car', 'bus', 'truck', 'motorcycle', 'bicycle'];

/** YAML text. */
export function siteFile(options: SiteOptions): string {
  const { gateway, field, uplink } = options;
  const meterLine =
    'path' in field.meter
      ? { kind: 'modbus-rtu', path: field.meter.path, baudRate: field.meter.baudRate }
      : { kind: 'modbus-tcp', host: '127.0.0.1', port: field.meter.port };
  const site = {
    version: 1,
    gateway: {
      id: gateway,
      name: 'Bãi Cháy (demo)',
      position: { latitude: 20.95, longitude: 107.08 },
      timezone: 'Asia/Ho_Chi_Minh',
      // A machine that only shows the demo often has no time service; the field would be dated "unsynced" without this.
      clock: 'assume-synced',
    },
    lines: [
      { id: 'station', kind: 'modbus-tcp', host: '127.0.0.1', port: field.airPort, timeout: '500ms' },
      { id: 'rs485', ...meterLine, timeout: '500ms' },
      { id: 'lamps', kind: 'modbus-tcp', host: '127.0.0.1', port: field.lampsPort, timeout: '500ms' },
    ],
    devices: [
      {
        id: 'air-1',
        profile: profileNames.air,
        confirmed: 'the simulated station is made from this profile',
        line: 'station',
        unit: 1,
        poll: '2s',
        pollSlow: '10s',
      },
      { id: 'meter-1', profile: profileNames.meter, line: 'rs485', unit: meterUnit, poll: '2s', pollSlow: '10s' },
    ],
    ...(options.model && field.cameraUrl ? { cameras: [cameraOf(options, field.cameraUrl, options.model)] } : {}),
    lighting: lighting(),
    uplink: {
      url: uplink.url,
      version: uplink.version,
      // Short, so that a cut of seconds is noticed and mended while somebody is looking.
      ...{ keepalive: '5s', reconnectMax: '2s', sessionExpiry: '1min' },
      ...(uplink.username ? { username: uplink.username } : {}),
      ...(uplink.passwordVariable ? { password: `\${env:${uplink.passwordVariable}}` } : {}),
    },
  };
  return stringify(site, { lineWidth: 120 });
}

function cameraOf(options: SiteOptions, url: string, model: string) {
  const rules = options.drawnRoad ? roadRules() : anyVideoRules();
  // Every picture of the drawn street: its counting line lies near to the camera, where motorcycles pass in half a second.
  const fps = options.drawnRoad ? 10 : 6;
  return { id: 'gate', source: { kind: 'rtsp', url, transport: 'tcp' }, model, fps, rules };
}

/** For the drawn street: both lanes are counted, the far one is watched for wrong-way riders, the pavement for crowds. */
function roadRules() {
  const { lines, zones } = demoZones();
  const farLane = zones['west'];
  return [
    { id: 'in-out', kind: 'line-crossing', line: lines['count'], classes: vehicles, report: '10s', event: true },
    {
      ...{ id: 'far-lane', kind: 'wrong-way', zone: farLane?.outline, allowed: farLane?.allowed, hold: '1s' },
      // A rider is also seen as a person: on a carriageway that is the surer of the two.
      classes: [...vehicles, 'person'],
    },
    {
      ...{ id: 'pavement', kind: 'crowding', zone: zones['corner']?.outline, enter: 3, leave: 1, hold: '2s' },
      classes: ['person'],
    },
  ];
}

/** For a video that nobody drew zones for: a line down and a line across the middle. */
function anyVideoRules() {
  const down = [
    [0.5, 0.1],
    [0.5, 0.95],
  ];
  const across = [
    [0.05, 0.6],
    [0.95, 0.6],
  ];
  return [
    { id: 'down', kind: 'line-crossing', line: down, report: '10s', event: true },
    { id: 'across', kind: 'line-crossing', line: across, report: '10s', event: true },
  ];
}

function lighting() {
  const driver = {
    ...{
      kind: 'modbus-dimmer',
      line: 'lamps',
      levelRegister: lampRegisters.level,
      levelScale: lampRegisters.fullScale,
    },
    ...{ feedbackRegister: lampRegisters.feedback, powerRegister: lampRegisters.power, powerScale: 0.1 },
    // Half of one of its 254 steps is 0.2: nothing more is forgiven.
    ...{ tolerance: 0.5, settle: '5s' },
  };
  return {
    programs: [
      {
        id: 'street',
        switches: [
          { at: 'sunset', offset: '-10min', level: 100 },
          { at: '22:30', level: 50 },
          { at: 'sunrise', level: 0 },
        ],
      },
    ],
    lamps: Object.entries(lampUnits).map(([id, unit]) => ({
      ...{ id, driver: { ...driver, unit }, program: 'street', groups: ['quay'] },
    })),
    verify: '10s',
    report: '30s',
  };
}
