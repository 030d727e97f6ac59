import type { Text } from './text.ts';

export const modelsMessages = {
  // The card.
  'models.map-unknown-class': {
    en: 'the card maps a class "{name}" that is not among its classes',
    vi: 'thẻ mô hình ánh xạ lớp "{name}" nhưng lớp này không có trong danh sách classes',
    hint: { en: 'write it as under classes, for example "{near}"', vi: 'ghi đúng như trong classes, ví dụ "{near}"' },
  },
  'models.class-twice': {
    en: 'the class "{name}" stands in the list twice',
    vi: 'lớp "{name}" xuất hiện hai lần trong danh sách',
    hint: {
      en: 'the list must name the model’s classes in its own order, each once',
      vi: 'danh sách phải ghi các lớp theo đúng thứ tự của mô hình, mỗi lớp một lần',
    },
  },
  'models.std-zero': {
    en: 'a standard deviation of 0 cannot divide anything',
    vi: 'độ lệch chuẩn bằng 0 thì không thể chia',
    hint: { en: 'write 1 where the model wants none', vi: 'ghi 1 nếu mô hình không cần' },
  },
  'models.id-not-folder': {
    en: 'the card of the model "{id}" lies in a folder named "{folder}"',
    vi: 'thẻ của mô hình "{id}" nằm trong thư mục tên "{folder}"',
    hint: { en: 'name the folder like the model', vi: 'đặt tên thư mục trùng với tên mô hình' },
  },
  // The file against its card.
  'models.file-unreadable': {
    en: 'the model file {file} cannot be read: {reason}',
    vi: 'không đọc được tệp mô hình {file}: {reason}',
    hint: { en: 'check the path and who may read it', vi: 'kiểm tra đường dẫn và quyền đọc tệp' },
  },
  'models.file-unknown': {
    en: 'the file {file} ({bytes} bytes, SHA-256 {sha256}) is none that the card of {id} speaks of: {known}',
    vi: 'tệp {file} ({bytes} byte, SHA-256 {sha256}) không nằm trong các tệp mà thẻ {id} chấp nhận: {known}',
    hint: {
      en: 'the download may be damaged: add it again; a new export needs its own entry under "files" of the card',
      vi: 'tệp tải về có thể bị hỏng: hãy thêm lại; bản xuất mới cần một mục riêng dưới "files" của thẻ',
    },
  },
  'models.file-not-onnx': {
    en: 'the file {file} cannot be opened as an ONNX model: {reason}',
    vi: 'không mở được tệp {file} dưới dạng mô hình ONNX: {reason}',
    hint: {
      en: 'the file may need a newer ONNX runtime, or be no ONNX file at all',
      vi: 'tệp có thể cần phiên bản ONNX runtime mới hơn, hoặc không phải tệp ONNX',
    },
  },
  'models.no-input-tensor': {
    en: 'the model has no input named "{name}"; it has: {names}',
    vi: 'mô hình không có đầu vào tên "{name}"; chỉ có: {names}',
    hint: { en: 'correct the line input.name of the card', vi: 'sửa dòng input.name của thẻ mô hình' },
  },
  'models.wrong-input-shape': {
    en: 'the input "{name}" of the model has the shape {shape}, the card describes {expected}',
    vi: 'đầu vào "{name}" của mô hình có kích thước {shape}, còn thẻ mô tả {expected}',
    hint: {
      en: 'correct input.width, input.height or input.layout of the card',
      vi: 'sửa input.width, input.height hoặc input.layout của thẻ mô hình',
    },
  },
  'models.wrong-input-type': {
    en: 'the input "{name}" of the model takes {found}, the card says {expected}',
    vi: 'đầu vào "{name}" của mô hình nhận kiểu {found}, còn thẻ ghi {expected}',
    hint: { en: 'correct the line input.type of the card', vi: 'sửa dòng input.type của thẻ mô hình' },
  },
  'models.no-size-tensor': {
    en: 'the model has no input named "{name}"; it has: {names}',
    vi: 'mô hình không có đầu vào tên "{name}"; chỉ có: {names}',
    hint: { en: 'correct the line input.sizeTensor.name of the card', vi: 'sửa dòng input.sizeTensor.name của thẻ' },
  },
  'models.does-not-run': {
    en: 'the model {id} does not run with an input of the shape {shape}: {reason}',
    vi: 'mô hình {id} không chạy được với đầu vào kích thước {shape}: {reason}',
    hint: {
      en: 'correct input.width, input.height or input.layout of the card',
      vi: 'sửa input.width, input.height hoặc input.layout của thẻ mô hình',
    },
  },
  'models.no-output-tensor': {
    en: 'the model has no output named "{name}"; it has: {names}',
    vi: 'mô hình không có đầu ra tên "{name}"; chỉ có: {names}',
    hint: { en: 'correct the line {line} of the card', vi: 'sửa dòng {line} của thẻ mô hình' },
  },
  'models.wrong-output-shape': {
    en: 'the output "{name}" of the model has the shape {shape}, the family {family} expects {expected} ({meaning})',
    vi: 'đầu ra "{name}" của mô hình có kích thước {shape}, họ {family} cần {expected} ({meaning})',
    hint: { en: 'look at this line of the card: {line}', vi: 'xem lại dòng này của thẻ mô hình: {line}' },
  },
  'models.wrong-output-type': {
    en: 'the output "{name}" of the model gives {found}, the family {family} reads {expected}',
    vi: 'đầu ra "{name}" của mô hình có kiểu {found}, họ {family} đọc kiểu {expected}',
    hint: {
      en: 'look at output.family of the card; a quantised model must give real numbers in the end',
      vi: 'xem lại output.family của thẻ mô hình; mô hình lượng tử hóa phải xuất ra số thực',
    },
  },
  'models.class-outside': {
    en: 'the output "{name}" of the model speaks of the class number {found}, the card has {count} classes (from 0)',
    vi: 'đầu ra "{name}" của mô hình nhắc tới lớp số {found}, thẻ chỉ có {count} lớp (tính từ 0)',
    hint: {
      en: 'give the card all classes of the model, in its order, under classes; or correct output.family',
      vi: 'ghi đủ các lớp của mô hình theo đúng thứ tự trong classes của thẻ; hoặc sửa output.family',
    },
  },
  'models.not-one-a-stride': {
    en: 'the card names {given} under {line} for {wanted} strides',
    vi: 'thẻ ghi {given} mục trong {line} cho {wanted} bước lưới (strides)',
    hint: {
      en: 'correct {line} or output.strides of the card: one for each stride, in the same order',
      vi: 'sửa {line} hoặc output.strides của thẻ: mỗi bước lưới một mục, cùng thứ tự',
    },
  },
  'models.input-not-fed': {
    en: 'the model also wants the input "{name}" of the shape {shape}, which the card does not speak of',
    vi: 'mô hình còn cần đầu vào "{name}" kích thước {shape} mà thẻ không nói đến',
    hint: {
      en: 'where it is the size of the picture, give the card a line input.sizeTensor.name: {name}',
      vi: 'nếu đó là kích thước ảnh, hãy ghi input.sizeTensor.name: {name} vào thẻ mô hình',
    },
  },
  'models.self-check-failed': {
    en: 'the model {id} computes wrong on this machine: number {index} of "{tensor}" is {found} instead of {expected}',
    vi: 'mô hình {id} tính sai trên máy này: số thứ {index} của "{tensor}" là {found} thay vì {expected}',
    hint: {
      en: 'look at input.colours, input.range, input.mean and input.std of the card; the numbers of selfCheck may belong to another export; else the ONNX runtime does not suit this processor',
      vi: 'xem lại input.colours, input.range, input.mean và input.std của thẻ; các số trong selfCheck có thể thuộc bản xuất khác; nếu không, ONNX runtime không hợp với bộ xử lý này',
    },
  },
  // Where models are found.
  'models.unknown': {
    en: 'there is no model named "{name}"; known: {known}',
    vi: 'không có mô hình tên "{name}"; đã biết: {known}',
    hint: {
      en: 'see "haidang models list", or give the path of an .onnx file beside its card',
      vi: 'xem "haidang models list", hoặc chỉ đường dẫn tới tệp .onnx đặt cạnh thẻ của nó',
    },
  },
  'models.not-added': {
    en: 'the model {name} is known but its file is not here',
    vi: 'mô hình {name} đã biết nhưng chưa có tệp',
    hint: { en: 'fetch it: haidang models add {name}', vi: 'tải về bằng lệnh: haidang models add {name}' },
  },
  'models.no-card-for-file': {
    en: 'there is no card for the model file {file} (SHA-256 {sha256})',
    vi: 'không có thẻ cho tệp mô hình {file} (SHA-256 {sha256})',
    hint: {
      en: 'put a card.yaml beside it, or name one with --card',
      vi: 'đặt card.yaml bên cạnh tệp, hoặc chỉ ra bằng --card',
    },
  },
  'models.card-broken': {
    en: 'the model card {file} has mistakes: {reason}',
    vi: 'thẻ mô hình {file} có lỗi: {reason}',
    hint: { en: 'correct the card', vi: 'hãy sửa thẻ mô hình' },
  },
  // Fetching and installing.
  'models.no-url': {
    en: 'the card of {name} does not say where its file can be fetched',
    vi: 'thẻ của {name} không ghi nơi tải tệp',
    hint: { en: 'add a file by hand: haidang models add FILE', vi: 'thêm tệp bằng tay: haidang models add TỆP' },
  },
  'models.download-failed': {
    en: '{url} could not be fetched: {reason}',
    vi: 'không tải được {url}: {reason}',
    hint: {
      en: 'check the network and run the command again; what has arrived is kept and the rest is fetched',
      vi: 'kiểm tra mạng rồi chạy lại lệnh; phần đã tải được giữ lại và sẽ tải tiếp phần còn thiếu',
    },
  },
  'models.download-wrong': {
    en: 'what {url} gave is not the file of the card: {reason}; it was thrown away',
    vi: 'dữ liệu từ {url} không đúng tệp ghi trong thẻ: {reason}; đã bỏ đi',
    hint: {
      en: 'try again from another network; if it stays so, the file at that address has changed',
      vi: 'thử lại từ mạng khác; nếu vẫn vậy thì tệp ở địa chỉ đó đã thay đổi',
    },
  },
  'models.folder-not-writable': {
    en: 'nothing can be written to the folder {folder}: {reason}',
    vi: 'không ghi được vào thư mục {folder}: {reason}',
    hint: {
      en: 'name a data folder of yours with --data, or run the command as the agent’s user',
      vi: 'chỉ một thư mục dữ liệu của bạn bằng --data, hoặc chạy lệnh bằng tài khoản của chương trình',
    },
  },
  // The command.
  'models.cli.list': { en: 'the models known, and which are here', vi: 'các mô hình đã biết và mô hình nào đã có' },
  'models.cli.verify': {
    en: 'open models and compare their known output',
    vi: 'mở mô hình và so sánh với kết quả đã biết',
  },
  'models.cli.add': {
    en: 'fetch a known model, or install a file of your own with its card',
    vi: 'tải một mô hình đã biết, hoặc cài tệp của bạn kèm thẻ',
  },
  'models.cli.what': { en: 'name of a model or path of an .onnx file', vi: 'tên mô hình hoặc đường dẫn tệp .onnx' },
  'models.cli.card': { en: 'the card of the file', vi: 'thẻ của tệp' },
  'models.cli.licence': { en: 'licence', vi: 'giấy phép' },
  'models.cli.here': { en: 'here: {file}', vi: 'đã có: {file}' },
  'models.cli.absent': {
    en: 'not here; fetch it with: haidang models add {name}',
    vi: 'chưa có; tải về: haidang models add {name}',
  },
  'models.cli.by-hand': { en: 'not here; add its file by hand', vi: 'chưa có; hãy thêm tệp bằng tay' },
  'models.cli.verified': {
    en: '{name}: computes right ({numbers} numbers compared, {ms} ms an inference)',
    vi: '{name}: tính đúng (đã so {numbers} số, {ms} ms mỗi lần suy luận)',
  },
  'models.cli.no-self-check': {
    en: '{name}: opens, but its card has no selfCheck; this is what it gave here, to be put into the card:',
    vi: '{name}: mở được, nhưng thẻ chưa có selfCheck; đây là kết quả trên máy này, hãy đưa vào thẻ:',
  },
  'models.cli.progress': { en: '{done} of {total} KiB', vi: '{done} / {total} KiB' },
  'models.cli.added': { en: '{name} is here: {file}', vi: 'đã thêm {name}: {file}' },
  // Health of the detector.
  'models.starting': { en: 'the model {name} is being opened', vi: 'đang mở mô hình {name}' },
  'models.failed': {
    en: 'the detector of the model {name} stopped: {reason}',
    vi: 'bộ nhận dạng của mô hình {name} đã dừng: {reason}',
    hint: { en: 'it is started again by itself', vi: 'hệ thống sẽ tự khởi động lại' },
  },
} as const satisfies Record<string, Text>;
