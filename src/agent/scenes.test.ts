import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Outgoing, outgoingSchema } from '../domain/outgoing.ts';
import { formatPath } from '../runtime/document/problem.ts';
import { toDraft } from '../uplink/envelope.ts';
import { loadSite } from './load.ts';
import { sendAsSimulated } from './scenes.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'haidang-test-'));
  writeFileSync(join(folder, 'own.yaml'), 'version: 1\ntitle: Own\nplace: street\nfps: 5\n');
  writeFileSync(join(folder, 'wrong.yaml'), 'version: 1\ntitle: Wrong\nplace: moon\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function load(source: string, more = '') {
  const file = join(folder, 'site.yaml');
  writeFileSync(
    file,
    `version: 1
gateway: { id: x, position: { latitude: 20.95, longitude: 107.08 } }
cameras:
  - id: practice
    source: ${source}
    model: haidang-road-s
${more}`,
  );
  const loaded = loadSite(file, {
    profileFolders: [],
    modelFolders: [join(root, 'models')],
    packFolders: [],
    scenarioFolders: [join(root, 'config/scenarios')],
  });
  const problems = loaded.problems.map((p) => [p.severity, p.line, formatPath(p.path), p.message.code]);
  return { ...loaded, problems };
}
const isNone = ['warning', 5, 'cameras[0].source.kind', 'vision.stand-in-scene'];

describe('a scene in place of a camera', () => {
  it('of a site file that lies elsewhere means the files beside the first one', () => {
    const elsewhere = join(folder, 'sent');
    mkdirSync(elsewhere);
    load('{ kind: scene, scenario: own.yaml }');
    copyFileSync(join(folder, 'site.yaml'), join(elsewhere, 'site.yaml'));
    const folders = { profileFolders: [], modelFolders: [join(root, 'models')], packFolders: [] };
    const file = join(elsewhere, 'site.yaml');
    expect(loadSite(file, folders).site).toBeUndefined();
    const loaded = loadSite(file, { ...folders, relativeTo: folder });
    expect(loaded.scenes.get('own.yaml')).toBe(join(folder, 'own.yaml'));
  });

  it('is found by the name of a scenario that ships, or by its path as seen from the site file', () => {
    const shipped = load('{ kind: scene, scenario: demo, seed: 3, light: night, size: 640x360 }');
    expect(shipped.problems).toEqual([isNone]);
    expect(shipped.site?.cameras[0]?.source).toMatchObject({ kind: 'scene', seed: 3, light: 'night' });
    expect(shipped.scenes.get('demo')).toBe(join(root, 'config/scenarios/demo.yaml'));
    expect(load('{ kind: scene, scenario: own.yaml }').scenes.get('own.yaml')).toBe(join(folder, 'own.yaml'));
  });

  it.each([
    ['scenario: dmeo', 'cameras[0].source.scenario', 'config.unknown-name-near'],
    ['scenario: there/is/none.yaml', 'cameras[0].source.scenario', 'simulator.no-scenario'],
    ['scenario: demo, seed: -1', 'cameras[0].source.seed', 'config.too-small'],
    ['scenario: demo, seed: seven', 'cameras[0].source.seed', 'config.wrong-type'],
    ['scenario: demo, size: 641x360', 'cameras[0].source.size', 'source.bad-scene-size'],
    ['scenario: demo, size: 3840x2160', 'cameras[0].source.size', 'source.bad-scene-size'],
    ['scenario: demo, light: nigt', 'cameras[0].source.light', 'config.not-one-of-near'],
    ['scenario: demo, fps: 5', 'cameras[0].source.fps', 'config.key-outside'],
  ])('with a mistake (%s) is refused at its place', (keys, path, code) => {
    const { site, problems } = load(`{ kind: scene, ${keys} }`);
    expect(site).toBeUndefined();
    const errors = problems.filter(([severity]) => severity === 'error');
    expect(errors.map(([, line, at]) => [line, at])).toEqual([[5, path]]);
    expect(String(errors[0]?.[3]).replace(/-near$/, '')).toBe(code.replace(/-near$/, ''));
  });

  it('whose scenario has mistakes of its own gets them with the lines of that file', () => {
    const { site, problems } = load('{ kind: scene, scenario: wrong.yaml }');
    expect(site).toBeUndefined();
    expect(problems).toContainEqual(['error', 3, 'place', 'config.not-one-of']);
  });

  it('is said to be none, as are evidence that is not kept and lamps that do not follow it', () => {
    const lighting = `    evidence: {}
lighting:
  inputs: [{ id: traffic, camera: practice, rule: count }]
  presence: { sources: [{ target: quay, camera: practice, rule: walkers }] }
`;
    const codes = load('{ kind: scene, scenario: demo }', lighting).problems.map(([, , , code]) => code);
    expect(codes).toContain('vision.stand-in-scene');
    expect(codes).toContain('vision.stand-in-evidence');
    expect(codes.filter((c) => c === 'vision.stand-in-lamps')).toHaveLength(2);
    expect(load('{ kind: file, path: a.mp4 }').problems.map(([, , , c]) => c)).toEqual(['vision.stand-in-file']);
    expect(load('{ kind: rtsp, url: "rtsp://10.0.0.5/1" }').problems).toEqual([]);
  });
});

describe('what a camera says that is none', () => {
  const at = { ms: 1_780_000_000_000, quality: 'synced' } as const;
  const event: Outgoing = {
    ...{ kind: 'camera.event', at, camera: 'practice', rule: 'red', type: 'red-light', phase: 'instant' },
    ...{ severity: 'error', track: 'p-1', class: 'motorcycle', explanation: 'crossed at red' },
    still: { ref: 's.jpg', mime: 'image/jpeg', bytes: 1, sha256: 'a'.repeat(64), width: 640, height: 360 },
  };
  const context = {
    ...{ source: 'urn:x', bootId: 'b', uptimeSec: 1, recordedMs: at.ms, configHash: 'c', agentVersion: '0' },
  };
  const sentOf = (standIn: 'scene' | 'file', o: Outgoing) => {
    const sent: Outgoing[] = [];
    sendAsSimulated(standIn, (said) => sent.push(said))(o);
    return sent;
  };

  it('has a type of its own, is no alarm and is not signed, however grave it would have been', () => {
    const real = toDraft(event, context);
    expect(real).toMatchObject({ lane: 'alarm', sign: true, attributes: { severitytext: 'ERROR' } });
    const [said] = sentOf('scene', event);
    const draft = toDraft(outgoingSchema.parse(said), context);
    expect(draft).toMatchObject({ lane: 'event', sign: false, subject: 'camera/practice' });
    expect(draft.attributes).toMatchObject({
      ...{ type: 'vn.quangninh.edge.camera.simulated.v1', severitynumber: 9, severitytext: 'INFO' },
    });
    expect(draft.attributes).not.toHaveProperty('dataclassification');
    expect(draft.data).toMatchObject({ standIn: 'scene', said: { kind: 'camera.event', rule: 'red', track: 'p-1' } });
  });

  it('shows people where it was filmed: its pictures are personal data then', () => {
    const draft = toDraft(sentOf('file', event)[0]!, context);
    expect(draft.attributes).toMatchObject({ dataclassification: 'personal', lane: 'event' });
  });

  it('may be that it is blind, which is no alarm either, and counts; anything else is not sent', () => {
    const blind: Outgoing = {
      kind: 'camera.state',
      at,
      camera: 'practice',
      state: 'blind',
      reason: 'stalled',
      since: 'x',
    };
    expect(toDraft(sentOf('scene', blind)[0]!, context).lane).toBe('event');
    const head = { at, camera: 'practice', rule: 'count', from: 'a', to: 'b', coverage: 1 };
    const counts: Outgoing = { kind: 'camera.counts', ...head, forward: { car: 2 }, backward: {} };
    expect(sentOf('scene', counts)[0]).toMatchObject({ said: { kind: 'camera.counts', forward: { car: 2 } } });
    expect(sentOf('scene', { kind: 'gateway.started', at, previousStop: 'clean' })).toEqual([]);
  });
});
