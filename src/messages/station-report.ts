// The words of the report page of a station, of its archive and of the command that makes it.
import type { Text } from './text.ts';

export const stationReportMessages = {
  'station.archive-fails': {
    en: 'the archive of the station cannot be written to {folder}',
    vi: 'không ghi được kho lưu số liệu trạm vào {folder}',
    hint: {
      en: 'look for a full disk or missing rights; what the centre receives is not touched by it',
      vi: 'kiểm tra đĩa đầy hoặc thiếu quyền ghi; số liệu gửi về trung tâm không bị ảnh hưởng',
    },
  },
} as const satisfies Record<string, Text>;
