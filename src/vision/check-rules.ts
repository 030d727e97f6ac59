// What only shows when the rules of a camera are held against its calibration, its signals and the models there are.
import { type Message, message } from '../messages/catalogue.ts';
import type { Path } from '../runtime/document/problem.ts';
import { checkCalibration } from './calibration/config.ts';
import { groundOf } from './calibration/ground.ts';
import type { CameraConfig } from './config.ts';
import type { ModelCard } from './detect/card.ts';
import type { RuleConfig } from './rules/table.ts';

interface Finding {
  readonly path: Path;
  readonly message: Message;
}

/** What a rule of this kind does not work without. */
const metres: Partial<Record<RuleConfig['kind'], string>> = {
  speed: 'it measures speeds',
  jam: 'it measures speeds',
  density: 'it measures areas',
};

/** @param at path of the camera from the root of the site file. */
export function checkRules(
  camera: CameraConfig,
  models: ReadonlyMap<string, Partial<ModelCard> | undefined>,
  at: Path,
): Finding[] {
  const { calibration } = camera;
  const own = (calibration ? checkCalibration(calibration) : []).map((f) => ({
    path: [...at, 'calibration', ...f.path],
    message: f.message,
  }));
  return [
    ...own,
    ...twice(camera, at),
    ...camera.rules.flatMap((rule, r) => ofRule(camera, rule, models, [...at, 'rules', r])),
  ];
}

function twice({ signals }: CameraConfig, at: Path): Finding[] {
  return signals.flatMap(({ id }, i) => {
    if (signals.findIndex((s) => s.id === id) === i) return [];
    return [{ path: [...at, 'signals', i, 'id'], message: message('rules.duplicate-signal', { id }) }];
  });
}

function ofRule(camera: CameraConfig, rule: RuleConfig, models: Parameters<typeof checkRules>[1], at: Path): Finding[] {
  const found: Finding[] = [];
  const { calibration, signals } = camera;
  const byPlace = rule.anchor === 'ground' || rule.anchor === 'front';
  const why = metres[rule.kind] ?? (byPlace ? `its anchor is "${rule.anchor}"` : undefined);
  if (why && !calibration) {
    const path = byPlace && !metres[rule.kind] ? [...at, 'anchor'] : [...at, 'kind'];
    found.push({ path, message: message('rules.needs-calibration', { rule: rule.id, why }) });
  }
  if (rule.kind === 'density' && calibration) {
    const ground = groundOf(calibration, 1, 9 / 16);
    const isOff = ground && rule.zone.some(([x, y]) => !ground.toGround({ x, y: (y * 9) / 16 }));
    if (isOff) found.push({ path: [...at, 'zone'], message: message('rules.calibration-horizon') });
  }
  if ('signal' in rule && !signals.some((s) => s.id === rule.signal)) {
    const known = signals.map((s) => s.id).join(', ') || '-';
    const params = { rule: rule.id, signal: rule.signal, known };
    found.push({ path: [...at, 'signal'], message: message('rules.unknown-signal', params) });
  }
  if ('model' in rule) {
    const card = models.get(rule.model);
    const isBroken = models.has(rule.model) && !card;
    if (!isBroken && !(card?.crop && card.classes?.includes(rule.label))) {
      const known = [...models].flatMap(([id, m]) => (m?.crop ? [id] : [])).join(', ') || '-';
      const params = { rule: rule.id, label: rule.label, model: rule.model, known };
      found.push({ path: [...at, 'model'], message: message('rules.model-lacks', params) });
    }
  }
  return found;
}

/** Signals that are read from points, against the devices and inputs there are. */
export function checkSignalSources(
  cameras: readonly CameraConfig[],
  points: ReadonlyMap<string, readonly string[] | undefined>,
): Finding[] {
  return cameras.flatMap((camera, c) =>
    camera.signals.flatMap((signal, i): Finding[] => {
      if (signal.kind !== 'point') return [];
      const path = ['cameras', c, 'signals', i];
      const { id, device, point } = signal;
      if (!points.has(device)) {
        const known = [...points.keys()].join(', ') || '-';
        return [{ path: [...path, 'device'], message: message('rules.unknown-source', { signal: id, device, known }) }];
      }
      const names = points.get(device);
      if (!names || names.includes(point)) return [];
      const params = { signal: id, point, device, known: names.join(', ') };
      return [{ path: [...path, 'point'], message: message('rules.unknown-point', params) }];
    }),
  );
}
