import { z } from 'zod';
import { profileFileSchema } from '../acquisition/profile.ts';
import { modelCardSchema } from '../vision/detect/card.ts';
import { siteSchema } from './config.ts';

const schemas = { site: siteSchema, profile: profileFileSchema, 'model-card': modelCardSchema };

/**
 * The JSON Schema (2020-12) of what a person writes, made from the very schema that `check` enforces: an editor that
 * knows it completes and explains every key.
 */
export function jsonSchemaOf(which: keyof typeof schemas): object {
  return z.toJSONSchema(schemas[which], { io: 'input', target: 'draft-2020-12', reused: 'inline' });
}
