import type { Text } from './text.ts';

/** What is wrong with points, lines and zones of a picture. */
export const visionPointsMessages = {
  'vision.not-a-share': {
    en: '{found} is outside of the picture: x and y go from 0 to 1',
    vi: '{found} nằm ngoài khung hình: x và y chỉ từ 0 đến 1',
    hint: {
      en: 'divide pixels by the width (x) or the height (y) of the picture, and per cent by 100',
      vi: 'nếu là pixel, hãy chia cho chiều rộng (x) hoặc chiều cao (y) của khung hình; nếu là phần trăm, hãy chia cho 100',
    },
  },
  'vision.not-shares': {
    en: '{count} numbers here, {found} first, are outside of the picture: x and y go from 0 to 1',
    vi: '{count} số ở đây, trước tiên là {found}, nằm ngoài khung hình: x và y chỉ từ 0 đến 1',
    hint: {
      en: 'are they pixels of a picture? Say of which size: { pixels: 1920x1080, points: [[x, y], …] }; divide per cent by 100',
      vi: 'nếu là pixel, hãy ghi cả kích thước hình: { pixels: 1920x1080, points: [[x, y], …] }; nếu là phần trăm, hãy chia cho 100',
    },
  },
  'vision.pixel-outside': {
    en: '{found} is outside of a picture of {size} pixels',
    vi: '{found} nằm ngoài khung hình {size} pixel',
    hint: {
      en: 'correct the point, or write the size of the picture in which it was read off',
      vi: 'hãy sửa lại điểm này, hoặc ghi đúng kích thước của hình dùng để đọc tọa độ',
    },
  },
  'vision.zone-too-few-points': {
    en: 'a zone needs at least 3 points, this one has {found}',
    vi: 'một vùng cần ít nhất 3 điểm, vùng này chỉ có {found}',
    hint: {
      en: 'add the missing corners, each as [x, y] with numbers from 0 to 1',
      vi: 'thêm các góc còn thiếu, mỗi góc ghi dạng [x, y] với số từ 0 đến 1',
    },
  },
  'vision.zone-too-many-points': {
    en: 'a zone may have at most {limit} points, this one has {found}',
    vi: 'một vùng có tối đa {limit} điểm, vùng này có {found}',
    hint: { en: 'leave out points that change little', vi: 'bỏ bớt những điểm không làm thay đổi hình dạng vùng' },
  },
  'vision.zone-point-twice': {
    en: 'points {first} and {second} of the zone are one and the same',
    vi: 'điểm {first} và điểm {second} của vùng trùng nhau',
    hint: {
      en: 'leave one of the two out; the last point is joined to the first by itself',
      vi: 'bỏ một trong hai điểm; điểm cuối tự động được nối với điểm đầu',
    },
  },
  'vision.shares-as-pixels': {
    en: 'these points are shares of the picture from 0 to 1, not pixels',
    vi: 'các điểm này là tỉ lệ của khung hình từ 0 đến 1, không phải pixel',
    hint: {
      en: 'write the list of points in the place of all of "{ pixels: …, points: … }"',
      vi: 'ghi thẳng danh sách điểm thay cho toàn bộ "{ pixels: …, points: … }"',
    },
  },
  'vision.zone-crossing': {
    en: 'the zone crosses itself: its edge from point {fromA} to {toA} meets its edge from point {fromB} to {toB}',
    vi: 'vùng tự cắt chính nó: cạnh từ điểm {fromA} đến {toA} gặp cạnh từ điểm {fromB} đến {toB}',
    hint: {
      en: 'write the points in the order in which you would walk around the zone',
      vi: 'ghi các điểm theo đúng thứ tự khi đi một vòng quanh vùng',
    },
  },
  'vision.zone-too-small': {
    en: 'the zone is next to nothing: its points lie on one line or on one spot',
    vi: 'vùng gần như không có diện tích: các điểm nằm trên một đường thẳng hoặc trùng một chỗ',
    hint: {
      en: 'x and y are shares of the picture from 0 to 1; draw the zone larger',
      vi: 'x và y là tỉ lệ của khung hình từ 0 đến 1; hãy vẽ vùng lớn hơn',
    },
  },
  'vision.line-too-short': {
    en: 'the two points of the line are one and the same spot',
    vi: 'hai điểm của đường thẳng trùng vào một chỗ',
    hint: {
      en: 'set the points apart, for example [[0.1, 0.6], [0.9, 0.6]]',
      vi: 'đặt hai điểm cách xa nhau, ví dụ [[0.1, 0.6], [0.9, 0.6]]',
    },
  },
} as const satisfies Readonly<Record<string, Text>>;
