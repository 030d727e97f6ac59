import { describe, expect, it } from 'vitest';
import { render, renderHint } from '../messages/catalogue.ts';
import { formatPath } from '../runtime/document/problem.ts';
import { checkLighting, lightingSchema } from './config.ts';

const street = {
  id: 'street',
  switches: [
    { at: 'sunset', level: 100 },
    { at: 'sunrise', level: 0 },
  ],
};
const lamp = (n: number, more: object) => ({
  id: `l-${n}`,
  driver: { kind: 'modbus-dimmer', line: 'cabinet', unit: n },
  ...more,
});
const findings = (config: object) =>
  checkLighting(lightingSchema.parse({ programs: [street], ...config }), { lines: [{ id: 'cabinet' }] }).map(
    (p) => `${p.severity} ${formatPath(p.path)}: ${render(p.message, 'en')} -> ${renderHint(p.message, 'en')}`,
  );

describe('names in the lighting that nobody has', () => {
  it('a group of one lamp that is nearly a group of others is asked about, and what follows from it is not told', () => {
    const groups = [{ id: 'promenade', program: 'street' }];
    const lamps = [lamp(1, { groups: ['promenade'] }), lamp(2, { groups: ['promenad'] })];
    expect(findings({ groups, lamps })).toEqual([
      'warning lighting.lamps[1].groups[0]: the lamp "l-2" alone is in the group "promenad", and nothing else names that group -> did you mean "promenade"? If it is a group of its own, add it under "groups" of the lighting',
    ]);
    const tags = [lamp(1, { groups: ['square'] }), lamp(2, { groups: ['square'] }), lamp(3, { groups: ['sqare'] })];
    expect(findings({ lamps: tags.map((l) => ({ ...l, program: 'street' })) })).toEqual([
      expect.stringMatching(/^warning lighting\.lamps\[2\]\.groups\[0\].* -> did you mean "square"\?/),
    ]);
  });

  it('of two groups of one lamp each, the second is asked about where a letter is missing or moved', () => {
    const pair = (a: string, b: string) =>
      findings({ lamps: [a, b].map((g, i) => lamp(i + 1, { groups: [g], program: 'street' })) });
    expect(pair('square', 'sqare')).toEqual([expect.stringMatching(/lamps\[1\].*did you mean "square"\?/)]);
    expect(pair('square', 'sqaure')).toHaveLength(1);
  });

  it('groups that differ in a number, that are declared, or of which each has one lamp, are no misspelling', () => {
    const rows = (...names: string[]) => ({
      lamps: names.map((n, i) => lamp(i + 1, { groups: [n], program: 'street' })),
    });
    expect(findings(rows('row-1', 'row-1', 'row-2'))).toEqual([]);
    expect(findings(rows('row-a', 'row-b', 'row-c'))).toEqual([]);
    expect(findings(rows('quay', 'quay', 'market'))).toEqual([]);
    expect(
      findings({ ...rows('square', 'square', 'squares'), groups: [{ id: 'squares', program: 'street' }] }),
    ).toEqual([]);
  });

  it('an input of a control that nobody has is named with the one that was probably meant', () => {
    const control = (input: string) => ({
      ...street,
      controls: [{ id: 'wet', input, above: 1, merge: 'max', level: 70 }],
    });
    const rest = { inputs: [{ id: 'rain', point: 'weather/rain' }], lamps: [lamp(1, { program: 'street' })] };
    const of = (input: string) => findings({ ...rest, programs: [control(input)] });
    expect(of('rian')).toEqual([
      'warning lighting.programs[0].controls[0].input: there is no input "rian": the control has no effect; known: presence, rain -> did you mean "rain"?',
    ]);
    expect(of('presense')).toEqual([expect.stringMatching(/did you mean "presence"\?$/)]);
    expect(of('fog')).toEqual([expect.stringMatching(/no effect -> add it under "inputs"/)]);
    expect(of('rain')).toEqual([]);
  });

  it('a lamp that stands twice in a route is told at its second place', () => {
    const lamps = [1, 2, 3].map((n) => lamp(n, { program: 'street' }));
    const presence = { routes: [{ id: 'quay', lamps: ['l-1', 'l-2', 'l-2'] }] };
    expect(findings({ lamps, presence })).toEqual([
      'warning lighting.presence.routes[0].lamps[2]: the lamp "l-2" stands twice in the route "quay" (first as number 2): only its first place counts -> write the lamp that really stands at this place, or remove it',
    ]);
  });
});
