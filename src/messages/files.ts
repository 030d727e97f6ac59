import type { Text } from './text.ts';

/** What is said of a file that cannot be read, or is not the one that was wanted. */
export const filesMessages = {
  'config.file-missing': {
    en: 'the file {file} cannot be read: {reason}',
    vi: 'không đọc được tệp {file}: {reason}',
    hint: { en: 'check the path and who may read it', vi: 'kiểm tra lại đường dẫn và quyền đọc tệp' },
  },
  'config.too-large': {
    en: 'the file has {bytes} bytes; no more than {most} are read',
    vi: 'tệp có {bytes} byte; chỉ đọc tối đa {most} byte',
    hint: {
      en: 'is it the right file? That of a site is a small text',
      vi: 'đã đúng tệp chưa? Tệp cấu hình là văn bản nhỏ',
    },
  },
  'config.not-utf8': {
    en: 'this is not text in UTF-8',
    vi: 'đây không phải văn bản UTF-8',
    hint: {
      en: 'save the file as UTF-8 in the editor (not as ANSI, Windows-1258 or TCVN3); where nobody changed the encoding, the disk may have spoilt it',
      vi: 'hãy lưu tệp ở dạng UTF-8 trong trình soạn thảo (không dùng ANSI, Windows-1258, TCVN3); nếu không ai đổi bảng mã thì có thể đĩa đã làm hỏng tệp',
    },
  },
  'config.empty': {
    en: 'the file is empty',
    vi: 'tệp trống',
    hint: {
      en: 'start from a file of config/examples/ and change it',
      vi: 'hãy bắt đầu từ một tệp trong config/examples/ rồi sửa lại',
    },
  },
  'config.no-such-file': {
    en: 'there is no file {file}',
    vi: 'không có tệp {file}',
    hint: {
      en: 'check the path; a name without a folder is looked for in the folder you are in',
      vi: 'hãy kiểm tra lại đường dẫn; tên không kèm thư mục được tìm trong thư mục hiện tại',
    },
  },
  'config.no-such-file-near': {
    en: 'there is no file {file}',
    vi: 'không có tệp {file}',
    hint: { en: 'did you mean {near}?', vi: 'có phải ý bạn là {near}?' },
  },
  'config.file-forbidden': {
    en: 'the file {file} may not be read by this user',
    vi: 'người dùng này không có quyền đọc tệp {file}',
    hint: {
      en: 'run the command with sudo, or give the right to read: sudo chmod o+r {file}',
      vi: 'hãy chạy lệnh với sudo, hoặc cấp quyền đọc: sudo chmod o+r {file}',
    },
  },
  'config.is-folder': {
    en: '{file} is a folder',
    vi: '{file} là một thư mục',
    hint: {
      en: 'name a file in it, for example {near}',
      vi: 'hãy ghi tên một tệp trong đó, ví dụ {near}',
    },
  },
  'config.no-regular-file': {
    en: '{file} is no file but a device',
    vi: '{file} không phải tệp mà là thiết bị',
    hint: {
      en: 'name a YAML file, for example /etc/haidang/site.yaml',
      vi: 'hãy ghi tên một tệp YAML, ví dụ /etc/haidang/site.yaml',
    },
  },
  'config.other-file': {
    en: 'this is {what}, and no YAML file',
    vi: 'đây là {what}, không phải tệp YAML',
    hint: {
      en: 'name the site file, for example /etc/haidang/site.yaml; it is plain text, made in a text editor',
      vi: 'hãy ghi đúng tệp cấu hình, ví dụ /etc/haidang/site.yaml; đó là tệp văn bản thuần, soạn bằng trình soạn thảo',
    },
  },
  'config.utf16': {
    en: 'the file is saved in UTF-16 (Windows calls it "Unicode")',
    vi: 'tệp được lưu ở dạng UTF-16 (Windows gọi là "Unicode")',
    hint: {
      en: 'open it in the editor and save it with the encoding UTF-8',
      vi: 'hãy mở trong trình soạn thảo rồi lưu lại với bảng mã (Encoding) UTF-8',
    },
  },
  'config.carriage-returns': {
    en: 'the lines of this file end with a carriage return alone, as on old Macintoshes',
    vi: 'các dòng của tệp chỉ kết thúc bằng ký tự CR, như trên máy Macintosh cũ',
    hint: {
      en: 'save it with line ends LF (Unix) or CRLF (Windows)',
      vi: 'hãy lưu lại với kiểu xuống dòng LF (Unix) hoặc CRLF (Windows)',
    },
  },
  'config.other-kind': {
    en: 'this is {what}, and no site file',
    vi: 'đây là {what}, không phải tệp cấu hình của trạm',
    hint: {
      en: '{remedy}; a site file has "version:" and "gateway:" at its beginning',
      vi: '{remedy}; tệp cấu hình của trạm bắt đầu bằng "version:" và "gateway:"',
    },
  },
  'config.no-site': {
    en: 'this is no site file: nobody here knows any of its keys ({found})',
    vi: 'đây không phải tệp cấu hình của trạm: không khóa nào của nó được biết đến ({found})',
    hint: {
      en: 'name the site file; or start a new one from a file of config/examples/',
      vi: 'hãy ghi đúng tệp cấu hình; hoặc tạo tệp mới từ một tệp trong config/examples/',
    },
  },
  'config.no-keys': {
    en: 'found {found} where the file should hold "key: value" lines',
    vi: 'gặp {found} trong khi tệp phải gồm các dòng "khóa: giá trị"',
    hint: {
      en: 'is it the right file? A file of config/examples/ shows the form',
      vi: 'đã đúng tệp chưa? Xem mẫu trong config/examples/',
    },
  },
  'config.size-unit': {
    en: '"{found}" has another unit than KiB, MiB or GiB right behind its number',
    vi: '"{found}" không dùng đơn vị KiB, MiB hoặc GiB viết liền sau số',
    hint: { en: 'write it like this: {example}', vi: 'hãy ghi theo mẫu: {example}' },
  },
  'config.cap-above-disk': {
    en: '{found} is more than the whole disk of {folder} has on this machine ({disk})',
    vi: '{found} lớn hơn toàn bộ dung lượng đĩa chứa {folder} trên máy này ({disk})',
    hint: {
      en: 'write less than half of the disk: it must never be full',
      vi: 'hãy ghi ít hơn một nửa dung lượng đĩa: không bao giờ được để đĩa đầy',
    },
  },
} as const satisfies Readonly<Record<string, Text>>;
