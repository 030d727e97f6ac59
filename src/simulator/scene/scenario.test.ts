import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { render } from '../../messages/catalogue.ts';
import { YamlFile } from '../../runtime/document/document.ts';
import { unknownNames } from './names.ts';
import { loadScenario, type Scenario, scenarioSchema, withChanges } from './scenario.ts';
import { openScene } from './scene.ts';
import { createTruth } from './truth.ts';

const folder = fileURLToPath(new URL('../../../config/scenarios/', import.meta.url));
const files = readdirSync(folder).sort();

function load(file: string): Scenario {
  const loaded = loadScenario(folder + file);
  if ('problems' in loaded) throw new Error(loaded.problems.map((p) => `${p.line}: ${render(p.message, 'en')}`).join());
  return loaded.scenario;
}

/** What happens in a scenario up to its end, looked at so often a second. */
function played(scenario: Scenario, fps = 2) {
  const scene = openScene(scenario);
  for (let i = 0; i <= (scenario.duration / 1000) * fps; i++) scene.at(i / fps);
  return scene.violations();
}

function truthBytes(scenario: Scenario, frames: number): string {
  const scene = openScene(scenario);
  const truthAt = createTruth({ plan: scene.site.plan, camera: scene.camera });
  const hash = createHash('sha256');
  for (let i = 0; i < frames; i++) hash.update(`${JSON.stringify(truthAt(scene.at(i / scenario.fps), i))}\n`);
  hash.update(JSON.stringify(scene.violations()));
  return hash.digest('hex');
}

describe('scenario files', () => {
  it.each(files)('%s can be played, and each of its watches finds something', (file) => {
    const scenario = load(file);
    const found = played(scenario);
    for (const { id, kind } of scenario.watch) {
      // On the turning lines of a junction somebody comes by within the scenario, whatever else does.
      const type = kind === 'crossing' ? 'crossing' : 'violation';
      expect(
        found.some((h) => h.watch === id && h.type === type),
        `${id}: no ${type}`,
      ).toBe(true);
    }
  });

  it('cover every kind of watch', () => {
    const kinds = new Set(files.flatMap((f) => load(f).watch.map((w) => w.kind)));
    expect([...kinds].sort()).toEqual(
      [
        ...['crossing', 'crowding', 'forbidden-lane', 'intrusion', 'jam', 'loitering', 'queueing', 'red-light'],
        ...['solid-line', 'speeding', 'stop-line', 'stopping', 'tripwire', 'wrong-way'],
      ].sort(),
    );
  });

  it('are refused with a name that their place does not know, where it stands', () => {
    const scenario = load('wrong-way.yaml');
    const wrong = { ...scenario, watch: [{ ...scenario.watch[0]!, zone: 'wset' }] } as Scenario;
    const [problem, ...more] = unknownNames(wrong);
    expect([problem?.path, more]).toEqual([['watch', 0, 'zone'], []]);
    expect(problem && render(problem.message, 'en')).toContain('west');
  });

  it('say where a mistake stands', () => {
    const yaml = new YamlFile('a.yaml', 'version: 1\ntitle: a\nplace: jungction\n');
    const { problems } = yaml.validate(scenarioSchema);
    expect(problems.map((p) => [p.line, p.path.join('.'), render(p.message, 'en').includes('junction')])).toEqual([
      [3, 'place', true],
    ]);
  });
});

describe('a scene', () => {
  it('is the same byte for byte for the same seed, and another for another', () => {
    const scenario = { ...withChanges(load('ha-long-junction.yaml'), { fps: 4 }), warmUp: 12_000 };
    expect(truthBytes(scenario, 12)).toBe(truthBytes(scenario, 12));
    expect(truthBytes(scenario, 8)).not.toBe(truthBytes(withChanges(scenario, { seed: 8 }), 8));
  });

  it('has the same traffic whatever the rate of its pictures', () => {
    const scenario = withChanges(load('stop-line.yaml'), { seconds: 20 });
    expect(played(scenario, 1)).toEqual(played(scenario, 7));
  });

  it('keeps the speeds of a script exactly, and tells them from the limit', () => {
    const found = played(load('speeding.yaml'));
    expect(found.map((h) => [h.type, h.objects[0], h.peak])).toEqual([
      ['near-miss', 'exact-78', 78],
      ['violation', 'exact-84', 84],
      ['violation', 'exact-96.5', 96.5],
      ['violation', 'exact-120', 120],
    ]);
    // 82 m of the watched area at 84 km/h are 3514 ms; it is looked every 50 ms.
    const { startMs, endMs } = found[1]!;
    expect(Math.abs(endMs - startMs - (82 / (84 / 3.6)) * 1000)).toBeLessThan(101);
  });

  it('has nobody jump: all move by small steps, and nobody is in two places', () => {
    const scene = openScene({ ...load('ha-long-junction.yaml'), warmUp: 10_000 });
    let before = new Map(scene.at(0).actors.map((a) => [a.id, a]));
    for (let t = 0.1; t < 20; t += 0.1) {
      const now = scene.at(t).actors;
      expect(new Set(now.map((a) => a.id)).size).toBe(now.length);
      for (const a of now) {
        const old = before.get(a.id);
        if (old) expect(Math.hypot(a.at[0] - old.at[0], a.at[1] - old.at[1]), a.id).toBeLessThan(2);
      }
      before = new Map(now.map((a) => [a.id, a]));
    }
  });

  it('stops its traffic at red: only those whom the script sends pass the line', () => {
    const scenario = { ...load('red-light.yaml'), script: [], duration: 60_000 };
    const found = played(scenario);
    expect(found.filter((h) => h.type === 'violation')).toEqual([]);
    expect(found.filter((h) => h.note === 'stops at the line').length).toBeGreaterThan(3);
  });
});
