// The output families a model card can name. To add one: its file in this folder and a line here; a test fails where a
// file is missing from this table.
import { yolox } from './yolox.ts';

export const families = { yolox } as const;
