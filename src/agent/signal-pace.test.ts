// The warning of a signal that is read too seldom for those who are judged by it.
import { describe, expect, it } from 'vitest';
import { deviceSchema } from '../acquisition/config.ts';
import type { InputConfig } from '../acquisition/inputs/config.ts';
import { profileOf, word } from '../acquisition/testing/profile.ts';
import { cameraSchema } from '../vision/config.ts';
import { checkSignalPace } from './signal-pace.ts';

const controller = profileOf([
  word('lamp', 0, { class: 'fast' }),
  word('phase', 1),
  word('plan', 2, { class: 'slow' }),
  word('name', 3, { class: 'once' }),
  word('log', 4, { class: 'on-demand' }),
]);
const red = {
  ...{ id: 'red', kind: 'red-light', signal: 'street' },
  line: [
    [0.9, 0.8],
    [0.1, 0.8],
  ],
};
const counting = { ...red, id: 'count', kind: 'line-crossing', signal: undefined };

function told(
  signal: object,
  { rules = [red], device = {}, report = 0 }: { rules?: object[]; device?: object; report?: number } = {},
) {
  const camera = cameraSchema.parse({
    ...{ id: 'gate', source: { kind: 'file', path: 'x.mp4' }, model: 'm' },
    signals: [{ id: 'street', kind: 'point', device: 'tlc', point: 'phase', red: [1], ...signal }],
    rules: rules.map((rule) => JSON.parse(JSON.stringify(rule))),
  });
  const devices = [deviceSchema.parse({ id: 'tlc', profile: 'test', line: 'l', unit: 1, ...device })];
  const inputs = report > 0 ? [{ id: 'contact', report } as InputConfig] : [];
  const profiles = new Map([['test', controller]]);
  return checkSignalPace({ cameras: [camera], devices, inputs }, profiles).map((f) => ({
    ...{ ...f, code: f.message.code },
    ...f.message.params,
  }));
}

describe('a signal that is read from a point', () => {
  it('is warned of where it is read more seldom than every half second, with the key that says so', () => {
    const [found, ...more] = told({}, { device: { poll: '2s' } });
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      ...{ path: ['cameras', 0, 'signals', 0, 'point'], severity: 'warning' },
      ...{ signal: 'street', device: 'tlc', point: 'phase', key: 'poll', every: 2, most: 3, wanted: 0.5 },
    });
    expect(told({}, { device: { poll: '500ms' } })).toEqual([]);
    expect(told({}, { device: { poll: '501ms' } })).toHaveLength(1);
  });

  it('is judged by the class of its point', () => {
    const device = { poll: '2s', pollFast: '200ms', pollSlow: '1min' };
    expect(told({ point: 'lamp' }, { device })).toEqual([]);
    expect(told({ point: 'lamp' }, { device: { ...device, pollFast: '1s' } })).toMatchObject([
      { key: 'pollFast', every: 1 },
    ]);
    expect(told({ point: 'plan' }, { device })).toMatchObject([{ key: 'pollSlow', every: 60 }]);
  });

  it('is asked for at least twice within the age at which it is not known any more', () => {
    expect(told({ maxAge: '600ms' }, { device: { poll: '400ms' } })).toMatchObject([{ most: 0.6, wanted: 0.3 }]);
    expect(told({ maxAge: '600ms' }, { device: { poll: '300ms' } })).toEqual([]);
    // Readings further apart than five seconds say nothing of the time between, whatever the age.
    expect(told({ maxAge: '1min' }, { device: { poll: '6s' } })).toMatchObject([{ most: 5 }]);
  });

  it('is judged by the report of an input', () => {
    expect(told({ device: 'contact' }, { report: 1000 })).toMatchObject([
      { key: 'report', every: 1, device: 'contact' },
    ]);
    expect(told({ device: 'contact' }, { report: 200 })).toEqual([]);
  });

  it('is warned of where it is read once or when asked, whatever the polls: nobody would ever be accused', () => {
    for (const [point, read] of [
      ['name', 'once'],
      ['log', 'on-demand'],
    ]) {
      const found = told({ point }, { device: { poll: '200ms' } });
      expect(found).toMatchObject([
        { severity: 'warning', code: 'rules.signal-once', point, class: read, wanted: 0.5 },
      ]);
      expect(told({ point }, { rules: [counting] })).toEqual([]);
    }
  });

  it('is nobody’s trouble where no rule accuses by it, or where others say what is wrong', () => {
    const slow = { device: { poll: '10s' } };
    expect(told({}, { ...slow, rules: [counting] })).toEqual([]);
    expect(told({ id: 'other' }, slow)).toEqual([]);
    expect(told({ point: 'nothing' }, slow)).toEqual([]);
    expect(told({ device: 'nobody' }, slow)).toEqual([]);
  });
});
