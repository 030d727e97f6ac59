// The local control socket DATA/agent.sock: `haidang status` and the tools of a technician talk to the running agent
// through it. AF_UNIX, mode 0660, no TCP port. One JSON request a line, one JSON answer a line:
//   {"method":"status"}            -> {"ok":true,"result":{…}}
//   {"method":"nonsense"}          -> {"ok":false,"error":"unknown method …"}
// Requests are answered in their order; a line over 64 KiB or a client that is silent for a minute is cut off.
import { chmod, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { z } from 'zod';
import { message, render } from '../messages/catalogue.ts';
import { HaidangError, messageOf } from '../runtime/errors.ts';
import { errorFields, type Logger } from '../runtime/logger.ts';
import { healthy, type Service } from '../runtime/service.ts';

const maxLineBytes = 64 * 1024;
const maxClients = 16;
const idleMs = 60_000;

const requestSchema = z.looseObject({ method: z.string() });
const answerSchema = z.union([
  z.object({ ok: z.literal(true), result: z.unknown() }),
  z.object({ ok: z.literal(false), error: z.string() }),
]);

export type Methods = Readonly<Record<string, (params: Readonly<Record<string, unknown>>) => unknown>>;

export class ControlSocket implements Service {
  readonly name = 'control-socket';
  readonly #path: string;
  readonly #methods: Methods;
  readonly #logger: Logger;
  readonly #clients = new Set<Socket>();
  #server: Server | undefined;

  constructor(options: { path: string; methods: Methods; logger: Logger }) {
    this.#path = options.path;
    this.#methods = options.methods;
    this.#logger = options.logger;
  }

  async start(_signal: AbortSignal, fail: (error: unknown) => void): Promise<void> {
    await removeIfDead(this.#path);
    const server = createServer((socket) => this.#serve(socket));
    server.maxConnections = maxClients;
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#path, () => {
        server.off('error', reject);
        server.on('error', fail);
        resolve();
      });
    });
    await chmod(this.#path, 0o660);
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const client of this.#clients) client.destroy();
    if (server?.listening) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  health() {
    return { ...healthy, facts: { clients: this.#clients.size } };
  }

  #serve(socket: Socket): void {
    this.#clients.add(socket);
    let rest = '';
    let chain: Promise<void> = Promise.resolve();
    socket.setEncoding('utf8');
    socket.setTimeout(idleMs, () => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#clients.delete(socket));
    socket.on('data', (chunk: string) => {
      rest += chunk;
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > maxLineBytes || lines.some((l) => l.length > maxLineBytes)) {
        socket.end(`${JSON.stringify({ ok: false, error: 'the request is too long' })}\n`);
        return;
      }
      for (const line of lines) {
        if (line.trim() === '') continue;
        chain = chain.then(async () => void socket.write(`${JSON.stringify(await this.#answer(line))}\n`));
      }
    });
  }

  async #answer(line: string): Promise<z.infer<typeof answerSchema>> {
    try {
      const request = requestSchema.parse(JSON.parse(line));
      const method = Object.hasOwn(this.#methods, request.method) ? this.#methods[request.method] : undefined;
      if (!method) {
        return {
          ok: false,
          error: `unknown method ${JSON.stringify(request.method)}; known: ${Object.keys(this.#methods).join(', ')}`,
        };
      }
      return { ok: true, result: (await method(request)) ?? null };
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof z.ZodError)) {
        this.#logger.warn('a request on the control socket failed', errorFields(error));
      }
      return { ok: false, error: error instanceof z.ZodError ? 'the request is not {"method": …}' : messageOf(error) };
    }
  }
}

/** Removes the socket of an agent that was killed. @throws when another agent answers on it. */
async function removeIfDead(path: string): Promise<void> {
  if (await isAnswered(path)) {
    throw new HaidangError(
      'configuration',
      'already-running',
      `another agent is running with this data folder (${path} answers)`,
    );
  }
  await rm(path, { force: true });
}

/**
 * Asks the agent that serves `path`.
 * @throws HaidangError `not-running` where nobody answers, `no-permission` where it cannot be told whether somebody
 *   would, `refused` where the agent says no.
 */
export async function ask(
  path: string,
  method: string,
  params: Readonly<Record<string, unknown>> = {},
  timeoutMs = 5000,
): Promise<unknown> {
  const line = await new Promise<string>((resolve, reject) => {
    const socket = connect(path);
    let text = '';
    socket.setEncoding('utf8');
    socket.setTimeout(timeoutMs, () =>
      socket.destroy(new HaidangError('ours', 'timeout', `the agent does not answer within ${timeoutMs} ms`)),
    );
    socket.on('connect', () => socket.write(`${JSON.stringify({ ...params, method })}\n`));
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (!text.includes('\n')) return;
      socket.destroy();
      resolve(text.slice(0, text.indexOf('\n')));
    });
    socket.on('error', (error) =>
      reject(
        error instanceof HaidangError
          ? error
          : (closedTo(path, error) ??
              new HaidangError('ours', 'not-running', `no agent answers on ${path}`, { cause: error })),
      ),
    );
    socket.on('close', () => reject(new HaidangError('ours', 'not-running', `the agent on ${path} hung up`)));
  });
  const answer = answerSchema.parse(JSON.parse(line));
  if (!answer.ok) throw new HaidangError('ours', 'refused', answer.error);
  return answer.result;
}

/** Whether an agent that lives listens on a socket. @throws HaidangError `no-permission` where that cannot be told. */
export function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error) => {
      const closed = closedTo(path, error);
      if (closed) reject(closed);
      else resolve(false);
    });
  });
}

/** Whoever may not reach the socket cannot tell an agent that runs from none. */
function closedTo(path: string, error: Error): HaidangError | undefined {
  if ((error as NodeJS.ErrnoException).code !== 'EACCES') return undefined;
  const said = message('cli.path.no-permission', { path });
  return new HaidangError('ours', 'no-permission', render(said, 'en'), { cause: error, said });
}
