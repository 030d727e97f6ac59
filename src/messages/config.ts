import type { Text } from './text.ts';

export const configMessages = {
  'config.yaml-syntax': {
    en: 'this is not valid YAML: {reason}',
    vi: 'YAML không hợp lệ: {reason}',
    hint: {
      en: 'look at the indentation (spaces, never tabs), at missing colons and at quotes that are not closed',
      vi: 'xem lại thụt đầu dòng (dùng dấu cách, không dùng tab), dấu hai chấm bị thiếu và dấu nháy chưa đóng',
    },
  },
  'config.yaml-tab': {
    en: 'a tab stands at the beginning of the line',
    vi: 'đầu dòng có ký tự tab',
    hint: { en: 'write spaces in place of the tab', vi: 'hãy thay tab bằng dấu cách' },
  },
  'config.yaml-indent': {
    en: 'the indentation does not fit the lines around it',
    vi: 'thụt đầu dòng không khớp với các dòng xung quanh',
    hint: {
      en: 'let all keys of one group, and all "- " of one list, begin in the same column; look at the line above too, and whether a line like "uplink:" is missing there',
      vi: 'mọi khóa của một nhóm, mọi dấu "- " của một danh sách phải bắt đầu ở cùng một cột; xem cả dòng phía trên, và xem có thiếu dòng như "uplink:" ở đó không',
    },
  },
  'config.yaml-no-colon': {
    en: 'here is a key without a colon and a value',
    vi: 'ở đây có một khóa thiếu dấu hai chấm và giá trị',
    hint: {
      en: 'write "key: value", with a colon and a space; a comment begins with #',
      vi: 'hãy ghi "khóa: giá trị", có dấu hai chấm và một dấu cách; chú thích bắt đầu bằng #',
    },
  },
  'config.yaml-colon': {
    en: 'this value holds a colon and a space, as if it were a key itself',
    vi: 'giá trị này chứa dấu hai chấm và dấu cách, như thể nó lại là một khóa',
    hint: {
      en: 'put text with ": " in quotes; write each key in a line of its own; a comment begins with #',
      vi: 'đặt chữ có ": " trong dấu nháy; mỗi khóa một dòng riêng; chú thích bắt đầu bằng #',
    },
  },
  'config.yaml-comma': {
    en: 'a comma is missing here',
    vi: 'ở đây thiếu dấu phẩy',
    hint: {
      en: 'within brackets put a comma after each entry; put text with ": " in quotes',
      vi: 'trong dấu ngoặc hãy đặt dấu phẩy sau mỗi mục; đặt chữ có ": " trong dấu nháy',
    },
  },
  'config.yaml-start': {
    en: 'a value cannot begin with {char}',
    vi: 'giá trị không thể bắt đầu bằng {char}',
    hint: { en: 'put the whole value in quotes', vi: 'đặt toàn bộ giá trị trong dấu nháy' },
  },
  'config.yaml-escape': {
    en: 'within "double quotes" a backslash begins a special character, and this one is not known',
    vi: 'trong "nháy kép", dấu \\ bắt đầu một ký tự đặc biệt, và ký tự này không được biết đến',
    hint: { en: "use 'single quotes' here", vi: "hãy dùng 'nháy đơn' ở đây" },
  },
  'config.yaml-two': {
    en: 'a second document begins here, after a line "---" or "..."',
    vi: 'ở đây bắt đầu một tài liệu thứ hai, sau dòng "---" hoặc "..."',
    hint: {
      en: 'remove that line and what is too much: a file holds one document',
      vi: 'xóa dòng đó và phần thừa: mỗi tệp chỉ chứa một tài liệu',
    },
  },
  'config.yaml-unexpected': {
    en: 'this does not belong here: the value or the group has ended before it',
    vi: 'phần này không thuộc về đây: giá trị hoặc nhóm đã kết thúc trước đó',
    hint: {
      en: 'is a comma missing before it? Else remove what is too much (a bracket, a quote), or put the whole value in quotes',
      vi: 'có thiếu dấu phẩy ở phía trước không? Nếu không, hãy xóa phần thừa (dấu ngoặc, dấu nháy), hoặc đặt toàn bộ giá trị trong dấu nháy',
    },
  },
  'config.yaml-unclosed': {
    en: 'what begins here with {mark} is not closed',
    vi: 'phần bắt đầu ở đây bằng {mark} chưa được đóng',
    hint: { en: 'write {close} where it ends', vi: 'hãy ghi {close} ở chỗ kết thúc' },
  },
  'config.odd-blank': {
    en: 'there is a character here that looks like a space and is none (code {code}, hexadecimal)',
    vi: 'ở đây có một ký tự trông giống dấu cách nhưng không phải (mã {code}, hệ thập lục phân)',
    hint: {
      en: 'it came with pasted text: delete it and type the space again, or no space at all',
      vi: 'ký tự này đến từ văn bản dán vào: hãy xóa đi và gõ lại dấu cách, hoặc bỏ hẳn',
    },
  },
  'config.wide-character': {
    en: 'the character "{char}" is a wide form of "{plain}" and not the same',
    vi: 'ký tự "{char}" là dạng toàn góc của "{plain}", không phải cùng một ký tự',
    hint: { en: 'write {plain}', vi: 'hãy ghi {plain}' },
  },
  'config.curly-quote': {
    en: 'the curly quote {char} is a letter here and quotes nothing',
    vi: 'dấu nháy cong {char} ở đây chỉ là một chữ cái, không phải dấu nháy',
    hint: {
      en: 'write straight quotes: " or \'',
      vi: 'hãy ghi dấu nháy thẳng: " hoặc \'',
    },
  },
  'config.decimal-comma': {
    en: '{found} is written with a decimal comma',
    vi: '{found} dùng dấu phẩy thập phân',
    hint: { en: 'write it with a point: {point}', vi: 'hãy ghi bằng dấu chấm: {point}' },
  },
  'config.thousands-comma': {
    en: '{found} is written with a comma: it may be {whole} or {point}',
    vi: '{found} có dấu phẩy: có thể hiểu là {whole} hoặc {point}',
    hint: {
      en: 'write {whole}, without a sign between thousands, or {point} with a decimal point',
      vi: 'ghi {whole}, không có dấu ngăn hàng nghìn, hoặc {point} với dấu chấm thập phân',
    },
  },
  'config.quoted-number': {
    en: 'found the text "{found}" where a number is expected',
    vi: 'gặp chữ "{found}" trong khi cần một số',
    hint: { en: 'remove the quotes: {found}', vi: 'hãy bỏ dấu nháy: {found}' },
  },
  'config.key-no-space': {
    en: 'the space after "{key}:" is missing',
    vi: 'thiếu dấu cách sau "{key}:"',
    hint: { en: 'write "{fixed}"', vi: 'hãy ghi "{fixed}"' },
  },
  'config.merge-key': {
    en: 'the merge key << of older YAML is not known here',
    vi: 'khóa gộp << của YAML cũ không được hỗ trợ ở đây',
    hint: { en: 'write the keys out', vi: 'hãy ghi đầy đủ các khóa' },
  },
  'config.list-length': {
    en: 'found {found} where a list of {limit} is expected',
    vi: 'gặp {found} trong khi cần danh sách {limit} mục',
    hint: { en: 'write a list of {limit}', vi: 'hãy ghi danh sách {limit} mục' },
  },
  'config.list-length-like': {
    en: 'found {found} where a list of {limit} is expected',
    vi: 'gặp {found} trong khi cần danh sách {limit} mục',
    hint: { en: 'write it like this: {example}', vi: 'hãy ghi theo mẫu: {example}' },
  },
  'config.list-of-commas': {
    en: 'found {found} where at most {limit} numbers are expected',
    vi: 'gặp {found} trong khi chỉ được tối đa {limit} số',
    hint: {
      en: 'a comma separates numbers; write decimals with a point: 0.5, not 0,5',
      vi: 'dấu phẩy dùng để tách các số; phần thập phân ghi bằng dấu chấm: 0.5, không phải 0,5',
    },
  },
  'config.text-empty': {
    en: 'there is nothing between the quotes',
    vi: 'giữa hai dấu nháy không có gì',
    hint: { en: 'write a text here, or remove the line', vi: 'hãy ghi nội dung vào đây, hoặc xóa dòng này' },
  },
  'config.text-short': {
    en: '"{found}" has {length} characters; at least {limit} are needed',
    vi: '"{found}" có {length} ký tự; cần ít nhất {limit}',
    hint: { en: 'write a longer text', vi: 'hãy ghi dài hơn' },
  },
  'config.text-long': {
    en: '"{found}" has {length} characters; at most {limit} are allowed',
    vi: '"{found}" có {length} ký tự; tối đa là {limit}',
    hint: { en: 'write a shorter text', vi: 'hãy ghi ngắn hơn' },
  },
  'config.not-above': {
    en: '{found} is too small: it must be more than {limit}',
    vi: '{found} quá nhỏ: phải lớn hơn {limit}',
    hint: { en: 'write a value above {limit}', vi: 'ghi một giá trị lớn hơn {limit}' },
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
  'config.unknown-name-file': {
    en: 'there is no {what} named "{found}"; known: {allowed}',
    vi: 'không có {what} nào tên "{found}"; đã biết: {allowed}',
    hint: { en: 'choose one of these, {where}', vi: 'chọn một trong các tên này, {where}' },
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
      en: 'set the variable, or create the file (mode 0600, of the user of the agent), before the agent starts',
      vi: 'đặt biến môi trường hoặc tạo tệp (quyền 0600, thuộc người dùng chạy agent) trước khi chạy',
    },
  },
} as const satisfies Record<string, Text>;
