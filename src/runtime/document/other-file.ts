// A file that is no YAML at all: a picture that was named by mistake, an archive, a text in another encoding of Windows. Told by
// its first bytes, so that the answer is what it is, and not which of its bytes is no letter.
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Message, message } from '../../messages/catalogue.ts';
import type { Phrase } from '../../messages/text.ts';
import { messageOf } from '../errors.ts';
import { nearest } from './nearest.ts';

const picture = { en: 'a picture', vi: 'một hình ảnh' };
const video = { en: 'a video', vi: 'một video' };
const archive = { en: 'a packed archive (zip, gz, …)', vi: 'một tệp nén (zip, gz, …)' };
const beginnings: readonly (readonly [bytes: string, what: Phrase])[] = [
  ['\x89PNG', picture],
  ['\xff\xd8\xff', picture],
  ['GIF8', picture],
  ['%PDF-', { en: 'a PDF document', vi: 'một tài liệu PDF' }],
  [
    'PK\x03\x04',
    { en: 'a document of Word or Excel, or a zip archive', vi: 'một tài liệu Word hoặc Excel, hoặc tệp nén zip' },
  ],
  ['\xd0\xcf\x11\xe0', { en: 'a document of Word or Excel', vi: 'một tài liệu Word hoặc Excel' }],
  ['\x1f\x8b', archive],
  ['7z\xbc\xaf', archive],
  ['Rar!', archive],
  ['\x7fELF', { en: 'a program', vi: 'một chương trình' }],
  ['SQLite format 3', { en: 'a database', vi: 'một cơ sở dữ liệu' }],
  ['RIFF', video],
];

/** What the bytes are, where they are known to be no text in UTF-8. */
export function otherFile(bytes: Uint8Array): Message | undefined {
  const start = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
  const found = beginnings.find(([begin]) => start.startsWith(begin));
  if (found) return message('config.other-file', { what: found[1] });
  if (start.slice(4, 8) === 'ftyp') return message('config.other-file', { what: video });
  const isUtf16 = /^(?:\xff\xfe|\xfe\xff)/.test(start) || /^(?:[\t\r\n -~]\0){8}|^(?:\0[\t\r\n -~]){8}/.test(start);
  return isUtf16 ? message('config.utf16') : undefined;
}

/** The bytes of a file, or in words for a technician why there are none. @param most bytes that are read. */
export function bytesOf(file: string, shownAs: string, most: number): Uint8Array | Message {
  try {
    const found = statSync(file);
    if (found.isDirectory()) {
      const inside = readdirSync(file).find((name) => /\.ya?ml$/.test(name)) ?? 'site.yaml';
      return message('config.is-folder', { file: shownAs, near: join(shownAs, inside) });
    }
    // One that never ends; a pipe does.
    if (found.isCharacterDevice() || found.isBlockDevice()) return message('config.no-regular-file', { file: shownAs });
    if (found.size > most)
      return otherFile(beginningOf(file)) ?? message('config.too-large', { bytes: found.size, most });
    return readFileSync(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EACCES') return message('config.file-forbidden', { file: shownAs });
    if (code !== 'ENOENT') return message('config.file-missing', { file: shownAs, reason: messageOf(error) });
    const beside = namesBeside(file);
    const near = nearest(bare(basename(file)), beside.map(bare));
    if (near === undefined) return message('config.no-such-file', { file: shownAs });
    const name = beside.find((n) => bare(n) === near) ?? near;
    return message('config.no-such-file-near', { file: shownAs, near: join(dirname(shownAs), name) });
  }
}

const bare = (name: string) => name.replace(/\.[^.]*$/, '');

function beginningOf(file: string): Uint8Array {
  const bytes = new Uint8Array(64);
  const descriptor = openSync(file, 'r');
  try {
    return bytes.subarray(0, readSync(descriptor, bytes));
  } finally {
    closeSync(descriptor);
  }
}

function namesBeside(file: string): string[] {
  try {
    return readdirSync(dirname(file)).filter((name) => /\.ya?ml$/.test(name) && name !== basename(file));
  } catch {
    return [];
  }
}
