// A site's lighting as one TALQ document. The mapping is in README.md of this folder. What TALQ cannot say stands in
// `vendor.originals` as it stands in the site file, and in the notes: nothing is left out in silence.
import { createHash } from 'node:crypto';
import type { Phrase } from '../../messages/text.ts';
import { followedBy } from '../groups.ts';
import { encodeCalendar, type Horizon, unsaidOfCalendar } from './calendars.ts';
import type { CabinetData, LampData } from './data.ts';
import { contactsFunction } from './events.ts';
import { encodeProgram, type RawLighting, unsaidOfProgram } from './programs.ts';
import type { Device, TalqDocument } from './shapes.ts';

export interface Note {
  readonly what: string;
  readonly why: Phrase;
}
export interface Gateway {
  readonly id: string;
  readonly name: string;
}
interface Options {
  readonly gateway: Gateway;
  readonly horizon: Horizon;
  readonly data?: ReadonlyMap<string, LampData>;
  readonly overrides?: TalqDocument['overrides'];
  readonly cabinets?: ReadonlyMap<string, CabinetData>;
  readonly events?: TalqDocument['events'];
}

/** Calendar of lamps that follow a program without one; no id of ours has a colon. */
export const programCalendar = (program: string): string => `program:${program}`;

/** A UUID that is the same for the same thing of the same gateway at each export (version 8, RFC 9562). */
export function addressOf(gateway: string, kind: string, id: string): string {
  const h = createHash('sha256').update(`haidang/${gateway}/${kind}/${id}`).digest('hex');
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-8${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20, 32)}`;
}

const text = (value: string) => ({ type: 'AttributeString', value });
const levelState = (value: number) => ({ name: 'LevelState', value: Math.round(value) });
type RawLamp = NonNullable<RawLighting['lamps']>[number];

function basic(id: string, description: string | undefined, position: unknown) {
  return {
    id: 'basic',
    type: 'BasicFunction',
    assetId: text(id),
    ...(description === undefined ? {} : { displayName: text(description) }),
    ...(position === undefined ? {} : { location: { type: 'AttributeLocation', value: position } }),
  };
}

function lampDevice(lamp: RawLamp, site: RawLighting, { gateway, data }: Options): Device {
  const followed = followedBy({ ...lamp, groups: lamp.groups ?? [] }, site.groups ?? []);
  const calendar = followed && (followed.kind === 'calendar' ? followed.id : programCalendar(followed.id));
  const live = data?.get(lamp.id);
  return {
    address: addressOf(gateway.id, 'lamp', lamp.id),
    name: lamp.id,
    class: 'lamp',
    functions: [
      basic(lamp.id, lamp.description, lamp.position),
      {
        id: 'lampActuator',
        type: 'LampActuatorFunction',
        ...(lamp.type === undefined ? {} : { lampTypeId: text(lamp.type) }),
        defaultLightState: { type: 'AttributeLevelState', value: levelState(site.defaultLevel ?? 100) },
        calendarID: text(calendar ?? ''),
        ...live?.actuator,
      },
      {
        id: 'lampMonitor',
        type: 'LampMonitorFunction',
        ...(lamp.type === undefined ? {} : { lampTypeId: text(lamp.type) }),
        numberOfLamps: { type: 'AttributeInteger', value: 1 },
        ...live?.monitor,
      },
      { id: 'communication', type: 'CommunicationFunction', ...live?.communication },
    ],
  };
}

export type RawLampType = NonNullable<RawLighting['lampTypes']>[number];

export function lampTypeOf(type: RawLampType) {
  const full = type.power.at(-1)?.[1] ?? 0;
  return {
    address: type.id,
    name: type.id,
    controlType: 'Other',
    wattage: full,
    virtualLightOutput: Math.round(type.output ?? 100),
    highTemperatureThreshold: type.maxTemperature ?? 85,
    maxOperatingHours: type.lifetimeHours ?? 100_000,
    lampPowerTolerance: (full * (type.tolerance ?? 15)) / 100,
    powerFactorThreshold: type.lowestPowerFactor ?? 0.8,
    ...(type.clo?.length
      ? {
          lumenDepreciationCurve: {
            entries: type.clo.map(([operatingHours, p]) => ({ operatingHours, percentage: Math.round(p) })),
          },
        }
      : {}),
  };
}

/** The parts of a site that TALQ has no entity for. */
const ours = [
  'curfew',
  'presence',
  'inputs',
  'selectors',
  'energy',
  'stagger',
  'verify',
  'report',
  'defaultLevel',
] as const;

const noEntity = { en: 'TALQ has no entity for it', vi: 'TALQ không có khái niệm này' };
const ofEachLamp = {
  en: 'said of each lamp, rounded, not of the site',
  vi: 'ghi theo từng đèn (làm tròn), không theo trạm',
};

/** @param site the `lighting` of a site file as it is written there, found right before. */
export function writeTalq(site: RawLighting, options: Options): { document: TalqDocument; notes: Note[] } {
  const { gateway, horizon } = options;
  const notes: Note[] = [];
  const originals: Record<string, Record<string, unknown>> = {};
  const keep = (kind: string, id: string, value: unknown, why: Phrase) => {
    notes.push({ what: `${kind} ${id}`, why });
    originals[kind] = { ...originals[kind], [id]: value };
  };
  const { programs = [], calendars = [], groups = [], lamps = [], lampTypes = [], cabinets = [] } = site;
  for (const p of programs) for (const why of unsaidOfProgram(p)) keep('programs', p.id, p, why);
  for (const c of calendars) for (const why of unsaidOfCalendar(c, horizon)) keep('calendars', c.id, c, why);
  for (const g of groups) {
    keep('groups', g.id, g, {
      en: 'its place among the groups of a lamp, and its description',
      vi: 'thứ tự trong các nhóm của đèn và phần mô tả',
    });
  }
  for (const t of lampTypes)
    keep('lampTypes', t.id, t, {
      en: 'the power curve and its tolerance by level',
      vi: 'đường công suất và dung sai theo mức',
    });
  for (const c of cabinets)
    keep('cabinets', c.id, c, {
      en: 'the points its meters and contacts are read from',
      vi: 'các điểm đo và tiếp điểm của tủ',
    });
  // A lamp always has a driver: one note for all, not one for each.
  originals['lamps'] = Object.fromEntries(lamps.map((l) => [l.id, l]));
  if (lamps.length > 0) {
    notes.push({
      what: `lamps (${lamps.length})`,
      why: {
        en: 'how each is reached (driver), its cabinet and circuit',
        vi: 'cách kết nối (driver), tủ và lộ của từng đèn',
      },
    });
  }
  for (const key of ours) {
    if (site[key] !== undefined) keep('site', key, site[key], key === 'defaultLevel' ? ofEachLamp : noEntity);
  }
  if (site.brokers?.length) {
    const open = site.brokers.map(({ password: _, api: __, ...rest }) => rest);
    keep('site', 'brokers', open, {
      en: 'TALQ has no entity for it; where passwords are kept is left out',
      vi: 'TALQ không có khái niệm này; nơi lưu mật khẩu không được xuất',
    });
  }
  const devices = lamps.map((l) => lampDevice(l, site, options));
  // A lamp may name a group that the site file says nothing else of.
  const known = new Set(groups.map((g) => g.id));
  const unknown = new Set(lamps.flatMap((l) => l.groups ?? []).filter((id) => !known.has(id)));
  const named: typeof groups = [...unknown].map((id) => ({ id }));
  const member = (kind: 'devices' | 'groups', address: string) => ({ resource: kind, address });
  const alone = new Set([...lamps, ...groups].flatMap((f) => (f.program === undefined ? [] : [f.program])));
  const ownerCMS = gateway.id;
  const document: TalqDocument = {
    talqVersion: '2.7.1',
    services: [
      { name: 'ControlService', dayOffset: 12 },
      { name: 'GroupManagementService' },
      { name: 'DataCollectService' },
    ],
    devices: [
      {
        address: addressOf(gateway.id, 'gateway', gateway.id),
        name: gateway.name,
        class: 'gateway',
        functions: [{ id: 'gateway', type: 'GatewayFunction' }, basic(gateway.id, gateway.name, undefined)],
      },
      ...cabinets.map((c) => ({
        address: addressOf(gateway.id, 'cabinet', c.id),
        name: c.id,
        class: 'cabinet',
        functions: [
          basic(c.id, c.description, c.position),
          { id: 'meter', type: 'ElectricalMeterFunction', ...options.cabinets?.get(c.id)?.meter },
          { id: 'contacts', type: contactsFunction, ...options.cabinets?.get(c.id)?.contacts },
        ],
      })),
      ...devices,
    ],
    groups: [...groups, ...named].map((g) => ({
      address: g.id,
      ownerCMS,
      members: [
        ...groups.filter((x) => x.within === g.id).map((x) => member('groups', x.id)),
        ...lamps
          .filter((l) => l.groups?.includes(g.id))
          .map((l) => member('devices', addressOf(gateway.id, 'lamp', l.id))),
      ],
      purpose: g.calendar === undefined && g.program === undefined ? 'unknown' : 'calendar',
    })),
    lampTypes: lampTypes.map(lampTypeOf),
    controlPrograms: programs.map((p) => encodeProgram(p, ownerCMS)),
    calendars: [
      ...calendars.map((c) => encodeCalendar(c, ownerCMS, horizon)),
      ...[...alone].map((p) => ({ id: programCalendar(p), ownerCMS, rules: [], defaultProgram: p })),
    ],
    assignments: groups.flatMap((g) => {
      const calendar = g.program === undefined ? g.calendar : programCalendar(g.program);
      return calendar === undefined
        ? []
        : [{ addresses: [member('groups', g.id)], entity: { resource: 'calendars', address: calendar } }];
    }),
    overrides: options.overrides ?? [],
    events: options.events ?? [],
    vendor: { name: 'haidang', horizon, originals },
  };
  return { document, notes };
}
