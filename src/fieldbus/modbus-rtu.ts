import { type Message, message } from '../messages/catalogue.ts';
import { Bus } from './bus.ts';
import type { ModbusRtuConfig } from './config.ts';
import type { LineDeps, TracedLine } from './line.ts';
import { RtuFraming } from './rtu-framing.ts';
import { serialWire } from './serial-wire.ts';

/** Modbus RTU on a serial port of this machine. An adapter that is unplugged is opened again when it is back. */
export function modbusRtu(config: ModbusRtuConfig, deps: LineDeps): TracedLine {
  const { id, path, serialNumber, baudRate, parity, stopBits, direction, turnaround: turnaroundMs, echo } = config;
  const settings = { path, serialNumber, baudRate, parity, stopBits, direction };
  return new Bus(
    {
      id,
      target: path,
      open: deps.open ?? serialWire(settings, deps.clock),
      timeoutMs: config.timeout,
      floorMs: config.shortestTimeout,
      pauseMs: 0,
      pauseAfterConnectMs: config.pauseAfterConnect,
      framing: (port) => new RtuFraming(port, { baudRate, pauseMs: config.pause, turnaroundMs, echo }),
      explainDown: (reason) => explain(id, path, reason),
    },
    deps,
  );
}

function explain(id: string, path: string, reason: string): Message {
  if (/no such file|not found/i.test(reason)) return message('fieldbus.port-missing', { id, path });
  if (/permission|access denied/i.test(reason)) return message('fieldbus.port-denied', { id, path });
  if (/busy|lock|temporarily unavailable/i.test(reason)) return message('fieldbus.port-busy', { id, path });
  return message('fieldbus.port-failed', { id, path, reason });
}
