// Site files as they come from a tired hand, a broken disk or somebody who means harm, made from good ones by a seeded
// generator, each with what may become of it. Shared by the test of the suite and by `npm run bench:contract`.
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';

/**
 * `refused`: it must be, with a line and a reason. `same`: it says what the good one said. `either`: nobody can say
 * beforehand; refused with a reason, or read.
 */
export type Fate = 'refused' | 'same' | 'either';

export interface MutatedSite {
  readonly how: string;
  readonly bytes: Buffer;
  readonly fate: Fate;
}

type Random = () => number;
/** A way of spoiling a text; undefined where there is nothing in it to spoil so. */
type Way = readonly [how: string, fate: Fate, of: (text: string, random: Random) => string | Buffer | undefined];

/** Of all values in the document, by their places in the text. */
function nodesOf(text: string): { value: unknown; range: readonly [number, number] }[] {
  const found: { value: unknown; range: readonly [number, number] }[] = [];
  const walk = (node: unknown): void => {
    if (isMap(node)) for (const pair of node.items) walk(pair.value);
    else if (isSeq(node)) for (const item of node.items) walk(item);
    else if (isScalar(node) && node.range) found.push({ value: node.value, range: [node.range[0], node.range[1]] });
  };
  walk(parseDocument(text).contents);
  return found;
}

const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)] as T;
const at = (text: string, random: Random) => Math.floor(random() * text.length);
const insert = (text: string, index: number, what: string) => text.slice(0, index) + what + text.slice(index);
const lineStart = (text: string, random: Random) => text.lastIndexOf('\n', at(text, random)) + 1;

/** Of a kind that no key takes in place of another. */
const wrong = ['{ a: { b: [1] } }', '[[[]]]', '{}', '[null, {}]', '.nan', '-.inf', '1e400', '"\\0"', '!!binary AAAA'];

function replaceValue(
  text: string,
  random: Random,
  by: string,
  only?: (value: unknown) => boolean,
): string | undefined {
  const nodes = nodesOf(text).filter((n) => only?.(n.value) ?? true);
  if (nodes.length === 0) return undefined;
  const { range } = pick(nodes, random);
  return `${text.slice(0, range[0])}${by}${text.slice(range[1])}`;
}

/** Ten levels of ten aliases each: ten thousand million values. */
const bomb = (name: string) =>
  Array.from({ length: 10 }, (_, i) => {
    const of = i === 0 ? '"x"' : `*${name}${i - 1}`;
    return `  - &${name}${i} [${Array.from({ length: 10 }, () => of).join(', ')}]`;
  }).join('\n');

export const ways: readonly Way[] = [
  ['a byte order mark', 'same', (t) => `\uFEFF${t}`],
  ['Windows line ends', 'same', (t) => t.replaceAll('\n', '\r\n')],
  ['comments and blank lines', 'same', (t, r) => insert(t, lineStart(t, r), '# chú thích\n\n')],
  ['a document mark before it', 'same', (t) => `---\n${t}`],
  [
    'a value of a wrong kind',
    'refused',
    (t, r) => replaceValue(t, r, pick(wrong.slice(0, 4), r), (v) => typeof v === 'number'),
  ],
  [
    'a number that is none',
    'refused',
    (t, r) => replaceValue(t, r, pick(wrong.slice(4, 7), r), (v) => typeof v === 'number'),
  ],
  ['a value of any kind', 'either', (t, r) => replaceValue(t, r, pick(wrong, r))],
  ['no value', 'either', (t, r) => replaceValue(t, r, '')],
  ['a very long value', 'either', (t, r) => replaceValue(t, r, 'x'.repeat(100_000))],
  ['a key that there is not', 'refused', (t, r) => `${t}\nk${Math.floor(r() * 1e9)}: 1\n`],
  ['__proto__ as a key', 'refused', (t) => `${t}\n__proto__: { version: 1 }\n`],
  ['a key twice', 'refused', (t) => `${t}\nversion: 1\n`],
  ['a merge key', 'refused', (t) => `${t}\n<<: { version: 1 }\n`],
  ['a key that is a list', 'refused', (t) => `${t}\n? [a, b]\n: 1\n`],
  ['aliases without end', 'refused', (t) => `${t}\nzz:\n${bomb('a')}\n`],
  ['an alias of itself', 'refused', (t) => `${t}\nzz: &z [*z]\n`],
  ['an alias of nothing', 'refused', (t) => `${t}\nzz: *nobody\n`],
  ['very deep lists', 'refused', (t, r) => `${t}\nzz: ${'['.repeat(3000 + r() * 30_000)}`],
  ['very deep maps', 'refused', (t) => `${t}\nzz: ${'{a: '.repeat(6000)}1${'}'.repeat(6000)}\n`],
  [
    'very deep by lines',
    'refused',
    (t) => `${t}\n${Array.from({ length: 1500 }, (_, i) => `${' '.repeat(i)}z:`).join('\n')}\n`,
  ],
  ['huge', 'refused', (t) => `${t}\n# ${'x'.repeat(9_000_000)}\n`],
  [
    'very many keys',
    'refused',
    (t) => `${t}\n${Array.from({ length: 20_000 }, (_, i) => `key${i}: ${i}`).join('\n')}\n`,
  ],
  ['a tab at the head of a line', 'refused', (t) => t.replace(/\n {2}/, '\n\t')],
  ['a NUL byte', 'refused', (t, r) => insert(t, at(t, r), '\0')],
  ['bytes that are no UTF-8', 'refused', (t, r) => withBytes(t, at(t, r), [0xc3, 0x28, 0xff])],
  ['UTF-16', 'refused', (t) => Buffer.from(`\uFEFF${t}`, 'utf16le')],
  ['two documents', 'refused', (t) => `${t}\n---\n${t}`],
  ['a tag of a language', 'refused', (t) => `${t}\nzz: !!python/object/apply:os.system ["true"]\n`],
  ['cut off', 'either', (t, r) => t.slice(0, at(t, r))],
  ['a line less', 'either', (t, r) => withoutLine(t, r)],
  ['two lines changed about', 'either', (t, r) => swapped(t, r)],
  ['a letter more', 'either', (t, r) => insert(t, at(t, r), pick([...':-[]{}&*!|>\'"%@`,?#~'], r))],
  ['a letter less', 'either', (t, r) => cutAt(t, at(t, r))],
  ['a line further in', 'either', (t, r) => insert(t, lineStart(t, r), ' '.repeat(1 + Math.floor(r() * 4)))],
  [
    'anything at all',
    'either',
    (_t, r) => Buffer.from(Array.from({ length: 1 + r() * 2000 }, () => Math.floor(r() * 256))),
  ],
];

const withBytes = (text: string, index: number, bytes: readonly number[]) =>
  Buffer.concat([Buffer.from(text.slice(0, index)), Buffer.from(bytes), Buffer.from(text.slice(index))]);
const cutAt = (text: string, index: number) => text.slice(0, index) + text.slice(index + 1);

function withoutLine(text: string, random: Random): string {
  const lines = text.split('\n');
  return lines.toSpliced(Math.floor(random() * lines.length), 1).join('\n');
}

function swapped(text: string, random: Random): string {
  const lines = text.split('\n');
  const i = Math.floor(random() * (lines.length - 1));
  return lines.toSpliced(i, 2, lines[i + 1] ?? '', lines[i] ?? '').join('\n');
}

/** One spoilt file of one of the good ones, each way in its turn; undefined where that does not fit it. */
export function mutatedSite(n: number, goods: readonly string[], random: Random): MutatedSite | undefined {
  const [how, fate, of] = ways[n % ways.length] as Way;
  const made = of(pick(goods, random), random);
  return made === undefined ? undefined : { how, fate, bytes: Buffer.from(made as Buffer) };
}
