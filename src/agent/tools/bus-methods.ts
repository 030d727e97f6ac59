// What the running agent lends its lines for, through the control socket: a technician's tools read through the agent
// instead of fighting it for the port. Reading only; what is written goes through commands, which are checked and audited.
import { z } from 'zod';
import type { LineConfig } from '../../fieldbus/config.ts';
import type { TracedLine } from '../../fieldbus/line.ts';
import { HaidangError, messageOf } from '../../runtime/errors.ts';
import type { Methods } from '../control-socket.ts';

const requestSchema = z.object({
  line: z.string(),
  request: z.object({
    unit: z.int().min(0).max(255),
    function: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
    address: z.int().min(0).max(0xffff),
    count: z.int().min(1).max(2000),
  }),
  timeoutMs: z.number().min(10).max(60_000),
  isProbe: z.boolean(),
});
const traceSchema = z.object({ line: z.string(), after: z.int().min(0) });

/** What the agent says of its lines. */
export const linesAnswer = z.array(
  z.object({
    id: z.string(),
    kind: z.enum(['modbus-tcp', 'modbus-rtu', 'modbus-rtu-over-tcp']),
    host: z.string().optional(),
    port: z.number().optional(),
    path: z.string().optional(),
    baudRate: z.number().optional(),
    parity: z.enum(['none', 'even', 'odd']).optional(),
    stopBits: z.union([z.literal(1), z.literal(2)]).optional(),
  }),
);
export type AgentLine = z.infer<typeof linesAnswer>[number];

export const replyAnswer = z.union([
  z.object({ registers: z.array(z.number()), bits: z.array(z.boolean()) }),
  z.object({ code: z.string(), fault: z.enum(['configuration', 'device', 'network', 'ours']), message: z.string() }),
]);

export const traceAnswer = z.object({
  nowMs: z.number(),
  entries: z.array(
    z.object({ seq: z.number(), atMs: z.number(), kind: z.enum(['tx', 'rx', 'note']), text: z.string() }),
  ),
});

/** Who listens asks again within this while. */
const listenMs = 5_000;

export function busMethods(
  configs: readonly LineConfig[],
  lines: ReadonlyMap<string, TracedLine>,
  monotonicMs: () => number,
): Methods {
  const find = (id: string) => {
    const line = lines.get(id);
    if (!line) throw new HaidangError('configuration', 'unknown-line', `there is no line ${id}`);
    return line;
  };
  return {
    lines: () =>
      configs.map((c): AgentLine => {
        if (c.kind !== 'modbus-rtu') return { id: c.id, kind: c.kind, host: c.host, port: c.port };
        const { id, kind, baudRate, parity, stopBits } = c;
        const open = lines.get(id)?.health().facts['port'];
        return { id, kind, path: typeof open === 'string' ? open : c.path, baudRate, parity, stopBits };
      }),
    'line.read': async (params): Promise<z.infer<typeof replyAnswer>> => {
      const { line, request, timeoutMs, isProbe } = requestSchema.parse(params);
      try {
        const { registers, bits } = await find(line).request(request, { timeoutMs, isProbe });
        return { registers: [...registers], bits: [...bits] };
      } catch (error) {
        if (!(error instanceof HaidangError)) throw error;
        return { code: error.code, fault: error.fault, message: messageOf(error) };
      }
    },
    'line.trace': (params): z.infer<typeof traceAnswer> => {
      const { line, after } = traceSchema.parse(params);
      const { trace } = find(line);
      trace.listen(listenMs);
      return { nowMs: monotonicMs(), entries: [...trace.after(after)] };
    },
  };
}
