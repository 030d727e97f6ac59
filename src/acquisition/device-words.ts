// What is said of a device to people: why it is offline, and what is wrong with it while it is not.
import { type Message, message } from '../messages/catalogue.ts';
import { formatDuration } from '../runtime/schema.ts';
import type { DeviceConfig } from './config.ts';

type Where = Pick<DeviceConfig, 'id' | 'line' | 'unit'>;

/** Why nothing comes of it, by the code of the last error. */
export function whyOffline({ id: device, line, unit }: Where, code: string): Message {
  if (code === 'disconnected') return message('acquisition.line-down', { device, line });
  if (code === 'timeout' || code.startsWith('gateway')) return message('acquisition.silent', { device, line, unit });
  return message('acquisition.failing', { device, line, unit, code });
}

export const answers = ({ id: device }: Where): Message => message('acquisition.answers', { device });

const some = (names: readonly string[]) => (names.length > 5 ? `${names.slice(0, 5).join(', ')}, …` : names.join(', '));

export const refusedPoints = ({ id: device }: Where, names: readonly string[]): Message =>
  message('acquisition.points-refused', { device, names: some(names) });

export const silentPoints = ({ id: device }: Where, names: readonly string[]): Message =>
  message('acquisition.points-silent', { device, names: some(names) });

export function overloaded({ id: device }: Where, actualMs: number, wantedMs: number): Message {
  const actual = formatDuration(Math.round(actualMs / 100) * 100);
  return message('acquisition.overloaded', { device, actual, wanted: formatDuration(wantedMs) });
}
