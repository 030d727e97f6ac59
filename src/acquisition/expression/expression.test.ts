import { describe, expect, it } from 'vitest';
import { render } from '../../messages/catalogue.ts';
import { derivedSchema } from '../derived.ts';
import { profileOf, word } from '../testing/profile.ts';
import { compileDerived } from './compute.ts';
import { compileExpression } from './expression.ts';
import { isSame, parseUnit, unitName } from './unit.ts';

const { points } = profileOf([
  word('voltage', 0, { unit: 'V' }),
  word('current', 1, { unit: 'A' }),
  word('power', 2, { unit: 'kW' }),
  word('temperature', 3, { unit: 'Cel' }),
  word('humidity', 4, { unit: '%' }),
  word('direction', 5, { unit: 'deg' }),
  word('odd', 6, { unit: 'NTU' }),
  word('mode', 7, { enum: { 0: 'off', 1: 'auto' } }),
  word('door', 8, { type: 'bit', bit: 0 }),
]);
const values: Record<string, number | string | boolean> = {
  voltage: 230,
  current: 2,
  power: 1.5,
  temperature: 30,
  humidity: 50,
  direction: 90,
  mode: 'auto',
  door: true,
};
const derived = (expression: string, unit?: string, more: Record<string, unknown> = {}) =>
  derivedSchema.parse({ name: 'd', expression, ...(unit === undefined ? {} : { unit }), ...more });
const computed = (expression: string, unit?: string) => {
  const compiled = compileExpression(derived(expression, unit), points);
  if ('problem' in compiled) return render(compiled.problem, 'en');
  return compiled.evaluate(compiled.inputs.map((name) => values[name]!));
};

describe('a derived point', () => {
  it.each<[string, string | undefined, unknown]>([
    ['voltage * current', 'W', 460],
    ['to(voltage * current, "kW")', 'kW', 0.46],
    ['to(power, "W") - voltage * current', 'W', 1040],
    ['power / (voltage * current) > 1', undefined, true],
    ['temperature + 1.5', 'Cel', 31.5],
    ['max(temperature, 40)', 'Cel', 40],
    ['-abs(voltage - 400)', 'V', -170],
    ['voltage ** 2 / to(power, "W")', 'Ohm', 230 ** 2 / 1500],
    ['sqrt(voltage * voltage)', 'V', 230],
    ['mode == "auto" ? power : 0', 'kW', 1.5],
    ['door && humidity > 40', undefined, true],
    ['!door || mode != "auto"', undefined, false],
    ['sin(direction)', undefined, 1],
    ['round(humidity / 3)', '%', 17],
    ['to(humidity, "1")', undefined, 0.5],
    ['243.12 * num(temperature) / (243.12 + num(temperature))', undefined, (243.12 * 30) / 273.12],
    ['2 + 3 * 4 ** 2', undefined, 50],
  ])('%s in %s', (expression, unit, expected) => {
    expect(computed(expression, unit)).toEqual(expected);
  });

  it.each([
    ['voltage + current', 'V', '+: the units V and A do not go together'],
    ['power + voltage * current', 'kW', '+: the units kW and W do not go together'],
    ['voltage * current', 'kW', 'the expression gives W and the unit says kW'],
    ['voltage * current / 1000', 'kW', 'the expression gives W and the unit says kW'],
    ['voltage', 'A', 'the expression gives V, which cannot be A'],
    ['voltage', undefined, 'the expression gives V, which cannot be 1'],
    ['odd', undefined, 'the unit "NTU" is not known to expressions'],
    ['to(voltage, "A")', 'A', 'to(): the units V and A do not go together'],
    ['exp(voltage)', undefined, 'exp(): the units V and 1 do not go together'],
    ['volts', 'V', 'there is no point named "volts"; known: voltage, current, power'],
    ['voltage +', 'V', 'this expression cannot be read'],
    ['voltage.constructor', undefined, '"MemberExpression" cannot stand in an expression'],
    ['constructor("return 1")()', undefined, 'there is no function "?"'],
    ['toString()', undefined, 'there is no function "toString"'],
    ['process.exit()', undefined, 'there is no function "?"'],
    ['this', undefined, '"ThisExpression" cannot stand in an expression'],
    ['[1, 2]', undefined, '"ArrayExpression" cannot stand in an expression'],
    ['1; 2', undefined, '"Compound" cannot stand in an expression'],
    ['voltage = 3', undefined, 'this expression cannot be read'],
    ['1 << 30', undefined, '"<<" cannot stand in an expression'],
    ['mode == "Auto" ? power : 0', 'kW', '"Auto" is not allowed here'],
    ['"on" != mode', undefined, '"on" is not allowed here'],
    ['mode', undefined, '"d" does not fit here; expected: number'],
    ['mode + 1', undefined, '"+" does not fit here; expected: number'],
    ['door ? voltage : current', 'V', '? :: the units V and A do not go together'],
  ])('%s in %s is refused: %s', (expression, unit, expected) => {
    expect(String(computed(expression, unit))).toContain(expected);
  });

  it('is as doubtful as what it is made of, and has no value where one of them has none', () => {
    const profile = { points, derived: [derived('power / current', 'kW/A', { round: 1 })] };
    const [ratio] = compileDerived(profile);
    const good = (value: number) => ({ value, quality: 'good' as const });
    expect(ratio!.compute([good(1), good(3)])).toEqual({ value: 0.3, quality: 'good' });
    expect(ratio!.compute([good(1), { value: 3, quality: 'uncertain:rate' }]).quality).toBe('uncertain:source');
    expect(ratio!.compute([good(1), { value: 3, quality: 'uncertain:profile' }]).quality).toBe('uncertain:profile');
    expect(ratio!.compute([good(1), { value: null, quality: 'bad:timeout' }])).toEqual({
      value: null,
      quality: 'bad:source',
    });
    expect(ratio!.compute([good(1), good(0)])).toEqual({ value: null, quality: 'bad:not-finite' });
  });
});

describe('units', () => {
  it.each([
    ['V.A', 'W'],
    ['V.A{reactive}', 'W'],
    ['kW.h', 'kW.h'],
    ['J/s', 'W'],
    ['ug/m3', 'ug/m3'],
    ['L/s', 'dm3/s'],
    ['mS/cm', 'mS/cm'],
    ['hPa', 'mbar'],
    ['10%', undefined],
    ['furlong', undefined],
  ])('%s is the same as %s', (a, b) => {
    const [x, y] = [parseUnit(a), b === undefined ? undefined : parseUnit(b)];
    if (b === undefined) expect(x).toBeUndefined();
    else expect(x && y && isSame(x, y)).toBe(true);
  });

  it('have names', () => {
    expect(['V.A', 'kW', 'm/s', '%', '1'].map((c) => unitName(parseUnit(c)!))).toEqual(['W', 'kW', 'm.s-1', '%', '1']);
  });
});
