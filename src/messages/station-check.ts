import type { Text } from './text.ts';

/** What `check` says of a station's points beyond their form. */
export const stationCheckMessages = {
  'station.parameter-written': {
    en: 'the parameter "{found}" is written "{near}": as it stands, no index and no limit is applied to it',
    vi: 'thông số "{found}" phải viết là "{near}": viết như vậy thì không chỉ số, không giới hạn nào được áp dụng',
    hint: { en: 'did you mean "{near}"?', vi: 'có phải ý bạn là "{near}"?' },
  },
  'station.unit-near': {
    en: '"{found}" is no unit of a mass in a volume that is known here',
    vi: '"{found}" không phải đơn vị khối lượng trên thể tích được biết đến',
    hint: {
      en: 'did you mean "{near}"? If it is another unit, leave it as it is',
      vi: 'có phải ý bạn là "{near}"? Nếu là đơn vị khác thì giữ nguyên',
    },
  },
  'station.parameter-near': {
    en: 'no index and no rule pack in use knows the parameter "{found}": no limit is applied to it',
    vi: 'không chỉ số, không bộ quy chuẩn nào đang dùng biết thông số "{found}": không giới hạn nào được áp dụng',
    hint: {
      en: 'did you mean "{near}"? If it is another thing, leave it as it is',
      vi: 'có phải ý bạn là "{near}"? Nếu là thông số khác thì giữ nguyên',
    },
  },
  'station.rollover-of-counter': {
    en: 'the point "{id}" has a rollover, and its kind is {kind}: nothing is counted',
    vi: 'điểm "{id}" có rollover nhưng kind là {kind}: không có gì được cộng dồn',
    hint: { en: 'write kind: counter, or take rollover out', vi: 'ghi kind: counter, hoặc bỏ rollover' },
  },
  'station.max-rate-of-counter': {
    en: 'the point "{id}" has a maxRate, and its kind is {kind}: nothing is counted',
    vi: 'điểm "{id}" có maxRate nhưng kind là {kind}: không có gì được cộng dồn',
    hint: {
      en: 'write kind: counter, or take maxRate out; of a measured value, an alarm of kind rate watches how fast it changes',
      vi: 'ghi kind: counter, hoặc bỏ maxRate; với giá trị đo, dùng cảnh báo kind: rate để theo dõi tốc độ thay đổi',
    },
  },
  'station.rollover-beyond': {
    en: 'the counter of "{id}" begins again at {end}: it never reaches {rollover}',
    vi: 'bộ đếm của "{id}" đếm lại từ đầu ở {end}, không bao giờ đến {rollover}',
    hint: {
      en: 'leave rollover out: where the registers of the device end is known',
      vi: 'bỏ rollover: thanh ghi của thiết bị quay vòng ở đâu thì phần mềm đã biết',
    },
  },
  'station.cross-unit': {
    en: '{id} is in {unit} and {other} in {found}: they cannot be compared, and this alarm is never raised',
    vi: '{id} có đơn vị {unit}, {other} có đơn vị {found}: không so sánh được, cảnh báo này sẽ không bao giờ được đưa ra',
    hint: {
      en: 'compare points of one kind of unit, write the unit that the readings are in, or make a derived point in {unit} in the device profile',
      vi: 'so sánh các điểm cùng loại đơn vị, ghi đúng đơn vị của số đo, hoặc tạo điểm tính toán (derived) có đơn vị {unit} trong hồ sơ thiết bị',
    },
  },
  'station.flag-for-nothing': {
    en: 'no point of the station is read from "{device}": what it says here marks no readings',
    vi: 'không điểm đo nào của trạm được đọc từ "{device}": trạng thái này không đánh dấu số đo nào',
    hint: {
      en: 'flags mark the readings of their own device: name the device that measures, and its point that says what it is doing',
      vi: 'flags chỉ đánh dấu số đo của chính thiết bị đó: ghi thiết bị đo và điểm cho biết trạng thái của nó',
    },
  },
  'station.alarm-of-direction': {
    en: 'a direction has no mean, so that this alarm of "{id}" is never raised',
    vi: 'hướng gió không có trung bình số học nên cảnh báo này của "{id}" sẽ không bao giờ được đưa ra',
    hint: {
      en: 'leave "of" out, so that each reading is compared, or take the alarm out',
      vi: 'bỏ "of" để so sánh từng số đo, hoặc bỏ cảnh báo này',
    },
  },
  'station.direction-mean': {
    en: 'the point "{id}" is a direction, and a plain mean is made of it: of 350 and 10 degrees it would be 180',
    vi: 'điểm "{id}" là hướng nhưng lại lấy trung bình số học: 350 và 10 độ sẽ thành 180 độ',
    hint: {
      en: 'write kind: wind-direction, and speed: the point of the station that is its speed',
      vi: 'ghi kind: wind-direction và speed: điểm tốc độ gió của trạm',
    },
  },
  'station.read-seldom': {
    en: 'the point "{id}" is to be read every {every}, and its device is read every {read}: its readings fill {share} % of a window, and no window will be valid',
    vi: 'điểm "{id}" cần được đọc mỗi {every}, nhưng thiết bị chỉ được đọc mỗi {read}: số đo chỉ lấp {share} % mỗi khoảng, không khoảng nào hợp lệ',
    hint: {
      en: 'write every: {read} here, or read the device more often',
      vi: 'ghi every: {read} ở đây, hoặc đọc thiết bị thường xuyên hơn',
    },
  },
  'station.unit-said': {
    en: 'the readings of "{id}" are in {said}, as the profile of the device has it: {unit} is not looked at',
    vi: 'số đo của "{id}" có đơn vị {said} theo hồ sơ thiết bị: {unit} ở đây không được dùng',
    hint: {
      en: 'take unit out here; limits of alarms are in {said}',
      vi: 'bỏ unit ở đây; ngưỡng cảnh báo tính theo {said}',
    },
  },
} as const satisfies Readonly<Record<string, Text>>;
