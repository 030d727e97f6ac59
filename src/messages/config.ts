import type { Text } from './text.ts';

export const configMessages = {
  'config.file-missing': {
    en: 'the file {file} cannot be read: {reason}',
    vi: 'không đọc được tệp {file}: {reason}',
    hint: { en: 'check the path and who may read it', vi: 'kiểm tra lại đường dẫn và quyền đọc tệp' },
  },
  'config.yaml-syntax': {
    en: 'this is not valid YAML: {reason}',
    vi: 'YAML không hợp lệ: {reason}',
    hint: {
      en: 'look at the indentation (spaces, never tabs), at missing colons and at quotes that are not closed',
      vi: 'xem lại thụt đầu dòng (dùng dấu cách, không dùng tab), dấu hai chấm bị thiếu và dấu nháy chưa đóng',
    },
  },
  'config.too-large': {
    en: 'the file has {bytes} bytes; no more than {most} are read',
    vi: 'tệp có {bytes} byte; chỉ đọc tối đa {most} byte',
  },
  'config.not-utf8': {
    en: 'this is not text in UTF-8',
    vi: 'đây không phải văn bản UTF-8',
    hint: {
      en: 'save the file as UTF-8 in the editor; where nobody changed the encoding, the disk may have spoilt it',
      vi: 'hãy lưu tệp ở dạng UTF-8 trong trình soạn thảo; nếu không ai đổi bảng mã thì có thể đĩa đã làm hỏng tệp',
    },
  },
  'config.control-character': {
    en: 'there is a character here that cannot be seen (code {code}, hexadecimal)',
    vi: 'ở đây có một ký tự không nhìn thấy được (mã {code}, hệ thập lục phân)',
    hint: { en: 'delete it, or write the line again', vi: 'hãy xóa ký tự đó, hoặc gõ lại dòng này' },
  },
  'config.unknown-alias': {
    en: '*{name} stands for something that is nowhere above it',
    vi: '*{name} thay cho một phần không có ở phía trên',
    hint: {
      en: 'put text that begins with * in quotes; or name the part meant with &{name} before it',
      vi: 'đặt chữ bắt đầu bằng * trong dấu nháy; hoặc đặt tên &{name} cho phần muốn dùng ở phía trên',
    },
  },
  'config.key-not-text': {
    en: 'a key is a word, and this is a list or a group of keys',
    vi: 'khóa phải là một từ, đây lại là danh sách hoặc nhóm khóa',
  },
  'config.aliases': {
    en: 'the parts named with & and * stand in themselves, or are put in more than {most} times',
    vi: 'các phần đặt tên bằng & và * tự chứa chính nó, hoặc được chèn quá {most} lần',
  },
  'config.too-deep': {
    en: 'the lists and groups of keys are nested too deeply',
    vi: 'các danh sách và nhóm khóa lồng nhau quá sâu',
  },
  'config.more-mistakes': { en: '{count} more mistakes are not shown', vi: 'còn {count} lỗi nữa không hiển thị' },
  'config.empty': {
    en: 'the file is empty',
    vi: 'tệp trống',
    hint: {
      en: 'start from a file of config/examples/ and change it',
      vi: 'hãy bắt đầu từ một tệp trong config/examples/ rồi sửa lại',
    },
  },
  'config.duplicate-key': {
    en: 'the key "{key}" stands here twice',
    vi: 'khóa "{key}" bị ghi hai lần ở đây',
    hint: { en: 'keep one of the two', vi: 'chỉ giữ lại một trong hai' },
  },
  'config.unknown-key': {
    en: 'unknown key "{found}"; allowed here: {allowed}',
    vi: 'khóa "{found}" không được biết đến; ở đây chỉ cho phép: {allowed}',
    hint: { en: 'remove it, or correct its spelling', vi: 'xóa khóa này hoặc sửa lại chính tả' },
  },
  'config.unknown-key-near': {
    en: 'unknown key "{found}"; allowed here: {allowed}',
    vi: 'khóa "{found}" không được biết đến; ở đây chỉ cho phép: {allowed}',
    hint: { en: 'did you mean "{near}"?', vi: 'có phải ý bạn là "{near}"?' },
  },
  'config.missing-key': {
    en: 'the key "{key}" is missing here',
    vi: 'thiếu khóa "{key}" ở đây',
    hint: { en: 'add a line "{key}: …" ({expected})', vi: 'thêm một dòng "{key}: …" ({expected})' },
  },
  'config.wrong-type': {
    en: 'found {found} where {expected} is expected',
    vi: 'gặp {found} trong khi cần {expected}',
    hint: { en: 'write {expected} here', vi: 'hãy ghi {expected} vào đây' },
  },
  'config.not-one-of': {
    en: '"{found}" is not allowed here; allowed: {allowed}',
    vi: '"{found}" không được phép ở đây; cho phép: {allowed}',
    hint: { en: 'choose one of: {allowed}', vi: 'chọn một trong: {allowed}' },
  },
  'config.not-one-of-near': {
    en: '"{found}" is not allowed here; allowed: {allowed}',
    vi: '"{found}" không được phép ở đây; cho phép: {allowed}',
    hint: { en: 'did you mean "{near}"?', vi: 'có phải ý bạn là "{near}"?' },
  },
  'config.too-small': {
    en: '{found} is too small: at least {limit} is needed',
    vi: '{found} quá nhỏ: cần ít nhất {limit}',
    hint: { en: 'write a value of {limit} or more', vi: 'ghi một giá trị từ {limit} trở lên' },
  },
  'config.too-big': {
    en: '{found} is too big: at most {limit} is allowed',
    vi: '{found} quá lớn: tối đa là {limit}',
    hint: { en: 'write a value of {limit} or less', vi: 'ghi một giá trị từ {limit} trở xuống' },
  },
  'config.bad-format': {
    en: '"{found}" is not {expected}',
    vi: '"{found}" không phải là {expected}',
    hint: { en: 'write it like this: {example}', vi: 'hãy ghi theo mẫu: {example}' },
  },
  'config.invalid': {
    en: 'this value is not allowed: {reason}',
    vi: 'giá trị này không được phép: {reason}',
  },
  'config.duplicate-id': {
    en: 'the {what} id "{id}" is used twice (first at {first})',
    vi: 'mã {what} "{id}" được dùng hai lần (lần đầu ở {first})',
    hint: { en: 'give each its own id', vi: 'đặt mã riêng cho từng mục' },
  },
  'config.unknown-name': {
    en: 'there is no {what} named "{found}"; known: {allowed}',
    vi: 'không có {what} nào tên "{found}"; đã biết: {allowed}',
    hint: {
      en: 'correct the name or add it to the site file',
      vi: 'sửa lại tên hoặc khai báo thêm trong tệp cấu hình',
    },
  },
  'config.unknown-name-near': {
    en: 'there is no {what} named "{found}"; known: {allowed}',
    vi: 'không có {what} nào tên "{found}"; đã biết: {allowed}',
    hint: { en: 'did you mean "{near}"?', vi: 'có phải ý bạn là "{near}"?' },
  },
  'config.secret-in-yaml': {
    en: 'a password stands in the file itself',
    vi: 'mật khẩu được ghi thẳng trong tệp',
    hint: {
      en: 'put it into a file or an environment variable and write ${file:/run/secrets/NAME} or ${env:NAME} here',
      vi: 'hãy để mật khẩu trong tệp riêng hoặc biến môi trường, rồi ghi ${file:/run/secrets/TEN} hoặc ${env:TEN} vào đây',
    },
  },
  'config.secret-missing': {
    en: 'the secret {ref} cannot be read: {reason}',
    vi: 'không đọc được bí mật {ref}: {reason}',
    hint: {
      en: 'set the variable, or create the file (mode 0600), before the agent starts',
      vi: 'đặt biến môi trường hoặc tạo tệp (quyền 0600) trước khi chạy',
    },
  },
} as const satisfies Record<string, Text>;
