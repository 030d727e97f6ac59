// Makes a script happen: adds road users to the traffic and changes what some of them do.
import type { Traffic } from '../behaviour/traffic.ts';
import type { Site } from '../plan/site.ts';
import type { ScriptItem } from './schema.ts';

export function directorOf(_script: readonly ScriptItem[], _site: Site, _seed: number) {
  return (_traffic: Traffic, _seconds: number): void => {};
}
