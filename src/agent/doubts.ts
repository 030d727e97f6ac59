// What is allowed and was most likely not meant. Such a value is a warning, not a mistake: somewhere it may be right, and a
// site that has run with it must not stand still after an update. One that makes others wrong is told in their place.
import { type Message, message } from '../messages/catalogue.ts';
import { createZone } from '../runtime/calendar/local-time.ts';
import { editDistance } from '../runtime/document/nearest.ts';
import type { Path } from '../runtime/document/problem.ts';
import { formatDuration, type Position } from '../runtime/schema.ts';
import type { Site } from './config.ts';
import type { Finding } from './load.ts';

/** @param lighting what was found in the lighting, by the sun of its place and the clock of its zone. */
export function checkDoubts(site: Site, lighting: readonly Finding[]): Finding[] {
  return [
    ...checkSun(site, checkPlaces(site), lighting),
    ...checkSpeeds(site),
    ...checkAsking(site),
    ...checkBrokerPorts(site),
    ...checkRegisters(site),
  ];
}

const doubt = (path: Path, m: Message): Finding => ({ path, message: m, severity: 'warning' });

/** The land, the islands and the sea of Việt Nam, generously. */
const isHere = (latitude: number, longitude: number) =>
  latitude >= 6 && latitude <= 24 && longitude >= 102 && longitude <= 118;

/** Where it is a slip, and what was meant. A site abroad is none: its time zone says that it is meant. */
function checkPlaces({ gateway, devices, cameras, lighting }: Site): Finding[] {
  const isNational = /^Asia\/(Ho_Chi_Minh|Saigon|Bangkok)$/i.test(gateway.timezone);
  const judge = (path: Path, { latitude, longitude }: Position): Finding[] => {
    if (isHere(latitude, longitude)) return [];
    const [a, b] = [Math.abs(latitude), Math.abs(longitude)];
    const meant = [[a, b] as const, [b, a] as const].find(([x, y]) => isHere(x, y));
    const shown = ([x, y]: readonly [number, number]) => `{ latitude: ${x}, longitude: ${y} }`;
    if (meant) return [doubt(path, message('config.place-mixed-up', { latitude, longitude, near: shown(meant) }))];
    const near = shown([20.95, 107.08]);
    return isNational ? [doubt(path, message('config.place-abroad', { latitude, longitude, near }))] : [];
  };
  const ofGateway = judge(['gateway', 'position'], gateway.position);
  const others = [
    ['devices', devices] as const,
    ['cameras', cameras] as const,
    ['lamps', lighting?.lamps ?? []] as const,
  ].flatMap(([key, list]) =>
    list.flatMap(({ position }, i): Finding[] =>
      position ? judge([...(key === 'lamps' ? ['lighting', key] : [key]), i, 'position'], position) : [],
    ),
  );
  // Where the gateway itself stands elsewhere, so do its lamps.
  return ofGateway.length > 0 ? ofGateway : others;
}

/** No clock of the world is further from its sun than some three hours (the west of China). */
const mostHours = 5;
/** What is wrong with switches only because day and night are mistaken. */
const ofTheSun: readonly string[] = [
  'lighting.switch-never-applies',
  'lighting.burns-by-day',
  'lighting.ramp-too-long',
];

/** A time zone that cannot be that of the place, in place of all that follows from it and as grave as that. */
function checkSun({ gateway }: Site, places: readonly Finding[], lighting: readonly Finding[]): readonly Finding[] {
  const { timezone: zone, position } = gateway;
  const offset = createZone(zone).offsetMs(Date.UTC(2026, 0, 1)) / 3_600_000;
  const off = ((((offset - position.longitude / 15 + 12) % 24) + 24) % 24) - 12;
  if (Math.abs(off) <= mostHours) return [...places, ...lighting];
  const isFollowing = (f: Finding) => ofTheSun.includes(f.message.code);
  const severity = lighting.some((f) => isFollowing(f) && f.severity !== 'warning') ? 'error' : 'warning';
  const rest = lighting.filter((f) => !isFollowing(f));
  const [ofGateway] = places.filter((f) => f.path[0] === 'gateway');
  if (ofGateway) return [{ ...ofGateway, severity }, ...rest];
  const real = `UTC${offset < 0 ? '-' : '+'}${Math.abs(offset)}`;
  const m = /^Etc\/GMT[+-]\d+$/i.test(zone)
    ? message('config.zone-sign', { zone, real })
    : message('config.zone-far', { zone, hours: Math.round(Math.abs(off)), longitude: position.longitude });
  return [{ path: ['gateway', 'timezone'], message: m, severity }, ...places, ...rest];
}

const usualSpeeds = [1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200];
/** What serial devices have beside them; any other rate can be set, and almost none means anything. */
const rareSpeeds = [
  300, 600, 1800, 7200, 14_400, 28_800, 31_250, 56_000, 62_500, 76_800, 100_000, 125_000, 128_000, 187_500, 230_400,
  250_000, 256_000, 460_800, 500_000, 576_000, 921_600, 1_000_000,
];
const speeds: readonly number[] = [...usualSpeeds, ...rareSpeeds];

function checkSpeeds({ lines, inputs }: Site): Finding[] {
  const judge = (path: Path, found: number | undefined): Finding[] => {
    if (found === undefined || speeds.includes(found)) return [];
    // The one that is written most like it, of these the nearest.
    const off = (speed: number) => 100 * editDistance(String(speed), String(found)) + Math.abs(Math.log(speed / found));
    const near = usualSpeeds.reduce((best, speed) => (off(speed) < off(best) ? speed : best));
    return [doubt([...path, 'baudRate'], message('fieldbus.odd-speed', { found, near }))];
  };
  return [
    ...lines.flatMap((line, i) => ('baudRate' in line ? judge(['lines', i], line.baudRate) : [])),
    ...inputs.flatMap(({ source }, i) => ('baudRate' in source ? judge(['inputs', i, 'source'], source.baudRate) : [])),
  ];
}

/** A sensor that only speaks when it is asked, and is given up before it is asked again. */
function checkAsking({ inputs }: Site): Finding[] {
  return inputs.flatMap((input, i): Finding[] => {
    if (input.kind !== 'ascii' || input.ask === undefined || input.askEvery < input.timeout) return [];
    const { askEvery, timeout } = input;
    const params = {
      every: formatDuration(askEvery),
      timeout: formatDuration(timeout),
      enough: formatDuration(2 * askEvery),
    };
    return [doubt(['inputs', i, 'askEvery'], message('acquisition.asked-too-seldom', params))];
  });
}

/** The ports that brokers have where nobody chose others, and the scheme that each goes with. */
const brokerPorts: Readonly<Record<string, string>> = { 'mqtts:1883': 'mqtts:8883', 'mqtt:8883': 'mqtts:8883' };

/** A client that begins to encrypt with a broker that does not, or the reverse, waits for ever. */
function checkBrokerPorts({ uplink, inputs, lighting }: Site): Finding[] {
  const judge = (path: Path, url: string): Finding[] => {
    const [, scheme = '', host = '', port = ''] = /^(mqtts?):\/\/([^/]*):(\d+)/.exec(url) ?? [];
    const meant = brokerPorts[`${scheme}:${port}`]?.split(':');
    if (!meant) return [];
    const near = `${meant[0]}://${host}:${meant[1]}`;
    const code = port === '8883' ? 'config.port-encrypted' : 'config.port-plain';
    return [doubt(path, message(code, { port, near, plain: `mqtt://${host}:1883` }))];
  };
  return [
    ...(uplink ? judge(['uplink', 'url'], uplink.url) : []),
    ...(uplink?.fallbacks ?? []).flatMap((url, i) => judge(['uplink', 'fallbacks', i], url)),
    ...(lighting?.brokers ?? []).flatMap(({ url }, i) => judge(['lighting', 'brokers', i, 'url'], url)),
    ...inputs.flatMap(({ source }, i) =>
      source.kind === 'mqtt' ? judge(['inputs', i, 'source', 'url'], source.url) : [],
    ),
  ];
}

/** 40001 in a manual mostly is the holding register of the address 0, 30001 the input register, 10001 the discrete input. */
function checkRegisters({ lighting }: Site): Finding[] {
  const judge = (value: unknown, path: Path): Finding[] => {
    if (typeof value === 'object' && value !== null) {
      return Object.entries(value).flatMap(([key, inner]) => judge(inner, [...path, key]));
    }
    if (!/(?:register|address)$/i.test(String(path.at(-1))) || typeof value !== 'number') return [];
    const isNumbered = value > 0 && value % 10_000 > 0 && [1, 3, 4].includes(Math.floor(value / 10_000));
    if (!isNumbered) return [];
    return [doubt(path, message('config.register-of-manual', { found: value, near: (value % 10_000) - 1 }))];
  };
  return (lighting?.lamps ?? []).flatMap(({ driver }, i) => judge(driver, ['lighting', 'lamps', i, 'driver']));
}
