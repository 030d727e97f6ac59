import type { Text } from './text.ts';

/** What `check` says of names in the lighting that are nearly others, and of the order of lamps in a route. */
export const lightingCheckMessages = {
  'lighting.group-near': {
    en: 'the lamp "{id}" alone is in the group "{found}", and nothing else names that group',
    vi: 'chỉ một mình đèn "{id}" thuộc nhóm "{found}", và không nơi nào khác nhắc tới nhóm này',
    hint: {
      en: 'did you mean "{near}"? If it is a group of its own, add it under "groups" of the lighting',
      vi: 'có phải ý bạn là "{near}"? Nếu đúng là một nhóm riêng, hãy khai báo trong mục "groups" của lighting',
    },
  },
  'lighting.input-not-fed': {
    en: 'there is no input "{found}": the control has no effect',
    vi: 'không có tín hiệu vào "{found}": điều khiển không có tác dụng',
    hint: {
      en: 'add it under "inputs" of the lighting, with a point or a counting rule of a camera',
      vi: 'hãy thêm vào mục "inputs" của lighting, kèm một điểm đo hoặc một quy tắc đếm của camera',
    },
  },
  'lighting.input-near': {
    en: 'there is no input "{found}": the control has no effect; known: {allowed}',
    vi: 'không có tín hiệu vào "{found}": điều khiển không có tác dụng; đã biết: {allowed}',
    hint: { en: 'did you mean "{near}"?', vi: 'có phải ý bạn là "{near}"?' },
  },
  'lighting.lamp-twice-in-route': {
    en: 'the lamp "{lamp}" stands twice in the route "{route}" (first as number {first}): only its first place counts',
    vi: 'đèn "{lamp}" xuất hiện hai lần trong tuyến "{route}" (lần đầu ở vị trí {first}): chỉ vị trí đầu được tính',
    hint: {
      en: 'write the lamp that really stands at this place, or remove it',
      vi: 'hãy ghi đúng đèn ở vị trí này, hoặc xóa nó',
    },
  },
} as const satisfies Readonly<Record<string, Text>>;
