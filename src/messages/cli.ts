import type { Text } from './text.ts';

export const cliMessages = {
  'cli.description': {
    en: 'Hải Đăng: reads sensors, watches cameras, dims street lamps, and loses nothing on the way to the operations centre.',
    vi: 'Hải Đăng: đọc cảm biến, theo dõi camera, điều khiển đèn đường và không để mất dữ liệu trên đường về trung tâm điều hành.',
  },
  'cli.exit-codes': {
    en: 'Exit codes: 0 fine, 1 the input or the site is wrong, 2 wrong usage, 3 something failed at run time.',
    vi: 'Mã thoát: 0 tốt, 1 dữ liệu vào hoặc cấu hình sai, 2 dùng sai cú pháp, 3 có lỗi khi đang chạy.',
  },
  'cli.title.usage': { en: 'Usage:', vi: 'Cách dùng:' },
  'cli.title.options': { en: 'Options:', vi: 'Tùy chọn:' },
  'cli.title.commands': { en: 'Commands:', vi: 'Các lệnh:' },
  'cli.title.arguments': { en: 'Arguments:', vi: 'Tham số:' },
  'cli.flag.version': { en: 'print the version', vi: 'in phiên bản' },
  'cli.flag.help': { en: 'explain the command', vi: 'giải thích lệnh' },
  'cli.flag.lang': {
    en: 'language of the messages: en or vi (default: from LANG)',
    vi: 'ngôn ngữ của thông báo: en hoặc vi (mặc định: theo LANG)',
  },
  'cli.flag.json': { en: 'print data for programs', vi: 'in dữ liệu cho chương trình đọc' },
  'cli.flag.config': { en: 'the site file', vi: 'tệp cấu hình của điểm lắp đặt' },
  'cli.flag.data': {
    en: 'folder of the agent’s data (default: $HAIDANG_DATA, else /var/lib/haidang)',
    vi: 'thư mục dữ liệu của chương trình (mặc định: $HAIDANG_DATA, nếu không có thì /var/lib/haidang)',
  },
  'cli.example': { en: 'Example:', vi: 'Ví dụ:' },
  'cli.run': {
    en: 'run the agent of a site until it is told to stop',
    vi: 'chạy chương trình cho một điểm lắp đặt đến khi được yêu cầu dừng',
  },
  'cli.run.log-level': { en: 'debug, info, warn or error', vi: 'debug, info, warn hoặc error' },
  'cli.run.started': { en: 'running with {file}; data in {data}', vi: 'đang chạy với {file}; dữ liệu ở {data}' },
  'cli.run.laggards': { en: 'these parts did not end in time: {parts}', vi: 'các phần sau không dừng kịp: {parts}' },
  'cli.check': {
    en: 'check a site file, its device profiles and its models, and explain every mistake',
    vi: 'kiểm tra tệp cấu hình, hồ sơ thiết bị và mô hình, giải thích từng lỗi',
  },
  'cli.check.fine': {
    en: '{file} is fine: {devices} devices, {cameras} cameras, {lamps} lamps',
    vi: '{file} hợp lệ: {devices} thiết bị, {cameras} camera, {lamps} đèn',
  },
  'cli.check.count': { en: '{errors} errors, {warnings} warnings', vi: '{errors} lỗi, {warnings} cảnh báo' },
  'cli.check.error': { en: 'error', vi: 'lỗi' },
  'cli.check.warning': { en: 'warning', vi: 'cảnh báo' },
  'cli.schema': {
    en: 'print the JSON Schema of the site file, so that an editor completes and explains it',
    vi: 'in JSON Schema của tệp cấu hình để trình soạn thảo gợi ý và giải thích',
  },
  'cli.schema.profile': { en: 'the schema of a device profile instead', vi: 'schema của hồ sơ thiết bị' },
  'cli.schema.model-card': { en: 'the schema of a model card instead', vi: 'schema của thẻ mô hình' },
  'cli.status': { en: 'ask the running agent how it is', vi: 'hỏi tình trạng của chương trình đang chạy' },
  'cli.models': { en: 'list, verify and add detection models', vi: 'liệt kê, kiểm tra và thêm mô hình nhận dạng' },
  'cli.replay': {
    en: 'run a camera’s rules on a video file and print the events',
    vi: 'chạy các luật của camera trên một tệp video và in sự kiện',
  },
  'cli.demo': {
    en: 'show the main job on a simulated field',
    vi: 'trình diễn công việc chính trên hiện trường mô phỏng',
  },
} as const satisfies Record<string, Text>;
