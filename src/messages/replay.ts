import type { Text } from './text.ts';

/** The command `replay` on a recorded track file. */
export const replayMessages = {
  'replay.tracks': {
    en: 'track file that takes the place of the camera and of its model: a line of JSON a frame, as "haidang simulate scene --truth" writes it',
    vi: 'tệp vết chuyển động dùng thay cho camera và mô hình: mỗi khung hình một dòng JSON, như "haidang simulate scene --truth" ghi ra',
  },
  'replay.truth': {
    en: 'what really happened, as "haidang simulate scene --violations" writes it: prints precision and recall of each rule (with --tracks; a rule is held against the watch that has its id)',
    vi: 'những gì thực sự đã xảy ra, như "haidang simulate scene --violations" ghi ra: in độ chính xác và độ phủ của từng luật (dùng với --tracks; luật được so với mục theo dõi cùng mã)',
  },
  'replay.size': {
    en: 'size in pixels of the pictures that the track file was made from (default: what its first line says, else 960x540)',
    vi: 'kích thước (pixel) của khung hình đã tạo ra tệp vết chuyển động (mặc định: theo dòng đầu của tệp, nếu không có thì 960x540)',
  },
  'replay.overlay': {
    en: 'video of what the rules see: boxes, ids, trails, zones, signals, events (default: none is made)',
    vi: 'video hiển thị những gì các luật nhìn thấy: khung, mã, vết, vùng, đèn tín hiệu, sự kiện (mặc định: không tạo)',
  },
  'replay.one-input': {
    en: 'replay needs either --video or --tracks, and --truth goes with --tracks',
    vi: 'lệnh replay cần đúng một trong hai: --video hoặc --tracks; --truth chỉ dùng cùng --tracks',
    hint: {
      en: 'name one input, for example: --tracks tracks.jsonl --truth happenings.jsonl',
      vi: 'chọn một đầu vào, ví dụ: --tracks tracks.jsonl --truth happenings.jsonl',
    },
  },
  'replay.bad-size': {
    en: '"{found}" is no size',
    vi: '"{found}" không phải là kích thước hợp lệ',
    hint: {
      en: 'write width x height in pixels, like 960x540',
      vi: 'ghi chiều rộng x chiều cao theo pixel, ví dụ 960x540',
    },
  },
  'replay.bad-line': {
    en: '{file}, line {line}, cannot be read: {reason}',
    vi: 'không đọc được {file}, dòng {line}: {reason}',
    hint: {
      en: 'each line is one JSON object as "haidang simulate scene" writes it; make the file anew',
      vi: 'mỗi dòng là một đối tượng JSON như "haidang simulate scene" ghi ra; hãy tạo lại tệp',
    },
  },
  'replay.score': {
    en: '{rule}: precision {precision}, recall {recall} ({right} right of {said} said, {happened} happened, {taken} of {near} near misses taken)',
    vi: '{rule}: độ chính xác {precision}, độ phủ {recall} ({right} đúng trong {said} lần báo, {happened} lần thực sự xảy ra, {taken} trên {near} trường hợp suýt vi phạm bị báo nhầm)',
  },
} as const satisfies Record<string, Text>;
