import type { Text } from './text.ts';

/** Texts of `haidang ioc`: what an engineer of the centre reads. */
export const iocMessages = {
  'cli.ioc': {
    en: 'stand where the operations centre stands: watch what arrives, verify a recording, send a command',
    vi: 'đứng ở vị trí của trung tâm điều hành: xem dữ liệu đến, kiểm tra bản ghi, gửi lệnh',
  },
  'cli.ioc.watch': {
    en: 'show what gateways say, and check it: schema, gaps, duplicates, chain, clocks, delay',
    vi: 'xem các gateway gửi gì và kiểm tra: schema, thiếu, trùng, chuỗi băm, đồng hồ, độ trễ',
  },
  'cli.ioc.verify': {
    en: 'check a recording: gaps, duplicates, schema, chain, signatures; exit 1 if anything is wrong',
    vi: 'kiểm tra một bản ghi: thiếu, trùng, schema, chuỗi băm, chữ ký; mã thoát 1 nếu có sai',
  },
  'cli.ioc.send': {
    en: 'send a command to a gateway and wait for its answer',
    vi: 'gửi một lệnh tới gateway và chờ trả lời',
  },
  'ioc.flag.broker': {
    en: 'the broker, mqtt://[user@]host[:port] or mqtts://…; the password in $HAIDANG_BROKER_PASSWORD',
    vi: 'máy chủ MQTT, mqtt://[user@]host[:port] hoặc mqtts://…; mật khẩu đặt trong $HAIDANG_BROKER_PASSWORD',
  },
  'ioc.flag.ca': {
    en: 'PEM file of the certificate authority of the broker',
    vi: 'tệp PEM của nhà cấp chứng thư cho máy chủ MQTT',
  },
  'ioc.flag.gateway': { en: 'only this gateway', vi: 'chỉ gateway này' },
  'ioc.flag.to': { en: 'the gateway that is meant', vi: 'gateway nhận lệnh' },
  'ioc.flag.record': {
    en: 'append everything to this file, a message a line',
    vi: 'ghi thêm mọi bản tin vào tệp này, mỗi dòng một bản tin',
  },
  'ioc.flag.key': {
    en: 'PEM file with the public keys of gateways: signatures are checked with them',
    vi: 'tệp PEM chứa khóa công khai của các gateway, dùng để kiểm tra chữ ký',
  },
  'ioc.flag.for': { en: 'end after so many seconds', vi: 'kết thúc sau số giây này' },
  'ioc.flag.args': { en: 'the arguments of the command, as JSON', vi: 'tham số của lệnh, dạng JSON' },
  'ioc.flag.id': { en: 'id of the command (default: a new one)', vi: 'mã của lệnh (mặc định: mã mới)' },
  'ioc.flag.role': {
    en: 'role to send under: viewer, operator, maintainer, config (default: the least that may)',
    vi: 'vai trò khi gửi: viewer, operator, maintainer, config (mặc định: vai trò thấp nhất được phép)',
  },
  'ioc.flag.sign': {
    en: 'sign with this private key (Ed25519, PEM); needs --issuer',
    vi: 'ký bằng khóa riêng này (Ed25519, PEM); cần --issuer',
  },
  'ioc.flag.issuer': {
    en: 'name of the issuer, as in uplink.commands.issuers of the gateway',
    vi: 'tên bên ra lệnh, như trong uplink.commands.issuers của thiết bị',
  },
  'ioc.bad-role': { en: 'unknown role {role}; known: {known}', vi: 'không có vai trò {role}; hiện có: {known}' },
  'ioc.key-without-issuer': {
    en: '--key needs --issuer: the gateway finds the public key by that name',
    vi: '--key cần đi kèm --issuer: thiết bị tìm khóa công khai theo tên này',
  },
  'ioc.flag.wait': {
    en: 'wait so many seconds for the answer; the command expires then (default 60)',
    vi: 'số giây chờ trả lời; quá hạn thì lệnh hết hiệu lực (mặc định 60)',
  },
  'ioc.bad-broker': {
    en: '"{broker}" is no address of a broker',
    vi: '"{broker}" không phải địa chỉ máy chủ MQTT',
    hint: { en: 'write mqtt://host:1883 or mqtts://host:8883', vi: 'hãy ghi mqtt://host:1883 hoặc mqtts://host:8883' },
  },
  'ioc.no-broker': {
    en: 'which broker? --broker says it',
    vi: 'máy chủ MQTT nào? Hãy dùng --broker',
    hint: { en: 'for example --broker mqtt://127.0.0.1:1883', vi: 'ví dụ --broker mqtt://127.0.0.1:1883' },
  },
  'ioc.bad-file': {
    en: '{file} cannot be used: {reason}',
    vi: 'không dùng được {file}: {reason}',
    hint: {
      en: 'name a PEM file: after --key of ioc send the secret key of the issuer, of ioc watch and verify the public key of the gateway, after --ca the certificate of the authority',
      vi: 'chỉ ra tệp PEM: sau --key của ioc send là khóa bí mật của người ra lệnh, của ioc watch và verify là khóa công khai của gateway, sau --ca là chứng chỉ của nơi cấp',
    },
  },
  'ioc.empty': {
    en: 'there is no message in {file}: nothing was checked',
    vi: 'không có bản tin nào trong {file}: chưa kiểm tra gì',
    hint: {
      en: 'record some first: `haidang ioc watch --record FILE`, until the gateway has said something',
      vi: 'hãy ghi trước bằng `haidang ioc watch --record TỆP`, đến khi gateway có gửi gì đó',
    },
  },
  'ioc.bad-recording': {
    en: '{file} cannot be read: {reason}',
    vi: 'không đọc được {file}: {reason}',
    hint: {
      en: 'name a recording, as `haidang ioc watch --record FILE` or `haidang demo --json` writes it',
      vi: 'chỉ ra tệp ghi, như `haidang ioc watch --record TỆP` hoặc `haidang demo --json` tạo ra',
    },
  },
  'ioc.bad-line': {
    en: '{file}, line {line}: this is no recorded message',
    vi: '{file}, dòng {line}: không phải bản tin đã ghi',
    hint: {
      en: 'a line is {"topic": …, "payload": …}, as `haidang ioc watch --record` writes it',
      vi: 'mỗi dòng là {"topic": …, "payload": …}, như `haidang ioc watch --record` ghi',
    },
  },
  'ioc.unreachable': {
    en: 'the broker cannot be reached: {reason}',
    vi: 'không kết nối được máy chủ MQTT: {reason}',
    hint: {
      en: 'check address, port, user and password; HAIDANG_BROKER_PASSWORD holds the password',
      vi: 'kiểm tra địa chỉ, cổng, người dùng và mật khẩu; mật khẩu đặt trong HAIDANG_BROKER_PASSWORD',
    },
  },
  'ioc.watching': { en: 'watching {broker}; Ctrl-C ends it', vi: 'đang theo dõi {broker}; Ctrl-C để kết thúc' },
  'ioc.away': { en: 'the broker is gone; trying again', vi: 'mất kết nối máy chủ MQTT; đang thử lại' },
  'ioc.summary': {
    en: '{messages} messages of {gateways} gateways: {missing} missing, {announced} given up by the gateway, {duplicates} duplicates, {invalid} outside the contract, {chain} breaks of the chain, {order} out of order, {forged} bad of {signatures} signatures',
    vi: '{messages} bản tin của {gateways} gateway: thiếu {missing}, gateway báo đã bỏ {announced}, trùng {duplicates}, sai hợp đồng {invalid}, đứt chuỗi {chain}, sai thứ tự {order}, chữ ký sai {forged}/{signatures}',
  },
  'ioc.chain': {
    en: '{chained} events in the chain; it begins anew in {restarts} places; {unvouched} came after the last signature of their lane',
    vi: '{chained} sự kiện trong chuỗi băm; chuỗi bắt đầu lại ở {restarts} chỗ; {unvouched} sự kiện đến sau chữ ký cuối cùng của luồng',
  },
  'ioc.clean': { en: 'nothing is wrong with it', vi: 'không có gì sai' },
  'ioc.more': { en: '… and {count} more findings', vi: '… và {count} phát hiện khác' },
  'ioc.unsigned-check': {
    en: '{signatures} signatures were not checked: no key was given',
    vi: '{signatures} chữ ký chưa được kiểm tra: chưa có khóa',
    hint: { en: '--key FILE takes the public key of the gateway', vi: 'dùng --key TỆP với khóa công khai của gateway' },
  },
  'ioc.legend': {
    en: 'time (UTC)  gateway  what it is about  kind  lane#number  what it says; ↩ sent late, after an outage; ✗ what is wrong',
    vi: 'giờ (UTC)  gateway  đối tượng  loại  làn#số  nội dung; ↩ gửi muộn, sau khi mất kết nối; ✗ chỗ sai',
  },
  'ioc.nothing': {
    en: 'nothing was said in that time',
    vi: 'không có bản tin nào trong thời gian đó',
    hint: {
      en: 'is the gateway connected to this broker, does the id of --gateway fit, and may this user read haidang/v1/#?',
      vi: 'gateway đã kết nối broker này chưa, --gateway có đúng không, và người dùng này có quyền đọc haidang/v1/# không?',
    },
  },
  'ioc.head.gateway': { en: 'gateway', vi: 'gateway' },
  'ioc.head.state': { en: 'state', vi: 'trạng thái' },
  'ioc.head.messages': { en: 'messages', vi: 'bản tin' },
  'ioc.head.wrong': { en: 'wrong', vi: 'sai' },
  'ioc.head.historical': { en: 'late', vi: 'trễ' },
  'ioc.head.clock': { en: 'clock', vi: 'đồng hồ' },
  'ioc.head.lag': { en: 'delay p50/p99', vi: 'độ trễ p50/p99' },
  'ioc.head.last': { en: 'last', vi: 'mới nhất' },
  'ioc.bad-args': {
    en: '--args is no JSON object: {reason}',
    vi: '--args không phải đối tượng JSON: {reason}',
    hint: {
      en: 'for example --args \'{"lamp":"l-01","level":60}\'',
      vi: 'ví dụ --args \'{"lamp":"l-01","level":60}\'',
    },
  },
  'ioc.bad-command': {
    en: 'the gateway would refuse this: {reason}',
    vi: 'gateway sẽ từ chối lệnh này: {reason}',
  },
  'ioc.no-answer': {
    en: 'no answer from {gateway} within {seconds} s; command {id} has expired',
    vi: '{gateway} không trả lời trong {seconds} giây; lệnh {id} đã hết hiệu lực',
    hint: {
      en: 'is it online? haidang ioc watch --gateway {gateway} shows it; its answer still comes if it was taken up',
      vi: 'gateway có trực tuyến không? Xem bằng haidang ioc watch --gateway {gateway}; nếu lệnh đã được nhận thì trả lời vẫn sẽ đến',
    },
  },
} as const satisfies Record<string, Text>;
