import { describe, expect, it } from 'vitest';
import { render } from '../../messages/catalogue.ts';
import { signalsSchema } from './config.ts';

const signal = { id: 'north', kind: 'point', device: 'controller', point: 'phase' };

describe('the configuration of a signal that is read from a point', () => {
  it('takes values that mean one colour each', () => {
    const fine = { ...signal, red: [1, 'red', true], amber: [2], green: [0, false] };
    expect(signalsSchema.safeParse([fine]).success).toBe(true);
  });

  it('refuses a value that means two colours: green would be taken for red', () => {
    const { error } = signalsSchema.safeParse([{ ...signal, red: [1, 2], amber: [3], green: [4, 2] }]);
    const [issue] = error?.issues ?? [];
    expect(issue?.path).toEqual([0, 'green', 1]);
    const told = (issue as unknown as { params: { message: Parameters<typeof render>[0] } }).params.message;
    expect(render(told, 'en')).toContain('red');
    expect(render(told, 'vi')).toContain('2');
  });
});
