// What `haidang lighting export | import` say.
import type { Text } from './text.ts';

export const talqMessages = {
  'cli.lighting.export': {
    en: 'write lamps, groups, programs, calendars, commands and data as TALQ 2.7.1 JSON',
    vi: 'xuất đèn, nhóm, chương trình, lịch, lệnh và số liệu theo JSON TALQ 2.7.1',
  },
  'cli.lighting.import': {
    en: 'turn a TALQ JSON file into the lighting of a site file',
    vi: 'chuyển tệp JSON TALQ thành phần chiếu sáng của tệp cấu hình',
  },
  'cli.lighting.talq': { en: 'the form is TALQ 2.7.1', vi: 'dạng TALQ 2.7.1' },
  'cli.lighting.talq-file': { en: 'the TALQ file', vi: 'tệp TALQ' },
  'cli.lighting.talq-out': { en: 'write it there instead of printing it', vi: 'ghi vào tệp này thay vì in ra' },
  'talq.form': {
    en: 'say in which form: --talq is the only one',
    vi: 'hãy nêu định dạng: hiện chỉ có --talq',
  },
  'talq.exported': {
    en: '{lamps} lamps, {programs} programs, {calendars} calendars, {overrides} commands; beside TALQ, kept as our extension:',
    vi: '{lamps} đèn, {programs} chương trình, {calendars} lịch, {overrides} lệnh; ngoài TALQ, giữ trong phần mở rộng:',
  },
  'talq.imported': {
    en: '{lamps} lamps, {programs} programs, {calendars} calendars; to be looked at:',
    vi: '{lamps} đèn, {programs} chương trình, {calendars} lịch; cần xem lại:',
  },
  'talq.note': { en: '{what}: {why}', vi: '{what}: {why}' },
  'talq.no-states': {
    en: 'no agent runs here: the last states of the lamps are left out',
    vi: 'agent không chạy tại đây: không có trạng thái cuối của đèn',
  },
  'talq.not-talq': {
    en: '{file} is no TALQ document: {reason}',
    vi: '{file} không phải tài liệu TALQ: {reason}',
    hint: {
      en: 'see "haidang lighting export --talq" for the form',
      vi: 'xem dạng mẫu bằng "haidang lighting export --talq"',
    },
  },
} as const satisfies Record<string, Text>;
