// Every MQTT topic of the product. `<gateway>` is the id of the site file; all parts are lower-case letters, digits,
// "-" and "_", so no topic ever needs escaping.
//
// | Topic                                                  | Direction   | QoS, retained | What                          |
// |--------------------------------------------------------|-------------|---------------|-------------------------------|
// | haidang/v1/<gateway>/<lane>/<subject kind>/<subject id> | to the IOC  | 1, no         | one CloudEvent of the outbox  |
// | haidang/v1/<gateway>/batch/<lane>                      | to the IOC  | 1, no         | events of the past in a JSON array (drain/parcel.ts) |
// | haidang/v1/<gateway>/media/<transfer>                  | to the IOC  | 1, no         | a piece of a file (media/chunk.ts) |
// | haidang/v1/<gateway>/status                            | to the IOC  | 1, retained   | birth, goodbye and last will  |
// | haidang/v1/<gateway>/command/<role>/<name>             | from the IOC | 1, never     | a command (commands/command.ts) |
//
// <lane> is alarm, event, state, telemetry (domain/outgoing.ts); <subject kind>/<subject id> is what the event is about:
// device/air-1, camera/gate, lamp/l-01, gateway/<gateway>. So a centre subscribes to `haidang/v1/+/alarm/#` for all
// alarms, to `haidang/v1/+/+/lamp/+` for all about lamps, to `haidang/v1/#` for everything. A command is answered by
// `command.reply` events in the lane `event`, which like every event are kept until they are delivered.
import { type Lane, laneSchema } from '../domain/outgoing.ts';
import { usualRole } from './commands/roles.ts';

const root = 'haidang/v1';

/** Subscribing to this gives everything that all gateways send. */
export const everythingFilter = `${root}/#`;

/** How a topic is written down for people and tools, with the names of its parts in braces. */
type Placeholder = '{lane}';

/** @param subject as `subjectOf` gives it: `device/air-1`, or `gateway` for the gateway itself. */
export function messageTopic(gateway: string, lane: Lane | Placeholder, subject: string): string {
  return `${root}/${gateway}/${lane}/${subject === 'gateway' ? `gateway/${gateway}` : subject}`;
}

/** Where events of the past go together, where the site asks for batches. */
export function batchTopic(gateway: string, lane: Lane | Placeholder): string {
  return `${root}/${gateway}/batch/${lane}`;
}

/** @param transfer names the transfer of one file, see media/chunk.ts. */
export function mediaTopic(gateway: string, transfer: string): string {
  return `${root}/${gateway}/media/${transfer}`;
}

export function statusTopic(gateway: string): string {
  return `${root}/${gateway}/status`;
}

/** Where a centre sends a command. @param role of who sends it; the least that may where none is given. */
export function commandTopic(gateway: string, name: string, role: string = usualRole(name)): string {
  return `${root}/${gateway}/command/${role}/${name}`;
}

/** What a gateway subscribes to. */
export function commandFilter(gateway: string): string {
  return commandTopic(gateway, '+', '+');
}

export type ParsedTopic =
  | { readonly kind: 'message'; readonly gateway: string; readonly lane: Lane; readonly subject: string }
  | { readonly kind: 'batch'; readonly gateway: string; readonly lane: Lane }
  | { readonly kind: 'media'; readonly gateway: string; readonly transfer: string }
  | { readonly kind: 'status'; readonly gateway: string }
  | { readonly kind: 'command'; readonly gateway: string; readonly role: string; readonly name: string };

/** What a topic is, or undefined where it is none of ours. */
export function parseTopic(topic: string): ParsedTopic | undefined {
  const [product, version, gateway, kind, ...rest] = topic.split('/');
  if (`${product}/${version}` !== root || !gateway || !kind) return undefined;
  if (kind === 'status') return rest.length === 0 ? { kind, gateway } : undefined;
  const [first, second] = rest;
  if (kind === 'command') {
    return first && second && rest.length === 2 ? { kind, gateway, role: first, name: second } : undefined;
  }
  if (kind === 'batch') {
    const of = laneSchema.safeParse(first);
    return of.success && rest.length === 1 ? { kind, gateway, lane: of.data } : undefined;
  }
  // `media` with two parts more is the lane of that name.
  if (kind === 'media' && first && rest.length === 1) return { kind, gateway, transfer: first };
  const lane = laneSchema.safeParse(kind);
  if (!lane.success || !first || !second || rest.length !== 2) return undefined;
  const subject = first === 'gateway' ? 'gateway' : `${first}/${second}`;
  return { kind: 'message', gateway, lane: lane.data, subject };
}
