// ChirpStack's REST proxy, as far as multicast groups go: answers and refusals in the form of grpc-gateway.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { z } from 'zod';

const bodySchema = z.object({
  queueItem: z.object({ fPort: z.int().min(1).max(223), data: z.base64().min(1) }),
});
const path = /^\/api\/multicast-groups\/([0-9a-f-]{36})\/queue$/;

/**
 * A server on loopback, on a port that the system chooses.
 * @param take puts a frame (base64) into the queue of a group, and gives its frame counter.
 */
export async function serveChirpstack(
  key: string,
  groups: ReadonlySet<string>,
  take: (group: string, data: string) => number,
): Promise<Server> {
  const server = createServer((request, response) => {
    const say = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
      response.end(JSON.stringify(body));
    };
    void bodyOf(request).then((text) => {
      const group = path.exec(request.url ?? '')?.[1];
      if (request.headers['grpc-metadata-authorization'] !== `Bearer ${key}`) {
        return say(401, { code: 16, message: 'invalid token', details: [] });
      }
      if (request.method !== 'POST' || group === undefined || !groups.has(group)) {
        return say(404, { code: 5, message: 'Object does not exist', details: [] });
      }
      const body = bodySchema.safeParse(jsonOf(text));
      if (!body.success) return say(400, { code: 3, message: 'invalid queue item', details: [] });
      return say(200, { fCnt: take(group, body.data.queueItem.data) });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part;
  return text;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
