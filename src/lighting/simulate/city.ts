// The site file of a whole city: so many lamps at so many cabinets, with meters, circuits, groups, calendars and lamp
// types. For the simulation, for benchmarks, and to begin a real file with. Addresses are those of documentation.

const two = (n: number) => String(n).padStart(2, '0');

export interface CityOptions {
  readonly lamps: number;
  readonly cabinets: number;
}

const types = [
  {
    id: 'led-60',
    power: [
      [0, 0.5],
      [10, 9.5],
      [25, 17],
      [50, 31],
      [75, 45],
      [100, 60],
    ],
  },
  {
    id: 'led-90',
    power: [
      [0, 0.5],
      [10, 14],
      [25, 25],
      [50, 47],
      [75, 68],
      [100, 90],
    ],
    clo: [
      [0, 88],
      [60_000, 100],
    ],
  },
  {
    id: 'led-150',
    power: [
      [0, 0.8],
      [10, 22],
      [25, 41],
      [50, 77],
      [75, 113],
      [100, 150],
    ],
    lifetimeHours: 80_000,
  },
];
const programs = [
  {
    id: 'street',
    switches: [
      { at: 'sunset', offset: '-5min', level: 100 },
      { at: '22:30', level: 60 },
      { at: '00:30', level: 40 },
      { at: '04:45', level: 70 },
      { at: 'sunrise', level: 0 },
    ],
  },
  {
    id: 'artery',
    switches: [
      { at: 'sunset', offset: '-10min', level: 100, ramp: '2min' },
      { at: '23:00', level: 60, ramp: '2min' },
      { at: '05:00', level: 100 },
      { at: 'sunrise', offset: '+5min', level: 0 },
    ],
  },
  {
    id: 'festive',
    switches: [
      { at: 'sunset', offset: '-10min', level: 100 },
      { at: '01:00', level: 50 },
      { at: 'sunrise', level: 0 },
    ],
  },
];
const calendars = [
  {
    id: 'city',
    program: 'street',
    rules: [
      { id: 'tet', holidays: ['tet', 'new-year', 'national-day'], program: 'festive' },
      { id: 'summer', weekdays: ['fri', 'sat'], from: '05-01', to: '09-30', program: 'festive' },
    ],
  },
];

/** The site as an object; as JSON it is a YAML file too. Every second cabinet takes the voltage away by day; along some streets people walk. */
export function cityOf({ lamps: count, cabinets: many }: CityOptions): Record<string, unknown> {
  const cabinets = Array.from({ length: many }, (_, i) => cabinet(i));
  const lamps = Array.from({ length: count }, (_, i) => lamp(i, Math.floor((i * many) / count), count, many));
  const ids = Array.from({ length: many }, (_, i) => `c${two(i + 1)}`);
  return {
    version: 1,
    gateway: {
      id: 'qn-hl-city',
      name: 'Hạ Long, public lighting',
      position: { latitude: 20.95, longitude: 107.08 },
      timezone: 'Asia/Ho_Chi_Minh',
      clock: 'auto',
    },
    lines: ids.map((id, i) => ({
      id,
      kind: 'modbus-tcp',
      host: `198.51.${100 + Math.floor(i / 250)}.${(i % 250) + 1}`,
      port: 502,
    })),
    devices: ids.flatMap((id, i) => [
      { id: `${id}-meter`, profile: 'eastron-sdm630', line: id, unit: 201, poll: '1min' },
      { id: `${id}-ai`, profile: 'advantech-adam-6024', line: id, unit: 203, poll: '10s' },
      { id: `${id}-io`, profile: 'moxa-iologik-e1212', line: id, unit: 202, poll: '10s' },
      ...(isWalked(i) ? [{ id: `${id}-pir`, profile: 'moxa-iologik-e1212', line: id, unit: 204, poll: '1s' }] : []),
    ]),
    lighting: {
      defaultLevel: 100,
      programs,
      calendars,
      groups: [{ id: 'city', calendar: 'city' }, ...ids.map((id) => ({ id: `street-${id}`, within: 'city' }))],
      lampTypes: types,
      cabinets,
      lamps,
      ...presenceOf(lamps),
    },
    outbox: { cap: '4GiB', retain: '7d' },
  };
}

/** Every tenth street is a path along which people walk, with sensors that see them at eight of its lamps. */
const isWalked = (cabinetIndex: number) => cabinetIndex % 10 === 3;
const sensors = 8;

function presenceOf(lamps: readonly Record<string, unknown>[]) {
  const streets = new Map<string, string[]>();
  for (const { id, cabinet: at } of lamps as { id: string; cabinet: string }[]) {
    if (isWalked(Number(at.slice(1)) - 1)) streets.set(at, [...(streets.get(at) ?? []), id]);
  }
  const sources = [...streets].flatMap(([at, ids]) =>
    Array.from({ length: Math.min(sensors, ids.length) }, (_, i) => {
      const target = ids[Math.floor((i * ids.length) / sensors)] ?? ids[0];
      return { input: `${at}-pir-${i}`, point: `${at}-pir/di${i}`, target };
    }),
  );
  const routes = [...streets].flatMap(([at, ids]) =>
    ids.length < 2 ? [] : [{ id: `path-${at}`, lamps: ids, ahead: 4, behind: 2 }],
  );
  return {
    inputs: sources.map(({ input, point }) => ({ id: input, point })),
    presence: {
      level: 100,
      hold: '1min',
      fade: '30s',
      routes,
      sources: sources.map(({ input, target }) => ({ input, target })),
    },
  };
}

function cabinet(i: number): Record<string, unknown> {
  const id = `c${two(i + 1)}`;
  const phases = (name: string) => [1, 2, 3].map((p) => `${id}-meter/${name}_l${p}`);
  return {
    id,
    voltage: phases('voltage'),
    power: phases('active_power'),
    powerFactor: phases('power_factor'),
    energy: `${id}-meter/energy_import`,
    door: `${id}-io/di0`,
    leakage: `${id}-ai/ai0`,
    photocell: `${id}-io/di1`,
    auxiliary: 30,
    circuits: [1, 2, 3].map((phase) => ({
      id: `k${phase}`,
      phase,
      breaker: `${id}-io/di${1 + phase}`,
      ...(i % 2 === 1 ? { contactor: `${id}-io/di${4 + phase}` } : {}),
    })),
  };
}

function lamp(i: number, cabinetIndex: number, count: number, many: number): Record<string, unknown> {
  const id = `c${two(cabinetIndex + 1)}`;
  const first = Math.ceil((cabinetIndex * count) / many);
  const unit = i - first + 1;
  const type = types[(cabinetIndex + (unit % 7 === 0 ? 1 : 0)) % types.length]?.id;
  return {
    id: `${id}-l${String(unit).padStart(3, '0')}`,
    driver: { kind: 'modbus-dimmer', line: id, unit, levelScale: 100, powerRegister: 2, powerScale: 0.1 },
    type,
    cabinet: id,
    circuit: `k${(unit % 3) + 1}`,
    groups: [`street-${id}`],
    // Arteries follow their own program, the other streets the calendar of their group.
    ...(cabinetIndex % 5 === 0 ? { program: 'artery' } : {}),
    position: {
      latitude: Math.round((20.94 + cabinetIndex * 0.0007 + unit * 0.00002) * 1e6) / 1e6,
      longitude: Math.round((107.05 + cabinetIndex * 0.001 + unit * 0.0003) * 1e6) / 1e6,
    },
  };
}
