import type { Text } from './text.ts';

export const outboxMessages = {
  'outbox.not-open': {
    en: 'the outbox is not open; {rows} events wait in memory',
    vi: 'hộp thư đi chưa mở được; {rows} sự kiện đang chờ trong bộ nhớ',
    hint: {
      en: 'see the failure of the part "outbox" for the reason; nothing is lost while the memory lasts',
      vi: 'xem nguyên nhân ở lỗi của phần "outbox"; chưa mất dữ liệu chừng nào bộ nhớ còn đủ',
    },
  },
  'outbox.disk-refuses': {
    en: 'the disk does not take new data ({reason}); {rows} events wait in memory',
    vi: 'ổ đĩa không nhận thêm dữ liệu ({reason}); {rows} sự kiện đang chờ trong bộ nhớ',
    hint: {
      en: 'free some space on the disk of the data directory; if there is space, check the card and the system log for I/O errors',
      vi: 'giải phóng dung lượng trên ổ chứa thư mục dữ liệu; nếu vẫn còn chỗ trống, kiểm tra thẻ nhớ và nhật ký hệ thống xem có lỗi đọc/ghi không',
    },
  },
  'outbox.disk-silent': {
    en: 'the disk has not answered for {seconds} s; {rows} events wait in memory',
    vi: 'ổ đĩa không phản hồi đã {seconds} giây; {rows} sự kiện đang chờ trong bộ nhớ',
    hint: {
      en: 'nothing is lost while the memory lasts; a card that hangs is about to fail: look into the system log for I/O errors and replace it',
      vi: 'chưa mất dữ liệu chừng nào bộ nhớ còn đủ; thẻ nhớ bị treo là sắp hỏng: xem lỗi đọc/ghi trong nhật ký hệ thống và thay thẻ',
    },
  },
  'outbox.disk-short': {
    en: 'the outbox may take {cap} MiB and the disk has room for {room} MiB of it: it is full before the cap is reached',
    vi: 'hộp thư đi được dùng {cap} MiB nhưng ổ đĩa chỉ còn đủ cho {room} MiB: ổ sẽ đầy trước khi tới giới hạn',
    hint: {
      en: 'free space on the disk of the data directory, or set outbox.cap in the site file below {room}MiB: what is unsent is then given up by its lane, and never for want of memory',
      vi: 'giải phóng dung lượng trên ổ chứa thư mục dữ liệu, hoặc đặt outbox.cap trong tệp cấu hình nhỏ hơn {room}MiB: khi đó dữ liệu chưa gửi được bỏ theo thứ tự ưu tiên của luồng, không bị mất do thiếu bộ nhớ',
    },
  },
  'outbox.dropped': {
    en: '{count} events were lost before they reached the disk',
    vi: '{count} sự kiện đã mất trước khi ghi được xuống ổ đĩa',
    hint: {
      en: 'the disk was too slow or full for too long: check the card and the free space',
      vi: 'ổ đĩa quá chậm hoặc đầy quá lâu: kiểm tra thẻ nhớ và dung lượng trống',
    },
  },
  'outbox.evicted': {
    en: '{count} events were given up unsent because the outbox was full',
    vi: '{count} sự kiện chưa gửi đã phải bỏ vì hộp thư đi đầy',
    hint: {
      en: 'check the link to the broker; raise outbox.cap in the site file if outages of this length are normal here',
      vi: 'kiểm tra đường truyền tới máy chủ MQTT; nếu nơi này thường mất kết nối lâu như vậy, hãy tăng outbox.cap trong tệp cấu hình',
    },
  },
  'outbox.unsigned': {
    en: 'events are not signed, the key of the gateway cannot be used: {reason}',
    vi: 'sự kiện không được ký vì không dùng được khóa của gateway: {reason}',
    hint: {
      en: 'nothing is lost and the chain goes on; put keys/gateway.pem of the data directory back, or move it away so that a new key is made, and tell the operations centre',
      vi: 'không mất dữ liệu và chuỗi băm vẫn tiếp tục; hãy khôi phục keys/gateway.pem trong thư mục dữ liệu, hoặc chuyển tệp đó đi để tạo khóa mới rồi báo cho trung tâm điều hành',
    },
  },
  'outbox.check-failed': {
    en: 'the check of the database found damage: {reason}',
    vi: 'kiểm tra cơ sở dữ liệu phát hiện hư hỏng: {reason}',
    hint: {
      en: 'the file is set aside and a new one is started by itself; if it happens again, replace the card',
      vi: 'tệp hỏng được tự động cất riêng và một tệp mới được tạo; nếu còn lặp lại, hãy thay thẻ nhớ',
    },
  },
  'outbox.alarms-last': {
    en: 'alarms have priority {found} and another lane {limit}: alarms would be given up before it',
    vi: 'cảnh báo có mức ưu tiên {found} còn một luồng khác là {limit}: cảnh báo sẽ bị bỏ trước luồng đó',
    hint: {
      en: 'give alarms a number above {limit}, or the other lane a lower one',
      vi: 'đặt cho cảnh báo một số lớn hơn {limit}, hoặc giảm số của luồng kia',
    },
  },
  'outbox.checking': {
    en: 'the database is being checked after an unclean stop: {percent} % done; everything else goes on',
    vi: 'đang kiểm tra cơ sở dữ liệu sau lần dừng đột ngột: đã xong {percent} %; mọi việc khác vẫn chạy bình thường',
  },
  'outbox.salvaging': {
    en: 'rows of the damaged database {file} are being fetched back: {percent} % done; everything else goes on',
    vi: 'đang lấy lại dữ liệu từ cơ sở dữ liệu hỏng {file}: đã xong {percent} %; mọi việc khác vẫn chạy bình thường',
  },
  'outbox.media-refused': {
    en: 'the last picture could not be stored: {reason}',
    vi: 'không lưu được ảnh gần nhất: {reason}',
    hint: {
      en: 'check the free space of the disk and who may write to the media folder of the data directory',
      vi: 'kiểm tra dung lượng trống của ổ đĩa và quyền ghi vào thư mục media trong thư mục dữ liệu',
    },
  },
} as const satisfies Record<string, Text>;
