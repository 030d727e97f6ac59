import type { StandIn } from '../domain/outgoing/camera.ts';
import { message } from '../messages/catalogue.ts';
import type { Health } from '../runtime/service.ts';
import type { Sight } from './view.ts';

/** Share of the wanted frames below which the machine is too slow. */
const tooFew = 0.8;
/** One bad window is a hiccup of the network; two are told, after 20 s. */
const slowWindowsToTell = 2;

export interface CameraCondition {
  readonly camera: string;
  /** What stands in its place, where it is no camera. */
  readonly standIn: StandIn | undefined;
  readonly sight: Sight;
  /** Since when it is in this state, RFC 3339. */
  readonly since: string;
  /** Frames a second: wanted, and at least so many are to arrive. */
  readonly wanted: number;
  readonly floor: number;
  /** Frames a second of the last window: looked at, and arrived, and damages a second; null before the first one ended. */
  readonly rate: { readonly done: number; readonly arrived: number; readonly damaged: number } | null;
  /** Pictures come and are damaged again and again. */
  readonly isStorm: boolean;
  /** Windows in a row in which too few arrived. */
  readonly slowWindows: number;
  readonly stillsLost: number;
  /** Why the last still was lost, while that is news. */
  readonly recentLoss: string | undefined;
}

/** What a technician is told of a camera; of one that is none also this, whatever its state. */
export function cameraHealth(now: CameraCondition, facts: Health['facts']): Health {
  const health = conditionOf(now, facts);
  const { camera, standIn } = now;
  return standIn
    ? { ...health, reasons: [...health.reasons, message(`vision.stand-in-${standIn}`, { camera })] }
    : health;
}

function conditionOf(now: CameraCondition, facts: Health['facts']): Health {
  const { camera, sight, since, wanted, floor, rate } = now;
  if (sight.state === 'starting') {
    return { state: 'starting', reasons: [message('vision.camera-starting', { camera })], facts };
  }
  if (sight.state === 'blind') {
    const told = sight.message ?? message('vision.camera-blind', { camera, since, reason: sight.reason });
    return { state: 'down', reasons: [told], facts };
  }
  const reasons = [];
  // Fewer looked at than wanted is the machine's doing only where more of them arrived.
  if (rate && rate.done < tooFew * Math.min(wanted, rate.arrived)) {
    reasons.push(message('vision.too-slow', { camera, wanted, actual: rate.done }));
  }
  if (rate && now.slowWindows >= slowWindowsToTell) {
    reasons.push(message('vision.frame-rate-low', { camera, floor, actual: rate.arrived }));
  }
  if (now.isStorm) reasons.push(message('vision.decode-errors', { camera, perSecond: rate?.damaged ?? 0 }));
  if (now.recentLoss !== undefined) {
    reasons.push(message('vision.stills-lost', { camera, lost: now.stillsLost, reason: now.recentLoss }));
  }
  return { state: reasons.length > 0 ? 'degraded' : 'ok', reasons, facts };
}
