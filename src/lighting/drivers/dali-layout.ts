// Where a DALI gateway keeps things in its Modbus registers. The defaults are the map of one that has a public document,
// and other gateways are told apart from it by their numbers in the site file.
//
// Default: Intesis DALI to Modbus gateways, "User Manual" IN703DAL0640000 version 1.0.2, section 6.2 (tables 15, 16), and
// INMBSDAL0640x00 r1.3, section 2.4. For channel y, short address xx, group gg, all holding registers, counted from 0:
//   7000*y + 100*xx +  5  status byte of the ballast (R)        +  6  actual level, 0 to 100 % (R)
//                   + 11  power-on level, % (R)                 + 12  system failure level, % (R)
//                   + 15  arc power level, 0 to 100 % (RW)      + 31  settings: 5000 + power-on, 6000 + system failure (RW)
//   7000*y + 20*gg + 6400  arc power level of a group (RW)      7000*y + 6800  arc power level of everyone (RW)
import { z } from 'zod';
import { registerSchema, tableSchema } from './modbus-words.ts';

const offset = registerSchema.optional();

export const layoutSchema = z
  .strictObject({
    channelStride: registerSchema.prefault(7000).describe('Registers from one DALI channel to the next.'),
    addressStride: registerSchema.prefault(100).describe('Registers from one short address to the next.'),
    level: registerSchema.prefault(15).describe('Arc power level of short address 0; written.'),
    actual: registerSchema.prefault(6).describe('Actual level of short address 0; read.'),
    status: offset.prefault(5).describe('Status byte (QUERY STATUS) of short address 0; read.'),
    readTable: tableSchema.prefault('holding').describe('Where actual level and status are read.'),
    group: offset.prefault(6400).describe('Arc power level of group 0; written.'),
    groupStride: registerSchema.prefault(20).describe('Registers from one group to the next.'),
    everyone: offset.prefault(6800).describe('Arc power level of all gear of a channel (broadcast); written.'),
    powerOn: offset.prefault(11).describe('Power-on level of short address 0; read.'),
    systemFailure: offset.prefault(12).describe('System failure level of short address 0; read.'),
    settings: offset
      .prefault(31)
      .describe(
        'Takes 5000 + power-on level and 6000 + system failure level. Without it the two are written directly.',
      ),
    levels: z
      .enum(['percent', 'arc', 'arc-percent'])
      .prefault('percent')
      .describe(
        'Levels in registers: percent of light; arc, 0 to 254; or arc-percent, the arc level as per cent of 254.',
      ),
  })
  .describe('Where the gateway keeps things; left out: as Intesis gateways do.');

export type Layout = z.output<typeof layoutSchema>;

/** The registers of one gear. */
export function registersOf(layout: Layout, channel: number, address: number) {
  const base = channel * layout.channelStride;
  const at = (o: number) => base + address * layout.addressStride + o;
  const maybe = (o: number | undefined) => (o === undefined ? undefined : at(o));
  return {
    level: at(layout.level),
    actual: at(layout.actual),
    status: maybe(layout.status),
    powerOn: maybe(layout.powerOn),
    systemFailure: maybe(layout.systemFailure),
    settings: maybe(layout.settings),
    group: (g: number) => (layout.group === undefined ? undefined : base + layout.group + g * layout.groupStride),
    everyone: layout.everyone === undefined ? undefined : base + layout.everyone,
  };
}
