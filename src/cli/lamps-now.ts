// What the running agent knows of its lamps now, for people: commanded, fed back, and what the power says they really do.
import { join } from 'node:path';
import type { LampAnswer } from '../agent/lighting-methods.ts';
import { message, render } from '../messages/catalogue.ts';
import { HaidangError } from '../runtime/errors.ts';
import type { Io } from './command.ts';

/** Every lamp of the agent whose data folder this is; undefined where none runs, or it has no lamps. */
export async function lampsNow(data: string): Promise<LampAnswer[] | undefined> {
  const { ask } = await import('../agent/control-socket.ts');
  const { lampsAnswer } = await import('../agent/lighting-methods.ts');
  try {
    return lampsAnswer.parse(await ask(join(data, 'agent.sock'), 'lighting.lamps'));
  } catch (error) {
    if (error instanceof HaidangError) return undefined;
    throw error;
  }
}

/** That its device rests, and for how long. */
export const heldFor = (ms: number, io: Io): string =>
  render(message('cli.lighting.held', { seconds: Math.ceil(ms / 1000) }), io.lang);

/** One line: what the lamp is told, what it answers, what its power means, how it does, why and since when. */
export function lampNow(lamp: LampAnswer, io: Io): string {
  const { commanded, fedBack, actual, powerW, verdict, reason, rule, since, faults, heldMs } = lamp;
  const percent = (level: number | null) => (level === null ? '-' : `${Math.round(level * 10) / 10} %`);
  const watts = powerW === null ? '' : ` (${Math.round(powerW * 10) / 10} W)`;
  const levels = { commanded: percent(commanded), fedBack: percent(fedBack), actual: `${percent(actual)}${watts}` };
  const why = [reason, ...(rule === null ? [] : [rule]), new Date(since).toISOString(), ...faults];
  const verdictWords = render(message(`cli.lighting.verdict-${verdict}`), io.lang);
  const state = heldMs ? `${verdictWords}, ${heldFor(heldMs, io)}` : verdictWords;
  return `${render(message('cli.lighting.now', levels), io.lang)}; ${state}  ${why.join('  ')}`;
}
