// Lines of text that a pattern takes apart. The pattern comes from the site file and was checked (pattern.ts); lines are
// short, so that even a clumsy one does not hold the process up.
import type { Decoded } from '../codec/decode.ts';
import type { InputConfigOf } from './config.ts';
import { good, type InputDecoder, type Sample } from './sample.ts';
import { LineSplitter } from './splitters.ts';
import { numberReader } from './text-number.ts';

/** Bytes; composite messages of weather sensors have some 300. */
const longestLine = 512;

type TextPoint = InputConfigOf<'ascii'>['points'][number];

export function asciiLines(config: Pick<InputConfigOf<'ascii'>, 'pattern' | 'points' | 'ask'>): InputDecoder {
  const splitter = new LineSplitter(longestLine);
  const pattern = new RegExp(config.pattern, 'du');
  const readers = config.points.map((p) => [p.name, reader(p)] as const);
  let damaged = 0;
  // Who begins to listen may hear the end of a line, and half a number is a number too. What is asked for comes whole.
  const isAsked = config.ask !== undefined;
  let mayBeCut = !isAsked;
  return {
    points: config.points.map(({ name, unit }) => ({ name, unit })),
    push: (chunk) =>
      splitter.push(chunk).flatMap((line): Sample[] => {
        const { groups, indices } = pattern.exec(line) ?? {};
        const isFirst = mayBeCut;
        mayBeCut = false;
        // Lines of another kind, and those that were damaged, look alike: both are counted and mean nothing.
        if (!groups) {
          if (line.trim() !== '') damaged++;
          return [];
        }
        const found = readers.filter(([name]) => groups[name] !== undefined);
        if (isFirst && found.some(([name]) => indices?.groups?.[name]?.[0] === 0)) return [];
        return [new Map(found.map(([name, read]): [string, Decoded] => [name, read(groups[name] ?? '')]))];
      }),
    reset() {
      splitter.reset();
      mayBeCut = !isAsked;
    },
    get damaged() {
      return damaged + splitter.damaged;
    },
  };
}

function reader(point: TextPoint): (found: string) => Decoded {
  return point.text ? (found) => good(found.trim()) : numberReader(point);
}

/** A text as it stands in YAML, with `\r`, `\n`, `\t` and `\xNN` for what cannot be written there. */
export function unescaped(text: string): Buffer {
  const codes: Readonly<Record<string, string>> = { r: '\r', n: '\n', t: '\t', '\\': '\\' };
  const plain = text.replace(/\\(?:x([0-9A-Fa-f]{2})|([rnt\\]))/g, (_, hex: string | undefined, short: string) =>
    hex ? String.fromCharCode(Number.parseInt(hex, 16)) : (codes[short] ?? ''),
  );
  return Buffer.from(plain, 'latin1');
}
