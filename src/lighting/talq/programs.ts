// Programs of the night as TALQ control programs, and back.
//
//   switch at a clock time        fixedTimeControls, in the order of the lighting day (dayOffset 12), one per time
//   switch at sunrise or sunset   astroClockTimeControls, operation Set, offset in whole minutes
//   civil dusk and dawn           sunset + 24 min, sunrise - 24 min: TALQ knows no twilight (24 min: see below)
//   ramp                          rampToLevelTime, seconds
//   control (a sensor)            dynamicControls, last one first: ours are applied in order, theirs name the strongest first
import { z } from 'zod';
import type { Phrase } from '../../messages/text.ts';
import { formatDuration } from '../../runtime/schema.ts';
import { type LightingConfig, lightingSchema } from '../config.ts';
import type { CommandBase, operations, TalqProgram } from './shapes.ts';

export type RawLighting = z.input<typeof lightingSchema>;
export type RawProgram = NonNullable<RawLighting['programs']>[number];
type Program = LightingConfig['programs'][number];
type Switch = Program['switches'][number];

/** Length of civil twilight in Quảng Ninh, minutes: 22 to 25 over the year (US Naval Observatory, 20.95 N 107.08 E). */
const twilight = 24;
const minuteMs = 60_000;
/** The same time twice is the whole day, noon to noon. */
const wholeDay = { startTime: '12:00:00', endTime: '12:00:00' };

const parsed = (raw: RawProgram): Program => {
  const program = lightingSchema.parse({ programs: [raw] }).programs[0];
  if (!program) throw new Error('a program was lost');
  return program;
};
const commandOf = (level: number, rampMs?: number): CommandBase => ({
  state: { name: 'LevelState', value: Math.round(level) },
  ...(rampMs === undefined ? {} : { rampToLevelTime: rampMs / 1000 }),
});
const two = (n: number) => String(n).padStart(2, '0');
const startTime = (minute: number) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}:00`;
/** Minutes since noon. */
const sinceNoon = (time: string) => (Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5)) + 720) % 1440;

function sunControl({ at, offsetMs, level, rampMs }: Switch) {
  if (at.kind !== 'sun') return [];
  const isEvening = at.event === 'sunset' || at.event === 'civil-dusk';
  const shift = at.event === 'civil-dusk' ? twilight : at.event === 'civil-dawn' ? -twilight : 0;
  return [
    {
      offset: Math.round(offsetMs / minuteMs) + shift,
      solarEventType: isEvening ? ('sunset' as const) : ('sunrise' as const),
      operation: 'Set' as const,
      command: commandOf(level, rampMs),
    },
  ];
}

export function encodeProgram(raw: RawProgram, ownerCMS: string): TalqProgram {
  const { id, switches, controls = [] } = parsed(raw);
  // Of two at one time the later one stands in our model too.
  const clock = new Map(
    switches.flatMap(({ at, level, rampMs }) =>
      at.kind === 'clock' ? [[startTime(at.minute), commandOf(level, rampMs)] as const] : [],
    ),
  );
  return {
    type: 'ControlProgramOne',
    id,
    ownerCMS,
    activePeriods: [{ name: 'AbsoluteActivePeriod', ...wholeDay }],
    fixedTimeControls: [...clock]
      .map(([time, command]) => ({ startTime: time, command }))
      .sort((a, b) => sinceNoon(a.startTime) - sinceNoon(b.startTime)),
    astroClockTimeControls: switches
      .flatMap(sunControl)
      .sort((a, b) => Number(a.solarEventType === 'sunrise') - Number(b.solarEventType === 'sunrise')),
    dynamicControls: controls.toReversed().map(({ input, merge, level = 100 }) => ({
      period: wholeDay,
      effect: {
        type: 'FixedControlEffect',
        source: { sensor: { sensorAddresses: [input] } },
        operation: `${merge.slice(0, 1).toUpperCase()}${merge.slice(1)}` as (typeof operations)[number],
        command: commandOf(level),
      },
    })),
  };
}

const rampOf = ({ rampToLevelTime: s }: CommandBase) =>
  s ? { ramp: formatDuration(Math.min(3600, Math.max(1, Math.round(s))) * 1000) } : {};
const offsetOf = (minutes: number) =>
  minutes === 0 ? {} : { offset: `${minutes < 0 ? '-' : '+'}${Math.abs(minutes)}min` };

/** What of a control program of another system our model has no word for. */
function foreign(talq: TalqProgram): Phrase[] {
  const text = JSON.stringify(talq);
  const periods = z.array(z.looseObject({})).safeParse(talq['activePeriods']).data ?? [];
  const isAllDay = periods.every((p) => p['name'] === 'AbsoluteActivePeriod' && p['startTime'] === p['endTime']);
  const dynamic = talq.dynamicControls.map((c) => z.looseObject({}).safeParse(c['period']).data ?? {});
  const isAlways = dynamic.every((p) => p['startTime'] === p['endTime']);
  return [
    ...(isAllDay ? [] : [{ en: 'active periods shorter than the day', vi: 'khoảng hiệu lực ngắn hơn một ngày' }]),
    ...(isAlways ? [] : [{ en: 'periods of dynamic controls', vi: 'khoảng thời gian của điều khiển động' }]),
    ...(text.includes('"rampFromLevelTime"') ? [{ en: 'rampFromLevelTime', vi: 'rampFromLevelTime' }] : []),
    ...(text.includes('"holdTime"')
      ? [{ en: 'holdTime of a control (see presence.hold)', vi: 'holdTime của điều khiển (xem presence.hold)' }]
      : []),
  ];
}

/** What TALQ says, in our words: evening sun, clock times, morning sun. @param tell called with what is left out. */
export function decodeProgram(talq: TalqProgram, tell: (what: Phrase) => void): RawProgram {
  for (const what of foreign(talq)) tell(what);
  const sun = talq.astroClockTimeControls.filter((c) => {
    if (c.operation === 'Set') return true;
    tell({ en: `operation ${c.operation} at a sun event`, vi: `phép ${c.operation} tại mốc mặt trời` });
    return false;
  });
  const atSun = (event: 'sunset' | 'sunrise') =>
    sun
      .filter((c) => c.solarEventType === event)
      .map(({ offset, command }) => ({
        at: event,
        ...offsetOf(offset),
        level: command.state.value,
        ...rampOf(command),
      }));
  if (talq.fixedTimeControls.some((c) => !c.startTime.slice(6).startsWith('00')))
    tell({ en: 'seconds of a start time', vi: 'số giây của giờ bắt đầu' });
  const clock = talq.fixedTimeControls
    .map(({ startTime: time, command }) => ({ at: time.slice(0, 5), level: command.state.value, ...rampOf(command) }))
    .sort((a, b) => sinceNoon(a.at) - sinceNoon(b.at));
  const controls = talq.dynamicControls.toReversed().flatMap(({ effect }, i) => {
    const input = effect.source.sensor?.sensorAddresses[0];
    if (effect.command && input !== undefined) {
      const merge = effect.operation.toLowerCase() as Lowercase<typeof effect.operation>;
      return [{ id: `control-${i + 1}`, input, merge, level: effect.command.state.value }];
    }
    tell({
      en: `a dynamic control of type ${effect.type} without command or sensor`,
      vi: `điều khiển động kiểu ${effect.type} không có lệnh hoặc cảm biến`,
    });
    return [];
  });
  const switches = [...atSun('sunset'), ...clock, ...atSun('sunrise')];
  return { id: talq.id, switches, ...(controls.length > 0 ? { controls } : {}) };
}

/** What of a program TALQ does not say; empty where it says all. */
export function unsaidOfProgram(raw: RawProgram): Phrase[] {
  const program = parsed(raw);
  const { switches, controls = [] } = program;
  const found: Phrase[] = [];
  const isTwilight = switches.some(({ at }) => at.kind === 'sun' && at.event.startsWith('civil'));
  if (isTwilight)
    found.push({
      en: 'civil twilight (said as sunset + 24 min, sunrise − 24 min)',
      vi: 'hoàng hôn/bình minh dân dụng (ghi thành lặn + 24 phút, mọc − 24 phút)',
    });
  if (controls.some((c) => c.above !== undefined || c.below !== undefined || c.levels)) {
    found.push({
      en: 'thresholds and curves of sensor controls',
      vi: 'ngưỡng và đường cong của điều khiển theo cảm biến',
    });
  }
  if (controls.length > 0)
    found.push({
      en: 'names of sensor controls, and that they count only by night',
      vi: 'tên điều khiển theo cảm biến và việc chỉ áp dụng ban đêm',
    });
  const back = parsed(decodeProgram(encodeProgram(raw, ''), () => undefined));
  if (found.length === 0 && JSON.stringify(back) !== JSON.stringify(program)) {
    found.push({
      en: 'the order of switches, or fractions of per cent or minutes',
      vi: 'thứ tự các lần chuyển mức, hoặc phần lẻ của phần trăm hay phút',
    });
  }
  return found;
}
