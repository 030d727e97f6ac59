// Real peers for tests: pymodbus as a server, socat as a pair of serial ports. Both are Debian packages.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { RegisterImage } from '../image.ts';

type Table = Readonly<Record<string, number | boolean>>;
export interface Unit {
  readonly input?: Table;
  readonly holding?: Table;
  readonly coil?: Table;
  readonly discrete?: Table;
}

export interface ServerOptions {
  readonly units: Readonly<Record<number, Unit>>;
  readonly serial?: string;
  readonly framer?: 'rtu';
  readonly port?: number;
  /** false: a unit that is not there is answered with a gateway exception instead of silence. */
  readonly ignoreMissing?: boolean;
}

const script = new URL('../../../test-fixtures/modbus/pymodbus-server.py', import.meta.url).pathname;

/** Debian's python3, which has python3-pymodbus; another one earlier in PATH has not. */
const python = '/usr/bin/python3';

/** Starts the server and resolves when it serves; `port` is 0 for a serial one. */
export async function startPymodbus(options: ServerOptions): Promise<{ port: number; stop: () => Promise<void> }> {
  const child = spawn(python, [script, JSON.stringify(options)], { stdio: ['pipe', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr = (stderr + chunk).slice(-4000);
  });
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`pymodbus ended with ${code}: ${stderr}`)));
    child.once('error', reject);
  });
  return { port: Number(line) || 0, stop: () => stopped(child, 'SIGKILL') };
}

/** A pair of pseudo terminals joined by socat: what is written to one is read from the other. */
export async function startPtyPair(
  folder?: string,
): Promise<{ a: string; b: string; kill: () => void; stop: () => Promise<void> }> {
  const dir = folder ?? mkdtempSync(join(tmpdir(), 'haidang-pty-'));
  const [a, b] = [join(dir, 'a'), join(dir, 'b')];
  const pty = (link: string) => `pty,raw,echo=0,link=${link}`;
  const child = spawn('socat', [pty(a), pty(b)], { stdio: 'ignore' });
  for (let i = 0; i < 200 && !(existsSync(a) && existsSync(b)); i++) await new Promise((r) => setTimeout(r, 10));
  if (!existsSync(b)) throw new Error('socat made no terminals');
  const stop = async () => {
    await stopped(child, 'SIGTERM');
    if (folder === undefined) rmSync(dir, { recursive: true, force: true });
  };
  return { a, b, kill: () => void child.kill('SIGKILL'), stop };
}

function stopped(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

/** An image as a unit of the server. */
export function unitOf(image: RegisterImage): Unit {
  const table = (cells: ReadonlyMap<number, number | boolean>) => Object.fromEntries(cells);
  return {
    input: table(image.input),
    holding: table(image.holding),
    coil: table(image.coil),
    discrete: table(image.discrete),
  };
}
