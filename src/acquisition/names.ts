// The texts of a profile that have a form of their own, each with what a person would call it.
import { z } from 'zod';
import { message } from '../messages/catalogue.ts';
import type { Phrase } from '../messages/text.ts';
import { words } from '../runtime/document/words.ts';
import { meantId, meantUnit } from '../runtime/meant.ts';
import { refuse } from '../runtime/schema.ts';

function formed(
  pattern: RegExp,
  noun: Phrase,
  example: string,
  description: string,
  meant?: (found: string) => string | undefined,
) {
  return z
    .string()
    .check((ctx) => {
      if (!pattern.test(ctx.value)) {
        const shown = meant?.(ctx.value) ?? example;
        refuse(ctx, message('config.bad-format', { found: ctx.value, expected: noun, example: shown }));
      }
    })
    .meta({ description, examples: [example] })
    .register(words, { noun, example, ...(meant ? { meant } : {}) });
}

export const pointNameSchema = formed(
  /^[a-z][a-z0-9_]{0,62}$/,
  {
    en: 'a name of lower-case letters, digits and "_", beginning with a letter',
    vi: 'một tên gồm chữ thường không dấu, chữ số và "_", bắt đầu bằng chữ',
  },
  'voltage_l1',
  'Name of the point, as it is reported.',
  (found) => /^[a-z]\w*/.exec(meantId(found)?.replaceAll('-', '_') ?? '')?.[0],
);

export const reasonSchema = formed(
  /^[a-z][a-z0-9-]*$/,
  {
    en: 'a reason of lower-case letters, digits and "-"',
    vi: 'một lý do gồm chữ thường không dấu, chữ số và "-"',
  },
  'sensor-fault',
  'What it means; the reading becomes bad:<reason>.',
);

export const unitSchema = formed(
  /^[!-~]{1,32}$/,
  {
    en: 'a UCUM unit (no blanks, no superscripts)',
    vi: 'một đơn vị UCUM (không dấu cách, không chỉ số trên)',
  },
  'ug/m3',
  'Unit as a UCUM code (ucum.org): V, A, W, kW.h, Cel, %, hPa, ug/m3, m/s, deg.',
  meantUnit,
);

/** How far a device's clock is ahead of UTC: `Z`, `+07:00`. */
export const utcOffsetSchema = formed(
  /^(Z|[+-](0\d|1[0-4]):[0-5]\d)$/,
  { en: 'how far the clock is ahead of UTC, in quotes', vi: 'độ lệch so với UTC, trong dấu nháy' },
  '"+07:00"',
  'How far the clock of the device is ahead of UTC: "Z" or "+07:00".',
);

const patternForm = /^0[xX][0-9A-Fa-f]{1,16}$/;
const patternNoun = {
  en: 'a bit pattern: 0x and hexadecimal digits (in quotes beyond 0x1FFFFFFFFFFFFF), or a whole number',
  vi: 'một mẫu bit: 0x và các chữ số thập lục phân (trong dấu nháy nếu lớn hơn 0x1FFFFFFFFFFFFF), hoặc một số nguyên',
};

/** The bits of a whole value as they stand in the registers, its highest byte first; parsed to a bigint, negative as two's complement. */
export const bitPatternSchema = z
  .union([z.number(), z.string()])
  .check((ctx) => {
    const v = ctx.value;
    if (typeof v === 'number' ? Number.isSafeInteger(v) : patternForm.test(v)) return;
    refuse(ctx, message('config.bad-format', { found: String(v), expected: patternNoun, example: '"0x7FC00000"' }));
  })
  .meta({ description: patternNoun.en, examples: ['0xFFFF', '0x7FC00000'] })
  .register(words, { noun: patternNoun, example: '"0x7FC00000"' })
  .transform((v) => (typeof v === 'number' && !Number.isSafeInteger(v) ? 0n : safeBigInt(v)));

function safeBigInt(v: number | string): bigint {
  return typeof v === 'string' && !patternForm.test(v) ? 0n : BigInt(v);
}
