import type { Text } from './text.ts';

export const statusMessages = {
  'status.healthy': { en: 'healthy: {parts} parts work', vi: 'tốt: {parts} phần đều hoạt động' },
  'status.unhealthy': {
    en: 'not healthy: {bad} of {parts} parts have a problem',
    vi: 'không tốt: {bad} trên {parts} phần có vấn đề',
  },
  'status.not-running': {
    en: 'no agent answers on {socket}',
    vi: 'không có chương trình nào trả lời ở {socket}',
    hint: {
      en: 'start it with "haidang run --config site.yaml", or name its data folder with --data',
      vi: 'khởi động bằng "haidang run --config site.yaml", hoặc chỉ thư mục dữ liệu bằng --data',
    },
  },
  'status.state-ok': { en: 'ok', vi: 'tốt' },
  'status.state-starting': { en: 'starting', vi: 'đang khởi động' },
  'status.state-degraded': { en: 'degraded', vi: 'suy giảm' },
  'status.state-down': { en: 'down', vi: 'ngừng' },
  'status.part-failed': {
    en: 'failed and is started again ({restarts} times so far): {reason}',
    vi: 'gặp lỗi và đang được khởi động lại (đã {restarts} lần): {reason}',
  },
  'status.clock-unsynced': {
    en: 'no time source has confirmed the clock since the start: lamps keep their default level',
    vi: 'chưa có nguồn giờ nào xác nhận đồng hồ từ khi khởi động: đèn giữ mức mặc định',
    hint: {
      en: 'install chrony or systemd-timesyncd and give it a reachable time server',
      vi: 'cài chrony hoặc systemd-timesyncd và cho nó một máy chủ giờ truy cập được',
    },
  },
  'status.clock-holdover': {
    en: 'the time source is lost; the clock runs on by itself',
    vi: 'mất nguồn giờ; đồng hồ đang tự chạy',
  },
  'status.alarms': {
    en: '{active} alarms stand, {acknowledged} of them acknowledged; {shelved} are shelved',
    vi: '{active} cảnh báo đang tồn tại, trong đó {acknowledged} đã được xác nhận; {shelved} đang tạm gác',
  },
  'status.alarm-since': { en: 'since {since}', vi: 'từ {since}' },
  'status.alarm-acknowledged': { en: 'acknowledged by {by} at {at}', vi: '{by} xác nhận lúc {at}' },
  'status.alarm-shelved': { en: 'shelved by {by} until {until}', vi: '{by} tạm gác đến {until}' },
  'status.alarm-quiet': { en: 'does not stand', vi: 'không còn' },
  'status.alarms-more': { en: '… and {count} more', vi: '… và {count} cảnh báo nữa' },
  'alarms.acknowledged': { en: '{alarm} was acknowledged by {by}', vi: '{by} đã xác nhận {alarm}' },
  'alarms.shelved': {
    en: '{alarm} is shelved by {by} until {until}',
    vi: '{by} đã tạm gác {alarm} đến {until}',
  },
  'alarms.unshelved': { en: '{alarm} is no longer shelved', vi: '{alarm} hết tạm gác' },
  'alarms.stands': { en: '{alarm} still stands, since {since}', vi: '{alarm} vẫn còn, từ {since}' },
} as const satisfies Record<string, Text>;
