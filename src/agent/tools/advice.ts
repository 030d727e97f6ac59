// What a technician should try next, from what went wrong: the same error means other things on other wires.

import { listSerialPorts } from '../../fieldbus/serial-ports.ts';
import { type Message, message } from '../../messages/catalogue.ts';
import type { OpenFailed } from './access.ts';
import { describeMode, type Target } from './target.ts';

/** Why the bus could not be opened, and what to do. */
export async function adviceOnOpening(error: OpenFailed, target: Target): Promise<Message> {
  const { why } = error;
  if (target.kind === 'serial') {
    const { path } = target;
    if (error.code === 'port-missing') {
      const ports = (await listSerialPorts()).map((p) => p.path + (p.serialNumber ? ` (${p.serialNumber})` : ''));
      return message('tools.port-missing', { path, ports: ports.join(', ') || '-' });
    }
    if (error.code === 'port-denied') return message('tools.port-denied', { path });
    if (error.code === 'port-busy') return message('tools.port-busy', { path });
    return message('tools.port-failed', { path, why });
  }
  const { host, port } = target;
  if (/ECONNREFUSED/i.test(why)) return message('tools.refused', { host, port });
  if (/ENOTFOUND|EAI_AGAIN/i.test(why)) return message('tools.no-such-host', { host });
  return message('tools.no-connection', { host, port, why: why || '-' });
}

/** What requests that failed have to say. @param outcomes their codes, `good` among them where one succeeded. */
export function adviceOnAnswers(outcomes: readonly string[], target: Target, unit: number): Message[] {
  const has = (...codes: string[]) => outcomes.some((o) => codes.includes(o));
  const advice: Message[] = [];
  const nothing = outcomes.length > 0 && outcomes.every((o) => o === 'timeout' || o === 'disconnected');
  if (nothing && target.kind === 'serial')
    advice.push(message('tools.silent-serial', { unit, mode: describeMode(target) }));
  else if (nothing)
    advice.push(message(target.kind === 'tcp' && target.rtu ? 'tools.silent-rtu' : 'tools.silent-tcp', { unit }));
  if (has('crc', 'incomplete') && target.kind === 'serial') {
    advice.push(message(has('good') ? 'tools.some-damaged' : 'tools.all-damaged', { mode: describeMode(target) }));
  } else if (has('crc', 'incomplete')) advice.push(message('tools.damaged-tcp'));
  if (has('collision')) advice.push(message('tools.collision'));
  if (has('wrong-unit')) advice.push(message('tools.wrong-unit', { unit }));
  if (has('bad-frame')) advice.push(message('tools.not-modbus-tcp'));
  if (has('gateway-unavailable', 'gateway-no-response')) advice.push(message('tools.gateway', { unit }));
  if (has('device-busy', 'acknowledge')) advice.push(message('tools.busy', { unit }));
  if (!has('good') && has('illegal-function')) advice.push(message('tools.illegal-function'));
  if (!has('good') && has('illegal-address', 'illegal-value')) advice.push(message('tools.illegal-address'));
  return advice;
}
