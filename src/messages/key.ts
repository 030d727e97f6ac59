import type { Text } from './text.ts';

/** Texts of `haidang key`: the key by which a gateway signs. */
export const keyMessages = {
  'cli.key': {
    en: 'the key by which the gateway signs events and evidence: show, replace, hand over its public part',
    vi: 'khóa mà gateway dùng để ký sự kiện và bằng chứng: xem, thay khóa, xuất phần công khai',
  },
  'cli.key.show': {
    en: 'show which key signs, and which ones it replaced',
    vi: 'xem khóa nào đang ký và những khóa đã được thay',
  },
  'cli.key.rotate': {
    en: 'replace the key; the former and the new one vouch for each other, and the former secret is removed',
    vi: 'thay khóa; khóa cũ và khóa mới ký xác nhận cho nhau, phần bí mật của khóa cũ bị xóa',
  },
  'cli.key.export': {
    en: 'print the public key (PEM), for the operations centre',
    vi: 'in khóa công khai (PEM) để giao cho trung tâm điều hành',
  },
  'key.flag.former': {
    en: 'the keys that were replaced as well, the newest first',
    vi: 'kèm cả các khóa đã được thay, mới nhất trước',
  },
  'key.flag.records': {
    en: 'the records of its rotations instead, one a line, each signed by both keys',
    vi: 'thay vào đó in các bản ghi thay khóa, mỗi dòng một bản, có chữ ký của cả hai khóa',
  },
  'key.none': {
    en: 'there is no key in {data}',
    vi: 'không có khóa trong {data}',
    hint: {
      en: 'the agent makes one when it first starts; --data names its data folder',
      vi: 'chương trình tạo khóa khi khởi động lần đầu; dùng --data để chỉ thư mục dữ liệu',
    },
  },
  'key.now': { en: 'key {key}', vi: 'khóa {key}' },
  'key.since': { en: 'key {key}, since {at}', vi: 'khóa {key}, từ {at}' },
  'key.former': { en: '  replaced on {at}: {key}', vi: '  đã thay lúc {at}: {key}' },
  'key.rotated': {
    en: 'the gateway signs with the key {key} now; {former} was replaced',
    vi: 'gateway nay ký bằng khóa {key}; khóa {former} đã được thay',
    hint: {
      en: 'nothing has to be restarted or handed over: who has the former public key follows by the event key.rotated',
      vi: 'không cần khởi động lại hay giao lại gì: bên đang giữ khóa công khai cũ sẽ theo được nhờ sự kiện key.rotated',
    },
  },
  'key.rotating': {
    en: 'the key is being replaced by another process at this moment',
    vi: 'một tiến trình khác đang thay khóa',
    hint: { en: 'look with haidang key show, then decide', vi: 'hãy xem bằng haidang key show rồi quyết định' },
  },
} as const satisfies Record<string, Text>;
