import type { Text } from './text.ts';

/** Evidence of camera events, and the command `evidence`. */
export const evidenceMessages = {
  'evidence.head-behind': {
    en: 'the newest evidence is sealed and kept, and the end of its chain cannot be written down: {reason}',
    vi: 'chứng cứ mới nhất đã được niêm phong và lưu, nhưng không ghi được điểm cuối của chuỗi: {reason}',
    hint: {
      en: 'look at the disk of the data folder; until it takes it nothing more is sealed',
      vi: 'kiểm tra ổ đĩa chứa thư mục dữ liệu; chưa ghi được thì không niêm phong thêm',
    },
  },
  'evidence.not-kept': {
    en: 'the last evidence could not be kept: {reason}',
    vi: 'không lưu được bằng chứng gần nhất: {reason}',
    hint: {
      en: 'check the free space of the disk and the key in the folder keys; the events themselves are not affected',
      vi: 'kiểm tra dung lượng trống của ổ đĩa và khóa trong thư mục keys; bản thân các sự kiện không bị ảnh hưởng',
    },
  },
  'evidence.no-room': {
    en: 'some evidence was left out: {reason}',
    vi: 'một phần bằng chứng không được lưu: {reason}',
    hint: {
      en: 'free some space, raise evidence.cap, or let the centre fetch what is kept; events are not affected',
      vi: 'giải phóng dung lượng, tăng evidence.cap, hoặc để trung tâm tải về những gì đang lưu; các sự kiện không bị ảnh hưởng',
    },
  },
  'evidence.not-sent': {
    en: '{count} files of evidence could not be sent to the centre',
    vi: 'không gửi được {count} tệp bằng chứng lên trung tâm',
    hint: {
      en: 'the events media.sent say why; they are kept, the centre can fetch them with media.fetch, and they are tried again after a restart',
      vi: 'các sự kiện media.sent nêu rõ lý do; tệp vẫn được lưu, trung tâm có thể tải bằng media.fetch, và sẽ được gửi lại sau khi khởi động lại',
    },
  },
  'evidence.chain-damaged': {
    en: 'the evidence is not as it was left ({count} findings)',
    vi: 'bằng chứng không còn như lúc được lưu ({count} điểm bất thường)',
    hint: {
      en: 'run "haidang evidence verify" on the folder evidence of the data folder: it names them',
      vi: 'chạy "haidang evidence verify" trên thư mục evidence trong thư mục dữ liệu để xem chi tiết',
    },
  },
  'evidence.cli': { en: 'check the evidence of camera events', vi: 'kiểm tra bằng chứng của các sự kiện camera' },
  'evidence.cli.verify': {
    en: 'whether evidence is as it was sealed: files, manifests, their order',
    vi: 'bằng chứng có còn nguyên như lúc niêm phong không: tệp, bản kê, thứ tự',
  },
  'evidence.cli.dir': {
    en: 'the folder "evidence" of a data folder, a copy of it, or a part of it',
    vi: 'thư mục "evidence" trong thư mục dữ liệu, bản sao hoặc một phần của nó',
  },
  'evidence.cli.key': {
    en: 'public key of the gateway (PEM; several in one file after a change of keys); default: gateway.pub.pem in the folder',
    vi: 'khóa công khai của gateway (PEM; nhiều khóa trong một tệp nếu đã đổi khóa); mặc định: gateway.pub.pem trong thư mục',
  },
  'evidence.cli.key-export': {
    en: 'print the public key of this gateway',
    vi: 'in khóa công khai của gateway này',
  },
  'evidence.verify.no-key': {
    en: 'there is no public key in {dir}',
    vi: 'không có khóa công khai trong {dir}',
    hint: {
      en: 'name it with --key; a gateway prints its own with "haidang evidence key"',
      vi: 'chỉ ra bằng --key; gateway in khóa của mình bằng lệnh "haidang evidence key"',
    },
  },
  'evidence.verify.bad-key': {
    en: '{file} is no public key: {reason}',
    vi: '{file} không phải khóa công khai: {reason}',
    hint: {
      en: 'name the file of the public key (PEM) with --key; a gateway prints its own with "haidang evidence key"',
      vi: 'chỉ ra tệp khóa công khai (PEM) bằng --key; gateway in khóa của mình bằng lệnh "haidang evidence key"',
    },
  },
  'evidence.verify.no-folder': {
    en: '{dir} cannot be read as a folder: {reason}',
    vi: 'không đọc được thư mục {dir}: {reason}',
    hint: {
      en: 'name the folder "evidence" of a data folder, a copy of it, or a part of it, and check who may read it',
      vi: 'chỉ ra thư mục "evidence" trong thư mục dữ liệu, bản sao hoặc một phần của nó, và kiểm tra quyền đọc',
    },
  },
  'evidence.verify.own-key': {
    en: 'checked with the key that lies beside the evidence; with --key you are sure whose it is',
    vi: 'đã kiểm tra bằng khóa nằm cạnh bằng chứng; dùng --key để chắc chắn khóa đó của ai',
  },
  'evidence.verify.intact': {
    en: 'intact: {packages} packages with {files} files, {expired} expired with right',
    vi: 'nguyên vẹn: {packages} gói với {files} tệp, {expired} gói đã hết hạn đúng quy định',
  },
  'evidence.cli.end': {
    en: 'Packages that were taken off the end together with the head can be told only by the record of the centre (haidang ioc verify).\nExit code 1: the evidence is not as it was sealed. 3: something could not be read or judged. 4: nothing is wrong with what is here, but the end of the chain cannot be proven.',
    vi: 'Nếu các gói cuối bị lấy đi cùng với head.json thì chỉ bản ghi của trung tâm mới cho biết được (haidang ioc verify).\nMã thoát 1: chứng cứ không còn như lúc niêm phong. 3: có phần không đọc hoặc không kết luận được. 4: phần có ở đây không có gì sai, nhưng không chứng minh được điểm cuối của chuỗi.',
  },
  'evidence.verify.partial': {
    en: 'NOT PROVEN: there is no head.json, so the end of the chain cannot be proven; this is a part of the evidence ({packages} packages), or packages were taken away',
    vi: 'CHƯA CHỨNG MINH ĐƯỢC: không có head.json nên không chứng minh được điểm cuối của chuỗi; đây là một phần bằng chứng ({packages} gói), hoặc có gói đã bị lấy đi',
    hint: {
      en: 'ask the centre which packages there were: "haidang ioc verify" on its recording (evidence.completed)',
      vi: 'hỏi trung tâm đã có những gói nào: chạy "haidang ioc verify" trên bản ghi của trung tâm (evidence.completed)',
    },
  },
  'evidence.verify.end': {
    en: 'the chain ends here with package {last}; whether later ones were taken away together with a newer head cannot be told from here',
    vi: 'chuỗi ở đây kết thúc ở gói {last}; từ đây không thể biết có gói sau đó bị lấy đi cùng với head.json mới hơn hay không',
    hint: {
      en: 'compare it with the last sequence in the record of the centre: "haidang ioc verify" on its recording (evidence.completed)',
      vi: 'đối chiếu với số thứ tự cuối trong bản ghi của trung tâm: chạy "haidang ioc verify" trên bản ghi đó (evidence.completed)',
    },
  },
  'evidence.verify.nothing-yet': {
    en: 'nothing has been sealed here yet: the head of the chain says so',
    vi: 'ở đây chưa niêm phong gì: head.json cho biết như vậy',
  },
  'evidence.verify.nothing-sealed': {
    en: 'only the public key lies here: nothing was sealed yet, or all of it was taken away',
    vi: 'ở đây chỉ có khóa công khai: chưa niêm phong gì, hoặc tất cả đã bị lấy đi',
  },
  'evidence.verify.broken': {
    en: '{count} findings in {packages} packages: the evidence is not as it was sealed',
    vi: '{count} điểm bất thường trong {packages} gói: bằng chứng không còn như lúc niêm phong',
    hint: {
      en: 'what no line names is intact, but where the manifest.json of a package is named nothing of that package is proven; ask the centre for its copy of the manifests (evidence.completed)',
      vi: 'những gì không dòng nào nêu vẫn nguyên vẹn, nhưng gói nào bị nêu manifest.json thì không phần nào của gói đó được chứng minh; hãy đối chiếu với bản kê lưu tại trung tâm (evidence.completed)',
    },
  },
  'evidence.verify.unjudged': {
    en: 'NOT CHECKED: {count} findings could not be judged here; in what could be read nothing is wrong',
    vi: 'CHƯA KIỂM TRA ĐƯỢC: {count} điểm không thể kết luận tại đây; trong phần đọc được không có gì sai',
    hint: {
      en: 'run it as a user who may read all files, with a program at least as new as the one that sealed them',
      vi: 'chạy lại bằng tài khoản đọc được mọi tệp, với phiên bản phần mềm không cũ hơn phiên bản đã niêm phong',
    },
  },
  'evidence.verify.above': {
    en: '{dir} is not the evidence of one gateway; there is evidence in: {folders}',
    vi: '{dir} không phải chứng cứ của một gateway; chứng cứ nằm trong: {folders}',
    hint: {
      en: 'name one of these folders: each is checked by itself',
      vi: 'chỉ ra một trong các thư mục này: mỗi thư mục được kiểm tra riêng',
    },
  },
  'evidence.verify.of': {
    en: 'gateway {gateways}; events from {from} to {to} (UTC); signed with the key {keys}',
    vi: 'gateway {gateways}; các sự kiện từ {from} đến {to} (UTC); ký bằng khóa {keys}',
  },
  'evidence.verify.unfinished': {
    en: '{where}: left by a power cut, or being written or taken away now; it is no evidence',
    vi: '{where}: còn sót lại do mất điện, hoặc đang được ghi hay gỡ bỏ; không phải chứng cứ',
  },
  'evidence.verify.changed': {
    en: '{where}: bytes {from} to {to} were changed',
    vi: '{where}: các byte từ {from} đến {to} đã bị thay đổi',
  },
  'evidence.verify.missing-file': { en: '{where}: missing, not expired', vi: '{where}: bị mất, không phải hết hạn' },
  'evidence.verify.unknown-file': {
    en: '{where}: no manifest names this file',
    vi: '{where}: không có trong bản kê nào',
  },
  'evidence.verify.document-changed': {
    en: '{where}: is not as it was signed: {why}',
    vi: '{where}: không còn như lúc ký: {why}',
  },
  'evidence.verify.why.unreadable': {
    en: 'it is no whole signed document',
    vi: 'đây không phải một văn bản đã ký hoàn chỉnh',
  },
  'evidence.verify.why.not-canonical': {
    en: 'its text is written in another way than it was signed',
    vi: 'nội dung được ghi khác với lúc ký',
  },
  'evidence.verify.why.bad-signature': {
    en: 'the signature does not fit what it says',
    vi: 'chữ ký không khớp với nội dung',
  },
  'evidence.verify.why.other-document': {
    en: 'another signed document lies in its place',
    vi: 'một văn bản đã ký khác nằm ở chỗ của nó',
  },
  'evidence.verify.document-unknown': {
    en: '{where}: its signature is right, but it was written by a newer program; what it seals was not checked',
    vi: '{where}: chữ ký đúng, nhưng do phiên bản phần mềm mới hơn ghi; chưa kiểm tra được nội dung niêm phong',
  },
  'evidence.verify.closed': {
    en: '{where}: is there and cannot be read here: {reason}',
    vi: '{where}: có ở đây nhưng không đọc được: {reason}',
  },
  'evidence.verify.foreign-key': { en: '{where}: signed by a foreign key', vi: '{where}: được ký bằng khóa lạ' },
  'evidence.verify.reordered': {
    en: '{where}: package {sequence} is not in its place: it was moved, renamed or put there twice',
    vi: '{where}: gói {sequence} không nằm đúng chỗ: đã bị chuyển, đổi tên hoặc có hai bản',
  },
  'evidence.verify.missing-link': {
    en: '{where}: does not continue the package before it',
    vi: '{where}: không nối tiếp gói đứng trước',
  },
  'evidence.verify.missing-package': {
    en: 'packages {from} to {to}: missing, not expired',
    vi: 'các gói {from} đến {to}: bị mất, không phải hết hạn',
  },
  'evidence.verify.nothing-here': {
    en: 'there is no evidence in this folder: neither a package nor a chain of them',
    vi: 'trong thư mục này không có chứng cứ: không có gói nào, cũng không có chuỗi gói',
  },
  'evidence.verify.missing-head': {
    en: 'head.json: missing, so packages may have been taken off the end',
    vi: 'head.json: bị mất, nên có thể các gói cuối đã bị lấy đi',
  },
} as const satisfies Record<string, Text>;
