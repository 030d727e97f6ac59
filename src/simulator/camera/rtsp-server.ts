// Starting one of our RTSP servers (GStreamer's, in Python): it is ready when it says which ports it took.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { message } from '../../messages/catalogue.ts';
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

/** In the words of both programs. */
const portTaken = 'the port cannot be had';
const taken = (port: number) =>
  new HaidangError('ours', 'port-taken', `port ${port}: ${portTaken}`, {
    said: message('simulator.port-taken', { port }),
  });
const missing = (detail: string) =>
  new HaidangError('ours', 'no-gstreamer', detail, { said: message('simulator.no-rtsp', { detail }) });

/**
 * @param script file name of the server beside this file.
 * @param port that it is asked to take.
 * @param fail called when it ends by itself after it was ready.
 * @throws HaidangError (`ours`, `no-gstreamer` or `port-taken`) where Python or GStreamer's RTSP server is missing or the port
 * cannot be had; its message says what the program said.
 */
export async function startRtspServer(
  clock: Clock,
  script: 'rtsp_server.py' | 'rtsp_live.py',
  args: readonly string[],
  port: number,
  fail: (error: unknown) => void,
): Promise<RtspServer> {
  const command = python();
  if (!command) throw missing('python3 is not installed');
  let last = '';
  let isReady = false;
  let ready = (_ports: number[]) => {};
  let gone = (_how: string) => {};
  const listening = new Promise<number[]>((resolve, reject) => {
    ready = resolve;
    gone = (how) => reject(last === portTaken ? taken(port) : missing(last || how));
  });
  const program = await startProgram({
    command,
    args: [fileURLToPath(new URL(script, import.meta.url)), ...args],
    clock,
    onLine: (line, stream) => {
      const ports = stream === 'stdout' ? /^listening ([\d ]+)$/.exec(line)?.[1] : undefined;
      if (ports) {
        isReady = true;
        ready(ports.split(' ').map(Number));
      } else if (line.trim()) last = line.trim();
    },
    onExit: (how) => {
      if (isReady) fail(new HaidangError('ours', 'exit', `the RTSP server ended: ${how}: ${last}`));
      else gone(how);
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
