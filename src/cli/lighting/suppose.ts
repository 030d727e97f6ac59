// What a person supposes of the nights of a plan: a file, and flags of the command line that mean the same and come after
// it. Flags are read as what they would be in the file, so that both answer a mistake alike.
import type { LightingConfig } from '../../lighting/config.ts';
import type { Supposed } from '../../lighting/supposed/config.ts';
import { message } from '../../messages/catalogue.ts';
import { printProblems } from '../check.ts';
import { type Io, say } from '../command.ts';

export interface SupposeFlags {
  readonly suppose?: string;
  readonly presence?: readonly string[];
  readonly input?: readonly string[];
}

const presencePattern = /^(\d\d:\d\d)(?:\/([^@/]+))?(?:@([^@/]+))?$/;
const inputPattern = /^([^=@/]+)=(-?\d+(?:\.\d+)?)@(\d\d:\d\d)(?:\/([^@/]+))?$/;

/** Undefined where something is wrong: then it was said what. */
export async function supposedOf(flags: SupposeFlags, config: LightingConfig, io: Io): Promise<Supposed | undefined> {
  const [{ YamlFile }, { readSupposed }] = await Promise.all([
    import('../../runtime/document/document.ts'),
    import('../../lighting/supposed/read.ts'),
  ]);
  const none: Supposed = { presence: [], inputs: [] };
  const written = fromFlags(flags, config);
  if ('wrong' in written) {
    io.err(say(io, message('cli.lighting.bad-suppose', { found: written.wrong })));
    return undefined;
  }
  const files = [
    ...(flags.suppose === undefined ? [] : [YamlFile.read(flags.suppose)]),
    new YamlFile('flags', JSON.stringify(written)),
  ];
  let all = none;
  for (const file of files) {
    const { value, problems } = readSupposed(file, config);
    if (!value) {
      printProblems(problems, io);
      return undefined;
    }
    all = { presence: [...all.presence, ...value.presence], inputs: [...all.inputs, ...value.inputs] };
  }
  return all;
}

function fromFlags({ presence = [], input = [] }: SupposeFlags, { presence: { routes } }: LightingConfig) {
  const written = { presence: [] as unknown[], inputs: [] as unknown[] };
  for (const flag of presence) {
    const [, at, stays, where] = presencePattern.exec(flag) ?? [];
    if (at === undefined) return { wrong: flag };
    const place = where === undefined ? {} : { [routes.some((r) => r.id === where) ? 'route' : 'target']: where };
    written.presence.push({ at, ...(stays === undefined ? {} : { for: stays }), ...place });
  }
  for (const flag of input) {
    const [, name, value, at, lasts] = inputPattern.exec(flag) ?? [];
    if (name === undefined) return { wrong: flag };
    written.inputs.push({ input: name, value: Number(value), at, ...(lasts === undefined ? {} : { for: lasts }) });
  }
  return written;
}
