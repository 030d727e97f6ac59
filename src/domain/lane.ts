/**
 * The lanes of the outbox, in order of their priority on the link. Each (source, lane) counts its own sequence.
 * `history` carries nothing of its own in this version: history is a row of another lane sent again on request.
 * They stand apart from the schemas so that the outbox worker need not load those.
 */
export const lanes = ['alarm', 'event', 'state', 'telemetry', 'history', 'media'] as const;
export type Lane = (typeof lanes)[number];
