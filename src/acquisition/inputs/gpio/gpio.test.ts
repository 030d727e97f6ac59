import { afterEach, describe, expect, it } from 'vitest';
import { type Outgoing, outgoingSchema } from '../../../domain/outgoing.ts';
import { until } from '../../../fieldbus/testing/line.ts';
import { SystemClock } from '../../../runtime/clock.ts';
import { silentLogger } from '../../../runtime/logger.ts';
import { inputsSchema } from '../config.ts';
import { Inputs } from '../inputs.ts';
import { Contact } from './contact.ts';
import { gpioPoints } from './gpio-points.ts';
import { fakeChip } from './testing/fake-chip.ts';
import { getArguments, majorOf, monitorArguments, parseEdge } from './tools.ts';

const cleanUp: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

describe('the command lines of libgpiod', () => {
  const source = { chip: 'gpiochip0', bias: 'disabled', activeLow: true } as const;
  it('are those of the version that is there', () => {
    expect(majorOf('gpiomon (libgpiod) v1.6.3\nCopyright')).toBe(1);
    expect(majorOf('gpiomon (libgpiod) v2.1\n')).toBe(2);
    expect(majorOf('gpiomon 0.3')).toBeUndefined();
    expect(getArguments(1, source, [4, 17]).join(' ')).toBe('-l -B disable gpiochip0 4 17');
    expect(getArguments(2, source, [4]).join(' ')).toBe('--numeric --chip gpiochip0 --active-low --bias disabled 4');
    expect(monitorArguments(1, { ...source, bias: 'as-is' }, [4])).toEqual([
      '-b',
      '-l',
      '-F',
      '%o %e %s %n',
      'gpiochip0',
      '4',
    ]);
  });

  it('answer in their own ways: seconds and nanoseconds apart without leading zeros, or as one number', () => {
    expect(parseEdge(1, '17 1 100 5000000')).toEqual({ line: 17, level: 1, kernelMs: 100_005 });
    expect(parseEdge(2, '17 falling 100.005000000')).toEqual({ line: 17, level: 0, kernelMs: 100_005 });
    expect(parseEdge(2, "Monitoring line '17'...")).toBeUndefined();
    expect(parseEdge(1, '17 rising 100.005000000')).toBeUndefined();
  });
});

describe('a contact', () => {
  const run = (holdMs: number, ...edges: [0 | 1, number][]) => {
    const contact = new Contact(holdMs);
    contact.found(0);
    return edges.flatMap(([level, ms]) => contact.edge(level, ms, ms)).concat(contact.until(1e9));
  };
  it('that bounces changes once, when it held; a spike is nothing', () => {
    expect(run(5, [1, 0], [0, 1], [1, 2], [0, 3], [1, 4], [0, 100])).toEqual([
      { level: 1, atMs: 4, missed: false },
      { level: 0, atMs: 100, missed: false },
    ]);
    expect(run(5, [1, 0], [0, 1])).toEqual([]);
    expect(run(0, [1, 0], [0, 0.1], [1, 0.2])).toHaveLength(3);
  });
  it('whose edge was missed says so', () => {
    expect(run(5, [1, 0], [1, 100])).toEqual([
      { level: 1, atMs: 0, missed: false },
      { level: 1, atMs: 100, missed: true },
    ]);
  });
});

describe('points of contacts', () => {
  const one = (text: string, decoder: ReturnType<typeof gpioPoints>) =>
    Object.fromEntries([...(decoder.push(Buffer.from(text)).at(-1) ?? [])]);
  const rain = { as: 'pulses', name: 'rain', line: 4, perPulse: 0.2, unit: 'mm', debounce: 5, rollover: 1 } as const;
  const pulse = (n: number) => `edge 4 1 ${n * 100} ${n * 100}\nedge 4 0 ${n * 100 + 50} 0\n`;

  it('count without a tail of rounding, and begin again at the roll-over', () => {
    const decoder = gpioPoints([rain]);
    const totals = [1, 2, 3, 4, 5, 6].map(
      (n) => one(`${n === 1 ? 'level 4 0 0\n' : ''}${pulse(n)}tick ${n * 100 + 90}\n`, decoder)['rain'],
    );
    expect(totals.map((t) => t?.value)).toEqual([0.2, 0.4, 0.6, 0.8, 0, 0.2]);
  });

  it('say after a gap, once, that something may be missing', () => {
    const decoder = gpioPoints([rain]);
    one(`level 4 0 0\n${pulse(1)}tick 190\n`, decoder);
    decoder.told();
    decoder.reset();
    expect(one('level 4 0 0\ntick 300\n', decoder)['rain']).toEqual({ value: 0.2, quality: 'uncertain:gap' });
    decoder.told();
    expect(one('tick 400\n', decoder)['rain']).toEqual({ value: 0.2, quality: 'good' });
  });
});

describe.each(['1.6.3', '2.0.2'])('an input on GPIO lines with libgpiod %s', (version) => {
  async function start() {
    const chip = fakeChip(version, { 4: 1, 27: 0 });
    cleanUp.push(chip.remove);
    const sent: Outgoing[] = [];
    const inputs = new Inputs({
      inputs: inputsSchema.parse([
        {
          id: 'mast',
          kind: 'gpio',
          source: { kind: 'gpio', chip: 'gpiochip0', bias: 'pull-up', activeLow: true },
          report: '100ms',
          timeout: '3s',
          points: [
            { as: 'pulses', name: 'rain', line: 4, perPulse: 0.2, unit: 'mm' },
            { as: 'state', name: 'door', line: 27, debounce: '10ms' },
          ],
        },
      ]),
      send: (o) => sent.push(outgoingSchema.parse(o)),
      clock: new SystemClock(),
      logger: silentLogger,
      random: () => 0.5,
      gpioTools: chip.folder,
    });
    cleanUp.push(() => inputs.stop());
    await inputs.start();
    const last = () => sent.flatMap((o) => (o.kind === 'device.readings' ? [o.readings] : [])).at(-1) ?? {};
    const states = () => sent.flatMap((o) => (o.kind === 'device.state' ? [`${o.state} ${o.code}`] : []));
    return { chip, inputs, last, states };
  }

  it('counts pulses, tells a state with the time of its edge, and survives the end of gpiomon', async () => {
    const { chip, last, states } = await start();
    // Pulled up: the wire is high while nothing is closed, which is "off" here; 27 is at ground, "on".
    await until(() => last()['door'] !== undefined && chip.listening() === 1);
    expect(last()).toMatchObject({
      rain: { value: 0, unit: 'mm' },
      door: { value: true },
      door_since: { value: null },
    });
    const before = Date.now();
    // Three pulses with bouncing, 200 ms apart by the kernel, and the door is opened.
    for (const [n] of [100_000, 100_200, 100_400].entries()) {
      const at = 100_000 + n * 200;
      chip.edges(4, [0, at], [1, at + 1], [0, at + 2], [1, at + 80]);
    }
    chip.edges(27, [1, 100_700], [0, 100_701], [1, 100_702]);
    chip.edges(4, [0, 100_900]);
    await until(() => last()['door']?.value === false && last()['rain']?.value === 0.8);
    const since = Date.parse(String(last()['door_since']?.value));
    // By the kernel's clock all of it lasted 900 ms, and nothing was heard before it was done.
    expect(since).toBeGreaterThanOrEqual(before - 900);
    expect(since).toBeLessThanOrEqual(Date.now());
    expect(states().at(-1)).toBe('online answers');

    chip.breakWith('error waiting for events: No such device');
    await until(() => states().at(-1) === 'offline disconnected', 30_000);
    expect(last()).toMatchObject({ rain: { quality: 'bad:disconnected' }, door: { quality: 'bad:disconnected' } });
    chip.setLevels({ 4: 1, 27: 0 });
    chip.mend();
    await until(() => last()['door']?.value === true, 30_000);
    expect(last()).toMatchObject({ rain: { value: 0.8 }, door_since: { quality: 'bad:unknown' } });
    await until(() => chip.listening() >= 2);
    expect(new Set(chip.calls().map((c) => c.split(' ')[0]))).toEqual(new Set(['gpiomon', 'gpioget']));
  }, 90_000);
});

describe('an input on GPIO lines that are not there', () => {
  it('says what the tool said, and that the tools are missing where they are', async () => {
    const chip = fakeChip('1.6.3', { 4: 1 });
    cleanUp.push(chip.remove);
    const make = async (name: string, gpioTools: string) => {
      const inputs = new Inputs({
        inputs: inputsSchema.parse([
          {
            id: 'x',
            kind: 'gpio',
            timeout: '500ms',
            source: { kind: 'gpio', chip: name },
            points: [{ as: 'state', name: 's', line: 4 }],
          },
        ]),
        send: () => {},
        clock: new SystemClock(),
        logger: silentLogger,
        random: () => 0.5,
        gpioTools,
      });
      cleanUp.push(() => inputs.stop());
      await inputs.start();
      await until(() => inputs.health().reasons[0]?.params['reason'] !== undefined);
      return String(inputs.health().reasons[0]?.params['reason']);
    };
    expect(await make('gpiochip9', chip.folder)).toContain('No such file or directory');
    expect(await make('gpiochip0', '/nowhere')).toBe('gpiomon is not installed (Debian package gpiod)');
  });
});
