import { z } from 'zod';

/** What a person would call a value of a schema, and one as they would write it. Kept beside the schemas, not in them. */
export const words = z.registry<{ noun: string; example: string }>();
