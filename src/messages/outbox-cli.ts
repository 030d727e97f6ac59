import type { Text } from './text.ts';

/** Texts of `haidang outbox`. */
export const outboxCliMessages = {
  'outbox.cli.none': {
    en: 'there is no outbox in {folder}',
    vi: 'không có hàng đợi dữ liệu trong {folder}',
    hint: {
      en: 'name the data folder of the agent with --data; it is made when the agent first runs',
      vi: 'chỉ ra thư mục dữ liệu của chương trình bằng --data; hàng đợi được tạo khi chương trình chạy lần đầu',
    },
  },
  'cli.outbox': {
    en: 'look into what waits to be sent and what is kept; safe while the agent runs',
    vi: 'xem dữ liệu đang chờ gửi và đang lưu giữ; an toàn khi chương trình đang chạy',
  },
  'cli.outbox.list': { en: 'list rows, the newest first', vi: 'liệt kê các dòng, mới nhất trước' },
  'cli.outbox.show': { en: 'show one event as it is stored', vi: 'hiện một sự kiện đúng như đã lưu' },
  'cli.outbox.export': {
    en: 'write events to a file or the screen, one JSON object a line',
    vi: 'ghi các sự kiện ra tệp hoặc màn hình, mỗi dòng một đối tượng JSON',
  },
  'cli.outbox.purge': {
    en: 'remove rows; what was not sent is announced to the operations centre',
    vi: 'xóa các dòng; dòng nào chưa gửi sẽ được báo cho trung tâm điều hành',
  },
  'cli.outbox.verify': {
    en: 'read every row and check that all is whole',
    vi: 'đọc từng dòng và kiểm tra dữ liệu có nguyên vẹn không',
  },
  'cli.outbox.stats': {
    en: 'how much waits, how much is kept, and how much is written to the card in a day',
    vi: 'còn bao nhiêu đang chờ, đang lưu bao nhiêu, và mỗi ngày ghi bao nhiêu xuống thẻ nhớ',
  },
  'outbox.flag.lane': {
    en: 'only this lane: alarm, event, state, telemetry, history or media (may be given several times)',
    vi: 'chỉ luồng này: alarm, event, state, telemetry, history hoặc media (có thể ghi nhiều lần)',
  },
  'outbox.flag.source': { en: 'only of this source', vi: 'chỉ của nguồn này' },
  'outbox.flag.from': {
    en: 'from this time on, for example 2026-06-21T08:00:00+07:00, or 2h for two hours ago',
    vi: 'từ thời điểm này, ví dụ 2026-06-21T08:00:00+07:00, hoặc 2h là hai giờ trước',
  },
  'outbox.flag.to': { en: 'up to this time', vi: 'đến thời điểm này' },
  'outbox.flag.from-sequence': { en: 'from this sequence on', vi: 'từ số thứ tự này' },
  'outbox.flag.to-sequence': { en: 'up to this sequence', vi: 'đến số thứ tự này' },
  'outbox.flag.unsent': { en: 'only what waits to be sent', vi: 'chỉ dữ liệu đang chờ gửi' },
  'outbox.flag.sent': { en: 'only what was sent', vi: 'chỉ dữ liệu đã gửi' },
  'outbox.flag.limit': { en: 'at most so many rows', vi: 'nhiều nhất bấy nhiêu dòng' },
  'outbox.flag.out': { en: 'the file to write', vi: 'tệp để ghi ra' },
  'outbox.flag.before': {
    en: 'only rows from before this time (a time, or 7d for seven days ago)',
    vi: 'chỉ các dòng trước thời điểm này (một thời điểm, hoặc 7d là bảy ngày trước)',
  },
  'outbox.flag.yes': { en: 'remove them; without it they are only counted', vi: 'xóa thật; nếu không có thì chỉ đếm' },
  'outbox.arg.event': {
    en: 'the id of an event, or lane/sequence',
    vi: 'mã của sự kiện, hoặc luồng/số thứ tự',
  },
  'outbox.cli.bad-lane': {
    en: '"{found}" is no lane',
    vi: '"{found}" không phải là một luồng',
    hint: { en: 'the lanes are {lanes}', vi: 'các luồng là {lanes}' },
  },
  'outbox.cli.bad-time': {
    en: '"{found}" is no time',
    vi: '"{found}" không phải là thời gian',
    hint: {
      en: 'write 2026-06-21T08:00:00+07:00, or a length of time before now: 90s, 15min, 2h, 7d',
      vi: 'ghi 2026-06-21T08:00:00+07:00, hoặc khoảng thời gian tính lùi từ bây giờ: 90s, 15min, 2h, 7d',
    },
  },
  'outbox.cli.bad-number': {
    en: '"{found}" is no whole number above 0',
    vi: '"{found}" không phải là số nguyên lớn hơn 0',
  },
  'outbox.cli.which': {
    en: 'say which rows: --sent or --unsent, or both',
    vi: 'cần nói rõ loại dòng: --sent hoặc --unsent, hoặc cả hai',
  },
  'outbox.cli.not-found': {
    en: '{name} is not kept',
    vi: '{name} không còn được lưu',
    hint: {
      en: '"haidang outbox list" shows ids; retention and the cap end the keeping of old rows',
      vi: '"haidang outbox list" hiện các mã; dòng cũ bị xóa khi hết hạn lưu hoặc hết chỗ',
    },
  },
  'outbox.cli.gone': {
    en: '{lane} {first} to {last}: {count} rows are no longer kept',
    vi: '{lane} {first} đến {last}: {count} dòng không còn được lưu',
  },
  'outbox.cli.exported': { en: '{count} events written to {file}', vi: 'đã ghi {count} sự kiện vào {file}' },
  'outbox.cli.would-purge': {
    en: '{count} rows would be removed, {unsent} of them not yet sent',
    vi: 'sẽ xóa {count} dòng, trong đó {unsent} dòng chưa gửi',
    hint: { en: 'add --yes to remove them', vi: 'thêm --yes để xóa thật' },
  },
  'outbox.cli.purged': {
    en: '{count} rows removed, {unsent} of them not yet sent: these are announced',
    vi: 'đã xóa {count} dòng, trong đó {unsent} dòng chưa gửi: sẽ được báo cho trung tâm',
  },
  'outbox.cli.whole': {
    en: 'whole: {rows} rows, {unsent} to be sent, {holes} sequences no longer kept in between',
    vi: 'nguyên vẹn: {rows} dòng, {unsent} dòng chờ gửi, {holes} số thứ tự ở giữa không còn lưu',
  },
  'outbox.cli.broken': {
    en: 'not whole: {count} problems in {rows} rows',
    vi: 'không nguyên vẹn: {count} vấn đề trong {rows} dòng',
    hint: {
      en: 'the agent’s own check (nightly, and after an unclean stop) sets a damaged file aside and fetches back what is whole',
      vi: 'chương trình tự kiểm tra hằng đêm và sau mỗi lần dừng đột ngột: tệp hỏng được cất riêng và phần nguyên vẹn được lấy lại',
    },
  },
  'outbox.cli.sent': { en: 'sent', vi: 'đã gửi' },
  'outbox.cli.waits': { en: 'waits', vi: 'chờ gửi' },
  'outbox.cli.lane': { en: 'lane', vi: 'luồng' },
  'outbox.cli.kept': { en: 'kept', vi: 'lưu giữ' },
  'outbox.cli.unsent': { en: 'to be sent', vi: 'chờ gửi' },
  'outbox.cli.evicted': { en: 'given up', vi: 'đã bỏ' },
  'outbox.cli.files': {
    en: 'database {database} MiB ({used} MiB in use), log {wal} MiB, media {media} MiB, damaged databases {damaged} MiB',
    vi: 'cơ sở dữ liệu {database} MiB (đang dùng {used} MiB), nhật ký {wal} MiB, media {media} MiB, tệp hỏng {damaged} MiB',
  },
  'outbox.cli.oldest': {
    en: 'the oldest row that waits is from {time}',
    vi: 'dòng chờ gửi lâu nhất có từ {time}',
  },
  'outbox.cli.flash': {
    en: 'written to the card: {mib} MiB a day, from {bytes} bytes in {minutes} minutes ({by})',
    vi: 'ghi xuống thẻ nhớ: {mib} MiB mỗi ngày, tính từ {bytes} byte trong {minutes} phút ({by})',
  },
  'outbox.cli.by-medium': {
    en: 'what the kernel sent to the medium for the store’s thread',
    vi: 'lượng nhân hệ điều hành ghi xuống thiết bị cho luồng lưu trữ',
  },
  'outbox.cli.by-calls': {
    en: 'what the store’s thread handed to the file system',
    vi: 'lượng luồng lưu trữ chuyển cho hệ thống tệp',
  },
  'outbox.cli.flash-unknown': {
    en: 'bytes written to the card: only an agent that has run for a minute knows them',
    vi: 'số byte ghi xuống thẻ nhớ: chỉ biết khi chương trình đã chạy được một phút',
  },
  'outbox.cli.damaged': {
    en: 'damaged databases set aside: {files}',
    vi: 'các cơ sở dữ liệu hỏng đã cất riêng: {files}',
  },
} as const satisfies Record<string, Text>;
