// A folder of labelled photographs as YOLO tools lay them out: `DIR/*.jpg` or `DIR/images/*.jpg`, `DIR/labels/NAME.txt`
// with a line `class cx cy w h [flag]` a box (shares of the picture), `DIR/classes.txt` with a class name a line.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { type Box, type RoadUserClass, roadUserClasses } from '../../../src/domain/detection.ts';

export interface Label {
  readonly class: RoadUserClass;
  /** In shares of the picture, 0 to 1. */
  readonly box: Box;
  readonly ignored: boolean;
}

export interface Labelled {
  readonly name: string;
  readonly file: string;
  readonly labels: readonly Label[];
}

export interface Folder {
  readonly images: readonly Labelled[];
  /** Names of classes.txt that are none of our road users: their boxes are left out. */
  readonly unknownClasses: readonly string[];
}

export interface FolderOptions {
  /** Patterns with `*` and `?` on the file's name, with or without its ending; none: all files. */
  readonly match: readonly string[];
  /** Flags (sixth column; 0 where it is missing) that count; the other boxes are ignored. Undefined: all count. */
  readonly flags: ReadonlySet<number> | undefined;
}

/** @throws Error which says what is missing, or the file and line that cannot be read. */
export function readFolder(folder: string, options: FolderOptions): Folder {
  const inside = join(folder, 'images');
  const imagesFolder = existsSync(inside) ? inside : folder;
  if (!existsSync(imagesFolder)) throw new Error(`there is no folder ${folder}`);
  const labelsFolder = join(folder, 'labels');
  if (!existsSync(labelsFolder)) throw new Error(`${folder} has no folder labels with a .txt an image`);
  const classesFile = join(folder, 'classes.txt');
  if (!existsSync(classesFile)) throw new Error(`${folder} has no classes.txt with a class name a line`);
  const names = readFileSync(classesFile, 'utf8')
    .split('\n')
    .flatMap((line) => line.trim() || []);
  const classes = names.map((name) => roadUserClasses.find((c) => c === name));
  const files = readdirSync(imagesFolder)
    .filter((f) => /\.(jpe?g|png)$/i.test(f) && matches(f, options.match))
    .sort();
  if (files.length === 0) throw new Error(`${imagesFolder} has no image that matches`);
  const images = files.map((file) => {
    const name = basename(file, extname(file));
    const labels = readLabels(join(labelsFolder, `${name}.txt`), classes, options.flags);
    return { name, file: join(imagesFolder, file), labels };
  });
  return { images, unknownClasses: names.filter((_, i) => !classes[i]) };
}

/** An image without a label file has no road users. */
function readLabels(
  file: string,
  classes: readonly (RoadUserClass | undefined)[],
  flags: ReadonlySet<number> | undefined,
): Label[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, i) => {
      if (line.trim() === '') return [];
      const numbers = line.trim().split(/\s+/).map(Number);
      const [c = -1, cx = 0, cy = 0, w = 0, h = 0, flag = 0] = numbers;
      if (numbers.length < 5 || numbers.some(Number.isNaN) || !(c in classes)) {
        throw new Error(
          `${file}:${i + 1}: "${line.trim()}" is no line "class cx cy w h [flag]" of ${classes.length} classes`,
        );
      }
      const known = classes[c];
      const box = { x: cx - w / 2, y: cy - h / 2, width: w, height: h };
      return known ? [{ class: known, box, ignored: flags !== undefined && !flags.has(flag) }] : [];
    });
}

function matches(file: string, patterns: readonly string[]): boolean {
  if (patterns.length === 0) return true;
  const name = basename(file, extname(file));
  return patterns.some((pattern) => {
    const escaped = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    const whole = new RegExp(`^${escaped}$`);
    return whole.test(file) || whole.test(name);
  });
}
