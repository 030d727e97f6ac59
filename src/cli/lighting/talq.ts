export const exportTalq = async (_: unknown, __: unknown) => 0 as const;
export const importTalq = exportTalq;
