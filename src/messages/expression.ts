import type { Text } from './text.ts';

/** Mistakes in the expressions of derived points. */
export const expressionMessages = {
  'acquisition.expression-syntax': {
    en: 'this expression cannot be read: {reason}',
    vi: 'không hiểu được biểu thức này: {reason}',
    hint: {
      en: 'write names of points, numbers and + - * / ( ), for example: voltage * current',
      vi: 'ghi tên điểm đo, số và + - * / ( ), ví dụ: voltage * current',
    },
  },
  'acquisition.expression-forbidden': {
    en: '"{what}" cannot stand in an expression',
    vi: '"{what}" không được dùng trong biểu thức',
    hint: {
      en: 'points, numbers, + - * / % **, comparisons, && || !, a ? b : c and the listed functions can',
      vi: 'chỉ dùng điểm đo, số, + - * / % **, phép so sánh, && || !, a ? b : c và các hàm cho phép',
    },
  },
  'acquisition.expression-function': {
    en: 'there is no function "{name}"; known: to, {known}',
    vi: 'không có hàm "{name}"; các hàm có sẵn: to, {known}',
  },
  'acquisition.expression-kind': {
    en: '"{what}" does not fit here; expected: {expected}',
    vi: '"{what}" dùng ở đây không đúng; cần: {expected}',
  },
  'acquisition.expression-units': {
    en: '{what}: the units {left} and {right} do not go together',
    vi: '{what}: hai đơn vị {left} và {right} không đi với nhau',
    hint: {
      en: 'convert one with to(x, "unit"), or take the bare number with num(x)',
      vi: 'đổi một bên bằng to(x, "đơn vị"), hoặc lấy riêng con số bằng num(x)',
    },
  },
  'acquisition.expression-unit-unknown': {
    en: 'the unit "{unit}" is not known to expressions',
    vi: 'biểu thức không biết đơn vị "{unit}"',
    hint: {
      en: 'take the bare number with num(x), where that is what you mean',
      vi: 'hãy lấy riêng con số bằng num(x), nếu đó là điều bạn muốn',
    },
  },
  'acquisition.expression-convert': {
    en: 'the expression gives {gives} and the unit says {unit}',
    vi: 'biểu thức cho ra {gives} nhưng đơn vị ghi là {unit}',
    hint: {
      en: 'write to(…, "{unit}") around it; a factor of your own is not seen by the check',
      vi: 'hãy đặt cả biểu thức trong to(…, "{unit}"); hệ số tự nhân sẽ không được kiểm tra',
    },
  },
  'acquisition.expression-gives': {
    en: 'the expression gives {gives}, which cannot be {unit}',
    vi: 'biểu thức cho ra {gives}, không thể là {unit}',
    hint: { en: 'correct the expression or the unit', vi: 'sửa biểu thức hoặc đơn vị' },
  },
} as const satisfies Record<string, Text>;
