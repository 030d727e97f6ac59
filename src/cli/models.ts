import { join } from 'node:path';
import type { Command } from 'commander';
import { message, render } from '../messages/catalogue.ts';
import { SystemClock } from '../runtime/clock.ts';
import type { KnownModel } from '../vision/detect/registry.ts';
import { printProblems } from './check.ts';
import { action, type ExitCode, exitCode, type Io, say, text } from './command.ts';
import { dataFolder } from './data-folder.ts';
import { installFolders } from './install-folders.ts';

interface Options {
  readonly data?: string;
  readonly json?: boolean;
  readonly card?: string;
}

export function register(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  const models = program.command('models').description(text(io, 'cli.models'));
  const shared = (command: Command, example: string) =>
    command
      .option('--data <folder>', text(io, 'cli.flag.data'))
      .option('--json', text(io, 'cli.flag.json'))
      .addHelpText('after', `\n${text(io, 'cli.example')}\n  ${example}`);
  shared(models.command('list'), 'haidang models list')
    .description(text(io, 'models.cli.list'))
    .action(action(io, finish, (o: Options) => list(o, io)));
  shared(
    models.command('verify').argument('[model...]', text(io, 'models.cli.what')),
    'haidang models verify yolox-nano',
  )
    .description(text(io, 'models.cli.verify'))
    .option('--card <card.yaml>', text(io, 'models.cli.card'))
    .action(action(io, finish, (names: string[], o: Options) => refusable(io, o, () => verify(names, o, io))));
  shared(models.command('add').argument('<model>', text(io, 'models.cli.what')), 'haidang models add yolox-nano')
    .description(text(io, 'models.cli.add'))
    .option('--card <card.yaml>', text(io, 'models.cli.card'))
    .action(action(io, finish, (name: string, o: Options) => refusable(io, o, () => add(name, o, io))));
}

const foldersOf = (o: Options, io: Io) => [...installFolders(dataFolder(o.data, io.env)).modelFolders];

/** A model that is refused is said with its remedy; as JSON it is an object with `error`. */
async function refusable(io: Io, o: Options, work: () => Promise<ExitCode>): Promise<ExitCode> {
  const { ModelRefused } = await import('../vision/detect/open-model.ts');
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ModelRefused)) throw error;
    if (o.json) io.out(JSON.stringify({ ok: false, error: error.code, message: render(error.problem, io.lang) }));
    else io.err(say(io, error.problem));
    return error.code === 'models.download-failed' ? exitCode.runtime : exitCode.site;
  }
}

async function list(o: Options, io: Io): Promise<ExitCode> {
  const { knownModels } = await import('../vision/detect/registry.ts');
  const { models, broken } = knownModels(foldersOf(o, io));
  if (o.json) {
    io.out(JSON.stringify({ models: models.map(modelJson), broken: [...broken.keys()] }));
  } else {
    for (const model of models) for (const line of describe(model, io)) io.out(line);
    printProblems([...broken.values()].flat(), io);
  }
  return broken.size > 0 ? exitCode.site : exitCode.fine;
}

const modelJson = ({ id, card, modelFile }: KnownModel) => ({
  id,
  title: card.title,
  licence: card.licence.id,
  present: modelFile !== undefined,
  file: modelFile ?? null,
  files: card.files.map(({ name, bytes, sha256, url }) => ({ name, bytes, sha256, url: url ?? null })),
});

function describe({ id, card, modelFile }: KnownModel, io: Io): string[] {
  const canFetch = card.files.some((f) => f.url !== undefined);
  const where = modelFile
    ? message('models.cli.here', { file: modelFile })
    : canFetch
      ? message('models.cli.absent', { name: id })
      : message('models.cli.by-hand');
  return [
    `${id}: ${card.title} (${text(io, 'models.cli.licence')} ${card.licence.id})`,
    `  ${render(where, io.lang)}`,
    ...card.files.map((f) => `  ${f.name}: ${f.bytes} B  sha256 ${f.sha256}`),
  ];
}

/** Without names: all models that are here. */
async function verify(names: readonly string[], o: Options, io: Io): Promise<ExitCode> {
  const { knownModels, modelOfFile, resolveModel } = await import('../vision/detect/registry.ts');
  const { verifyModel } = await import('../vision/detect/verify.ts');
  const folders = foldersOf(o, io);
  const present = knownModels(folders).models.flatMap((m) => (m.modelFile ? [m.id] : []));
  let code: ExitCode = exitCode.fine;
  for (const name of names.length > 0 ? names : present) {
    const each = await refusable(io, o, async () => {
      const model = o.card ? modelOfFile(name, folders, o.card) : resolveModel(name, folders);
      const { sha256, compared, inferenceMs, proposal } = await verifyModel(model, new SystemClock());
      const ms = Math.round(inferenceMs * 10) / 10;
      if (o.json) {
        io.out(
          JSON.stringify({ ok: true, id: model.id, sha256, compared, inferenceMs: ms, proposal: proposal ?? null }),
        );
      } else if (proposal) {
        io.out(render(message('models.cli.no-self-check', { name: model.id }), io.lang));
        const { stringify } = await import('yaml');
        io.out(stringify({ selfCheck: proposal }, { flowCollectionPadding: true }));
      } else io.out(render(message('models.cli.verified', { name: model.id, numbers: compared, ms }), io.lang));
      return exitCode.fine;
    });
    if (each !== exitCode.fine) code = each;
  }
  return code;
}

async function add(name: string, o: Options, io: Io): Promise<ExitCode> {
  const { addFile, addKnown } = await import('../vision/detect/add.ts');
  const folders = foldersOf(o, io);
  let shown = 0;
  const options = {
    folders,
    into: join(dataFolder(o.data, io.env), 'models'),
    clock: new SystemClock(),
    random: Math.random,
    // A line each tenth: it reads well in a terminal and in a log.
    onProgress: (done: number, total: number) => {
      if (Math.floor((10 * done) / total) === shown) return;
      shown = Math.floor((10 * done) / total);
      const kib = { done: Math.round(done / 1024), total: Math.round(total / 1024) };
      io.err(render(message('models.cli.progress', kib), io.lang));
    },
  };
  const model = name.endsWith('.onnx') ? await addFile(name, o.card, options) : await addKnown(name, options);
  if (o.json) io.out(JSON.stringify({ ok: true, ...modelJson(model) }));
  else io.out(render(message('models.cli.added', { name: model.id, file: model.modelFile }), io.lang));
  return exitCode.fine;
}
