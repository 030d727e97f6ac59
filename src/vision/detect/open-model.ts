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
import { widened } from './half.ts';
import { inputProblem, inputShape, pictureTensor, sizeFeed } from './model-input.ts';
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
  const inputs = infos(session.inputMetadata);
  const declared = infos(session.outputMetadata);
  const problem = inputProblem(card, inputs) ?? family.problems(card.output, context, declared)[0];
  if (problem) throw await refuse(session, problem);

  const tensors = family.tensors(card.output, declared);
  const size = sizeFeed(onnx, card, inputs);
  const run = async (data: TensorData): Promise<Tensors> => {
    const picture = pictureTensor(onnx, card.input, data);
    const outputs = await session.run({ ...size, [card.input.name]: picture }, [...tensors]);
    return Object.fromEntries(Object.entries(outputs).map(([output, tensor]) => [output, ofRealNumbers(tensor)]));
  };
  const model: OpenModel = { sha256, family, context, tensors, run, close: () => session.release() };
  if (options.selfCheck ?? true) {
    const wrong = await selfCheck(card, model, declared);
    if (wrong) throw await refuse(session, wrong);
  }
  return model;
}

/** Halves are widened; what the file gives otherwise is taken as it is. */
function ofRealNumbers({ data, dims, type }: Tensor): { data: unknown; dims: readonly number[]; type: string } {
  return { data: type === 'float16' ? widened(data) : data, dims, type };
}

/** Runs the known input. @returns what is wrong, if anything is. */
async function selfCheck(
  card: ModelCard,
  model: OpenModel,
  declared: readonly TensorInfo[],
): Promise<Message | undefined> {
  const check = card.selfCheck;
  let outputs: Tensors;
  try {
    outputs = await model.run(selfCheckInput(card.input, check?.input ?? usualInput));
  } catch (error) {
    const shape = `[${inputShape(card.input).join(', ')}]`;
    return message('models.does-not-run', { id: card.id, shape, reason: messageOf(error).trim() });
  }
  // Dimensions that the file leaves open are known now.
  const given = declared.map((t) => ({ ...t, shape: outputs[t.name]?.dims ?? t.shape }));
  const { family, context, tensors } = model;
  const [resolved] = family.problems(card.output, context, given);
  const [wrong] = family.wrongNumbers?.(card.output, context, tensors, outputs) ?? [];
  if (resolved ?? wrong) return resolved ?? wrong;
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

export function familyContext(
  card: ModelCard,
  scoreFloor: number = card.thresholds.score,
  classes: FamilyContext['classes'] = 'best',
): FamilyContext {
  const ours = card.classes.map((name, own) => {
    // A model of the second stage answers with classes of its own.
    if (card.crop) return own;
    const mapped = Object.hasOwn(card.map, name) ? card.map[name] : undefined;
    return mapped ? roadUserClasses.indexOf(mapped) : -1;
  });
  const { width: inputWidth, height: inputHeight } = card.input;
  return { inputWidth, inputHeight, classCount: ours.length, classMap: Int16Array.from(ours), scoreFloor, classes };
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
