// What was meant by a text that stands where a number is wanted, and by a number that YAML read as another one. Nothing is ever
// taken for it; but who follows the answer writes it, so a guess that would be another value than the one meant is worse than none.
import type { z } from 'zod';
import { type Message, message } from '../../messages/catalogue.ts';
import { decimalComma } from './odd-text.ts';

/** @param at the schema of the place, where it is known. */
export function numberMistake(found: string, at: z.ZodType | undefined): Message | undefined {
  const text = found.trim();
  const allows = (n: number) => at?.safeParse(n).success ?? false;
  if (/^-?\d+(\.\d+)?$/.test(text) || /^0x[\da-f]+$/.test(text))
    return message('config.quoted-number', { found: text });
  const typed = letterForDigit(text);
  if (typed) return typed;
  // Registers and addresses; a place that takes 0.5 is none of them.
  const hex = at && !allows(0.5) ? /^(?:0x([\da-f]{1,8})|([\da-f]{1,8})h|(?=.*\d)([\da-f]{4}))$/i.exec(text) : null;
  if (hex) return message('config.hexadecimal', { found: text, hex: `0x${hex[1] ?? hex[2] ?? hex[3]}` });
  const [, number = '', unit] = /^(-?\d+(?:\.\d+)?) ?([^\d\s.,:-]{1,8}|[a-z]+\/[a-z]+[23])$/iu.exec(text) ?? [];
  if (unit === undefined) return decimalComma(text);
  const share = Number(number) / 100;
  const isShare = unit === '%' && !allows(Number(number)) && allows(share);
  return message('config.number-and-more', { found: text, number: isShare ? String(share) : number });
}

const likeDigits: Readonly<Record<string, string>> = { O: '0', o: '0', l: '1', I: '1' };

/** "2O", "5O2", "l0": on many screens a letter looks like a digit. */
function letterForDigit(text: string): Message | undefined {
  if (!/^-?[\dOolI]+(\.[\dOolI]+)?$/.test(text) || !/\d/.test(text)) return undefined;
  const letter = /[OolI]/.exec(text)?.[0];
  if (letter === undefined) return undefined;
  const number = text.replace(/[OolI]/g, (c) => likeDigits[c] ?? c);
  return message('config.letter-for-digit', { found: text, letter, digit: likeDigits[letter] ?? '', number });
}

/** 115.200 where a whole number is wanted: the point between thousands, as it is written in Việt Nam. */
export function thousandsPoint(written: string, at: z.ZodType | undefined): Message | undefined {
  if (!/^[1-9]\d{0,2}(\.\d{3})+$/.test(written)) return undefined;
  const whole = written.replaceAll('.', '');
  if (!at?.safeParse(Number(whole)).success) return undefined;
  return message('config.thousands-point', { found: written, whole });
}

/** 40 where at most 1 is allowed: per cent in place of a share. */
export function perCentOfShare(found: number, limit: number, at: z.ZodType | undefined): Message | undefined {
  if (limit > 1 || found > 100 || !at?.safeParse(found / 100).success) return undefined;
  return message('config.per-cent-of-share', { found, share: found / 100, limit });
}
