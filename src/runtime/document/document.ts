// A YAML file that knows where everything in it stands. It is parsed once; a zod schema then either gives the typed
// value or one problem per mistake, each with line and column. Every YAML file of the product (site, device profile,
// model card, scenario) is read through here, so that all answer a mistake in the same way.
import { isMap, isPair, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type Message, message } from '../../messages/catalogue.ts';
import { cutText } from '../text.ts';
import { aliasProblem, plainOf } from './aliases.ts';
import { wrongKeys } from './duplicates.ts';
import { type Explained, explainIssue } from './explain.ts';
import { oddTexts } from './odd-text.ts';
import { bytesOf } from './other-file.ts';
import type { Path, Problem } from './problem.ts';
import { mostBytes, textOfBytes } from './raw-text.ts';
import { type Salvaged, salvage } from './salvage.ts';
import { syntaxMistake } from './syntax.ts';

/** Mistakes of the text, and of what it says, that are told; more help nobody. */
const mostSyntax = 20;
const mostIssues = 200;

/** Data made of a document's content, which still knows where everything stood in it. */
export interface Prepared {
  readonly value: unknown;
  /** @param isAlone the value is wrong whatever stands beside it: said where it is written, for all places that take it. */
  originalPath(path: Path, isAlone: boolean): Path;
}

export class YamlFile {
  readonly file: string;
  readonly #document: ReturnType<typeof parseDocument>;
  readonly #lines: LineCounter;
  /** What is wrong with the text itself; with any of these the rest is not looked at. */
  readonly syntaxProblems: readonly Problem[];

  constructor(file: string, text: string) {
    this.file = file;
    this.#lines = new LineCounter();
    this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false, uniqueKeys: false });
    const mistake = syntaxMistake(this.#document, text);
    const problems = mistake ? [this.#at(mistake.offset, mistake.message)] : [];
    // What follows of a text that is no YAML would only be guessed.
    const odd = mistake ? [] : oddTexts(this.#document, text);
    for (const { offset, message: m } of odd.slice(0, mostSyntax)) problems.push(this.#at(offset, m));
    for (const { offset, isTwice } of mistake ? [] : wrongKeys(this.#document).slice(0, mostSyntax)) {
      if (odd.some((o) => o.end !== undefined && offset > o.offset && offset < o.end)) continue;
      const key = this.#wordAt(text, offset);
      problems.push(
        this.#at(offset, isTwice ? message('config.duplicate-key', { key }) : message('config.key-not-text')),
      );
    }
    if (problems.length === 0 && this.#document.contents === null) {
      problems.push({ file, line: 1, column: 1, path: [], severity: 'error', message: message('config.empty') });
    }
    const alias = problems.length === 0 ? aliasProblem(this.#document) : undefined;
    if (alias) problems.push(this.#at(alias.offset, alias.message));
    this.syntaxProblems = problems;
  }

  /** Reads a file; a file that cannot be read is a problem, not an exception. */
  static read(file: string, shownAs: string = file): YamlFile | Problem {
    const bytes = bytesOf(file, shownAs, mostBytes);
    const text = 'code' in bytes ? { line: 1, column: 1, message: bytes } : textOfBytes(bytes);
    if (typeof text === 'string') return new YamlFile(shownAs, text);
    return { file: shownAs, path: [], severity: 'error', ...text };
  }

  /** The content as plain data; undefined where the text itself has mistakes. */
  plain(): unknown {
    return this.syntaxProblems.length > 0 ? undefined : plainOf(this.#document);
  }

  /**
   * The typed value, or every mistake.
   * @param prepared where not the content itself is to be looked at, but what was made of it.
   */
  validate<T extends z.ZodType>(
    schema: T,
    prepared?: Prepared,
  ): { value: z.output<T>; problems: readonly [] } | { value: undefined; problems: readonly Problem[] } {
    if (this.syntaxProblems.length > 0) return { value: undefined, problems: this.syntaxProblems };
    const input: unknown = prepared ? prepared.value : this.plain();
    const result = schema.safeParse(input);
    if (result.success) return { value: result.data, problems: [] };
    const { issues } = result.error;
    const written = (path: Path) => this.#written(prepared?.originalPath(path, true) ?? path);
    const told = withoutEchoes(
      issues.slice(0, mostIssues).flatMap((issue) => explainIssue(issue, schema, input, written)),
    );
    const isAlone = (m: Message) => m.code.startsWith('config.');
    const problems = told.map(({ path, onKey, message: m }) =>
      this.problem(prepared?.originalPath(path, isAlone(m)) ?? path, m, { onKey }),
    );
    const more = issues.length - mostIssues;
    if (more > 0) problems.push(this.problem([], message('config.more-mistakes', { count: more })));
    return { value: undefined, problems: sortProblems(withoutRepeats(problems)) };
  }

  /** What is left when the mistakes are taken out, so that the rest can be checked for more; see salvage.ts. */
  salvage<T extends z.ZodType>(
    schema: T,
    fallback: Readonly<Record<string, unknown>>,
  ): Salvaged<z.output<T>> | undefined {
    if (this.syntaxProblems.length > 0) return undefined;
    return salvage(schema, plainOf(this.#document), fallback);
  }

  /** A problem at a path of this file; where the path does not exist, at the nearest parent that does. */
  problem(path: Path, m: Message, options: { onKey?: boolean; severity?: Problem['severity'] } = {}): Problem {
    const { line, column } = this.locate(path, options.onKey ?? false);
    return { file: this.file, line, column, path, severity: options.severity ?? 'error', message: shortened(m) };
  }

  /** Line and column of a value (or of its key), counted from 1. */
  locate(path: Path, onKey = false): { line: number; column: number } {
    let node: unknown = this.#document.contents;
    let found: Node | undefined = isNodeLike(node) ? node : undefined;
    for (const [depth, key] of path.entries()) {
      if (isMap(node)) {
        const pair = node.items.find((p) => isScalar(p.key) && String(p.key.value) === String(key));
        if (!pair || !isPair(pair)) break;
        const isLast = depth === path.length - 1;
        node = pair.value;
        // An empty value stands nowhere: its key does.
        const useKey = (isLast && onKey) || !isNodeLike(node) || (isScalar(node) && node.source === '');
        found = (useKey ? pair.key : node) as Node;
      } else if (node && typeof node === 'object' && 'items' in node) {
        node = (node as { items: unknown[] }).items[Number(key)];
        if (!isNodeLike(node)) break;
        found = node;
      } else break;
    }
    const offset = found?.range?.[0] ?? 0;
    const { line, col } = this.#lines.linePos(offset);
    return { line, column: col };
  }

  /** A number as somebody wrote it: 0123, 1e3, 9.600. */
  #written(path: Path): string | undefined {
    const node: unknown = this.#document.getIn(path, true);
    return isScalar(node) && typeof node.value === 'number' && node.type === 'PLAIN' ? node.source : undefined;
  }

  /** A mistake of the text itself. */
  #at(offset: number, m: Message): Problem {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.file, line, column: col, path: [], severity: 'error', message: m };
  }

  #wordAt(text: string, offset: number): string {
    return /^["']?([^:"'\s]+)/.exec(text.slice(offset))?.[1] ?? '?';
  }
}

const isNodeLike = (node: unknown): node is Node => typeof node === 'object' && node !== null && 'range' in node;

/** Nobody reads a value of a thousand letters in an answer, and an answer is one line. */
function shortened(m: Message): Message {
  const isOdd = (v: unknown): v is string => typeof v === 'string' && (v.length > 500 || /[\n\r\t]/.test(v));
  if (!Object.values(m.params).some(isOdd)) return m;
  const shown = (v: string) => {
    const plain = v.replace(/[\n\r\t]/g, (c) => JSON.stringify(c).slice(1, -1));
    return plain.length > 500 ? `${cutText(plain, 100)}…` : plain;
  };
  const params = Object.entries(m.params).map(([k, v]) => [k, isOdd(v) ? shown(v) : v] as const);
  return { code: m.code, params: Object.fromEntries(params) };
}

/** One mistake, one answer: not a key that is missing only because it stands there misspelt. */
function withoutEchoes(told: readonly Explained[]): Explained[] {
  const group = (path: Path, key: unknown) => JSON.stringify([path, key]);
  const isMissing = (e: Explained) => e.message.code === 'config.missing-key';
  const meant = new Set(
    told
      .filter((e) => !isMissing(e))
      .map(({ path, message: { params } }) => group(path.slice(0, -1), params['near'] ?? params['key'])),
  );
  const isElsewhere = (missing: Explained) =>
    told.some(({ path, message: { code, params } }) => {
      const key = missing.message.params['key'];
      const isAround = missing.path.every((k, i) => k === path[i]);
      const depth = path.length - missing.path.length;
      // It stands too far inside; or what belongs into it stands too far outside; or the kind of the whole is another one.
      if (code === 'config.key-outside') return isAround && params['found'] === key;
      if (code === 'config.key-inside' || code === 'config.keys-inside')
        return isAround && depth === 1 && params['place'] === key;
      if (code === 'config.key-of-other-kind') return isAround && depth === 1;
      return code === 'config.needs-group' && isAround && depth === 0;
    });
  return told.filter((e) => !isMissing(e) || !(meant.has(group(e.path, e.message.params['key'])) || isElsewhere(e)));
}

/** Nor what is repeated from one place of the file (`repeat`, `defaults`), nor the same of each element of a list in one line. */
function withoutRepeats(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ line, column, path, message: m }) => {
    const { expected, limit } = m.params;
    const isElement = typeof path.at(-1) === 'number' && (expected ?? limit) !== undefined;
    const place = isElement ? [line, path.slice(0, -1), m.code, expected, limit] : [line, column, m];
    const key = JSON.stringify(place);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** In the order in which a person reads the file. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column);
}
