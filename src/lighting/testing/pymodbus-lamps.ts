import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** What a lamp was told last (0 to 254), and how often it was told something. */
export type LampsState = Readonly<Record<string, readonly [level: number, writes: number]>>;

export interface PymodbusLamps {
  readonly port: number;
  /** Does something to a lamp of the field, and tells how all are. */
  tell(command: { kill?: number; revive?: number; restart?: number }): Promise<LampsState>;
  stop(): Promise<void>;
}

const script = new URL('../../../test-fixtures/modbus/pymodbus-lamps.py', import.meta.url).pathname;

/** Starts lamps on a real Modbus TCP server (Debian's python3-pymodbus); see the script's head. */
export async function startPymodbusLamps(units: readonly number[], rampMs: number): Promise<PymodbusLamps> {
  const child = spawn('/usr/bin/python3', [script, JSON.stringify({ units, rampMs })], { stdio: 'pipe' });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr = (stderr + chunk).slice(-4000);
  });
  const lines = createInterface({ input: child.stdout });
  const nextLine = () =>
    new Promise<string>((resolve, reject) => {
      lines.once('line', resolve);
      child.once('exit', (code) => reject(new Error(`pymodbus ended with ${code}: ${stderr}`)));
      child.once('error', reject);
    });
  const port = Number(await nextLine());
  return {
    port,
    async tell(command) {
      const answer = nextLine();
      child.stdin.write(`${JSON.stringify(command)}\n`);
      return JSON.parse(await answer);
    },
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}
