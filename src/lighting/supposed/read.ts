import type { Message } from '../../messages/catalogue.ts';
import { YamlFile } from '../../runtime/document/document.ts';
import type { Path, Problem } from '../../runtime/document/problem.ts';
import { unknownName } from '../../runtime/document/problem.ts';
import type { LightingConfig } from '../config.ts';
import { groupsOf } from '../groups.ts';
import { presenceInput } from '../sensing.ts';
import { type Supposed, supposedSchema } from './config.ts';

/** Reads what is supposed, and looks up the names in it. A mistake is a problem with its line, never an exception. */
export function readSupposed(
  yaml: YamlFile | Problem,
  config: LightingConfig,
): { value: Supposed; problems: readonly [] } | { value: undefined; problems: readonly Problem[] } {
  if (!(yaml instanceof YamlFile)) return { value: undefined, problems: [yaml] };
  const { value, problems } = yaml.validate(supposedSchema);
  if (!value) return { value: undefined, problems };
  const unknown = unknownNames(value, config).map(([path, m]) => yaml.problem(path, m));
  return unknown.length > 0 ? { value: undefined, problems: unknown } : { value, problems: [] };
}

function unknownNames({ presence, inputs }: Supposed, config: LightingConfig): [Path, Message][] {
  const routes = config.presence.routes.map((r) => r.id);
  const targets = [
    ...new Set(config.lamps.flatMap((l) => groupsOf(l, config.groups))),
    ...config.lamps.map((l) => l.id),
  ];
  const controls = config.programs.flatMap((p) => (p.controls ?? []).map((c) => c.input));
  const names = [...new Set([...config.inputs.map((i) => i.id), ...controls])].filter((n) => n !== presenceInput);
  return [
    ...presence.flatMap(({ route, target }, i): [Path, Message][] => [
      ...(route === undefined || routes.includes(route) ? [] : [bad(['presence', i, 'route'], 'route', route, routes)]),
      ...(target === undefined || targets.includes(target)
        ? []
        : [bad(['presence', i, 'target'], 'lamp', target, targets)]),
    ]),
    ...inputs.flatMap(({ input }, i) =>
      names.includes(input) ? [] : [bad(['inputs', i, 'input'], 'input', input, names)],
    ),
  ];
}

const bad = (path: Path, what: string, found: string, known: readonly string[]): [Path, Message] => [
  path,
  unknownName(what, found, known),
];
