// The published contract as files, the content of `config/contract/`: `haidang contract --out DIR` writes them, and a test
// fails where what is committed is not what the code says. README.md of that folder is written by hand and belongs to it.
import { asyncApi } from './asyncapi.ts';
import { breaksOf, type Direction } from './compatible.ts';
import { commandExample, messageExamples } from './examples.ts';
import { commandKinds, commandSchema, type JsonSchema, messageKinds, messageSchema } from './schemas.ts';

const text = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/**
 * Every generated file by its path in the folder.
 * @param version of the program; it stands in the AsyncAPI document.
 */
export function contractFiles(version: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const kind of messageKinds) files.set(`messages/${kind}.v1.schema.json`, text(messageSchema(kind)));
  for (const name of commandKinds) files.set(`commands/${name}.v1.schema.json`, text(commandSchema(name)));
  for (const [kind, examples] of messageExamples()) {
    examples.forEach(({ topic, payload }, i) => {
      const name = examples.length > 1 ? `${kind}.${i + 1}` : kind;
      files.set(`examples/messages/${name}.json`, text({ topic, payload: JSON.parse(payload) as unknown }));
    });
  }
  for (const name of commandKinds) {
    const { topic, payload } = commandExample(name);
    files.set(`examples/commands/${name}.json`, text({ topic, payload: JSON.parse(payload) as unknown }));
  }
  files.set('asyncapi.json', text(asyncApi(version)));
  return files;
}

/**
 * What the present contract would break for those who built on a published one.
 * @param published gives the text of a published file, undefined where there is none.
 * @param paths the published files.
 */
export function contractBreaks(paths: readonly string[], published: (path: string) => string | undefined): string[] {
  const problems: string[] = [];
  const now = contractFiles('');
  for (const path of paths) {
    const direction = directionOf(path);
    const before = direction && published(path);
    if (!direction || before === undefined) continue;
    const after = now.get(path);
    if (after === undefined) problems.push(`${path}: is gone`);
    else {
      const breaks = breaksOf(JSON.parse(before) as JsonSchema, JSON.parse(after) as JsonSchema, direction);
      problems.push(...breaks.map((what) => `${path}: ${what}`));
    }
  }
  return problems;
}

function directionOf(path: string): Direction | undefined {
  if (!path.endsWith('.schema.json')) return undefined;
  return path.startsWith('messages/') ? 'message' : path.startsWith('commands/') ? 'command' : undefined;
}
