// The `lines` of a site file: the wires of the site, each named, with what is needed to open it.
import { z } from 'zod';
import { message } from '../messages/catalogue.ts';
import { durationSchema, idSchema, refuse } from '../runtime/schema.ts';
import { hostSchema } from './host.ts';

const common = {
  id: idSchema.describe('Name of the line; devices and lamps refer to it.'),
  timeout: durationSchema({ minMs: 20, maxMs: 60_000 })
    .prefault('1s')
    .describe('The longest a device may take to answer, the time on the wire not counted.'),
  shortestTimeout: durationSchema({ minMs: 20, maxMs: 60_000 })
    .prefault('200ms')
    .describe(
      'How long each device is waited for is learned from its answers, between this and `timeout`. As long as `timeout`: nothing is learned.',
    ),
  pauseAfterConnect: durationSchema({ maxMs: 60_000 })
    .prefault('0ms')
    .describe('Silence after the port or connection was opened. Some adapters and gateways need 100ms to 2s.'),
  pause: durationSchema({ maxMs: 10_000 })
    .prefault('0ms')
    .describe('Shortest silence between an answer and the next request. Some devices need 20ms to 100ms.'),
};

const serial = {
  turnaround: durationSchema({ maxMs: 10_000 })
    .prefault('100ms')
    .describe('Silence after a message to everyone (unit 0), in which the devices act on it.'),
  echo: z
    .enum(['auto', 'yes', 'no'])
    .prefault('auto')
    .describe(
      'Does the adapter hear what it sends itself, as some two-wire ones do? auto: found out by the first read.',
    ),
};

const host = hostSchema.describe('Host name or IP address alone, without a scheme and without the port.');
const port = z.int().min(1).max(65535);

const modbusTcpSchema = z
  .strictObject({
    kind: z.literal('modbus-tcp').describe('Modbus TCP.'),
    ...common,
    host,
    port: port.prefault(502).describe('TCP port.'),
    pipelining: z
      .int()
      .min(1)
      .max(16)
      .prefault(1)
      .describe('Requests on their way at a time. 1: the next one follows the answer; many devices can do no more.'),
  })
  .describe('Modbus TCP: a device or a gateway on the network.');

const modbusRtuOverTcpSchema = z
  .strictObject({
    kind: z.literal('modbus-rtu-over-tcp').describe('Serial frames through a serial server.'),
    ...common,
    ...serial,
    host,
    port: port.describe('TCP port of the serial server.'),
  })
  .describe('Serial frames through a serial server ("transparent" or "raw" mode) on the network.');

const modbusRtuSchema = z
  .strictObject({
    kind: z.literal('modbus-rtu').describe('A serial port.'),
    ...common,
    ...serial,
    path: z
      .string()
      .check((ctx) => {
        if (/^\/\S*$/.test(ctx.value)) return;
        const expected = { en: 'the full path of a device file', vi: 'đường dẫn đầy đủ của tệp thiết bị' };
        refuse(ctx, message('config.bad-format', { found: ctx.value, expected, example: '/dev/ttyUSB0' }));
      })
      .meta({ examples: ['/dev/ttyUSB0', '/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0'] })
      .describe(
        'Device file of the serial port. A name under /dev/serial/by-id stays the same after replugging; of a pattern like /dev/ttyUSB* the first that can be opened is taken.',
      ),
    serialNumber: z
      .string()
      .min(1)
      .optional()
      .meta({ examples: ['A50285BI'] })
      .describe(
        'Serial number of the USB adapter: it is found under whatever name it comes back. "haidang scan" lists them.',
      ),
    baudRate: z.int().min(300).max(1_000_000).prefault(9600).describe('Bits a second.'),
    parity: z.enum(['none', 'even', 'odd']).prefault('none').describe('Parity bit.'),
    stopBits: z
      .union([z.literal(1), z.literal(2)])
      .prefault(1)
      .describe('Stop bits, 1 or 2.'),
    direction: z
      .enum(['auto', 'rts-high', 'rts-low'])
      .prefault('auto')
      .describe(
        'How the transceiver is switched to sending: auto, it does so by itself; else by the level that RTS has while sending.',
      ),
  })
  .describe('Modbus RTU on a serial port (RS-485, RS-232).');

export const lineSchema = z.discriminatedUnion('kind', [modbusTcpSchema, modbusRtuSchema, modbusRtuOverTcpSchema]);

/** All lines of the site. Two lines on one serial port would talk into each other: that is refused. */
export const linesSchema = z
  .array(lineSchema)
  .check((ctx) => {
    const first = new Map<string, string>();
    for (const [i, line] of ctx.value.entries()) {
      if (line.kind !== 'modbus-rtu') continue;
      // Several adapters may be found by one pattern, or at one name by their serial numbers.
      if (line.path.includes('*') || line.serialNumber !== undefined) continue;
      const other = first.get(line.path);
      if (other) refuse(ctx, message('fieldbus.port-twice', { path: line.path, other }), [i, 'path']);
      else first.set(line.path, line.id);
    }
  })
  .describe('The wires of the site: Modbus TCP, Modbus RTU on serial ports, RTU over TCP.');

export type LineConfig = z.output<typeof lineSchema>;
export type ModbusTcpConfig = z.output<typeof modbusTcpSchema>;
export type ModbusRtuConfig = z.output<typeof modbusRtuSchema>;
export type ModbusRtuOverTcpConfig = z.output<typeof modbusRtuOverTcpSchema>;
