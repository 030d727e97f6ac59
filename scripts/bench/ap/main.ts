// npm run bench:ap: how well models find road users on labelled photographs, and how long they take, in one run.
import { cpus } from 'node:os';
import { roadUserClasses } from '../../../src/domain/detection.ts';
import { messageOf } from '../../../src/runtime/errors.ts';
import { type Evaluated, evaluate, type Figures } from './evaluate.ts';
import { type Folder, readFolder } from './folder.ts';
import { type EvaluatedModel, findModel, modelFolders } from './models.ts';
import { type ApOptions, readOptions, usage } from './options.ts';
import { timeModels } from './timing.ts';

interface Row extends Evaluated {
  readonly model: EvaluatedModel;
  /** Median on one thread, milliseconds, and its ratio to the model compared with; null where nothing was timed. */
  readonly time: { readonly medianMs: number; readonly ratio: number } | null;
}

const options = orExit(() => readOptions(process.argv.slice(2)), `\n\n${usage}`);
const folder = orExit(() => readFolder(options.images, options.folder));
const find = (named: string) => findModel(named, modelFolders(options.data), options.unsealed);
const models = orExit(() => options.models.map(find));
const against = orExit(() => (options.against === undefined ? models[0]! : find(options.against)));

try {
  const found: Evaluated[] = [];
  for (const model of models) found.push(await evaluate(model, folder.images, options.evaluate));
  const [limit, ...times] = options.rounds > 0 ? await timed() : [];
  const rows = models.map((model, i): Row => {
    const ms = times[i];
    const time = ms === undefined || limit === undefined ? null : { medianMs: ms, ratio: ms / limit };
    return { ...found[i]!, model, time };
  });
  if (options.json) console.log(JSON.stringify(report(options, folder, rows)));
  else for (const line of table(options, folder, rows)) console.log(line);
} catch (error) {
  console.error(messageOf(error));
  process.exit(1);
}

/** Milliseconds of the model compared with, then of each model. */
async function timed(): Promise<number[]> {
  const at = models.findIndex((m) => m.modelFile === against.modelFile);
  const times = await timeModels(at >= 0 ? models : [against, ...models], options.rounds);
  return at >= 0 ? [times[at]!, ...times] : times;
}

function orExit<T>(work: () => T, more = ''): T {
  try {
    return work();
  } catch (error) {
    console.error(`${messageOf(error)}${more}`);
    process.exit(2);
  }
}

function boxesOf({ images }: Folder): { class: string; boxes: number; ignored: number }[] {
  return roadUserClasses.map((c) => {
    const labels = images.flatMap((i) => i.labels).filter((l) => l.class === c);
    const ignored = labels.filter((l) => l.ignored).length;
    return { class: c, boxes: labels.length - ignored, ignored };
  });
}

function report(o: ApOptions, f: Folder, rows: readonly Row[]) {
  const round = (figures: Figures) =>
    Object.fromEntries(Object.entries(figures).map(([c, v]) => [c, v === null ? null : Math.round(v * 100) / 100]));
  return {
    machine: `${cpus().length} x ${cpus()[0]?.model ?? '?'}, Node ${process.versions.node}`,
    images: f.images.length,
    match: o.folder.match,
    flags: o.folder.flags ? [...o.folder.flags] : null,
    boxes: boxesOf(f),
    unknownClasses: f.unknownClasses,
    ...o.evaluate,
    against: against.card.id,
    models: rows.map(({ model, ap50, ap50to95, detections, time }) => ({
      model: model.named,
      id: model.card.id,
      sha256: model.sha256,
      ap50: round(ap50),
      ap50to95: round(ap50to95),
      detections,
      time,
    })),
  };
}

function table(o: ApOptions, f: Folder, rows: readonly Row[]): string[] {
  const boxes = boxesOf(f);
  const columns = [...roadUserClasses, 'mean'] as const;
  const cells = (values: readonly (string | null)[]) => values.map((v) => (v ?? '-').padStart(11)).join('');
  const line = (name: string, figures: Figures, more = '') =>
    `${name.padEnd(30)}${cells(columns.map((c) => figures[c]?.toFixed(1) ?? null))}${more}`;
  const ignored = boxes.reduce((n, b) => n + b.ignored, 0);
  return [
    `${f.images.length} images, ${o.evaluate.interpolation === 'coco' ? '101-point' : 'all-point'} AP in %` +
      `${ignored > 0 ? `, ${ignored} boxes ignored` : ''}` +
      `${f.unknownClasses.length > 0 ? `, left out: ${f.unknownClasses.join(', ')}` : ''}`,
    `${''.padEnd(30)}${cells(columns)}`,
    `${'boxes'.padEnd(30)}${cells([...boxes.map((b) => `${b.boxes}`), `${boxes.reduce((n, b) => n + b.boxes, 0)}`])}`,
    ...rows.flatMap(({ model, ap50, ap50to95, time }) => [
      line(
        `${model.card.id} AP50`,
        ap50,
        time ? `   ${time.medianMs.toFixed(1)} ms, ${time.ratio.toFixed(2)} of ${against.card.id}` : '',
      ),
      line(`${model.card.id} AP50-95`, ap50to95),
    ]),
  ];
}
