// A serial line whose bytes take their time: a pair of PTYs, a device on it in a process of its own, and our line.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lineSchema } from '../../src/fieldbus/config.ts';
import { createLine, type ModbusLine } from '../../src/fieldbus/line.ts';
import { SystemClock } from '../../src/runtime/clock.ts';
import { silentLogger } from '../../src/runtime/logger.ts';
import { SerialPair } from '../../src/simulator/serial-pair.ts';

export interface PacedLine {
  readonly line: ModbusLine;
  readonly device: ChildProcess;
  close(): Promise<void>;
}

interface PacedDevice {
  /** The terminal at our end. */
  readonly path: string;
  readonly device: ChildProcess;
  close(): Promise<void>;
}

/**
 * The device alone, for who brings a client of their own.
 * @param args more arguments of paced-device.ts.
 * @returns undefined where socat is missing.
 */
export async function openPacedDevice(baudRate: number, ...args: string[]): Promise<PacedDevice | undefined> {
  if (!SerialPair.available()) return undefined;
  const clock = new SystemClock();
  const folder = mkdtempSync(join(tmpdir(), 'haidang-bench-'));
  const pair = new SerialPair(clock, folder);
  await pair.start();
  const script = fileURLToPath(new URL('./paced-device.ts', import.meta.url));
  const device = fork(script, [pair.deviceEnd, `${baudRate}`, ...args]);
  await once(device, 'message');
  const close = async () => {
    device.disconnect();
    await pair.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { path: pair.gatewayEnd, device, close };
}

/**
 * @param args more arguments of paced-device.ts.
 * @returns undefined where socat is missing.
 */
export async function openPacedLine(id: string, baudRate: number, ...args: string[]): Promise<PacedLine | undefined> {
  const paced = await openPacedDevice(baudRate, ...args);
  if (!paced) return undefined;
  const { path, device } = paced;
  const clock = new SystemClock();
  const config = lineSchema.parse({ id, kind: 'modbus-rtu', path, baudRate });
  const line = createLine(config, { clock, logger: silentLogger, random: Math.random });
  await line.start(new AbortController().signal, () => {});
  const close = async () => {
    await line.stop();
    await paced.close();
  };
  return { line, device, close };
}
