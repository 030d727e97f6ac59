import type { Text } from './text.ts';

/** The command `replay` on a recorded track file. */
export const replayMessages = {
  'replay.tracks': {
    en: 'track file that takes the place of the camera and of its model: a line of JSON a frame, as "haidang simulate scene --truth" writes it; with a folder, its .jsonl files one after the other',
    vi: 'tệp vết chuyển động dùng thay cho camera và mô hình: mỗi khung hình một dòng JSON, như "haidang simulate scene --truth" ghi ra; nếu là thư mục thì lần lượt từng tệp .jsonl trong đó',
  },
  'replay.truth': {
    en: 'what really happened, as "haidang simulate scene --violations" writes it: prints precision and recall of each rule (with --tracks; a rule is held against the watch that has its id; with a folder of track files a folder with files of the same names)',
    vi: 'những gì thực sự đã xảy ra, như "haidang simulate scene --violations" ghi ra: in độ chính xác và độ phủ của từng luật (dùng với --tracks; luật được so với mục theo dõi cùng mã; nếu --tracks là thư mục thì đây là thư mục chứa các tệp cùng tên)',
  },
  'replay.size': {
    en: 'size in pixels of the pictures that the track file was made from (default: what its first line says, else 960x540)',
    vi: 'kích thước (pixel) của khung hình đã tạo ra tệp vết chuyển động (mặc định: theo dòng đầu của tệp, nếu không có thì 960x540)',
  },
  'replay.overlay': {
    en: 'video of what the rules see: boxes, ids, trails, zones, signals, events; with a folder of clips, the folder for one of each (default: none is made)',
    vi: 'video hiển thị những gì các luật nhìn thấy: khung, mã, vết, vùng, đèn tín hiệu, sự kiện; với một thư mục video thì đây là thư mục chứa video của từng đoạn (mặc định: không tạo)',
  },
  'replay.one-input': {
    en: 'replay needs either --video or --tracks, and --truth goes with --tracks',
    vi: 'lệnh replay cần đúng một trong hai: --video hoặc --tracks; --truth chỉ dùng cùng --tracks',
    hint: {
      en: 'name one input, for example: --tracks tracks.jsonl --truth happenings.jsonl',
      vi: 'chọn một đầu vào, ví dụ: --tracks tracks.jsonl --truth happenings.jsonl',
    },
  },
  'replay.unplayable': {
    en: '{file} cannot be replayed: {reason}',
    vi: 'không phát lại được {file}: {reason}',
    hint: {
      en: 'check the path and who may read it; play it with ffplay, or copy it anew',
      vi: 'kiểm tra đường dẫn và quyền đọc tệp; thử mở bằng ffplay, hoặc chép lại tệp',
    },
  },
  'replay.damaged': {
    en: '{file} is damaged, or its end is missing (ffmpeg spoke of that {damages} times): {seconds} s of it were played, and what happened in the rest was not judged',
    vi: '{file} bị hỏng hoặc thiếu đoạn cuối (ffmpeg báo lỗi {damages} lần): đã phát {seconds} giây, phần còn lại không được xét',
    hint: {
      en: 'copy it anew from the camera or the recorder, and prove rules on a whole video',
      vi: 'chép lại tệp từ camera hoặc đầu ghi, và chỉ kiểm chứng luật trên video nguyên vẹn',
    },
  },
  'replay.stills-lost': {
    en: '{count} events have no still: {folder} did not take it',
    vi: '{count} sự kiện không có ảnh: không ghi được vào {folder}',
    hint: {
      en: 'look at the room on that disk and who may write there, then replay again',
      vi: 'kiểm tra dung lượng trống và quyền ghi ở đó, rồi phát lại',
    },
  },
  'replay.no-video-file': { en: 'it is no video, or a damaged one', vi: 'không phải video, hoặc video đã hỏng' },
  'replay.size-changes': {
    en: 'its pictures change their size in the middle; bring them to one size first, for example: ffmpeg -i VIDEO -vf scale=1280:720 NEW.mp4',
    vi: 'kích thước khung hình thay đổi giữa chừng; hãy đưa về một kích thước trước, ví dụ: ffmpeg -i VIDEO -vf scale=1280:720 MOI.mp4',
  },
  'replay.stands-still': {
    en: 'reading it stopped: nothing came for {seconds} s',
    vi: 'việc đọc tệp bị dừng: không có dữ liệu trong {seconds} giây',
  },
  'replay.no-pictures': { en: 'there is no picture in it', vi: 'trong đó không có hình nào' },
  'replay.no-frames': {
    en: 'there is no line in {file}',
    vi: 'không có dòng nào trong {file}',
    hint: {
      en: 'a track file has a line of JSON a frame; "haidang simulate scene --truth" writes such files',
      vi: 'tệp vết chuyển động có một dòng JSON cho mỗi khung hình; "haidang simulate scene --truth" ghi ra các tệp như vậy',
    },
  },
  'replay.overlay-is-input': {
    en: '{file} is read by this replay: the overlay would be written over it',
    vi: '{file} là tệp mà lần phát lại này đang đọc: video hiển thị sẽ ghi đè lên nó',
    hint: { en: 'name another file with --overlay', vi: 'dùng --overlay với tên tệp khác' },
  },
  'replay.no-overlay': {
    en: 'the overlay video {file} cannot be made: {reason}',
    vi: 'không tạo được video hiển thị {file}: {reason}',
    hint: {
      en: 'look whether the folder may be written to and the disk has room; a video that was there before is as it was',
      vi: 'kiểm tra quyền ghi vào thư mục và dung lượng trống của ổ đĩa; video đã có từ trước vẫn còn nguyên',
    },
  },
  'replay.no-clips': {
    en: 'there is no video in the folder {folder}',
    vi: 'không có tệp video nào trong thư mục {folder}',
    hint: {
      en: 'clips are files like .mp4, .mkv, .avi, .mov or .ts that lie in the folder itself; folders inside it are not looked into',
      vi: 'đoạn video là các tệp như .mp4, .mkv, .avi, .mov hoặc .ts nằm ngay trong thư mục; các thư mục con không được xét',
    },
  },
  'replay.no-tracks': {
    en: 'there is no track file in the folder {folder}',
    vi: 'không có tệp vết chuyển động nào trong thư mục {folder}',
    hint: {
      en: 'track files end in .jsonl and lie in the folder itself; "haidang simulate scene --truth" writes such files',
      vi: 'tệp vết chuyển động có đuôi .jsonl và nằm ngay trong thư mục; "haidang simulate scene --truth" ghi ra các tệp như vậy',
    },
  },
  'replay.no-truth': {
    en: 'what happened in {file} is not told: there is no such file in {folder}',
    vi: 'chưa có dữ liệu đối chiếu cho {file}: không thấy tệp này trong {folder}',
    hint: {
      en: 'with a folder of track files --truth is a folder too, with one file of the same name for each',
      vi: 'khi --tracks là thư mục thì --truth cũng là thư mục, mỗi tệp vết chuyển động có một tệp đối chiếu cùng tên',
    },
  },
  'replay.unreadable-tracks': {
    en: '{clip} is left out: {reason}',
    vi: 'bỏ qua {clip}: {reason}',
    hint: {
      en: 'make the file anew, or take it out of the folder where it holds no tracks; the other files are played and the totals are without this one',
      vi: 'tạo lại tệp, hoặc đưa nó ra khỏi thư mục nếu không phải tệp vết chuyển động; các tệp khác vẫn được xử lý và tổng số không tính tệp này',
    },
  },
  'replay.tracks-done': {
    en: '{clips} of {of} track files, {events} events',
    vi: 'đã xử lý {clips} trên {of} tệp vết chuyển động, {events} sự kiện',
  },
  'replay.overlay-among-clips': {
    en: 'the videos of --overlay would lie among the clips and be played the next time',
    vi: 'các video của --overlay sẽ nằm lẫn với các đoạn video gốc và bị phát lại ở lần chạy sau',
    hint: { en: 'name another folder with --overlay', vi: 'chọn một thư mục khác cho --overlay' },
  },
  'replay.unreadable-clip': {
    en: '{clip} is left out: {reason}',
    vi: 'bỏ qua {clip}: {reason}',
    hint: {
      en: 'play it with ffplay or copy it anew; the other clips are played and the totals are without this one',
      vi: 'thử mở bằng ffplay hoặc chép lại tệp; các đoạn khác vẫn được xử lý và tổng số không tính đoạn này',
    },
  },
  'replay.clips-done': {
    en: '{clips} of {of} clips, {events} events',
    vi: 'đã xử lý {clips} trên {of} đoạn video, {events} sự kiện',
  },
  'replay.not-together': {
    en: '{flag} does nothing with {input}',
    vi: '{flag} không có tác dụng với {input}',
    hint: {
      en: 'leave {flag} out; a model and stills belong to a video, a size and what really happened to a track file',
      vi: 'bỏ {flag}; mô hình và ảnh đi với video, kích thước và dữ liệu đối chiếu đi với tệp vết chuyển động',
    },
  },
  'replay.none-scored': {
    en: 'nothing is scored: what happened is about {watches}, and the rules of this camera are {rules}',
    vi: 'không có gì để đánh giá: dữ liệu đối chiếu nói về {watches}, còn các luật của camera này là {rules}',
    hint: {
      en: 'give a rule the id that stands behind "watch" in the file of what happened',
      vi: 'đặt mã của luật giống với giá trị "watch" trong tệp dữ liệu đối chiếu',
    },
  },
  'replay.bad-size': {
    en: '"{found}" is no size',
    vi: '"{found}" không phải là kích thước hợp lệ',
    hint: {
      en: 'write width x height in pixels, like 960x540',
      vi: 'ghi chiều rộng x chiều cao theo pixel, ví dụ 960x540',
    },
  },
  'replay.bad-line': {
    en: '{file}, line {line}, cannot be read: {reason}',
    vi: 'không đọc được {file}, dòng {line}: {reason}',
    hint: {
      en: 'each line is one JSON object as "haidang simulate scene" writes it; make the file anew',
      vi: 'mỗi dòng là một đối tượng JSON như "haidang simulate scene" ghi ra; hãy tạo lại tệp',
    },
  },
  'replay.said': { en: '{time}  {rule}: {said}', vi: '{time}  {rule}: {said}' },
  // Written into the overlay video.
  'film.counts': {
    en: '{rule}: {forward} forward, {backward} backward',
    vi: '{rule}: {forward} chiều thuận, {backward} chiều nghịch',
  },
  'film.events': { en: '{count} events', vi: '{count} sự kiện' },
  'replay.score': {
    en: '{rule}: precision {precision}, recall {recall} ({right} right of {said} said, {happened} happened, {taken} of {near} near misses taken)',
    vi: '{rule}: độ chính xác {precision}, độ phủ {recall} ({right} đúng trong {said} lần báo, {happened} lần thực sự xảy ra, {taken} trên {near} trường hợp suýt vi phạm bị báo nhầm)',
  },
} as const satisfies Record<string, Text>;
