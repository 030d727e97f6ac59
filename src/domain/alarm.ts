// The alarms among what the gateway says: what has a state that stands until it is over. Each has an id, by which somebody
// says that they have seen it (`alarm.ack`) or want it quiet for a while (`alarm.shelve`). Pure.
import type { OutgoingOf } from './outgoing.ts';

/** What says that an alarm began or is over. */
export type Alarming = OutgoingOf<
  'station.alarm' | 'lamp.fault' | 'cabinet.fault' | 'device.state' | 'camera.state' | 'gateway.part'
>;

/**
 * `POINT/ALARM` of a station, `lamp/ID/FAULT`, `cabinet/ID/FAULT` (and `/PLACE` where it has one), `device/ID/offline`,
 * `camera/ID/blind`, `part/NAME/failed`. Ids hold no slash, so that none is taken for another.
 */
export function alarmIdOf(o: Alarming): string {
  switch (o.kind) {
    case 'station.alarm':
      return `${o.point}/${o.alarm}`;
    case 'lamp.fault':
      return `lamp/${o.lamp}/${o.fault}`;
    case 'cabinet.fault':
      return `cabinet/${o.cabinet}/${o.fault}${o.place === '' ? '' : `/${o.place}`}`;
    case 'device.state':
      return `device/${o.device}/offline`;
    case 'camera.state':
      return `camera/${o.camera}/blind`;
    case 'gateway.part':
      return `part/${o.part}/failed`;
  }
}

/** Does it stand by what is said of it? undefined: this says neither. */
export function standsBy(o: Alarming): boolean | undefined {
  switch (o.kind) {
    case 'station.alarm':
      return o.state === 'raised' ? true : o.state === 'cleared' ? false : undefined;
    case 'lamp.fault':
    case 'cabinet.fault':
      return o.active;
    case 'device.state':
    case 'camera.state':
      return o.state !== 'online';
    case 'gateway.part':
      return o.state === 'failed';
  }
}

/** The ids of what an alarm that is no station's is about, as they stand in the data of its events. */
export function thingOf(
  id: string,
): Readonly<Partial<Record<'lamp' | 'cabinet' | 'device' | 'camera' | 'part', string>>> {
  const [kind, name] = id.split('/');
  const isKnown = kind === 'lamp' || kind === 'cabinet' || kind === 'device' || kind === 'camera' || kind === 'part';
  return isKnown && name !== undefined ? { [kind]: name } : {};
}
