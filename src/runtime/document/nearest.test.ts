// Which known name is told to somebody who wrote another one: only where it is more likely than all others.
import { expect, it } from 'vitest';
import { render, renderHint } from '../../messages/catalogue.ts';
import { nearest } from './nearest.ts';
import { notOneOf, unknownName } from './problem.ts';

it('Of several names that are as near as each other none is told: who follows a guess gets a wrong lamp', () => {
  expect(nearest('z-04', ['z-01', 'z-02', 'z-03'])).toBeUndefined();
  expect(nearest('float', ['float16', 'float32', 'float64'])).toBeUndefined();
  expect(nearest('rs486', ['cabinet', 'rs485'])).toBe('rs485');
  expect(nearest('gate', ['gate', 'gates'])).toBe('gate');
  expect(nearest('a-1', ['b-1', 'b-1'])).toBe('b-1');
});

it('A part of one name alone is told with the whole of it', () => {
  const profiles = ['eastron-sdm120', 'eastron-sdm630', 'siemens-pac2200'];
  expect(renderHint(unknownName('profile', 'SDM630', profiles), 'en')).toBe('did you mean "eastron-sdm630"?');
  expect(renderHint(unknownName('profile', 'siemens', profiles), 'en')).toBe('did you mean "siemens-pac2200"?');
  expect(renderHint(unknownName('profile', 'eastron', profiles), 'en')).toMatch(/^choose one of these/);
  expect(renderHint(notOneOf('dimmer', ['modbus-dimmer', 'relay-circuit']), 'en')).toBe(
    'did you mean "modbus-dimmer"?',
  );
});

it('What stands in a file of its own is not sent to the site file', () => {
  const said = (what: string) => renderHint(unknownName(what, 'x', ['aaaaaa']), 'en');
  expect(said('profile')).toBe('choose one of these, or add a file of that name to device-profiles/');
  expect(said('model')).toBe('choose one of these, or add one with "haidang models add"');
  expect(said('line')).toBe('correct the name or add it to the site file');
});

it('A length of time is told with one that is as long, never with one that is written alike', () => {
  const windows = ['1min', '5min', '1h', '8h', '24h'];
  expect(renderHint(notOneOf('1d', windows), 'en')).toBe('did you mean "24h"?');
  expect(renderHint(notOneOf('2h', windows), 'en')).toMatch(/^choose one of/);
  expect(renderHint(notOneOf('1', ['l1', 'l2', 'l3']), 'en')).toBe('did you mean "l1"?');
});

it('A name that is known twice is listed once', () => {
  expect(render(unknownName('line', 'zzz', ['a', 'a', 'b']), 'en')).toMatch(/known: a, b$/);
});
