// Opens an ONNX file as its card says, and refuses with a reason a technician can act on: size, hash, names and shapes
// of the tensors, then the numeric self-check. Everything here blocks for the time of an inference: it runs in a worker
// or in a command, never in the agent's main thread.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { roadUserClasses } from '../../domain/detection.ts';
import { type Message, message, render } from '../../messages/catalogue.ts';
import { HaidangError, messageOf } from '../../runtime/errors.ts';
import type { ModelCard } from './card.ts';
import type { Family, FamilyContext, TensorInfo, Tensors } from './families/family.ts';
import { families } from './families/table.ts';
import type { TensorData } from './prepare.ts';
import { selfCheckInput, usualInput, worstMismatch } from './self-check.ts';

/** A model that cannot be used as it is; `problem` says it in the technician's language. */
export class ModelRefused extends HaidangError {
  readonly problem: Message;

  constructor(problem: Message) {
    super('configuration', problem.code, render(problem, 'en'));
    this.problem = problem;
  }
}

export interface OpenModel {
  readonly sha256: string;
  readonly family: Family;
  readonly context: FamilyContext;
  /** Output tensors that the family reads. */
  readonly tensors: readonly string[];
  /** One inference; the outputs are fresh each time. */
  run(data: TensorData): Promise<Tensors>;
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly modelFile: string;
  readonly card: ModelCard;
  /** Threads within one operator; 1 leaves the other cores to ffmpeg and the agent. */
  readonly threads: number;
  /** false: a model whose numbers are wrong is opened all the same (to print what it gives). */
  readonly selfCheck?: boolean;
}

/** @throws ModelRefused */
export async function openModel(options: OpenOptions): Promise<OpenModel> {
  const { card, modelFile, threads } = options;
  const { bytes, sha256 } = readAccepted(modelFile, card);
  // Loaded here, not at the top: the native library costs 100 ms and only a process that infers should pay it.
  const onnx = createRequire(import.meta.url)('onnxruntime-node') as typeof import('onnxruntime-node');
  const session = await createSession(onnx, bytes, modelFile, threads);
  const family = families[card.output.family] as Family;
  const context = familyContext(card);
  const problem =
    inputProblem(card, session) ?? family.problems(card.output, context, infos(session.outputMetadata))[0];
  if (problem) throw await refuse(session, problem);

  const tensors = family.tensors(card.output);
  const { width, height, layout, name, type } = card.input;
  const shape = layout === 'nchw' ? [1, 3, height, width] : [1, height, width, 3];
  const run = async (data: TensorData) =>
    (await session.run({ [name]: new onnx.Tensor(type, data as never, shape) as Tensor }, tensors)) as Tensors;
  const model: OpenModel = { sha256, family, context, tensors, run, close: () => session.release() };
  if (options.selfCheck ?? true) {
    const wrong = await selfCheck(card, model);
    if (wrong) throw await refuse(session, wrong);
  }
  return model;
}

/** Runs the known input. @returns what is wrong, if anything is. */
async function selfCheck(card: ModelCard, model: OpenModel): Promise<Message | undefined> {
  const check = card.selfCheck;
  const outputs = await model.run(selfCheckInput(card.input, check?.input ?? usualInput));
  const worst = check && worstMismatch(check, outputs);
  if (!worst) return undefined;
  const { tensor, index, expected, found } = worst;
  return message('models.self-check-failed', {
    id: card.id,
    tensor,
    index,
    expected,
    found: Number(found.toPrecision(6)),
  });
}

/** Reads the file and checks that it is one the card speaks of. */
function readAccepted(modelFile: string, card: ModelCard): { bytes: Buffer; sha256: string } {
  let bytes: Buffer;
  try {
    bytes = readFileSync(modelFile);
  } catch (error) {
    throw new ModelRefused(message('models.file-unreadable', { file: modelFile, reason: messageOf(error) }));
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (!card.files.some((f) => f.sha256 === sha256)) {
    const known = card.files.map((f) => `${f.name} (${f.bytes} bytes, ${f.sha256.slice(0, 12)}…)`).join(', ');
    const params = { file: modelFile, bytes: bytes.length, sha256: `${sha256.slice(0, 12)}…`, id: card.id, known };
    throw new ModelRefused(message('models.file-unknown', params));
  }
  return { bytes, sha256 };
}

async function createSession(
  onnx: typeof import('onnxruntime-node'),
  bytes: Buffer,
  modelFile: string,
  threads: number,
): Promise<InferenceSession> {
  try {
    return await onnx.InferenceSession.create(bytes, {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      logSeverityLevel: 3,
      // Spinning threads would burn a core between frames.
      extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
    });
  } catch (error) {
    throw new ModelRefused(message('models.file-not-onnx', { file: modelFile, reason: messageOf(error) }));
  }
}

export function familyContext(card: ModelCard, scoreFloor: number = card.thresholds.score): FamilyContext {
  const ours = card.classes.map((name) => {
    const mapped = Object.hasOwn(card.map, name) ? card.map[name] : undefined;
    return mapped ? roadUserClasses.indexOf(mapped) : -1;
  });
  const { width: inputWidth, height: inputHeight } = card.input;
  return { inputWidth, inputHeight, classCount: ours.length, classMap: Int8Array.from(ours), scoreFloor };
}

/** What does not fit between the card's input and the file's. */
function inputProblem(card: ModelCard, session: InferenceSession): Message | undefined {
  const inputs = infos(session.inputMetadata);
  const found = inputs.find((t) => t.name === card.input.name);
  if (!found) {
    const names = inputs.map((t) => t.name).join(', ');
    return message('models.no-input-tensor', { name: card.input.name, names });
  }
  const { width, height, layout, type } = card.input;
  const expected = layout === 'nchw' ? [1, 3, height, width] : [1, height, width, 3];
  const fits =
    found.shape.length === 4 && found.shape.every((d, i) => typeof d !== 'number' || d < 0 || d === expected[i]);
  const shown = (shape: readonly (number | string)[]) => `[${shape.join(', ')}]`;
  if (!fits) {
    const params = { name: found.name, shape: shown(found.shape), expected: shown(expected) };
    return message('models.wrong-input-shape', params);
  }
  if (found.type !== type) {
    return message('models.wrong-input-type', { name: found.name, found: found.type, expected: type });
  }
  return undefined;
}

function infos(metadata: readonly InferenceSession.ValueMetadata[]): TensorInfo[] {
  return metadata.map((m) =>
    m.isTensor ? { name: m.name, type: m.type, shape: m.shape } : { name: m.name, type: '?', shape: [] },
  );
}

async function refuse(session: InferenceSession, problem: Message): Promise<ModelRefused> {
  await session.release();
  return new ModelRefused(problem);
}
