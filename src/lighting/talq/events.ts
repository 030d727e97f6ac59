// Faults and meters in TALQ's words. A fault is an event attribute (AttributeBoolean) of a function of its device: now, where
// it has begun and not ended, and in `events` each time it began and ended in the months that are kept, as the
// DataCollectService would have logged it.
import type { Month } from '../energy/book.ts';
import type { TalqDocument } from './shapes.ts';

type Note = Month['faults'][number];
type Event = TalqDocument['events'][number];

/** The function of each fault; names as the faults have them, which are those of TALQ where TALQ has one. */
const lampFunctions: Readonly<Record<string, string>> = { controlGearCommFailure: 'CommunicationFunction' };
const meterFaults = new Set([
  ...['supplyLoss', 'voltageTooHigh', 'voltageTooLow', 'powerTooHigh', 'powerTooLow', 'powerFactorTooLow'],
  ...['leakageDetected', 'brokenNeutral', 'cableTheft'],
]);
export const contactsFunction = 'CabinetControllerFunction';
const functionOf = (kind: string, fault: string): string => {
  if (kind === 'lamp') return lampFunctions[fault] ?? 'LampMonitorFunction';
  return meterFaults.has(fault) ? 'ElectricalMeterFunction' : contactsFunction;
};

/** `lamp/l-1`, `cabinet/c-1`, `cabinet/c-1/L2`. */
function partsOf(subject: string): { kind: string; id: string; place: string } {
  const [kind = '', id = '', ...place] = subject.split('/');
  return { kind, id, place: place.join('/') };
}

/** @param address of a lamp or a cabinet. Where TALQ has no place, ours stands beside it. */
export function eventsOf(notes: readonly Note[], address: (kind: 'lamp' | 'cabinet', id: string) => string): Event[] {
  return notes.flatMap(({ at, subject, fault, active }): Event[] => {
    const { kind, id, place } = partsOf(subject);
    if (kind !== 'lamp' && kind !== 'cabinet') return [];
    return [
      {
        address: address(kind, id),
        function: functionOf(kind, fault),
        attribute: fault,
        value: { type: 'AttributeBoolean', value: active },
        timestamp: new Date(at).toISOString(),
        ...(place === '' ? {} : { place }),
      },
    ];
  });
}

/** The same back; what belongs to no lamp and no cabinet of the document is left out. */
export function notesOf({ events, devices }: Pick<TalqDocument, 'events' | 'devices'>): Note[] {
  const subjects = new Map(
    devices.map((d) => {
      const isCabinet = d.class === 'cabinet';
      return [d.address, `${isCabinet ? 'cabinet' : 'lamp'}/${d.name}`] as const;
    }),
  );
  return events.flatMap(({ address, attribute, value, timestamp, place }): Note[] => {
    const subject = subjects.get(address);
    const at = Date.parse(timestamp);
    if (subject === undefined || Number.isNaN(at) || typeof value.value !== 'boolean') return [];
    return [
      {
        at,
        subject: typeof place === 'string' ? `${subject}/${place}` : subject,
        fault: attribute,
        active: value.value,
      },
    ];
  });
}

/** Attributes, by function. */
export type Attributes = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * What stands of a device, by function: its faults that have begun and not ended.
 * @param raised faults of it, each followed by its place where it has one.
 */
export function standingOf(kind: 'lamp' | 'cabinet', raised: readonly string[]): Attributes {
  const functions: Record<string, Record<string, unknown>> = {};
  for (const key of raised) {
    const [fault = ''] = key.split(' ');
    const name = functionOf(kind, fault);
    functions[name] = { ...functions[name], [fault]: { type: 'AttributeBoolean', value: true } };
  }
  return functions;
}

/** @param kwh what the counter of a cabinet stood at; undefined where it has none. */
export const meterOf = (kwh: number | undefined): Readonly<Record<string, unknown>> =>
  kwh === undefined ? {} : { totalActiveEnergy: { type: 'AttributeFloat', value: kwh } };
