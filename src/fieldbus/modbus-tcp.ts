import { message } from '../messages/catalogue.ts';
import { Bus } from './bus.ts';
import type { ModbusTcpConfig } from './config.ts';
import type { LineDeps, TracedLine } from './line.ts';
import { MbapFraming } from './mbap-framing.ts';
import { tcpWire } from './tcp-wire.ts';

/**
 * A device or gateway that speaks Modbus TCP. One request at a time unless the site says otherwise: many devices lose
 * requests that come closer.
 */
export function modbusTcp(config: ModbusTcpConfig, deps: LineDeps): TracedLine {
  const { id, host, port } = config;
  const target = `${host}:${port}`;
  const options = {
    id,
    target,
    open: deps.open ?? tcpWire(host, port),
    timeoutMs: config.timeout,
    floorMs: config.shortestTimeout,
    pauseMs: config.pause,
    pauseAfterConnectMs: config.pauseAfterConnect,
    pipelining: config.pipelining,
    framing: (p: ConstructorParameters<typeof MbapFraming>[0]) =>
      new MbapFraming(p, Math.floor(deps.random() * 0x10000)),
    explainDown: (reason: string) => message('fieldbus.unreachable', { id, target, reason }),
  };
  return new Bus(options, deps);
}
