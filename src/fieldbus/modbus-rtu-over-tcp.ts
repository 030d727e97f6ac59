import { message } from '../messages/catalogue.ts';
import { Bus } from './bus.ts';
import type { ModbusRtuOverTcpConfig } from './config.ts';
import type { LineDeps, TracedLine } from './line.ts';
import { RtuFraming } from './rtu-framing.ts';
import { tcpWire } from './tcp-wire.ts';

/** RTU frames through a serial server. Its wire time is unknown, so the line's timeout covers it. */
export function modbusRtuOverTcp(config: ModbusRtuOverTcpConfig, deps: LineDeps): TracedLine {
  const { id, host, port } = config;
  const target = `${host}:${port}`;
  const { pause: pauseMs, turnaround: turnaroundMs, echo } = config;
  const timing = { baudRate: undefined, pauseMs, turnaroundMs, echo };
  return new Bus(
    {
      id,
      target,
      open: deps.open ?? tcpWire(host, port),
      timeoutMs: config.timeout,
      floorMs: config.shortestTimeout,
      pauseMs: 0,
      pauseAfterConnectMs: config.pauseAfterConnect,
      framing: (framingPort) => new RtuFraming(framingPort, timing),
      explainDown: (reason) => message('fieldbus.unreachable', { id, target, reason }),
    },
    deps,
  );
}
