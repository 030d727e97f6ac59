import { describe, expect, it } from 'vitest';
import { commandFilter, messageTopic, parseTopic, statusTopic } from './topics.ts';

describe('topics', () => {
  it('put the lane before the subject, so that alarms of all gateways are one subscription', () => {
    expect(messageTopic('qn-hl-001', 'telemetry', 'device/air-1')).toBe('haidang/v1/qn-hl-001/telemetry/device/air-1');
    expect(messageTopic('qn-hl-001', 'event', 'gateway')).toBe('haidang/v1/qn-hl-001/event/gateway/qn-hl-001');
    expect(statusTopic('qn-hl-001')).toBe('haidang/v1/qn-hl-001/status');
    expect(commandFilter('qn-hl-001')).toBe('haidang/v1/qn-hl-001/command/+/+');
  });

  it('are read back to what they were made from', () => {
    expect(parseTopic(messageTopic('g', 'alarm', 'camera/gate'))).toEqual({
      kind: 'message',
      gateway: 'g',
      lane: 'alarm',
      subject: 'camera/gate',
    });
    expect(parseTopic(messageTopic('g', 'alarm', 'gateway'))).toMatchObject({ subject: 'gateway' });
    expect(parseTopic('haidang/v1/g/status')).toEqual({ kind: 'status', gateway: 'g' });
    expect(parseTopic('haidang/v1/g/command/operator/lamp.set')).toEqual({
      kind: 'command',
      gateway: 'g',
      role: 'operator',
      name: 'lamp.set',
    });
  });

  it.each([
    'haidang/v2/g/status',
    'haidang/v1/g',
    'haidang/v1/g/status/x',
    'haidang/v1/g/command',
    'haidang/v1/g/command/lamp.set',
    'haidang/v1/g/command/a/b/c',
    'haidang/v1/g/nolane/device/a',
    'haidang/v1/g/alarm/device',
    'haidang/v1/g/alarm/device/a/b',
    '',
  ])('"%s" is none of ours', (topic) => {
    expect(parseTopic(topic)).toBeUndefined();
  });
});
