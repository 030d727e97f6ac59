// The output families a model card can name. To add one: its file in this folder and a line here; a test fails where a
// file is missing from this table.
import { anchor } from './anchor.ts';
import { boxes } from './boxes.ts';
import { classifier } from './classifier.ts';
import { detr } from './detr.ts';
import { end2end } from './end2end.ts';
import { fastestdet } from './fastestdet.ts';
import { gfl } from './gfl.ts';
import { ultralytics } from './ultralytics.ts';
import { yolov5 } from './yolov5.ts';
import { yolox } from './yolox.ts';

export const families = {
  yolox,
  yolov5,
  ultralytics,
  boxes,
  end2end,
  detr,
  gfl,
  anchor,
  fastestdet,
  classifier,
} as const;
