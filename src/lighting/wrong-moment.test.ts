// Something throws while the levels are decided: the lamps go on by their program all the same.
import { expect, it, onTestFinished } from 'vitest';
import { Stage } from './testing/stage.ts';

it('what throws while levels are decided ends no schedule: the part says that it failed, whoever came by last', async () => {
  const inputs = [{ id: 'rain', point: 'io/rain' }];
  const selectors = [{ id: 'cab', groups: ['quay'], input: 'rain', positions: { maintenance: 9 } }];
  const stage = new Stage({ units: [1, 2], at: '2026-06-21T12:00:00', config: { inputs, selectors } });
  onTestFinished(() => stage.lighting.stop());
  const failures: unknown[] = [];
  await stage.lighting.start(new AbortController().signal, (error) => failures.push(error));
  await stage.pass(5000);
  expect(stage.levels()).toEqual([0, 0]);
  // A command of another part arms the timer anew, in the name of that part.
  const asked = stage.lighting.override({ target: 'l-1', level: 50, until: null, id: 'a' });
  await stage.pass(5000);
  await asked;
  const { get } = stage.points;
  stage.points.get = () => {
    throw new Error('no such moment');
  };
  await stage.pass(5000);
  expect(failures).toMatchObject([{ message: 'no such moment' }]);
  stage.points.get = get;
  // As the supervisor does.
  await stage.restart();
  await stage.until('2026-06-21T20:00:00');
  expect(stage.levels()).toEqual([50, 100]);
});
