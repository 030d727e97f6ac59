// Why a camera gives no picture, told from what ffmpeg wrote and how it ended.
import { type Message, message } from '../../messages/catalogue.ts';
import type { SourceConfig } from './config.ts';

/** Reasons that ffmpeg's words tell. The first that fits the newest telling line is it. */
const tells: readonly (readonly [RegExp, BlindReason])[] = [
  [/\b401\b|\b403\b|Unauthorized|authorization failed|Forbidden/i, 'unauthorized'],
  [/\b404\b|\b454\b|Server returned 4|not found on server|Stream Not Found/i, 'not-found'],
  [/Connection refused/i, 'refused'],
  [/No route to host|Network is unreachable|Host is unreachable|Network is down/i, 'unreachable'],
  [/Failed to resolve hostname|Name or service not known|name resolution/i, 'unknown-host'],
  [/timed out/i, 'timeout'],
  [/matches no streams|does not contain any stream|Output file #0 does not contain/i, 'no-video'],
  [/Connection reset|Broken pipe|End of file/i, 'closed'],
  [/Invalid data|decoding|concealing|non-existing PPS|no frame!|missing picture|Could not find codec/i, 'garbage'],
  [/Device or resource busy/i, 'device-busy'],
  [/No such device|Inappropriate ioctl|Not a video capture device/i, 'device-missing'],
  [/No such file or directory|Permission denied|Is a directory/i, 'file-missing'],
];

/** The same end, as it is told of this kind of source. */
export function reasonFor(kind: SourceConfig['kind'], reason: BlindReason): BlindReason {
  if (kind === 'v4l2' && reason === 'file-missing') return 'device-missing';
  if (kind === 'scene' && (reason === 'ffmpeg-failed' || reason === 'ffmpeg-missing')) return 'scene-failed';
  return reason;
}

export type BlindReason =
  | 'unauthorized'
  | 'not-found'
  | 'refused'
  | 'unreachable'
  | 'unknown-host'
  | 'timeout'
  | 'silent'
  | 'stalled'
  | 'closed'
  | 'garbage'
  | 'no-video'
  | 'resolution-changed'
  | 'file-missing'
  | 'device-missing'
  | 'device-busy'
  | 'ended'
  | 'secret-missing'
  | 'login-unusable'
  | 'ffmpeg-missing'
  | 'ffmpeg-failed'
  | 'scene-failed';

/** What ffmpeg says when a frame of another size comes: the only sign of it, as its output keeps its size. */
export function tellsNewSize(line: string): boolean {
  return /changing video frame properties on the fly|video parameters changed|incoming frame - w:/i.test(line);
}

/** @param lines what ffmpeg wrote, oldest first. */
export function reasonOf(lines: readonly string[]): BlindReason | undefined {
  for (const line of [...lines].reverse()) {
    const told = tells.find(([pattern]) => pattern.test(line));
    if (told) return told[1];
  }
  return undefined;
}

/** @param seconds how long nothing came, where that is the reason. */
export function blindMessage(reason: BlindReason, detail: string, seconds: number): Message {
  switch (reason) {
    case 'silent':
    case 'stalled':
      return message(`source.${reason}`, { seconds });
    case 'secret-missing':
    case 'login-unusable':
    case 'ffmpeg-missing':
    case 'ffmpeg-failed':
    case 'scene-failed':
      return message(`source.${reason}`, { detail });
    default:
      return message(`source.${reason}`);
  }
}
