// Nothing happens: how long a reading takes to the centre is measured here.
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from '../fault.ts';

const measureMs = 1500;
/** A reading that was given last has to have the time that it takes, before something else is done. */
const afterMs = 1500;

export const none: Fault = {
  name: 'none',
  kind: 'none',
  async run({ field }) {
    field.calm = true;
    await wait(measureMs);
    field.calm = false;
    await wait(afterMs);
    return { done: '' };
  },
};
