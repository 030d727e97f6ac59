import { dirname } from 'node:path';
import type { Command } from 'commander';
import type { LoadedProfile } from '../acquisition/load-profile.ts';
import type { LoadOptions } from '../agent/load.ts';
import { message, render, renderHint } from '../messages/catalogue.ts';
import { formatPath, type Problem } from '../runtime/document/problem.ts';
import { action, type ExitCode, exitCode, type Io, text } from './command.ts';
import { dataFolder } from './data-folder.ts';
import { installFolders } from './install-folders.ts';

export function register(program: Command, io: Io, finish: (code: ExitCode) => void): void {
  program
    .command('check')
    .description(text(io, 'cli.check'))
    .argument('<site.yaml>')
    .option('--data <folder>', text(io, 'cli.flag.data'))
    .option('--json', text(io, 'cli.flag.json'))
    .addHelpText('after', `\n${text(io, 'cli.example')}\n  haidang check /etc/haidang/site.yaml`)
    .action(action(io, finish, (file: string, options: { data?: string; json?: boolean }) => check(file, options, io)));
}

async function check(file: string, options: { data?: string; json?: boolean }, io: Io): Promise<ExitCode> {
  const { loadSite } = await import('../agent/load.ts');
  const load: LoadOptions = installFolders(dataFolder(options.data, io.env));
  const profiles = await import('../acquisition/load-profile.ts');
  if (profiles.isProfileFile(file)) {
    return checkProfile(profiles.loadProfile(file, file, [dirname(file), ...load.profileFolders]), file, options, io);
  }
  const { site, models, problems: found } = loadSite(file, load);
  const problems = [...found, ...(await refusedModels([...models.keys()], load))];
  const errors = problems.filter((p) => p.severity === 'error').length;
  if (options.json) io.out(JSON.stringify(problems.map((p) => problemJson(p, io))));
  else printProblems(problems, io);
  if (!options.json && site && errors === 0) {
    const fine = message('cli.check.fine', {
      file,
      devices: site.devices.length,
      cameras: site.cameras.length,
      lamps: site.lighting?.lamps.length ?? 0,
    });
    io.out(render(fine, io.lang));
  }
  return errors === 0 ? exitCode.fine : exitCode.site;
}

/** Opens the models that the site names and whose files are here. */
async function refusedModels(names: readonly string[], { modelFolders }: LoadOptions): Promise<Problem[]> {
  if (names.length === 0) return [];
  const [{ knownModels }, { checkModel }] = await Promise.all([
    import('../vision/detect/registry.ts'),
    import('../vision/detect/check-model.ts'),
  ]);
  const refused: Problem[] = [];
  for (const model of knownModels(modelFolders).models) {
    const { modelFile } = model;
    if (!names.includes(model.id) || modelFile === undefined) continue;
    const problem = await checkModel({ ...model, modelFile });
    if (problem) refused.push(problem);
  }
  return refused;
}

function checkProfile(loaded: LoadedProfile, file: string, options: { json?: boolean }, io: Io): ExitCode {
  const problems = 'problems' in loaded ? loaded.problems : [];
  if (options.json) io.out(JSON.stringify(problems.map((p) => problemJson(p, io))));
  else printProblems(problems, io);
  if ('problems' in loaded) return exitCode.site;
  const { points, derived, examples } = loaded.profile;
  const params = { file, points: points.length + derived.length, examples: examples.length };
  if (!options.json) io.out(render(message('cli.check.profile-fine', params), io.lang));
  return exitCode.fine;
}

/** The same facts for programs; the message and hint are in the chosen language, keys and codes in English. */
function problemJson(p: Problem, io: Io) {
  return {
    file: p.file,
    line: p.line,
    column: p.column,
    path: formatPath(p.path),
    code: p.message.code,
    severity: p.severity,
    message: render(p.message, io.lang),
    hint: renderHint(p.message, io.lang) ?? null,
  };
}

/** All problems as a person reads them, in the order of the file, with their number at the end. */
export function printProblems(problems: readonly Problem[], io: Io): void {
  for (const p of problems) {
    const kind = render(message(p.severity === 'error' ? 'cli.check.error' : 'cli.check.warning'), io.lang);
    const path = formatPath(p.path);
    io.err(`${p.file}:${p.line}:${p.column}  ${kind}  ${path ? `${path}: ` : ''}${render(p.message, io.lang)}`);
    const hint = renderHint(p.message, io.lang);
    if (hint) io.err(`    → ${hint}`);
  }
  if (problems.length === 0) return;
  const errors = problems.filter((p) => p.severity === 'error').length;
  io.err(render(message('cli.check.count', { errors, warnings: problems.length - errors }), io.lang));
}
