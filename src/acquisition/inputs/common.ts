// What the descriptions of all inputs have in common.
import { z } from 'zod';
import { durationSchema, formSchema, idSchema } from '../../runtime/schema.ts';

const serial = z.strictObject({
  kind: z.literal('serial').describe('A serial port of this machine.'),
  path: formSchema(
    /^\//,
    { en: 'the full path of a device file', vi: 'đường dẫn đầy đủ của tệp thiết bị' },
    '/dev/ttyUSB1',
  )
    .meta({ examples: ['/dev/ttyUSB1', '/dev/serial/by-id/usb-u-blox_AG-if00'] })
    .describe('Device file of the serial port.'),
  serialNumber: z.string().min(1).optional().describe('Serial number of the USB adapter: found under any name.'),
  baudRate: z.int().min(300).max(1_000_000).optional().describe('Bits a second, where not as the sensor has it.'),
  parity: z.enum(['none', 'even', 'odd']).prefault('none').describe('Parity bit.'),
  stopBits: z
    .union([z.literal(1), z.literal(2)])
    .prefault(1)
    .describe('Stop bits, 1 or 2.'),
});
const tcp = z.strictObject({
  kind: z.literal('tcp').describe('A serial server, or a program that serves the same bytes.'),
  host: z.string().min(1).describe('Host name or IP address.'),
  port: z.int().min(1).max(65_535).describe('TCP port.'),
});

export const common = {
  id: idSchema.describe('Name, as it is reported; none of the devices may have it.'),
  source: z.discriminatedUnion('kind', [serial, tcp]).describe('Where its bytes come from.'),
  timeout: durationSchema({ minMs: 500, maxMs: 86_400_000 })
    .prefault('15s')
    .describe('Silent for so long, it is offline and its values are bad:timeout.'),
  report: durationSchema({ minMs: 100, maxMs: 86_400_000 })
    .prefault('10s')
    .describe('Shortest time between two reports; what comes in between is left out.'),
  enabled: z.boolean().prefault(true).describe('false: described here, and left alone.'),
  description: z.string().max(200).optional().describe('What and where it is, for people.'),
};
