import type { Text } from './text.ts';

export const outboxMessages = {} as const satisfies Record<string, Text>;
