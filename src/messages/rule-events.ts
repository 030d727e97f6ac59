// Why a rule of a camera has spoken: the sentences that events, evidence and stills carry, each with its thresholds. They
// say what was seen, never that somebody is guilty. Their words are in rule-words.ts.
import type { Text } from './text.ts';

export const ruleEventMessages = {
  'event.line-crossed': {
    en: '{class} crossed the line {line} {direction}, seen clear of it for {settled} or more on each side',
    vi: '{class} đi qua vạch {line} theo {direction}, được nhìn thấy rõ ở mỗi bên vạch ít nhất {settled}',
  },
  'event.line-crossed-hidden': {
    en: '{class} crossed the line {line} {direction}, in even motion, and out of sight soon after',
    vi: '{class} đi qua vạch {line} theo {direction}, chuyển động đều rồi khuất ngay sau đó',
  },
  'event.solid-line': {
    en: '{class} drove over the solid line {line} {direction} at {at}, {time} ago, seen clear of it for {settled} or more on each side',
    vi: '{class} đè qua vạch liền {line} theo {direction} tại {at}, cách đây {time}, được nhìn thấy rõ ở mỗi bên vạch ít nhất {settled}',
  },
  'event.tripwire': {
    en: '{class} crossed the line {line} {direction} at {at}, {time} ago, seen clear of it for {settled} or more on each side',
    vi: '{class} vượt qua vạch cấm {line} theo {direction} tại {at}, cách đây {time}, được nhìn thấy rõ ở mỗi bên vạch ít nhất {settled}',
  },
  'event.red-light': {
    en: '{class} passed the stop line {line} at {at}, {time} after the signal {signal} was seen red (grace: {grace})',
    vi: '{class} vượt vạch dừng {line} tại {at}, {time} sau khi thấy đèn {signal} đỏ (bỏ qua {grace} đầu)',
  },
  'event.stop-line': {
    en: '{class} stands over the stop line in {zone} at {at} for {time} while the signal {signal} is red (limit: {limit})',
    vi: '{class} dừng quá vạch dừng trong vùng {zone} tại {at} đã {time} khi đèn {signal} đang đỏ (giới hạn: {limit})',
  },
  'event.signal-unknown': {
    en: 'the state of the signal {signal} is not known: {why}. Nobody is accused',
    vi: 'không xác định được trạng thái đèn tín hiệu {signal}: {why}. Trong lúc này không báo vi phạm',
  },
  'event.signal-known': {
    en: 'the signal {signal} is known again: {state}',
    vi: 'đã xác định lại được trạng thái đèn tín hiệu {signal}: {state}',
  },
  'event.wrong-way-metres': {
    en: '{class} went {way} m against the allowed direction of {zone} in {time} (limits: {least} m and {hold})',
    vi: '{class} đi ngược chiều quy định tại {zone}, quãng đường {way} m trong {time} (ngưỡng: {least} m và {hold})',
  },
  'event.wrong-way-picture': {
    en: "{class} went {way} of the picture's height against the allowed direction of {zone} in {time} (limits: {least} and {hold})",
    vi: '{class} đi ngược chiều quy định tại {zone}, quãng đường bằng {way} chiều cao khung hình trong {time} (ngưỡng: {least} và {hold})',
  },
  'event.speed': {
    en: '{class} drove {speed} km/h ± {error} (indicative) in {zone} at {at}, over {metres} m in {time} (limit: {limit} km/h)',
    vi: '{class} chạy {speed} km/h, sai số ± {error} km/h (tham khảo), trong vùng {zone} tại {at}, đo trên {metres} m trong {time} (tốc độ tối đa cho phép: {limit} km/h)',
  },
  'event.intrusion': {
    en: '{class} was in the closed zone {zone} for {time}, from {from} to {to} (limit: {limit})',
    vi: '{class} vào vùng cấm {zone}, ở trong đó {time}, từ {from} đến {to} (ngưỡng: {limit})',
  },
  'event.loitering': {
    en: '{class} stayed about in {zone} for {time}, from {from} to {to} (limit: {limit})',
    vi: '{class} lảng vảng trong vùng {zone} đã {time}, từ {from} đến {to} (giới hạn: {limit})',
  },
  'event.forbidden-lane': {
    en: '{class} was in the forbidden lane {zone} for {time}, from {from} to {to} (limit: {limit})',
    vi: '{class} đi trong làn đường cấm {zone} được {time}, từ {from} đến {to} (ngưỡng: {limit})',
  },
  'event.highway-walker': {
    en: '{class} was on the road for motor vehicles {zone} for {time}, from {from} to {to} (limit: {limit})',
    vi: '{class} đi trên đường dành cho xe cơ giới {zone} được {time}, từ {from} đến {to} (ngưỡng: {limit})',
  },
  'event.stopping': {
    en: '{class} stands in {zone} at {at} for {time} (limit: {limit}), within {radius} px of that spot',
    vi: '{class} dừng trong vùng {zone} tại {at} đã {time} (giới hạn: {limit}), xê dịch không quá {radius} px',
  },
  'event.stopping.metres': {
    en: '{class} stands in {zone} at {at} for {time} (limit: {limit}), within {radius} m of that spot',
    vi: '{class} dừng trong vùng {zone} tại {at} đã {time} (giới hạn: {limit}), xê dịch không quá {radius} m',
  },
  'event.crowded': {
    en: '{count} in the zone {zone}, {enter} or more for {hold}',
    vi: 'có {count} trong vùng {zone}, từ {enter} trở lên suốt {hold}',
  },
  'event.crowd-gone': {
    en: '{count} in the zone {zone}, {leave} or fewer for {hold}',
    vi: 'còn {count} trong vùng {zone}, không quá {leave} suốt {hold}',
  },
  'event.dense': {
    en: '{count} on the {area} m² of {zone}: {density} on each m² ({enter} or more for {hold})',
    vi: '{count} trên {area} m² của vùng {zone}: {density} trên mỗi m² (từ {enter} trở lên suốt {hold})',
  },
  'event.dense-no-more': {
    en: '{count} on the {area} m² of {zone}: {density} on each m² ({leave} or fewer for {hold})',
    vi: '{count} trên {area} m² của vùng {zone}: {density} trên mỗi m² (không quá {leave} suốt {hold})',
  },
  'event.gathered': {
    en: '{count} in the zone {zone}, where {base} were within the last {within} (limit: {by} more, for {hold})',
    vi: 'có {count} trong vùng {zone}, trong {within} vừa qua có lúc chỉ có {base} (ngưỡng: tăng thêm {by}, kéo dài {hold})',
  },
  'event.gathering-gone': {
    en: '{count} in the zone {zone}: most of those who came have gone',
    vi: 'còn {count} trong vùng {zone}: phần lớn số mới đến đã rời đi',
  },
  'event.queue': {
    en: '{count} wait in {zone} (limit: {most} for {hold})',
    vi: '{count} đang chờ trong {zone} (ngưỡng: {most}, kéo dài {hold})',
  },
  'event.waiting': {
    en: '{class} waits in {zone} for {time} (limit: {limit})',
    vi: '{class} chờ trong {zone} đã {time} (giới hạn: {limit})',
  },
  'event.jam': {
    en: '{count} vehicles in {zone} drive {speed} km/h on the average for {hold} (limits: {least} and {below} km/h)',
    vi: '{count} xe trong vùng {zone} chạy trung bình {speed} km/h suốt {hold} (ngưỡng: {least} xe và {below} km/h)',
  },
  'event.turned': {
    en: '{class} went from {from} to {to} in {time}',
    vi: '{class} đi từ {from} sang {to} trong {time}',
  },
  'event.no-helmet': {
    en: '{class} in {zone}: {model} says "{label}" with {share} % of the votes of {looks} looks (limits: {leastShare} % and {leastLooks})',
    vi: '{class} trong vùng {zone}: nghi không đội mũ bảo hiểm, mô hình {model} nhận là "{label}" với {share} % số phiếu trong {looks} lần xem (ngưỡng: {leastShare} % và {leastLooks} lần)',
  },
  'event.triple-riding': {
    en: '{class} in {zone}: {model} says "{label}" with {share} % of the votes of {looks} looks (limits: {leastShare} % and {leastLooks})',
    vi: '{class} trong vùng {zone}: nghi chở quá số người quy định, mô hình {model} nhận là "{label}" với {share} % số phiếu trong {looks} lần xem (ngưỡng: {leastShare} % và {leastLooks} lần)',
  },
  // What is added around any of them.
  'event.with-untold': {
    en: '{said}; {count} before it not told (cool-down: {coolDown})',
    vi: '{said}; trước đó có {count} lần không báo (thời gian giãn cách: {coolDown})',
  },
  'event.with-hours': { en: '{said}; holds {hours}', vi: '{said}; luật áp dụng {hours}' },
  'event.clock-unknown': {
    en: 'the time is not confirmed, so it is not known whether the rule holds: nobody is accused',
    vi: 'giờ của hệ thống chưa được xác nhận nên không biết luật có đang áp dụng hay không: trong lúc này không báo vi phạm',
  },
  'event.clock-known': {
    en: 'the time is confirmed: the rule keeps to its hours again',
    vi: 'giờ của hệ thống đã được xác nhận: luật lại hoạt động theo khung giờ',
  },
} as const satisfies Record<string, Text>;
