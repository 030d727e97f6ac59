// What is wrong with what lamps follow beside their programs, and with the ways they are reached, beyond the form.
import { type Message, message } from '../messages/catalogue.ts';
import { nearest } from '../runtime/document/nearest.ts';
import { unknownName } from '../runtime/document/problem.ts';
import type { Add, Known } from './check.ts';
import { checkMulticast } from './check-multicast.ts';
import type { LightingConfig } from './config.ts';
import { followedBy, groupsOf } from './groups.ts';
import { presenceInput } from './sensing.ts';

export function checkLive(config: LightingConfig, known: Known, add: Add): void {
  checkInputs(config, known, add);
  checkTargets(config, add);
  checkReach(config, known.lines, add);
  checkMulticast(config, add);
  checkMinimum(config, add);
}

function checkInputs(config: LightingConfig, { points }: Known, add: Add): void {
  const ids = config.inputs.map((i) => i.id);
  const named = (path: (string | number)[], input: string | undefined) => {
    if (input !== undefined && !ids.includes(input)) add(path, unknownName('input', input, ids));
  };
  for (const [i, { controls = [] }] of config.programs.entries()) {
    for (const [j, { input }] of controls.entries()) {
      if (input === presenceInput || ids.includes(input)) continue;
      // A warning, as a control may be written before its sensor is there: the lamps follow the rest of the program.
      add(['programs', i, 'controls', j, 'input'], notFed(input, [presenceInput, ...ids]), 'warning');
    }
  }
  for (const [i, { input, photocell }] of config.selectors.entries()) {
    named(['selectors', i, 'input'], input);
    named(['selectors', i, 'photocell', 'input'], photocell?.input);
  }
  for (const [i, { input }] of config.presence.sources.entries()) named(['presence', 'sources', i, 'input'], input);
  if (!points) return;
  for (const [i, { point }] of config.inputs.entries()) {
    if (point === undefined) continue;
    const [device = '', name = ''] = point.split('/');
    const path = ['inputs', i, 'point'];
    const ofDevice = points.get(device)?.map((p) => p.name);
    if (!points.has(device)) add(path, unknownName('device', device, [...points.keys()]));
    else if (ofDevice && !ofDevice.includes(name)) add(path, unknownName('point', name, ofDevice));
  }
}

function notFed(found: string, known: readonly string[]): Message {
  const near = nearest(found, known);
  if (near === undefined) return message('lighting.input-not-fed', { found });
  return message('lighting.input-near', { found, near, allowed: known.slice(0, 40).join(', ') });
}

function checkTargets(config: LightingConfig, add: Add): void {
  const lamps = config.lamps.map((l) => l.id);
  const groups = [...new Set(config.lamps.flatMap((l) => groupsOf(l, config.groups)))];
  for (const [i, route] of config.presence.routes.entries()) {
    for (const [j, lamp] of route.lamps.entries()) {
      const path = ['presence', 'routes', i, 'lamps', j];
      if (!lamps.includes(lamp)) add(path, unknownName('lamp', lamp, lamps));
      const first = route.lamps.indexOf(lamp);
      if (first === j) continue;
      // A warning: the lamps are lit, only not those of the second place.
      add(path, message('lighting.lamp-twice-in-route', { lamp, route: route.id, first: first + 1 }), 'warning');
    }
  }
  for (const [i, { target }] of config.presence.sources.entries()) {
    if (lamps.includes(target) || groups.includes(target)) continue;
    add(['presence', 'sources', i, 'target'], unknownName('lamp', target, [...groups, ...lamps]));
  }
  for (const [i, selector] of config.selectors.entries()) {
    for (const [j, group] of selector.groups.entries()) {
      if (!groups.includes(group)) add(['selectors', i, 'groups', j], unknownName('group', group, groups));
    }
  }
}

/** Brokers that are not there, and messages to everyone that reach what they should not. */
function checkReach({ lamps, brokers }: LightingConfig, lines: Known['lines'], add: Add): void {
  const brokerIds = brokers.map((b) => b.id);
  const shape = new Map<string, string>();
  for (const [i, { driver }] of lamps.entries()) {
    const path = ['lamps', i, 'driver', 'broadcast'];
    if ('broker' in driver && !brokerIds.includes(driver.broker)) {
      add(['lamps', i, 'driver', 'broker'], unknownName('broker', driver.broker, brokerIds));
    }
    if (driver.kind !== 'modbus-dimmer') continue;
    const { line, broadcast, levelRegister, levelScale, writeFunction } = driver;
    if (broadcast && lines.find((l) => l.id === line)?.kind === 'modbus-tcp') {
      add(path, message('lighting.broadcast-tcp', { line }));
    }
    const found = `${broadcast} ${levelRegister} ${levelScale} ${writeFunction}`;
    const first = shape.get(line) ?? found;
    shape.set(line, first);
    const isBroadcast = broadcast || first.startsWith('true');
    if (isBroadcast && first !== found) add(path, message('lighting.broadcast-mixed', { line }));
  }
}

/** Levels that the gear of a lamp cannot give, each switch once. */
function checkMinimum(config: LightingConfig, add: Add): void {
  const least = new Map<string, { level: number; lamp: string }>();
  for (const lamp of config.lamps) {
    const level = 'minLevel' in lamp.driver ? lamp.driver.minLevel : 0;
    const followed = followedBy(lamp, config.groups);
    if (!followed || level <= 0) continue;
    const calendar = followed.kind === 'calendar' ? config.calendars.find((c) => c.id === followed.id) : undefined;
    const programs = calendar ? [calendar.program, ...calendar.rules.map((r) => r.program)] : [followed.id];
    for (const id of programs) {
      if (id !== undefined && level > (least.get(id)?.level ?? 0)) least.set(id, { level, lamp: lamp.id });
    }
  }
  for (const [i, { id, switches }] of config.programs.entries()) {
    const found = least.get(id);
    for (const [j, { level }] of switches.entries()) {
      if (!found || level <= 0 || level >= found.level) continue;
      const params = { level, lamp: found.lamp, least: found.level };
      add(['programs', i, 'switches', j, 'level'], message('lighting.level-under-minimum', params), 'warning');
    }
  }
}
