// One thing of the field that stands in the site file twice: a serial port, a wireless lamp, a name in the files of the ministry,
// a place in the picture. Warnings: a site that has run with it must not stand still after an update.
import { type Message, message } from '../messages/catalogue.ts';
import type { Path } from '../runtime/document/problem.ts';
import type { Site } from './config.ts';
import type { Finding } from './load.ts';
import { checkOneSender } from './one-sender.ts';

export function checkOneThing(site: Site): Finding[] {
  return [
    ...checkPorts(site),
    ...checkWireless(site),
    ...checkFileNames(site),
    ...checkSignalLamps(site),
    ...checkOneSender(site),
  ];
}

const doubt = (path: Path, m: Message): Finding => ({ path, message: m, severity: 'warning' });

/** Two lines on one port are refused by the lines themselves. */
function checkPorts({ lines, inputs }: Site): Finding[] {
  const first = new Map<string, string>();
  for (const line of lines) {
    if (line.kind === 'modbus-rtu' && line.serialNumber === undefined) first.set(line.path, line.id);
  }
  return inputs.flatMap(({ id, source, enabled }, i): Finding[] => {
    if (!enabled || source.kind !== 'serial' || source.serialNumber !== undefined) return [];
    const { path } = source;
    const other = first.get(path);
    if (other === undefined) first.set(path, id);
    return other === undefined
      ? []
      : [doubt(['inputs', i, 'source', 'path'], message('config.port-shared', { path, other }))];
  });
}

/** What a lamp is on its radio; lamps on wires are told apart by the lighting. */
function checkWireless({ lighting }: Site): Finding[] {
  const first = new Map<string, string>();
  return (lighting?.lamps ?? []).flatMap(({ id, driver }, i): Finding[] => {
    const [key, place] =
      driver.kind === 'zigbee2mqtt'
        ? (['name', [driver.broker, driver.base, driver.name]] as const)
        : driver.kind === 'chirpstack'
          ? (['devEui', [driver.broker, driver.devEui]] as const)
          : [];
    if (key === undefined) return [];
    const at = JSON.stringify(place);
    const other = first.get(at);
    if (other === undefined) first.set(at, id);
    if (other === undefined) return [];
    const params = { first: other, id, found: place.at(-1) ?? '' };
    return [doubt(['lighting', 'lamps', i, 'driver', key], message('lighting.same-lamp', params))];
  });
}

function checkFileNames({ station }: Site): Finding[] {
  const names = (station?.tt10?.parameters ?? []).map((p) => p.name);
  return names.flatMap((name, i): Finding[] =>
    names.indexOf(name) === i
      ? []
      : [doubt(['station', 'tt10', 'parameters', i, 'name'], message('station.tt10-name-twice', { name }))],
  );
}

/** A lamp of a signal that is marked by no area, or by that of another one: its state would never be seen, or always. */
function checkSignalLamps({ cameras }: Site): Finding[] {
  return cameras.flatMap(({ signals }, c) =>
    signals.flatMap((signal, i): Finding[] => {
      if (signal.kind !== 'picture') return [];
      const first = new Map<string, string>();
      return (['red', 'amber', 'green'] as const).flatMap((colour): Finding[] => {
        const region = signal[colour];
        if (!region) return [];
        const [[x1, y1], [x2, y2]] = region;
        const path = ['cameras', c, 'signals', i, colour];
        if (x1 === x2 || y1 === y2) return [doubt(path, message('vision.signal-lamp-flat'))];
        const at = JSON.stringify(region);
        const other = first.get(at);
        if (other === undefined) first.set(at, colour);
        return other === undefined ? [] : [doubt(path, message('vision.signal-lamp-twice', { other }))];
      });
    }),
  );
}
