// How ffmpeg learns a camera's address. Its command line can be read by everyone on the machine (`ps`, /proc), so the
// address never stands there: ffmpeg reads a list of inputs (ffconcat) from its stdin, and the list holds the address
// with user name and password.
import { HaidangError } from '../../runtime/errors.ts';
import type { FfmpegTool } from './ffmpeg-tool.ts';

export interface Login {
  readonly username: string;
  readonly password: string;
}

/** ffmpeg keeps "user:password", encoded, in 128 bytes and cuts what is longer without a word. */
const longestLogin = 127;

/** A camera that does not answer for that long is given up by ffmpeg itself. */
export const socketTimeoutMs = 10_000;

/**
 * @param transport of RTSP; undefined for HTTP.
 * @throws HaidangError `login-unusable`
 */
export function inputList(
  url: string,
  login: Login | undefined,
  transport: 'tcp' | 'udp' | 'auto' | undefined,
  tool: Pick<FfmpegTool, 'listOptions' | 'rtspTimeout'>,
): string {
  const address = login ? withLogin(url, login) : url;
  if (!tool.listOptions) {
    // Before libavformat 59 a list carried no options: the transport goes into the address, the watchdog sees the rest.
    const isSet = transport === 'tcp' || transport === 'udp';
    const suffix = isSet ? `${address.includes('?') ? '&' : '?'}${transport}` : '';
    return `ffconcat version 1.0\nfile ${quote(`${address}${suffix}`)}\n`;
  }
  const rtsp = transport === 'auto' ? ['option rtsp_flags prefer_tcp'] : [`option rtsp_transport ${transport}`];
  return [
    'ffconcat version 1.0',
    `file ${quote(address)}`,
    ...(transport ? rtsp : []),
    `option ${transport ? tool.rtspTimeout : 'timeout'} ${socketTimeoutMs * 1000}`,
    // Frames to guess the rate from would be a second of blindness; nobody asks for the rate of a camera.
    'option fpsprobesize 0',
    '',
  ].join('\n');
}

function withLogin(url: string, { username, password }: Login): string {
  if (username.includes(':'))
    throw new HaidangError('configuration', 'login-unusable', 'a user name cannot hold a ":"');
  const userInfo = `${encodeForFfmpeg(username)}:${encodeForFfmpeg(password)}`;
  if (userInfo.length > longestLogin) {
    const text = `together they are ${userInfo.length} characters once encoded, ffmpeg takes ${longestLogin}`;
    throw new HaidangError('configuration', 'login-unusable', text);
  }
  return url.replace('://', `://${userInfo}@`);
}

/** Encodes only what would be misread: each encoded character costs three of the few that ffmpeg takes. */
function encodeForFfmpeg(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a line end in a password must not end the list's line
  return text.replace(/[\u0000-\u0020\u007f%/?#@\\]|[^\u0000-\u007f]+/gu, (found) => encodeURIComponent(found));
}

/** ffconcat quotes with single quotes; one within is closed, escaped and opened again. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Takes every address out of a line that ffmpeg wrote: its log repeats the one it was given, password and all. */
export function withoutAddresses(line: string): string {
  return line.replace(/\b(rtsps?|https?|tcp|tls|udp|rtp):\/\/.*?(?=['"]?(?::\s|,?\s+for\b|\s+-|$))/gi, '$1://…');
}
