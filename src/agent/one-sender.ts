// Inputs that hear whoever publishes under a topic with + or #: their points do not say of whom a value is.
import { message } from '../messages/catalogue.ts';
import type { Site } from './config.ts';
import type { Finding } from './load.ts';

/** Warnings: where one sensor publishes under changing topics, it is right so. */
export function checkOneSender({ inputs }: Pick<Site, 'inputs'>): Finding[] {
  return inputs.flatMap((input, i): Finding[] => {
    if (!input.enabled || input.kind !== 'mqtt' || !/[+#]/.test(input.source.topic)) return [];
    const { topic } = input.source;
    const told = message('config.many-senders', { topic, input: input.id });
    return [{ path: ['inputs', i, 'source', 'topic'], message: told, severity: 'warning' }];
  });
}
