import type { Text } from './text.ts';

export const acquisitionMessages = {} as const satisfies Record<string, Text>;
