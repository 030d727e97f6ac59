import type { UplinkConfig } from './config.ts';
import type { Parcel } from './drain/parcel.ts';
import type { PublishOptions } from './link/link.ts';

/** What MQTT 5 is told beside the payload: how long the broker may keep it, and that it is of the past. */
export function publishOptions(
  { contentType, historical, lane }: Pick<Parcel, 'contentType' | 'historical' | 'lane'>,
  { messageExpiry }: Pick<UplinkConfig, 'messageExpiry'>,
): PublishOptions {
  const expires = messageExpiry !== undefined && lane !== 'alarm';
  return {
    contentType,
    userProperties: historical ? { historical: 'true' } : undefined,
    expirySeconds: expires ? Math.max(1, Math.round(messageExpiry / 1000)) : undefined,
  };
}
