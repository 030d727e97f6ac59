// What `haidang outbox` asks of the running agent over the control socket.
import { z } from 'zod';
import { laneSchema } from '../domain/outgoing.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Methods } from './control-socket.ts';

const purgeSchema = z.looseObject({
  lanes: z.array(laneSchema).min(1),
  what: z.enum(['sent', 'unsent', 'all']),
  before: z.number().optional(),
});

export function outboxMethods(outbox: Outbox): Methods {
  return {
    outbox: () => outbox.stats(),
    'outbox-purge': (request) => {
      const { lanes, what, before } = purgeSchema.parse(request);
      return outbox.purge({ lanes, what, ...(before === undefined ? {} : { before }) });
    },
  };
}
