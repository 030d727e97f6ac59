// Starting one of our RTSP servers (GStreamer's, in Python): it is ready when it says which ports it took.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Clock, withDeadline } from '../../runtime/clock.ts';
import { HaidangError, timedOut } from '../../runtime/errors.ts';
import { findExecutable, type Program, startProgram } from '../program.ts';

/** Debian's Python first: only that one sees Debian's GStreamer bindings, whatever else comes earlier in PATH. */
function python(): string | undefined {
  return existsSync('/usr/bin/python3') ? '/usr/bin/python3' : findExecutable('python3');
}

export interface RtspServer {
  readonly program: Program;
  /** The ports that it says after "listening": the RTSP one first. */
  readonly ports: readonly number[];
}

/**
 * @param script file name of the server beside this file.
 * @param fail called when it ends by itself later.
 * @throws HaidangError (`ours`, `no-gstreamer`) where Python or GStreamer's RTSP server is missing; its message says
 * what the program said.
 */
export async function startRtspServer(
  clock: Clock,
  script: 'rtsp_server.py' | 'rtsp_live.py',
  args: readonly string[],
  fail: (error: unknown) => void,
): Promise<RtspServer> {
  const command = python();
  if (!command) throw new HaidangError('ours', 'no-gstreamer', 'python3 is not installed');
  let last = '';
  let ready = (_ports: number[]) => {};
  let gone = (_how: string) => {};
  const listening = new Promise<number[]>((resolve, reject) => {
    ready = resolve;
    gone = (how) => reject(new HaidangError('ours', 'no-gstreamer', last || how));
  });
  const program = await startProgram({
    command,
    args: [fileURLToPath(new URL(script, import.meta.url)), ...args],
    clock,
    onLine: (line, stream) => {
      const ports = stream === 'stdout' ? /^listening ([\d ]+)$/.exec(line)?.[1] : undefined;
      if (ports) ready(ports.split(' ').map(Number));
      else if (line.trim()) last = line.trim();
    },
    onExit: (how) => {
      gone(how);
      fail(new HaidangError('ours', 'exit', `the RTSP server ended: ${how}: ${last}`));
    },
  });
  try {
    const ports = await withDeadline(clock, 10_000, listening, () => timedOut('RTSP server', 10_000, 'ours'));
    return { program, ports };
  } catch (error) {
    await program.stop(2000);
    throw error;
  }
}
