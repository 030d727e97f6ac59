// A TALQ document as the lighting of a site file. What our own extension kept is taken where the TALQ part beside it still
// says the same; where a management system changed that part, its word counts and the rest is decoded from TALQ alone.
import { isDeepStrictEqual } from 'node:util';
import { HaidangError } from '../../runtime/errors.ts';
import { lightingSchema } from '../config.ts';
import { followedBy } from '../groups.ts';
import { decodeCalendar, encodeCalendar, type Horizon, type RawCalendar } from './calendars.ts';
import { notesOf } from './events.ts';
import { decodeProgram, encodeProgram, type RawLighting, type RawProgram } from './programs.ts';
import { attributeOf, type Device, documentShape, type TalqDocument, type TalqLampType } from './shapes.ts';
import { lampTypeOf, type Note, programCalendar, type RawLampType } from './write.ts';

type RawLamp = NonNullable<RawLighting['lamps']>[number];
type RawGroup = NonNullable<RawLighting['groups']>[number];
type Follow = { program?: string; calendar?: string };

export interface ReadTalq {
  /** To be written as `lighting`; a lamp that another system described has no driver yet. */
  readonly lighting: RawLighting;
  readonly notes: readonly Note[];
}

const why = {
  changed: {
    en: 'changed since it was exported; what only our extension said of it is gone',
    vi: 'đã thay đổi sau khi xuất; phần chỉ có trong mở rộng của Hải Đăng không còn',
  },
  noDriver: {
    en: 'TALQ does not say how it is reached: it needs a driver',
    vi: 'TALQ không cho biết cách kết nối: cần khai báo driver',
  },
  commands: {
    en: 'overrides belong to the running agent, not to the site file: give them again',
    vi: 'lệnh cưỡng bức thuộc về agent đang chạy, không thuộc tệp cấu hình: hãy ra lệnh lại',
  },
  data: { en: 'what happened belongs to no site file', vi: 'dữ liệu sự kiện không thuộc tệp cấu hình' },
  noCurve: {
    en: 'TALQ has no power curve: a straight line to its wattage is taken',
    vi: 'TALQ không có đường công suất: lấy đường thẳng tới công suất định mức',
  },
  noPoints: { en: 'TALQ does not say which points are its meters', vi: 'TALQ không cho biết điểm đo nào thuộc tủ' },
  noLamp: { en: 'neither lamp nor cabinet: left out', vi: 'không phải đèn hay tủ: bỏ qua' },
} as const;

function lampType(talq: TalqLampType): RawLampType {
  const { wattage = 0, virtualLightOutput: output, highTemperatureThreshold: maxTemperature } = talq;
  const { maxOperatingHours: lifetimeHours, powerFactorThreshold: lowestPowerFactor } = talq;
  const clo = talq.lumenDepreciationCurve?.entries.map((e): [number, number] => [e.operatingHours, e.percentage]);
  return {
    id: ownId(talq.address),
    power: [
      [0, 0],
      [100, wattage],
    ],
    ...(output === undefined ? {} : { output }),
    ...(maxTemperature === undefined ? {} : { maxTemperature }),
    ...(lifetimeHours === undefined ? {} : { lifetimeHours }),
    ...(lowestPowerFactor === undefined ? {} : { lowestPowerFactor }),
    ...(clo ? { clo } : {}),
  };
}

/** A name that the site file allows. */
const ownId = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 63) || 'unnamed';

/** What follows a TALQ calendar, in our words; those of `programCalendar` are programs. */
function followOf(calendar: string | undefined): Follow {
  if (calendar === undefined || calendar === '') return {};
  return calendar.startsWith(programCalendar('')) ? { program: calendar.slice(8) } : { calendar: ownId(calendar) };
}

/** @throws HaidangError `not-talq` where the file is no such document. */
export function readTalq(json: unknown): ReadTalq {
  const found = documentShape.safeParse(json);
  if (!found.success) {
    const first = found.error.issues[0];
    throw new HaidangError('configuration', 'not-talq', `${first?.path.join('.') ?? ''}: ${first?.message ?? ''}`);
  }
  const document = found.data;
  const notes: Note[] = [];
  const isOurs = document.vendor?.name === 'haidang';
  const original = (kind: string, id: string): unknown => (isOurs ? document.vendor?.originals[kind]?.[id] : undefined);
  const horizon = (isOurs ? document.vendor?.['horizon'] : undefined) as Horizon | undefined;
  const rest = isOurs ? (document.vendor?.originals['site'] ?? {}) : {};
  const tellChanged = (kind: string, id: string) => notes.push({ what: `${kind} ${id}`, why: why.changed });

  const programs = document.controlPrograms.map((talq): RawProgram => {
    const kept = original('programs', talq.id) as RawProgram | undefined;
    const owner = String(talq['ownerCMS'] ?? '');
    if (
      kept &&
      lightingSchema.safeParse({ programs: [kept] }).success &&
      isDeepStrictEqual(encodeProgram(kept, owner), talq)
    )
      return kept;
    if (kept) tellChanged('programs', talq.id);
    const what = `programs ${talq.id}`;
    return { ...decodeProgram(talq, (why) => notes.push({ what, why })), id: ownId(talq.id) };
  });
  const calendars = document.calendars
    .filter((c) => !c.id.startsWith(programCalendar('')))
    .map((talq): RawCalendar => {
      const kept = original('calendars', talq.id) as RawCalendar | undefined;
      const owner = String(talq['ownerCMS'] ?? '');
      const isSame =
        kept &&
        horizon &&
        lightingSchema.safeParse({ calendars: [kept] }).success &&
        isDeepStrictEqual(encodeCalendar(kept, owner, horizon), talq);
      if (kept && isSame) return kept;
      if (kept) tellChanged('calendars', talq.id);
      return { ...decodeCalendar(talq), id: ownId(talq.id) };
    });
  const groups = groupsOf(document, (id) => original('groups', id) as RawGroup | undefined, tellChanged);
  const lamps = document.devices
    .filter((d) => d.functions.some((f) => f.type === 'LampActuatorFunction'))
    .map((device) => lampOf(device, document, groups, (id) => original('lamps', id) as RawLamp | undefined, notes));
  if (document.overrides.length > 0)
    notes.push({ what: `overrides (${document.overrides.length})`, why: why.commands });
  const events = notesOf(document).length;
  if (events > 0) notes.push({ what: `events (${events})`, why: why.data });
  const types = document.lampTypes.map((talq) => {
    const kept = original('lampTypes', talq.address) as RawLampType | undefined;
    const isValid = kept && lightingSchema.safeParse({ lampTypes: [kept] }).success;
    if (kept && isValid && isDeepStrictEqual(lampTypeOf(kept), talq)) return kept;
    notes.push({ what: `lampTypes ${talq.address}`, why: kept ? why.changed : why.noCurve });
    return lampType(talq);
  });
  const cabinets = document.devices.flatMap((d) => {
    if (d.class !== 'cabinet') return [];
    const kept = original('cabinets', d.name);
    if (kept === undefined) notes.push({ what: `cabinets ${d.name}`, why: why.noPoints });
    return [kept ?? { id: ownId(d.name) }];
  });
  const readable = ['gateway', 'cabinet'];
  for (const d of document.devices) {
    if (readable.includes(d.class) || d.functions.some((f) => f.type === 'LampActuatorFunction')) continue;
    notes.push({ what: `devices ${d.name}`, why: why.noLamp });
  }
  const lighting = { ...rest, programs, calendars, groups, lampTypes: types, cabinets, lamps };
  const level = document.devices
    .map((d) => attributeOf(d, 'LampActuatorFunction', 'defaultLightState'))
    .find((v) => v !== undefined);
  const value = (level as { value?: unknown } | undefined)?.value;
  const isKept = Math.round(Number(rest['defaultLevel'] ?? 100)) === value;
  const defaults = typeof value === 'number' && !isKept ? { defaultLevel: value } : {};
  return { lighting: { ...lighting, ...defaults } as RawLighting, notes };
}

function groupsOf(
  document: TalqDocument,
  original: (id: string) => RawGroup | undefined,
  tellChanged: (kind: string, id: string) => void,
): RawGroup[] {
  return document.groups.flatMap(({ address, members }) => {
    const parent = document.groups.find((g) => g.members.some((m) => m.resource === 'groups' && m.address === address));
    const assigned = document.assignments.findLast((a) =>
      a.addresses.some((r) => r.resource === 'groups' && r.address === address),
    );
    const says = { ...(parent ? { within: ownId(parent.address) } : {}), ...followOf(assigned?.entity?.address) };
    const kept = original(address);
    const { within, program, calendar } = kept ?? {};
    // Of both, the program counts.
    const keptSays = {
      ...(within === undefined ? {} : { within }),
      ...(program === undefined ? (calendar === undefined ? {} : { calendar }) : { program }),
    };
    if (kept && isDeepStrictEqual(keptSays, says)) return [kept];
    if (kept) tellChanged('groups', address);
    // A group of which nothing is said but its lamps: they name it, that is enough.
    const isOnlyNamed = Object.keys(says).length === 0 && !members.some((m) => m.resource === 'groups');
    return isOnlyNamed && !kept ? [] : [{ id: ownId(address), ...says }];
  });
}

function lampOf(
  device: Device,
  document: TalqDocument,
  groups: readonly RawGroup[],
  original: (id: string) => RawLamp | undefined,
  notes: Note[],
): RawLamp {
  const name = attributeOf(device, 'BasicFunction', 'assetId');
  const id = typeof name === 'string' && name !== '' ? name : device.name;
  const kept = original(id);
  if (!kept) notes.push({ what: `lamps ${id}`, why: why.noDriver });
  const memberOf = document.groups
    .filter((g) => g.members.some((m) => m.resource === 'devices' && m.address === device.address))
    .map((g) => ownId(g.address));
  const keptGroups = kept?.groups ?? [];
  const sameGroups = isDeepStrictEqual(new Set(keptGroups), new Set(memberOf));
  const { groups: _, program, calendar, ...others } = kept ?? ({ id: ownId(id) } as RawLamp);
  const own: Follow = {
    ...(program === undefined ? {} : { program }),
    ...(calendar === undefined ? {} : { calendar }),
  };
  const inGroups = sameGroups ? keptGroups : memberOf;
  const says = attributeOf(device, 'LampActuatorFunction', 'calendarID');
  const followed = followedBy({ id, ...own, groups: inGroups }, groups);
  const would = followed ? (followed.kind === 'program' ? { program: followed.id } : { calendar: followed.id }) : {};
  const wanted = followOf(typeof says === 'string' ? says : undefined);
  const isSame = isDeepStrictEqual(would, wanted);
  if (kept && !(isSame && sameGroups)) notes.push({ what: `lamps ${id}`, why: why.changed });
  const type = attributeOf(device, 'LampActuatorFunction', 'lampTypeId');
  const position = attributeOf(device, 'BasicFunction', 'location') as
    | { latitude: number; longitude: number }
    | undefined;
  return {
    ...others,
    ...(kept?.groups === undefined && inGroups.length === 0 ? {} : { groups: inGroups }),
    ...(isSame ? own : wanted),
    ...(typeof type === 'string' && type !== '' ? { type: ownId(type) } : {}),
    ...(position === undefined ? {} : { position: { latitude: position.latitude, longitude: position.longitude } }),
  };
}
