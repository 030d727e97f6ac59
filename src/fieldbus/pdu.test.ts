import { describe, expect, it } from 'vitest';
import { mbapFrame } from './mbap.ts';
import { checkRequest, limits, type ModbusRequest, pduLength, readReply, replyPduLength, writePdu } from './pdu.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const pduOf = (r: ModbusRequest) => {
  const bytes = Buffer.alloc(pduLength(r));
  writePdu(r, bytes, 0);
  return bytes.toString('hex');
};

describe('a request', () => {
  // The examples of MODBUS Application Protocol Specification V1.1b3, sections 6.1 to 6.12; addresses as sent.
  it.each<[string, ModbusRequest]>([
    ['01 0013 0013', { unit: 1, function: 1, address: 0x13, count: 0x13 }],
    ['02 00c4 0016', { unit: 1, function: 2, address: 0xc4, count: 0x16 }],
    ['03 006b 0003', { unit: 1, function: 3, address: 0x6b, count: 3 }],
    ['04 0008 0001', { unit: 1, function: 4, address: 8, count: 1 }],
    ['05 00ac ff00', { unit: 1, function: 5, address: 0xac, value: true }],
    ['06 0001 0003', { unit: 1, function: 6, address: 1, value: 3 }],
    // count 10, 2 bytes of bits, the lowest first: CD 01
    [
      '0f 0013 000a 02 cd01',
      { unit: 1, function: 15, address: 0x13, values: [1, 0, 1, 1, 0, 0, 1, 1, 1, 0].map(Boolean) },
    ],
    ['10 0001 0002 04 000a 0102', { unit: 1, function: 16, address: 1, values: [0x000a, 0x0102] }],
  ])('is %s on the wire', (bytes, request) => {
    expect(pduOf(request)).toBe(bytes.replaceAll(' ', ''));
  });

  it('carries a transaction id, protocol 0, its length and its unit over TCP', () => {
    // transaction, protocol, length of what follows, unit, PDU
    expect(mbapFrame({ unit: 17, function: 3, address: 0x6b, count: 3 }, 0x0102).toString('hex')).toBe(
      '0102 0000 0006 11 03006b0003'.replaceAll(' ', ''),
    );
  });

  it.each<[string, ModbusRequest]>([
    ['no registers', { unit: 1, function: 3, address: 0, count: 0 }],
    ['too many registers', { unit: 1, function: 3, address: 0, count: limits.readRegisters + 1 }],
    ['too many bits', { unit: 1, function: 1, address: 0, count: limits.readBits + 1 }],
    ['an address beyond the table', { unit: 1, function: 4, address: 0xffff, count: 2 }],
    ['a value of 17 bits', { unit: 1, function: 6, address: 0, value: 0x10000 }],
    ['a unit of 9 bits', { unit: 256, function: 3, address: 0, count: 1 }],
  ])('for %s is refused before it is sent', (_what, request) => {
    expect(() => checkRequest(request)).toThrow(expect.objectContaining({ code: 'bad-request', fault: 'ours' }));
  });
});

describe('an answer', () => {
  it('gives registers and bits as they were sent', () => {
    // function, 6 bytes, three registers
    expect(readReply({ unit: 1, function: 3, address: 0, count: 3 }, hex('03 06 022b 0000 0064')).registers).toEqual([
      0x022b, 0, 0x64,
    ]);
    // function, 2 bytes, ten bits from the lowest
    expect(readReply({ unit: 1, function: 1, address: 0, count: 10 }, hex('01 02 cd 01')).bits).toEqual(
      [1, 0, 1, 1, 0, 0, 1, 1, 1, 0].map(Boolean),
    );
  });

  it.each([
    [1, 'illegal-function'],
    [2, 'illegal-address'],
    [3, 'illegal-value'],
    [4, 'device-failure'],
    [6, 'device-busy'],
    [11, 'gateway-no-response'],
    [99, 'exception-99'],
  ])('that is exception %i becomes the error %s', (code, name) => {
    const read = () => readReply({ unit: 1, function: 4, address: 0, count: 2 }, Buffer.from([0x84, code]));
    expect(read).toThrow(expect.objectContaining({ code: name, fault: 'device' }));
  });

  it.each<[string, ModbusRequest, string]>([
    ['another function', { unit: 1, function: 4, address: 0, count: 1 }, '03 02 0001'],
    ['fewer registers', { unit: 1, function: 4, address: 0, count: 2 }, '04 02 0001'],
    ['a wrong byte count', { unit: 1, function: 4, address: 0, count: 1 }, '04 04 0001'],
    ['another address written', { unit: 1, function: 6, address: 5, value: 7 }, '06 0004 0007'],
    ['another value written', { unit: 1, function: 6, address: 5, value: 7 }, '06 0005 0008'],
    ['fewer registers written', { unit: 1, function: 16, address: 5, values: [1, 2] }, '10 0005 0001'],
    ['an exception of another function', { unit: 1, function: 4, address: 0, count: 1 }, '83 02'],
    ['nothing', { unit: 1, function: 4, address: 0, count: 1 }, ''],
  ])('with %s is no answer to this request', (_what, request, bytes) => {
    expect(() => readReply(request, hex(bytes))).toThrow(expect.objectContaining({ code: 'bad-reply' }));
  });

  it('is as long as its request says', () => {
    expect(replyPduLength({ unit: 1, function: 1, address: 0, count: 9 })).toBe(4);
    expect(replyPduLength({ unit: 1, function: 4, address: 0, count: 80 })).toBe(162);
    expect(replyPduLength({ unit: 1, function: 16, address: 0, values: [1, 2, 3] })).toBe(5);
  });
});
