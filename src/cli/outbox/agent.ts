// The running agent, where there is one.

import type { OutboxStats } from '../../outbox/draft.ts';
import { HaidangError } from '../../runtime/errors.ts';

async function ask(socket: string, method: string, params: Readonly<Record<string, unknown>> = {}, ms = 5000) {
  const { ask: asking } = await import('../../agent/control-socket.ts');
  try {
    return { answer: await asking(socket, method, params, ms) };
  } catch (error) {
    if (error instanceof HaidangError && error.code === 'not-running') return undefined;
    throw error;
  }
}

export const answersOn = async (socket: string): Promise<boolean> => (await statsOf(socket)) !== undefined;

/** What the running agent says of its outbox; undefined where none runs. */
export async function statsOf(socket: string): Promise<OutboxStats | undefined> {
  return (await ask(socket, 'outbox'))?.answer as OutboxStats | undefined;
}

/** Has the running agent remove rows; undefined where none runs. It may take long. */
export async function purgeThere(socket: string, query: object): Promise<unknown> {
  return (await ask(socket, 'outbox-purge', { ...query }, 600_000))?.answer;
}
