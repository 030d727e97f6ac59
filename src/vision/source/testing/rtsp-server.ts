import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../../../test-fixtures/rtsp-server.py', import.meta.url));

/** Whether this machine has GStreamer's RTSP server. */
export const hasRtspServer =
  spawnSync('/usr/bin/python3', [
    '-c',
    'import gi; gi.require_version("GstRtspServer", "1.0"); from gi.repository import GstRtspServer',
  ]).status === 0;

/** Reading the film is the work of a second; a machine with ten times more to do than it can takes twenty. */
const startDeadlineMs = 40_000;

export interface RtspServer {
  readonly url: string;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/** A real RTSP server on a free port of the loopback; it ends with the test that started it. */
export async function startRtspServer(files: readonly string[], flags: readonly string[] = []): Promise<RtspServer> {
  const child: ChildProcess = spawn('/usr/bin/python3', [script, '--until-stdin', ...flags, ...files], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (text: Buffer) => {
      said += text.toString();
      const ready = /ready (\d+)\n/.exec(said);
      if (ready) resolve(Number(ready[1]));
    });
    const late = () => reject(new Error(`the RTSP server was not ready in time; it said: ${said}`));
    const timer = setTimeout(late, startDeadlineMs).unref();
    exited.then(() => {
      clearTimeout(timer);
      reject(new Error('the RTSP server ended before it was ready'));
    });
  });
  return {
    url: `rtsp://127.0.0.1:${port}/stream`,
    pid: child.pid,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
