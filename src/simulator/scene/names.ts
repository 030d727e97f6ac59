// The names in a scenario that its place must know: ways, areas, lines, views, kinds of body.

import type { Message } from '../../messages/catalogue.ts';
import { notOneOf, type Path } from '../../runtime/document/problem.ts';
import { seededRandom } from '../random.ts';
import { kindsOf } from './picture/bodies/table.ts';
import { type SiteName, sites } from './plan/table.ts';
import type { Scenario } from './scenario.ts';

/** Every name that the place does not know, with where it stands in the file. */
export function unknownNames(scenario: Scenario): { readonly path: Path; readonly message: Message }[] {
  const site = sites[scenario.place as SiteName](seededRandom(1));
  const found: { path: Path; message: Message }[] = [];
  const check = (name: string | undefined, known: readonly string[], ...path: Path) => {
    if (name !== undefined && !known.includes(name)) found.push({ path, message: notOneOf(name, known) });
  };
  const ways = site.routes.map((r) => r.id);
  const zones = Object.keys(site.zones);
  const lines = Object.keys(site.lines);
  check(scenario.camera.view, Object.keys(site.views), 'camera', 'view');
  for (const group of Object.keys(scenario.traffic)) {
    check(group, [...new Set(site.routes.map((r) => r.group))], 'traffic', group);
  }
  scenario.script.forEach((item, i) => {
    if ('way' in item) check(item.way, ways, 'script', i, 'way');
    if ('zone' in item) check(item.zone, zones, 'script', i, 'zone');
    if (item.do === 'drive') check(item.kind, kindsOf(item.class), 'script', i, 'kind');
  });
  scenario.watch.forEach((item, i) => {
    if ('zone' in item) check(item.zone, zones, 'watch', i, 'zone');
    else check(item.line, lines, 'watch', i, 'line');
  });
  return found;
}
