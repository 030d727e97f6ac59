// Points of inputs that the site file names and that the inputs do not have: a window, a lamp or a signal that waits for such a
// one waits for ever. A warning, not a mistake: a site that has run with it must not stand still after an update.
import { pointsOfInput } from '../acquisition/config.ts';
import { type Path, unknownName } from '../runtime/document/problem.ts';
import type { Site } from './config.ts';
import type { Finding } from './load.ts';

export function checkInputPoints(site: Site): Finding[] {
  const known = new Map(site.inputs.map((input) => [input.id, pointsOfInput(input).map((p) => p.name)]));
  return named(site).flatMap(({ path, device, point }): Finding[] => {
    const names = known.get(device);
    if (!names || names.includes(point)) return [];
    return [{ path, message: unknownName('point', point, names), severity: 'warning' }];
  });
}

interface Named {
  readonly path: Path;
  readonly device: string;
  readonly point: string;
}

function named({ station, lighting, cameras }: Site): Named[] {
  return [
    ...(station?.points ?? []).map((p, i): Named => ({ ...p, path: ['station', 'points', i, 'point'] })),
    ...(station?.flags ?? []).map((f, i): Named => ({ ...f, path: ['station', 'flags', i, 'point'] })),
    ...(lighting?.inputs ?? []).flatMap(({ point: place }, i): Named[] => {
      const [device = '', point = ''] = place?.split('/') ?? [];
      return [{ path: ['lighting', 'inputs', i, 'point'], device, point }];
    }),
    ...cameras.flatMap(({ signals }, c) =>
      signals.flatMap((s, i): Named[] =>
        s.kind === 'point' ? [{ ...s, path: ['cameras', c, 'signals', i, 'point'] }] : [],
      ),
    ),
  ];
}
