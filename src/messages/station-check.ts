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
  'station.rollover-of-counter': {
    en: 'the point "{id}" has a rollover, and its kind is {kind}: nothing is counted',
    vi: 'điểm "{id}" có rollover nhưng kind là {kind}: không có gì được cộng dồn',
    hint: { en: 'write kind: counter, or take rollover out', vi: 'ghi kind: counter, hoặc bỏ rollover' },
  },
  'station.rollover-beyond': {
    en: 'the counter of "{id}" begins again at {end}: it never reaches {rollover}',
    vi: 'bộ đếm của "{id}" đếm lại từ đầu ở {end}, không bao giờ đến {rollover}',
    hint: {
      en: 'leave rollover out: where the registers of the device end is known',
      vi: 'bỏ rollover: thanh ghi của thiết bị quay vòng ở đâu thì phần mềm đã biết',
    },
  },
} as const satisfies Readonly<Record<string, Text>>;
