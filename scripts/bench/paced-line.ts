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

/**
 * @param args more arguments of paced-device.ts.
 * @returns undefined where socat is missing.
 */
export async function openPacedLine(id: string, baudRate: number, ...args: string[]): Promise<PacedLine | undefined> {
  if (!SerialPair.available()) return undefined;
  const clock = new SystemClock();
  const folder = mkdtempSync(join(tmpdir(), 'haidang-bench-'));
  const pair = new SerialPair(clock, folder);
  await pair.start();
  const script = fileURLToPath(new URL('./paced-device.ts', import.meta.url));
  const device = fork(script, [pair.deviceEnd, `${baudRate}`, ...args]);
  await once(device, 'message');
  const config = lineSchema.parse({ id, kind: 'modbus-rtu', path: pair.gatewayEnd, baudRate });
  const line = createLine(config, { clock, logger: silentLogger, random: Math.random });
  await line.start(new AbortController().signal, () => {});
  const close = async () => {
    await line.stop();
    device.disconnect();
    await pair.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { line, device, close };
}
