// What a file is before it is YAML: bytes that must be text. A file that was cut by a bad disk, saved by the wrong editor or
// made to do harm is answered with its line, and never read half.
import { type Message, message } from '../../messages/catalogue.ts';
import { otherFile } from './other-file.ts';

/** The largest file that is read, bytes: the lamps of a large town. */
export const mostBytes = 8 * 1024 * 1024;
/** What YAML 1.2 does not take for printable (production 1), of one byte: not tab, line feed. A carriage return
 * without a line feed ends a line for some and not for others: the parser takes all after it for the comment before it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const unprintable = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)/;

export interface TextProblem {
  readonly line: number;
  readonly column: number;
  readonly message: Message;
}

/** The text of a file, or why it is none. */
export function textOfBytes(bytes: Uint8Array): string | TextProblem {
  if (bytes.length > mostBytes) {
    const params = { bytes: bytes.length, most: mostBytes };
    return { line: 1, column: 1, message: message('config.too-large', params) };
  }
  const other = otherFile(bytes);
  if (other) return { line: 1, column: 1, message: other };
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return { line: firstBadLine(bytes, decoder), column: 1, message: message('config.not-utf8') };
  }
  const at = text.search(unprintable);
  if (at < 0) return text;
  if (text[at] === '\r' && !text.includes('\n'))
    return { line: 1, column: 1, message: message('config.carriage-returns') };
  const before = text.slice(0, at).split('\n');
  const code = text.charCodeAt(at).toString(16).padStart(2, '0');
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { line: before.length, column, message: message('config.control-character', { code }) };
}

/** UTF-8 has no line feed inside of a character: lines can be looked at each for itself. */
function firstBadLine(bytes: Uint8Array, decoder: { decode(bytes: Uint8Array): string }): number {
  const lineFeed = 10;
  let start = 0;
  for (let line = 1; ; line++) {
    const end = bytes.indexOf(lineFeed, start);
    try {
      decoder.decode(bytes.subarray(start, end < 0 ? bytes.length : end));
    } catch {
      return line;
    }
    if (end < 0) return line;
    start = end + 1;
  }
}
