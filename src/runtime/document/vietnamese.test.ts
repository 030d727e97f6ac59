import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { render, renderHint } from '../../messages/catalogue.ts';
import { YamlFile } from './document.ts';
import { meantInVietnamese } from './vietnamese.ts';

const classes = ['person', 'bicycle', 'motorcycle', 'car', 'bus', 'truck'];
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

describe('a Vietnamese word where an English one is wanted', () => {
  it('is known with its marks, without them, in capitals and run together', () => {
    for (const found of ['xe máy', 'Xe Máy', 'xe may', 'XEMAY', 'xe_máy', 'xe máy'.normalize('NFD')]) {
      expect(meantInVietnamese(found, classes), found).toBe('motorcycle');
    }
    expect(meantInVietnamese('đèn đỏ', ['red', 'amber', 'green'])).toBe('red');
    expect(['thứ hai', 'T2', 'thu 2', 'CN', 'chủ nhật', 'tư'].map((d) => meantInVietnamese(d, weekdays))).toEqual([
      ...['mon', 'mon', 'mon', 'sun', 'sun', 'wed'],
    ]);
  });

  it('is known for what a cabinet is set to, a manual abbreviates, and the sun and the holidays do', () => {
    const parities = ['none', 'even', 'odd'];
    const said = ['N', 'no', 'chẵn', 'E', 'lẻ', '8n1'].map((found) => meantInVietnamese(found, parities));
    expect(said).toEqual(['none', 'none', 'even', 'even', 'odd', 'none']);
    const sun = ['civil-dawn', 'sunrise', 'sunset', 'civil-dusk'];
    expect(['hoàng hôn', 'mat troi lan', 'bình minh'].map((found) => meantInVietnamese(found, sun))).toEqual([
      ...['sunset', 'sunset', 'sunrise'],
    ]);
    const holidays = ['tet', 'new-year', 'hung-kings', 'national-day'];
    expect(['Tết Nguyên Đán', 'giỗ tổ', '2/9'].map((found) => meantInVietnamese(found, holidays))).toEqual([
      ...['tet', 'hung-kings', 'national-day'],
    ]);
    expect(meantInVietnamese('tắt', ['on', 'off', 'previous'])).toBe('off');
  });

  it('means nothing where that is not allowed, or where it is no such word', () => {
    expect(meantInVietnamese('xe máy', weekdays)).toBeUndefined();
    expect(meantInVietnamese('xe lu', classes)).toBeUndefined();
    expect(meantInVietnamese('', classes)).toBeUndefined();
  });

  it('is answered with the word to write', () => {
    const schema = z.strictObject({ classes: z.array(z.enum(classes)), days: z.array(z.enum(weekdays)) });
    const problems = new YamlFile('a.yaml', 'classes: [ô tô, xe tai]\ndays: [thứ bảy]\n').validate(schema).problems;
    expect(problems.map((p) => renderHint(p.message, 'en'))).toEqual([
      ...['did you mean "car"?', 'did you mean "truck"?', 'did you mean "sat"?'],
    ]);
    expect(problems.map((p) => render(p.message, 'vi'))[0]).toContain('"ô tô" không được phép ở đây');
  });
});
