import { execFileSync } from 'node:child_process';
import { findExecutable } from '../program.ts';

/** True where ffmpeg and GStreamer's RTSP server are installed: what a test of the simulated camera needs. */
export function hasRtspPeers(): boolean {
  if (!findExecutable('ffmpeg')) return false;
  try {
    const imports = "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import GstRtspServer";
    execFileSync('/usr/bin/python3', ['-c', imports], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
