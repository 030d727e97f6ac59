// Everything the gateway ever sends, as one union. The schema is the type, the contract with the operations centre
// (IOC) and the check of our own messages. A kind `a.b` becomes the CloudEvents type
// `vn.quangninh.edge.a.b.v1`; its fields other than `kind` and `at` become the event's `data`.
// An appended event never changes: what is learned later is an event of its own.
import { z } from 'zod';
import { keySubject } from './key-subject.ts';
import { type Lane, lanes } from './lane.ts';
import { alarmHandled } from './outgoing/alarm.ts';
import { cameraCounts, cameraEvent, cameraFigures, cameraSimulated, cameraState } from './outgoing/camera.ts';
import { deviceState, readings } from './outgoing/device.ts';
import { evidenceCompleted } from './outgoing/evidence.ts';
import {
  certificateExpiry,
  commandAudited,
  commandReply,
  gatewayClock,
  gatewayConfig,
  gatewayMaybeMissing,
  gatewayPart,
  gatewayStarted,
  timeCorrected,
} from './outgoing/gateway.ts';
import { keyRotated } from './outgoing/key.ts';
import { cabinetFault, cabinetState, lampFault, lampState } from './outgoing/lamp.ts';
import {
  iocAbsent,
  mediaEvicted,
  mediaSent,
  outboxBackfilled,
  outboxDropped,
  outboxEvicted,
  outboxSalvaged,
  outboxSetAside,
} from './outgoing/outbox.ts';
import { stationAlarm, stationAqi, stationFlood, stationWindow } from './outgoing/station.ts';

export { laneSchema } from './outgoing/outbox.ts';
export { type Lane, lanes };

export const outgoingSchema = z.discriminatedUnion('kind', [
  readings,
  deviceState,
  cameraState,
  cameraEvent,
  cameraCounts,
  cameraFigures,
  cameraSimulated,
  evidenceCompleted,
  lampState,
  lampFault,
  cabinetState,
  cabinetFault,
  gatewayStarted,
  gatewayMaybeMissing,
  outboxEvicted,
  outboxDropped,
  outboxSetAside,
  outboxSalvaged,
  mediaEvicted,
  outboxBackfilled,
  mediaSent,
  iocAbsent,
  gatewayPart,
  gatewayClock,
  gatewayConfig,
  timeCorrected,
  certificateExpiry,
  commandReply,
  commandAudited,
  keyRotated,
  stationWindow,
  stationAlarm,
  stationFlood,
  stationAqi,
  alarmHandled,
]);

export type Outgoing = z.infer<typeof outgoingSchema>;
export type OutgoingKind = Outgoing['kind'];
export type OutgoingOf<K extends OutgoingKind> = Extract<Outgoing, { kind: K }>;

/** How a room hands over what it has to say. Never blocks, never throws. */
export type Send = (outgoing: Outgoing) => void;

/** The lane something travels in: it decides its priority, its retention and its sequence. */
export function laneOf(o: Outgoing): Lane {
  // Recorded, and nobody is disturbed.
  if ('shelvedUntil' in o && o.shelvedUntil !== undefined) return 'event';
  switch (o.kind) {
    case 'device.readings':
    case 'camera.counts':
    case 'camera.figures':
    case 'station.window':
    case 'station.aqi':
      return 'telemetry';
    case 'station.alarm':
      return o.state === 'raised' ? 'alarm' : 'event';
    case 'alarm.handled':
      return o.state === 'unshelved' && o.active ? 'alarm' : 'event';
    case 'lamp.state':
    case 'cabinet.state':
      return 'state';
    case 'camera.event':
      return o.severity === 'info' ? 'event' : 'alarm';
    case 'lamp.fault':
    case 'cabinet.fault':
    case 'station.flood':
    case 'outbox.evicted':
    case 'outbox.dropped':
    case 'outbox.set-aside':
    case 'outbox.media-evicted':
    case 'gateway.maybe-missing':
    case 'gateway.config':
    case 'key.rotated':
    case 'ioc.absent':
      return 'alarm';
    case 'camera.state':
      return o.state === 'online' ? 'event' : 'alarm';
    case 'device.state':
      return o.state === 'online' ? 'event' : 'alarm';
    case 'gateway.part':
      return o.state === 'recovered' ? 'event' : 'alarm';
    case 'gateway.clock':
      return o.quality === 'synced' ? 'event' : 'alarm';
    case 'gateway.certificate':
      return o.daysLeft <= 7 ? 'alarm' : 'event';
    case 'outbox.salvaged':
    case 'evidence.completed':
    case 'gateway.started':
    case 'command.reply':
    case 'command.audited':
    case 'time.corrected':
    case 'outbox.backfilled':
    case 'media.sent':
    // Never an alarm, whatever it would have been.
    case 'camera.simulated':
      return 'event';
  }
}

/** OpenTelemetry severity number and text (INFO 9, WARN 13, ERROR 17). */
export function severityOf(o: Outgoing): { number: 9 | 13 | 17; text: 'INFO' | 'WARN' | 'ERROR' } {
  if (o.kind === 'camera.event' && o.severity === 'error') return { number: 17, text: 'ERROR' };
  if (o.kind === 'station.alarm' && laneOf(o) === 'alarm' && o.severity === 'error') {
    return { number: 17, text: 'ERROR' };
  }
  if (o.kind === 'outbox.evicted' || o.kind === 'outbox.dropped' || o.kind === 'outbox.set-aside') {
    return { number: 17, text: 'ERROR' };
  }
  return laneOf(o) === 'alarm' ? { number: 13, text: 'WARN' } : { number: 9, text: 'INFO' };
}

/** What the event is about: `device/air-1`, `camera/gate`, `lamp/l-01`, `key/3f…`, `gateway`. */
export function subjectOf(o: Outgoing): string {
  if ('device' in o) return `device/${o.device}`;
  if ('camera' in o) return `camera/${o.camera}`;
  if ('lamp' in o) return `lamp/${o.lamp}`;
  if (o.kind === 'key.rotated') return keySubject(o.rotation.next.keyId);
  if ('cabinet' in o) return `cabinet/${o.cabinet}`;
  return 'gateway';
}
