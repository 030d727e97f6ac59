// The tools of a technician on servers that nobody of this project wrote: pymodbus over TCP and on a pair of terminals.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ControlSocket } from '../../agent/control-socket.ts';
import { busMethods } from '../../agent/tools/bus-methods.ts';
import { lineSchema } from '../../fieldbus/config.ts';
import { createLine } from '../../fieldbus/line.ts';
import { rtuFrame } from '../../fieldbus/rtu.ts';
import { lineDeps, until } from '../../fieldbus/testing/line.ts';
import { rtuAnswer } from '../../fieldbus/testing/peer.ts';
import { startPtyPair, startPymodbus } from '../../fieldbus/testing/pymodbus.ts';
import { silentLogger } from '../../runtime/logger.ts';
import { cli } from '../cli.ts';

const f32 = (x: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatBE(x);
  return [bytes.readUInt16BE(0), bytes.readUInt16BE(2)] as const;
};
/** Input registers of a meter of the type eastron-sdm630: phase values, sums, frequency, energy. */
function meter(): Record<number, number> {
  const input: Record<number, number> = Object.fromEntries(Array.from({ length: 0x180 }, (_, i) => [i, 0]));
  const values = { 0: 231.2, 2: 230.4, 4: 229.9, 6: 4.2, 12: 950.3, 52: 2151.6, 70: 50.01, 72: 18_342.6 };
  for (const [address, value] of Object.entries(values)) {
    [input[Number(address)], input[Number(address) + 1]] = f32(value);
  }
  return input;
}

let folder: string;
let tcp: { port: number; stop: () => Promise<void> };
let pty: Awaited<ReturnType<typeof startPtyPair>>;
let serial: { stop: () => Promise<void> };
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'haidang-tools-'));
  const [high, low] = f32(12.5);
  const units = { 1: { input: meter() }, 5: { holding: { 0: low, 1: high, 2: 7 } } };
  tcp = await startPymodbus({ units });
  pty = await startPtyPair();
  serial = await startPymodbus({ units, serial: pty.b });
});
afterAll(async () => {
  await serial.stop();
  await pty.stop();
  await tcp.stop();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...argv: string[]) => begun([], ...argv);

/** @param err takes what is said to the person while the command runs. */
async function begun(err: string[], ...argv: string[]) {
  const out: string[] = [];
  const env = { HAIDANG_DATA: join(folder, 'data') };
  const code = await cli(argv, { out: (l) => void out.push(l), err: (l) => void err.push(l), env });
  return { code, out: out.join('\n'), err: err.join('\n'), json: () => JSON.parse(out.join('\n')) };
}
const at = () => ['--tcp', `127.0.0.1:${tcp.port}`];

describe('haidang probe', () => {
  it('reads a meter nobody named, and says what it is', async () => {
    const { code, json } = await run('probe', ...at(), '--json');
    expect(code).toBe(0);
    const result = json();
    expect(result.profile).toBe('eastron-sdm630');
    expect(result.matches[0].percent).toBeGreaterThan(90);
    const voltage = result.points.find((p: { name: string }) => p.name === 'voltage_l1');
    expect(voltage).toMatchObject({ value: 231.2, unit: 'V', quality: 'good', raw: '4367 3333' });
    expect(result.requests[0].ms).toBeGreaterThan(0);
  });

  it('shows the registers as they are where no profile fits', async () => {
    const { out } = await run('probe', ...at(), '--unit', '5');
    expect(out).toContain('no device profile fits');
    expect(out).toMatch(/holding 2 +7 +good +0007/);
  });

  it('says what to try next when nobody answers, on a network and on a serial line', async () => {
    const network = await run('probe', ...at(), '--unit', '9', '--timeout', '100');
    expect(network).toMatchObject({ code: 3, err: expect.stringContaining('haidang scan --tcp') });
    const bus = await run('probe', '--serial', pty.a, '--unit', '9', '--timeout', '100');
    expect(bus).toMatchObject({ code: 3, err: expect.stringContaining('swap the wires A and B') });
    const missing = await run('probe', '--serial', join(folder, 'ttyUSB9'), '--json');
    expect(missing.json().error.code).toBe('port-missing');
    const refused = await run('probe', '--tcp', '127.0.0.1:1', '--lang', 'vi');
    expect(refused.err).toContain('từ chối kết nối');
  });

  it('explains wrong usage with exit code 2', async () => {
    expect(await run('probe')).toMatchObject({ code: 2, err: expect.stringContaining('--tcp HOST:PORT') });
    expect((await run('probe', ...at(), '--unit', '999')).code).toBe(2);
    expect((await run('probe', ...at(), '--profile', 'nothing')).err).toContain('eastron-sdm630');
    expect((await run('probe', '--serial', '/dev/x', '--parity', 'Q')).code).toBe(2);
  });
});

describe('haidang scan', () => {
  it('finds the units behind an address and names what it knows', async () => {
    const { code, json } = await run('scan', ...at(), '--units', '1-8', '--timeout', '60', '--json');
    expect(code).toBe(0);
    expect(json().found.map((f: { unit: number }) => f.unit)).toEqual([1, 5]);
    expect(json().found[0].matches[0].profile).toBe('eastron-sdm630');
  });

  it('finds speed and units of a serial bus within the time it is given', async () => {
    const { json } = await run('scan', '--serial', pty.a, '--units', '1-6', '--no-identify', '--json');
    expect(json().found).toMatchObject([
      { unit: 1, mode: { baudRate: 9600, parity: 'none' } },
      { unit: 5, mode: { baudRate: 9600, parity: 'none' } },
    ]);
    const none = await run('scan', '--serial', pty.a, '--units', '50-90', '--time', '1', '--json');
    expect(none).toMatchObject({ code: 3 });
    expect(none.json()).toMatchObject({ found: [], isCut: true });
    expect(none.json().seconds).toBeLessThan(3);
  });
});

describe('haidang orders', () => {
  it('finds the word order and gives the line for the profile', async () => {
    const { code, out } = await run('orders', ...at(), '--unit', '5', '--address', '0', '--expect', '12.5±0.5');
    expect(code).toBe(0);
    expect(out).toContain('- { name: value, register: { table: holding, address: 0 }, type: float32, order: CDAB }');
  });

  it('says so where nothing is near', async () => {
    const { code, err } = await run('orders', ...at(), '--unit', '5', '--address', '0', '--expect', '777±1');
    expect(code).toBe(3);
    expect(err).toContain('manuals often count from 1');
  });
});

describe('against a running agent', () => {
  it('the tools go through it: its port is opened by nobody else, and what it says itself is heard', async () => {
    const config = lineSchema.parse({ id: 'rs485', kind: 'modbus-rtu', path: pty.a });
    const line = createLine(config, lineDeps);
    await line.start(new AbortController().signal, () => {});
    mkdirSync(join(folder, 'data'), { recursive: true });
    const methods = busMethods([config], new Map([['rs485', line]]), () => performance.now());
    const control = new ControlSocket({ path: join(folder, 'data', 'agent.sock'), methods, logger: silentLogger });
    await control.start(new AbortController().signal, () => {});
    try {
      const probed = await run('probe', '--serial', pty.a, '--unit', '5', '--json');
      expect(probed.json()).toMatchObject({ throughAgent: 'rs485', points: expect.any(Array) });
      const log = join(folder, 'sniff.jsonl');
      const said: string[] = [];
      const sniffing = begun(said, 'sniff', '--serial', pty.a, '--for', '2', '--log', log);
      await until(() => said.some((l) => l.startsWith('listening')));
      await line.request({ unit: 5, function: 3, address: 2, count: 1 });
      const heard = await sniffing;
      expect(heard.out).toContain('unit 5 → 0007');
      expect(readFileSync(log, 'utf8')).toContain('"kind":"reply"');
      const scanned = await run('scan', '--serial', pty.a, '--units', '1-5', '--no-identify');
      expect(scanned.err).toContain('stop the agent to search other speeds');
      expect(scanned.out).toContain('2 devices found');
    } finally {
      await control.stop();
      await line.stop();
    }
  });
});

describe('haidang sniff', () => {
  it('decodes what a master and a device say to each other, and sends nothing itself', async () => {
    const bus = await startPtyPair();
    const said: string[] = [];
    const sniffing = begun(said, 'sniff', '--serial', bus.a, '--for', '1');
    await until(() => said.some((l) => l.startsWith('listening')));
    const request = rtuFrame({ unit: 3, function: 4, address: 0, count: 1 });
    writeFileSync(bus.b, Buffer.concat([request, rtuAnswer(request, [0x00fa])]));
    const { out, err } = await sniffing;
    expect(out).toContain('unit 3 ← function 4, address 0, count 1');
    expect(out).toContain('unit 3 → 00FA');
    expect(err).toContain('1 requests, 1 answers');
    await bus.stop();
  });
});

describe('haidang monitor', () => {
  it('without an agent says that none is running', async () => {
    expect(await run('monitor', '--data', join(folder, 'none'), '--for', '1')).toMatchObject({ code: 3 });
  });
});
