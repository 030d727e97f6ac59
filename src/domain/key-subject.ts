/**
 * Events that tell of a new key have it as their subject, `key/<id>`: by that the outbox knows which it has told. They
 * stand apart from the schemas so that the outbox worker need not load those.
 */
export const keySubject = (keyId: string) => `key/${keyId}`;

/** The id of the key that an event tells of; undefined for every other event. */
export const keyOfSubject = (subject: string) => (subject.startsWith('key/') ? subject.slice(4) : undefined);
