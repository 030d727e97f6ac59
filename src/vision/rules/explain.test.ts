import { describe, expect, it } from 'vitest';
import { createZone } from '../../runtime/calendar/local-time.ts';
import { SignalMemory, type SignalState } from '../signal/signal.ts';
import { ground } from '../testing/from-above.ts';
import { sceneOf, trackAt } from '../testing/walk.ts';
import { counted, duration, explain, kindWord } from './explain.ts';
import { guarded } from './guard.ts';
import type { Label, Scene } from './rule.ts';
import { createRule, ruleKinds, ruleSchema } from './table.ts';

const all = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];
/** Across the picture of 1000 × 500: forward is downwards. */
const line = [
  [0.1, 0.5],
  [0.9, 0.5],
];
const far = [
  [0.1, 0.7],
  [0.9, 0.7],
];
const up = [
  [0.5, 0.9],
  [0.5, 0.1],
];

type At = readonly [x: number, y: number];
interface Told {
  readonly rule: object;
  /** Who is where at a moment, milliseconds; a frame each 0.1 s. */
  readonly here: (ms: number) => readonly At[];
  readonly class?: 'person' | 'motorcycle';
  readonly forMs?: number;
  readonly shows?: (ms: number) => SignalState;
  readonly label?: Label;
  readonly isCalibrated?: boolean;
  readonly says: readonly string[];
}

const stands = () => [[500, 300]] as const;
const drivesDown = (ms: number) => [[500, 100 + ms / 10]] as const;
const walks = (ms: number) => [[100 + ms / 50, 300]] as const;
const crowd = (n: number): At[] => Array.from({ length: n }, (_, i) => [100 + 60 * i, 300]);
const comesAndStands = (ms: number) => [[Math.min(500, 300 + ms / 5), 300]] as const;
const crossed = (what: string) =>
  `${what} theo chiều thuận tại (0.50, 0.50), cách đây 0.3 giây, được nhìn thấy rõ ở mỗi bên vạch ít nhất 0.15 giây`;
const stay = (what: string, time: string, from: string, to: string, limit: string) =>
  `${what} ${time} giây, từ ${from} đến ${to} (${limit} giây)`;

const table: Readonly<Record<string, Told>> = {
  'line-crossing': {
    ...{ rule: { line, event: true }, here: drivesDown, forMs: 3000 },
    says: ['ô tô con đi qua vạch r theo chiều thuận, được nhìn thấy rõ ở mỗi bên vạch ít nhất 0.15 giây'],
  },
  'solid-line': { rule: { line }, here: drivesDown, says: [crossed('ô tô con đè qua vạch liền r')] },
  tripwire: { rule: { line }, here: drivesDown, class: 'person', says: [crossed('người vượt qua vạch cấm r')] },
  'red-light': {
    ...{ rule: { line, signal: 'main' }, here: drivesDown, shows: () => 'red', class: 'motorcycle' },
    says: ['xe máy vượt vạch dừng r tại (0.50, 0.50), 1.5 giây sau khi thấy đèn main đỏ (bỏ qua 0.5 giây đầu)'],
  },
  'stop-line': {
    ...{ rule: { zone: all, signal: 'main' }, here: comesAndStands, shows: (ms) => (ms < 6000 ? 'red' : 'unknown') },
    forMs: 12_000,
    says: [
      'ô tô con dừng quá vạch dừng trong vùng r tại (0.50, 0.60) đã 2.0 giây khi đèn main đang đỏ (giới hạn: 2 giây)',
      'không xác định được trạng thái đèn tín hiệu main: không có đèn nào sáng. Trong lúc này không báo vi phạm',
    ],
  },
  'wrong-way': {
    ...{ rule: { zone: all, allowed: up }, here: drivesDown, forMs: 2000 },
    says: [
      'ô tô con đi ngược chiều quy định tại r, quãng đường bằng 0.20 chiều cao khung hình trong 1.0 giây (ngưỡng: 0.1 và 1 giây)',
    ],
  },
  speed: {
    ...{ rule: { zone: all, limit: 30 }, here: drivesDown, forMs: 3500, isCalibrated: true },
    says: [
      'ô tô con chạy 36.0 km/h, sai số ± 0.0 km/h (tham khảo), trong vùng r tại (0.50, 0.76), đo trên 10.0 m trong 1.00 giây (tốc độ tối đa cho phép: 30 km/h)',
    ],
  },
  intrusion: {
    ...{ rule: { zone: all }, here: walks, class: 'person', forMs: 3000 },
    says: [stay('người vào vùng cấm r, ở trong đó', '0.3', '(0.12, 0.60)', '(0.13, 0.60)', 'ngưỡng: 0.3')],
  },
  loitering: {
    ...{ rule: { zone: all, after: '5s' }, here: walks, class: 'person', forMs: 6000 },
    says: [stay('người lảng vảng trong vùng r đã', '5.0', '(0.10, 0.60)', '(0.20, 0.60)', 'giới hạn: 5')],
  },
  'forbidden-lane': {
    ...{ rule: { zone: all }, here: walks, class: 'motorcycle', forMs: 3000 },
    says: [stay('xe máy đi trong làn đường cấm r được', '0.5', '(0.10, 0.60)', '(0.11, 0.60)', 'ngưỡng: 0.5')],
  },
  'highway-walker': {
    ...{ rule: { zone: all }, here: walks, class: 'person', forMs: 3000 },
    says: [
      stay('người đi trên đường dành cho xe cơ giới r được', '0.5', '(0.12, 0.60)', '(0.13, 0.60)', 'ngưỡng: 0.5'),
    ],
  },
  stopping: {
    ...{ rule: { zone: all, after: '1min' }, here: stands, forMs: 70_000 },
    says: ['ô tô con dừng trong vùng r tại (0.50, 0.60) đã 60.0 giây (giới hạn: 1 phút), xê dịch không quá 16 px'],
  },
  'stopped-vehicle': {
    ...{ rule: { zone: all }, here: stands, forMs: 12_000 },
    says: ['ô tô con dừng trong vùng r tại (0.50, 0.60) đã 10.0 giây (giới hạn: 10 giây), xê dịch không quá 16 px'],
  },
  crowding: {
    ...{ rule: { zone: all, enter: 4, leave: 1, classes: ['person'] }, class: 'person', forMs: 16_000 },
    here: (ms) => crowd(ms < 6000 ? 4 : 1),
    says: ['có 4 người trong vùng r, từ 4 trở lên suốt 5 giây', 'còn 1 người trong vùng r, không quá 1 suốt 5 giây'],
  },
  density: {
    ...{
      rule: {
        zone: [
          [0, 0.5],
          [0.4, 0.5],
          [0.4, 0.7],
          [0, 0.7],
        ],
        enter: 0.01,
        leave: 0.005,
        hold: '1s',
      },
    },
    ...{ here: (ms: number) => crowd(ms < 3000 ? 5 : 1), forMs: 8000, isCalibrated: true },
    says: [
      '5 người và xe trên 400 m² của vùng r: 0.01 trên mỗi m² (từ 0.01 trở lên suốt 1 giây)',
      '1 người và xe trên 400 m² của vùng r: 0.00 trên mỗi m² (không quá 0.005 suốt 1 giây)',
    ],
  },
  gathering: {
    ...{ rule: { zone: all, by: 6 }, class: 'person', forMs: 20_000 },
    here: (ms) => crowd(ms < 4000 || ms > 10_000 ? 2 : 8),
    says: [
      'có 8 người và xe trong vùng r, trong 30 giây vừa qua có lúc chỉ có 2 (ngưỡng: tăng thêm 6, kéo dài 3 giây)',
      'còn 2 người và xe trong vùng r: phần lớn số mới đến đã rời đi',
    ],
  },
  queue: {
    ...{ rule: { zone: all, most: 2, longest: '6s', classes: ['car', 'bus'] }, here: () => crowd(2), forMs: 6000 },
    says: [
      '2 xe đang chờ trong r (ngưỡng: 2, kéo dài 5 giây)',
      'ô tô con chờ trong r đã 6.0 giây (giới hạn: 6 giây)',
      'ô tô con chờ trong r đã 6.0 giây (giới hạn: 6 giây)',
    ],
  },
  jam: {
    ...{ rule: { zone: all }, here: () => crowd(4), forMs: 13_000, isCalibrated: true },
    says: ['4 xe trong vùng r chạy trung bình 0.0 km/h suốt 10 giây (ngưỡng: 4 xe và 8 km/h)'],
  },
  'turning-movements': {
    rule: { event: true, from: [{ id: 'bac', line }], to: [{ id: 'nam', line: far }] },
    here: drivesDown,
    says: ['ô tô con đi từ bac sang nam trong 1.0 giây'],
  },
  'no-helmet': {
    ...{ rule: { zone: all, model: 'mu' }, here: stands, class: 'motorcycle', forMs: 500 },
    label: { label: 'no-helmet', share: 0.9, looks: 10 },
    says: [
      'xe máy trong vùng r: nghi không đội mũ bảo hiểm, mô hình mu nhận là "no-helmet" với 90 % số phiếu trong 10 lần xem (ngưỡng: 70 % và 3 lần)',
    ],
  },
  'triple-riding': {
    ...{ rule: { zone: all, model: 'mu' }, here: stands, class: 'motorcycle', forMs: 500 },
    label: { label: 'three-or-more', share: 0.8, looks: 4 },
    says: [
      'xe máy trong vùng r: nghi chở quá số người quy định, mô hình mu nhận là "three-or-more" với 80 % số phiếu trong 4 lần xem (ngưỡng: 70 % và 3 lần)',
    ],
  },
};

const zone = createZone('Asia/Ho_Chi_Minh');

/** What a rule says of what it is shown. */
function said(kind: string, told: Told, more: object = {}) {
  const config = ruleSchema.parse({ id: 'r', kind, ...told.rule, ...more });
  const rule = guarded(createRule(config), config, zone);
  const memory = new SignalMemory();
  const frames = (told.forMs ?? 3500) / 100 + 1;
  return Array.from({ length: frames }, (_, i) => 100 * i).flatMap((ms) => {
    const here = told.here(ms).map(([x, y], n) => ({ x, y, id: `t${n}` }));
    const tracks = here.map(({ x, y, id }) =>
      trackAt(x, y, { id, class: told.class ?? 'car', height: told.isCalibrated ? 40 : 80 }),
    );
    const places = new Map(
      here.map(({ x, y, id }) => {
        const at = ground.toGround({ x, y })!;
        return [id, { at, front: at, error: 0 }] as const;
      }),
    );
    const state = told.shows?.(ms);
    const why = state === 'unknown' ? explain('signal.none-lit') : undefined;
    const scene: Scene = {
      ...{ ...sceneOf(ms, tracks), at: { ms: Date.UTC(2026, 5, 26) + ms, quality: 'synced' } },
      ...(told.isCalibrated ? { ground, places } : {}),
      ...(state ? { signals: new Map([['main', memory.see(state, ms, why)]]) } : {}),
      ...(told.label ? { labels: new Map([['mu', new Map([['t0', told.label]])]]) } : {}),
    };
    return rule.step(scene).map((e) => e.explanation);
  });
}

describe('what a rule says', () => {
  it.each(Object.entries(table))('of %s is a whole sentence in Vietnamese too', (kind, told) => {
    const sentences = said(kind, told);
    expect(sentences.map((s) => s.vi)).toEqual(told.says);
    for (const { en, vi } of sentences) {
      expect(`${en} ${vi}`).not.toMatch(/[{}]|undefined|NaN|\[object/);
      expect(en).not.toMatch(/[ăâđêôơưạảấầẩậắằặẹếềểệịỉọốồổộớờợụủứừửữựỳỷ]/);
    }
  });

  it('has a sentence here for each kind of rule but the one that only measures', () => {
    const kinds = ruleKinds.map((k) => k.kind).filter((kind) => kind !== 'dwell-time');
    expect(Object.keys(table).sort()).toEqual(kinds.sort());
  });

  it('of the wrong way is in metres where they are known', () => {
    const told = { ...table['wrong-way']!, isCalibrated: true };
    const [sentence] = said('wrong-way', told, { anchor: 'ground' });
    expect(sentence).toEqual({
      en: 'car went 10.0 m against the allowed direction of r in 1.0 s (limits: 0.8 m and 1s)',
      vi: 'ô tô con đi ngược chiều quy định tại r, quãng đường 10.0 m trong 1.0 giây (ngưỡng: 0.8 m và 1 giây)',
    });
  });

  it('names its hours by the days of the week and the holidays', () => {
    const window = { weekdays: ['fri', 'sun'], from: '06:30', to: '08:30', holidays: 'except' };
    const [sentence] = said('tripwire', table['tripwire']!, { schedule: [window] });
    expect(sentence?.vi).toMatch(/; luật áp dụng thứ Sáu, Chủ nhật từ 06:30 đến 08:30, trừ ngày lễ$/);
    expect(sentence?.en).toMatch(/; holds fri, sun 06:30 to 08:30, holidays: except$/);
  });
});

describe('the words of a sentence', () => {
  it('have the name of every kind of rule', () => {
    for (const { kind } of ruleKinds)
      expect(kindWord(kind), kind).toMatchObject({ en: kind, vi: expect.not.stringMatching(kind) });
  });

  it.each([
    [0, '0ms', '0 giây'],
    [1500, '1500ms', '1.5 giây'],
    [90_000, '90s', '90 giây'],
    [300_000, '5min', '5 phút'],
    [7_200_000, '2h', '2 giờ'],
    [86_400_000, '1d', '1 ngày'],
  ])('say %d ms as the site file does, and in Vietnamese as people do', (ms, en, vi) => {
    expect(duration(ms)).toEqual({ en, vi });
  });

  it('count people as people, and vehicles by their class where there is one alone', () => {
    expect(counted(['person'], 12)).toEqual({ en: '12', vi: '12 người' });
    expect(counted(['motorcycle'], 3).vi).toBe('3 xe máy');
    expect(counted(['car', 'truck'], 3).vi).toBe('3 xe');
    expect(counted(undefined, 3).vi).toBe('3 người và xe');
  });
});
