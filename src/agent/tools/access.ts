// How a tool reaches a bus: through the running agent where that holds the line, else by itself.
import { realpath } from 'node:fs/promises';
import { z } from 'zod';
import { createLine, type LineDeps, type RequestOptions } from '../../fieldbus/line.ts';
import type { ModbusReply, ReadRequest } from '../../fieldbus/pdu.ts';
import type { Clock } from '../../runtime/clock.ts';
import { HaidangError } from '../../runtime/errors.ts';
import { ask } from '../control-socket.ts';
import { type AgentLine, linesAnswer, replyAnswer } from './bus-methods.ts';
import { lineOf, type Target } from './target.ts';

export interface Access {
  /** The line of the agent that is used; undefined where the tool opened the bus itself. */
  readonly agentLine: AgentLine | undefined;
  /** @throws HaidangError whose code says what happened, as a line does. */
  read(r: ReadRequest, o?: RequestOptions): Promise<ModbusReply>;
  close(): Promise<void>;
}

export interface AccessDeps extends LineDeps {
  /** The agent's control socket. */
  readonly socket: string;
}

/** The line of the agent that runs here which leads to the same place; undefined where there is none, or no agent. */
export async function lineOfAgent(target: Target, socket: string): Promise<AgentLine | undefined> {
  let lines: readonly AgentLine[];
  try {
    lines = linesAnswer.parse(await ask(socket, 'lines'));
  } catch (error) {
    if (error instanceof HaidangError || error instanceof z.ZodError) return undefined;
    throw error;
  }
  for (const line of lines) if (await isSame(target, line)) return line;
  return undefined;
}

/**
 * @param timeoutMs how long an answer is waited for, unless a request says otherwise.
 * @throws HaidangError where the port or connection cannot be opened; its code says why (`port-missing`, `econnrefused`).
 */
export async function openAccess(target: Target, timeoutMs: number, deps: AccessDeps): Promise<Access> {
  const held = await lineOfAgent(target, deps.socket);
  if (held) return throughAgent(held, timeoutMs, deps.socket);
  const line = createLine(lineOf(target, timeoutMs), deps);
  await line.start(new AbortController().signal, () => {});
  if (line.health().state !== 'ok') {
    const [reason] = line.health().reasons;
    await line.stop();
    throw new OpenFailed(reason?.code ?? '', String(reason?.params['reason'] ?? ''));
  }
  return { agentLine: undefined, read: (r, o) => line.request(r, o), close: () => line.stop() };
}

/** The bus could not be opened; `why` is what the system said. */
export class OpenFailed extends HaidangError {
  readonly why: string;

  constructor(code: string, why: string) {
    super('network', code.replace(/^fieldbus\./, '') || 'connecting', why || code);
    this.why = why;
  }
}

function throughAgent(line: AgentLine, timeoutMs: number, socket: string): Access {
  return {
    agentLine: line,
    async read(request, o = {}) {
      const waitMs = o.timeoutMs ?? timeoutMs;
      const params = { line: line.id, request, timeoutMs: waitMs, isProbe: o.isProbe ?? false };
      // The agent's own polls may be before it in the queue.
      const answer = replyAnswer.parse(await ask(socket, 'line.read', params, waitMs + 60_000));
      if ('code' in answer) throw new HaidangError(answer.fault, answer.code, answer.message);
      return answer;
    },
    close: async () => {},
  };
}

/** Does the agent's line lead to the same place? Serial ports are compared by what their names lead to. */
async function isSame(target: Target, line: AgentLine): Promise<boolean> {
  if (target.kind === 'tcp') return line.host === target.host && line.port === target.port;
  if (line.path === undefined) return false;
  const [a, b] = await Promise.all([target.path, line.path].map((p) => realpath(p).catch(() => p)));
  return a === b;
}

/** One request and what came of it. */
export interface Exchange {
  readonly request: ReadRequest;
  /** From the wish to the answer, milliseconds. */
  readonly ms: number;
  /** `good` or the code of what went wrong. */
  readonly outcome: string;
}

/** The same access, and a list of what was done through it. */
export function recorded(access: Access, clock: Clock): { access: Access; exchanges: Exchange[] } {
  const exchanges: Exchange[] = [];
  const read: Access['read'] = async (request, o) => {
    const beganMs = clock.monotonicMs();
    const note = (outcome: string) =>
      exchanges.push({ request, ms: Math.round((clock.monotonicMs() - beganMs) * 10) / 10, outcome });
    try {
      const reply = await access.read(request, o);
      note('good');
      return reply;
    } catch (error) {
      note(error instanceof HaidangError ? error.code : 'unexpected');
      throw error;
    }
  };
  return { access: { ...access, read }, exchanges };
}
