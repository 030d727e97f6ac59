import type { Text } from './text.ts';

/** What `check` says of a station's points beyond their form. */
export const stationCheckMessages = {
  'station.parameter-written': {
    en: 'the parameter "{found}" is written "{near}": as it stands, no index and no limit is applied to it',
    vi: 'thông số "{found}" phải viết là "{near}": viết như vậy thì không chỉ số, không giới hạn nào được áp dụng',
    hint: { en: 'did you mean "{near}"?', vi: 'có phải ý bạn là "{near}"?' },
  },
  'station.parameter-near': {
    en: 'no index and no rule pack in use knows the parameter "{found}": no limit is applied to it',
    vi: 'không chỉ số, không bộ quy chuẩn nào đang dùng biết thông số "{found}": không giới hạn nào được áp dụng',
    hint: {
      en: 'did you mean "{near}"? If it is another thing, leave it as it is',
      vi: 'có phải ý bạn là "{near}"? Nếu là thông số khác thì giữ nguyên',
    },
  },
} as const satisfies Readonly<Record<string, Text>>;
