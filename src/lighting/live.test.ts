import { afterEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../runtime/manual-clock.ts';
import { Presence } from './presence.ts';
import { lampAt, Stage, street } from './testing/stage.ts';

let stage: Stage;
afterEach(() => stage?.lighting.stop());

const units = [1, 2, 3, 4, 5, 6, 7];
const low = {
  id: 'street',
  switches: [
    { at: 'sunset', level: 20 },
    { at: 'sunrise', level: 0 },
  ],
};
const at = '2026-06-21T21:00:00';

describe('somebody on a street', () => {
  const route = { id: 'r', lamps: ['a', 'b', 'c', 'd', 'e', 'f'], ahead: 2, behind: 1 };
  const presence = () => {
    const clock = new ManualClock();
    return { clock, presence: new Presence(clock, { hold: 10_000, fade: 10_000 }, [route]) };
  };

  it('whose way is not known is lit in both directions', () => {
    expect(presence().presence.seen(['c']).sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('whose way the sensor says, or their walk shows, is lit ahead', () => {
    expect(presence().presence.seen(['c'], 'forward').sort()).toEqual(['b', 'c', 'd', 'e']);
    const { presence: p, clock } = presence();
    p.seen(['d']);
    clock.advance(5000);
    expect(p.seen(['c']).sort()).toEqual(['a', 'b', 'c', 'd']);
    // Standing still keeps the way.
    clock.advance(5000);
    expect(p.seen(['c']).sort()).toEqual(['a', 'b', 'c', 'd']);
    // A minute later it is somebody else.
    clock.advance(61_000);
    expect(p.seen(['c']).sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('counts in full while it holds, and fades in five stages, of which each is announced', () => {
    const { presence: p, clock } = presence();
    p.seen(['f'], 'forward');
    const shares: number[] = [];
    for (let next = p.nextMs(); Number.isFinite(next); next = p.nextMs()) {
      clock.advance(next - clock.monotonicMs());
      shares.push(Math.round(p.share('f') * 100));
    }
    expect(shares).toEqual([83, 67, 50, 33, 17, 0]);
    expect([p.leftMs('f'), p.share('a')]).toEqual([0, 0]);
  });
});

describe('lamps that follow what sensors say', () => {
  const presence = {
    level: 90,
    hold: '1min',
    fade: '50s',
    routes: [{ id: 'walk', lamps: units.map((u) => `l-${u}`) }],
    sources: [
      { target: 'l-2', input: 'pir', direction: 'forward' },
      { target: 'l-6', camera: 'gate', rule: 'walkers' },
    ],
  };
  const inputs = [
    { id: 'pir', point: 'io/pir' },
    { id: 'photocell', point: 'io/light' },
    { id: 'traffic', camera: 'gate', rule: 'count' },
  ];

  it('are lit ahead of somebody, hold, fade in stages, and are written no more than that', async () => {
    stage = new Stage({ units, at, config: { programs: [low], presence, inputs } });
    await stage.start();
    stage.points.set('io/pir', 1);
    await stage.pass(2500);
    stage.points.set('io/pir', 0);
    await stage.pass(2500);
    expect(stage.levels()).toEqual([90, 90, 90, 90, 20, 20, 20]);
    stage.line.log.length = 0;
    await stage.pass(55_000);
    expect(stage.line.log).toEqual([]);
    await stage.pass(70_000);
    expect(stage.levels()).toEqual(units.map(() => 20));
    expect(stage.line.log.filter((l) => l.startsWith('2='))).toEqual(['2=75', '2=60', '2=45', '2=30', '2=20']);
  });

  it('are lit by an event of a camera', async () => {
    stage = new Stage({ units, at, config: { programs: [low], presence, inputs } });
    await stage.start();
    const event = { kind: 'camera.event', at: stage.clock.now(), camera: 'gate', rule: 'walkers', phase: 'instant' };
    stage.lighting.heard({ ...event, type: 'line-crossing', direction: 'backward' } as never);
    await stage.pass(2000);
    expect(stage.levels()).toEqual([20, 20, 20, 90, 90, 90, 90]);
  });

  it('follow traffic that a camera counts, while the count is fresh', async () => {
    const controls = [
      {
        id: 'busy',
        input: 'traffic',
        merge: 'max',
        levels: [
          [100, 40],
          [500, 80],
        ],
      },
    ];
    stage = new Stage({ units: [1], at, config: { programs: [{ ...low, controls }], inputs } });
    await stage.start();
    const now = stage.clock.now();
    const counts = { kind: 'camera.counts', at: now, camera: 'gate', rule: 'count', coverage: 1 } as const;
    const from = new Date(now.ms - 600_000).toISOString();
    const to = new Date(now.ms).toISOString();
    stage.lighting.heard({ ...counts, from, to, forward: { car: 30 }, backward: { motorcycle: 20 } });
    await stage.pass(3000);
    // 50 in ten minutes are 300 an hour: half way.
    expect(stage.state()).toMatchObject({ commanded: 60, reason: 'sensor', rule: 'street/busy' });
    await stage.pass(21 * 60_000);
    expect(stage.state()).toMatchObject({ commanded: 20, reason: 'program' });
  });

  it('follow the photocell where nobody ever confirmed the clock, and are lit at the default level without one', async () => {
    const controls = [{ id: 'day', input: 'photocell', above: 200, merge: 'set', level: 0 }];
    stage = new Stage({ units: [1], at, quality: 'unsynced', config: { programs: [{ ...street, controls }], inputs } });
    await stage.start();
    expect(stage.state()).toMatchObject({ commanded: 100, reason: 'fail-safe' });
    stage.points.set('io/light', 5000);
    await stage.pass(3000);
    expect(stage.state()).toMatchObject({ commanded: 0, reason: 'sensor', rule: 'street/day' });
    stage.points.set('io/light', 3);
    await stage.pass(3000);
    expect(stage.state()).toMatchObject({ commanded: 100, reason: 'fail-safe' });
  });
});

describe('the switch of a cabinet', () => {
  const selectors = [
    {
      id: 'cab',
      groups: ['quay'],
      input: 'switch',
      positions: { hand: 1, photocell: 2, maintenance: 3 },
      photocell: { input: 'light', darkBelow: 50 },
    },
  ];
  const inputs = [
    { id: 'switch', point: 'io/switch' },
    { id: 'light', point: 'io/light' },
  ];
  const started = async (time: string) => {
    stage = new Stage({ units: [1, 2], at: time, config: { selectors, inputs, verify: '10s' } });
    await stage.start();
    await stage.pass(3000);
  };

  it('by hand: the lamps are looked at and told nothing, and their program holds again afterwards', async () => {
    await started('2026-06-21T12:30:00');
    stage.points.set('io/switch', 1);
    await stage.pass(3000);
    stage.line.lamp(1).level = 70;
    stage.line.log.length = 0;
    await stage.until('2026-06-21T20:00:00');
    expect(stage.line.log).toEqual([]);
    expect(stage.state()).toMatchObject({ fedBack: 70, reason: 'local', rule: 'cab/hand' });
    expect(stage.said('lamp.fault')).toEqual([]);
    stage.points.set('io/switch', 0);
    await stage.pass(5000);
    expect(stage.levels()).toEqual([100, 100]);
  });

  it('on the photocell: lit by its light alone, and lit where it says nothing', async () => {
    await started('2026-06-21T12:30:00');
    stage.points.set('io/switch', 2);
    await stage.pass(5000);
    expect(stage.levels()).toEqual([100, 100]);
    stage.points.set('io/light', 800);
    await stage.pass(5000);
    expect(stage.levels()).toEqual([0, 0]);
    stage.points.set('io/light', 20);
    await stage.pass(5000);
    expect(stage.levels()).toEqual([100, 100]);
  });

  it('set from afar for maintenance outlives a restart, and the switch itself stands above it', async () => {
    await started('2026-06-21T12:30:00');
    const asking = stage.lighting.setMode('cab', 'maintenance');
    await stage.pass(3000);
    expect(await asking).toMatchObject(Array(2).fill({ outcome: 'achieved', rule: 'cab/maintenance' }));
    expect(stage.levels()).toEqual([100, 100]);
    await stage.restart();
    expect(stage.state()).toMatchObject({ reason: 'local', rule: 'cab/maintenance' });
    stage.points.set('io/switch', 2);
    stage.points.set('io/light', 800);
    await stage.pass(5000);
    expect(stage.levels()).toEqual([0, 0]);
    await expect(stage.lighting.setMode('nowhere', 'auto')).rejects.toMatchObject({ code: 'unknown-target' });
  });

  it('stands above a command, which is answered as outranked', async () => {
    await started('2026-06-21T20:00:00');
    stage.points.set('io/switch', 3);
    await stage.pass(5000);
    const asking = stage.lighting.override({ target: 'l-1', level: 30, until: null, id: 'o' });
    await stage.pass(3000);
    expect(await asking).toMatchObject([{ outcome: 'outranked', reason: 'local', commanded: 100 }]);
  });
});

describe('a site whose inputs and ways to its lamps do not fit', () => {
  it('is told so', async () => {
    const { checkLighting, lightingSchema } = await import('./config.ts');
    const driver = (unit: number, more: object) => ({ kind: 'modbus-dimmer', line: 'tcp', unit, ...more });
    const config = lightingSchema.parse({
      programs: [
        {
          ...street,
          switches: [...street.switches.slice(0, 1), { at: '23:00', level: 5 }, { at: 'sunrise', level: 0 }],
        },
      ],
      inputs: [
        { id: 'pir', point: 'io/pri' },
        { id: 'far', point: 'oi/pir' },
      ],
      presence: { sources: [{ target: 'l-1', input: 'pri' }], routes: [{ id: 'r', lamps: ['l-1', 'l-9'] }] },
      selectors: [{ id: 'cab', groups: ['kay'] }],
      lamps: [
        lampAt(1, { driver: driver(1, { broadcast: true }) }),
        lampAt(2, { driver: driver(2, { broadcast: true, levelScale: 254 }) }),
        lampAt(3, { driver: { kind: 'zigbee2mqtt', broker: 'nobody', name: 'x' } }),
        lampAt(4, { driver: { kind: 'dali-gateway', line: 'tcp', unit: 9, address: 0, minLevel: 10 } }),
      ],
    });
    const points = new Map([['io', [{ name: 'pir', type: 'bool' }]]]);
    const found = checkLighting(config, { lines: [{ id: 'tcp', kind: 'modbus-tcp' }], points });
    expect(found.map((p) => `${p.severity} ${p.path.slice(1).join('.')}`).sort()).toEqual([
      'error inputs.0.point',
      'error inputs.1.point',
      'error lamps.0.driver.broadcast',
      'error lamps.1.driver.broadcast',
      'error lamps.1.driver.broadcast',
      'error lamps.2.driver.broker',
      'error presence.routes.0.lamps.1',
      'error presence.sources.0.input',
      'error selectors.0.groups.0',
      'warning programs.0.switches.1.level',
    ]);
  });
});
