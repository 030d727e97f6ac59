import type { Text } from './text.ts';

/** What is said of a value of another kind than the one that stands there, each with the way to write the same value right. */
export const valuesMessages = {
  'config.nothing': {
    en: 'there is nothing behind the colon; {expected} is expected',
    vi: 'sau dấu hai chấm không có gì; cần {expected}',
    hint: {
      en: 'write {expected} there, or remove the line; text behind a # is a comment: put it in quotes where it is meant',
      vi: 'hãy ghi {expected} vào đó, hoặc xóa dòng này; chữ sau dấu # là chú thích: nếu cần thì đặt trong dấu nháy',
    },
  },
  'config.needs-quotes': {
    en: 'found {found} where text is expected',
    vi: 'gặp {found} trong khi cần chữ',
    hint: { en: 'put it in quotes: "{text}"', vi: 'hãy đặt trong dấu nháy: "{text}"' },
  },
  'config.number-and-more': {
    en: 'found the text "{found}" where a number alone is expected',
    vi: 'gặp chữ "{found}" trong khi chỉ cần một số',
    hint: { en: 'write only the number: {number}', vi: 'chỉ ghi số: {number}' },
  },
  'config.comma-in-text': {
    en: 'within braces a comma ends the value before it: of "{found}" only the part before the comma is read here',
    vi: 'trong dấu ngoặc nhọn, dấu phẩy kết thúc giá trị đứng trước nó: trong "{found}" chỉ phần trước dấu phẩy được đọc vào đây',
    hint: {
      en: 'put one text in quotes: {quoted}; put several values in brackets: {list}',
      vi: 'nếu là một đoạn chữ, hãy đặt trong dấu nháy: {quoted}; nếu là nhiều giá trị, hãy đặt trong ngoặc vuông: {list}',
    },
  },
  'config.comma-of-lists': {
    en: 'within braces a comma ends the list before it, and what follows has no key',
    vi: 'trong dấu ngoặc nhọn, dấu phẩy kết thúc danh sách đứng trước nó, và phần sau không có khóa',
    hint: { en: 'put brackets around all of it: {text}', vi: 'hãy đặt ngoặc vuông quanh tất cả: {text}' },
  },
  'config.letter-for-digit': {
    en: 'in "{found}" stands the letter {letter} where the digit {digit} is meant',
    vi: 'trong "{found}" có chữ cái {letter} ở chỗ lẽ ra là chữ số {digit}',
    hint: { en: 'write it with digits alone: {number}', vi: 'hãy ghi toàn bằng chữ số: {number}' },
  },
  'config.hexadecimal': {
    en: 'found the text "{found}" where a number is expected; hexadecimal numbers begin with 0x',
    vi: 'gặp chữ "{found}" trong khi cần một số; số thập lục phân phải bắt đầu bằng 0x',
    hint: {
      en: 'write {hex} without quotes if it is hexadecimal; of a decimal number only its digits',
      vi: 'nếu là số thập lục phân, hãy ghi {hex}, không có dấu nháy; nếu là số thập phân thì chỉ ghi các chữ số',
    },
  },
  'config.thousands-point': {
    en: '{found} is no whole number here: the point begins decimals',
    vi: '{found} ở đây không phải số nguyên: dấu chấm dùng cho phần thập phân',
    hint: {
      en: 'write it without a sign between thousands: {whole}',
      vi: 'hãy ghi liền, không có dấu ngăn hàng nghìn: {whole}',
    },
  },
  'config.per-cent-of-share': {
    en: '{found} is too big: it is a share from 0 to 1, at most {limit}, and not per cent',
    vi: '{found} quá lớn: ở đây ghi tỉ lệ từ 0 đến 1, tối đa {limit}, không ghi phần trăm',
    hint: { en: 'write {share} for {found} %', vi: 'hãy ghi {share} cho {found} %' },
  },
  'config.needs-boolean': {
    en: 'found {found} where true or false is expected',
    vi: 'gặp {found} trong khi cần true hoặc false',
    hint: { en: 'write {meant}, without quotes', vi: 'hãy ghi {meant}, không có dấu nháy' },
  },
  'config.needs-list': {
    en: 'found {found} where a list is expected',
    vi: 'gặp {found} trong khi cần một danh sách',
    hint: { en: 'write it in brackets: [{text}]', vi: 'hãy đặt trong ngoặc vuông: [{text}]' },
  },
  'config.needs-dash': {
    en: 'found a group of keys where a list of such groups is expected',
    vi: 'gặp một nhóm khóa trong khi cần danh sách các nhóm như vậy',
    hint: {
      en: 'begin each entry with "- ": "- {first}: …", its other keys below in the same column as "{first}"',
      vi: 'mỗi mục bắt đầu bằng "- ": "- {first}: …", các khóa khác của mục nằm bên dưới, cùng cột với "{first}"',
    },
  },
  'config.needs-dash-id': {
    en: 'found a group of keys where a list of groups is expected, each with its "id"',
    vi: 'gặp một nhóm khóa trong khi cần danh sách các nhóm, mỗi nhóm có "id" riêng',
    hint: {
      en: 'begin each entry with "- id: {first}", its other keys below in the same column as "id"',
      vi: 'mỗi mục bắt đầu bằng "- id: {first}", các khóa khác của mục nằm bên dưới, cùng cột với "id"',
    },
  },
  'config.needs-group': {
    en: 'found {found} where a group of "key: value" lines is expected',
    vi: 'gặp {found} trong khi cần một nhóm dòng "khóa: giá trị"',
    hint: { en: 'write it like this: {example}', vi: 'hãy ghi theo mẫu: {example}' },
  },
  'config.no-brackets': {
    en: 'found a list where {expected} is expected',
    vi: 'gặp một danh sách trong khi cần {expected}',
    hint: {
      en: 'write it without brackets and without "- ": {text}',
      vi: 'hãy ghi không có ngoặc và không có "- ": {text}',
    },
  },
  'config.secret-form': {
    en: 'a place of a password is written ${file:/path} or ${env:NAME}, and this is neither',
    vi: 'nơi cất mật khẩu phải ghi là ${file:/đường-dẫn} hoặc ${env:TÊN}, và đây không phải dạng nào',
    hint: {
      en: 'write ${file:/run/secrets/NAME} or ${env:NAME}, with the $ and both braces',
      vi: 'hãy ghi ${file:/run/secrets/TEN} hoặc ${env:TEN}, đủ dấu $ và hai dấu ngoặc nhọn',
    },
  },
  'config.key-outside': {
    en: 'the key "{found}" stands too far inside: it is one of {place}',
    vi: 'khóa "{found}" thụt vào quá sâu: nó thuộc về {place}',
    hint: {
      en: 'let the line begin in the same column as the other keys of {place}',
      vi: 'hãy cho dòng này bắt đầu cùng cột với các khóa khác của {place}',
    },
  },
  'config.key-inside': {
    en: 'the key "{found}" stands too far outside: it is one of "{place}"',
    vi: 'khóa "{found}" nằm quá ra ngoài: nó thuộc về "{place}"',
    hint: {
      en: 'put it below "{place}:", further in; where that has braces, within them',
      vi: 'hãy đặt nó bên dưới "{place}:", thụt vào trong; nếu nó dùng ngoặc nhọn thì ghi bên trong ngoặc',
    },
  },
  'config.keys-inside': {
    en: 'the keys {found} stand too far outside: they are of "{place}"',
    vi: 'các khóa {found} nằm quá ra ngoài: chúng thuộc về "{place}"',
    hint: {
      en: 'put them below "{place}:", further in; where that has braces, within them',
      vi: 'hãy đặt chúng bên dưới "{place}:", thụt vào trong; nếu nó dùng ngoặc nhọn thì ghi bên trong ngoặc',
    },
  },
  'config.key-of-other-kind': {
    en: '{discriminator} is "{kind}", which has no {keys}; {others} has',
    vi: '{discriminator} là "{kind}", loại này không có {keys}; {others} thì có',
    hint: {
      en: 'if that is meant, write {discriminator}: {others}; else remove {keys}',
      vi: 'nếu đúng là loại đó, hãy ghi {discriminator}: {others}; nếu không, hãy xóa {keys}',
    },
  },
  'config.dash-of-prose': {
    en: 'the line begins with "{char}", a dash of prose and no minus sign',
    vi: 'dòng này bắt đầu bằng "{char}", là gạch ngang của văn bản chứ không phải dấu trừ',
    hint: {
      en: 'write - with the key of the minus sign, and a space',
      vi: 'hãy gõ - bằng phím dấu trừ, kèm một dấu cách',
    },
  },
  'config.dash-missing': {
    en: 'the "- " before this entry is missing',
    vi: 'thiếu dấu "- " ở đầu mục này',
    hint: {
      en: 'write "- " before it, in the same column as those of the other entries',
      vi: 'hãy ghi "- " ở đầu, cùng cột với dấu "- " của các mục khác',
    },
  },
  'config.bracket-too-much': {
    en: 'the bracket {close} closes nothing here',
    vi: 'dấu ngoặc {close} ở đây bị thừa, không đóng dấu nào',
    hint: {
      en: 'remove it, or open it with {open} where it begins',
      vi: 'hãy xóa nó, hoặc mở bằng {open} ở chỗ bắt đầu',
    },
  },
  'config.dash-no-space': {
    en: 'the space after "-" is missing',
    vi: 'thiếu dấu cách sau "-"',
    hint: { en: 'write "- {rest}"', vi: 'hãy ghi "- {rest}"' },
  },
} as const satisfies Readonly<Record<string, Text>>;
