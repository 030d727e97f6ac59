// Makes an exported network the product's: copies it into models/haidang-road-s and writes size, hash and self-check
// numbers into its card. node scripts/train/publish.ts FILE.onnx
import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseDocument } from 'yaml';
import { SystemClock } from '../../src/runtime/clock.ts';
import { modelCardSchema } from '../../src/vision/detect/card.ts';
import { verifyModel } from '../../src/vision/detect/verify.ts';

const from = process.argv[2];
if (!from) {
  console.error('usage: node scripts/train/publish.ts FILE.onnx');
  process.exit(2);
}
const folder = fileURLToPath(new URL('../../models/haidang-road-s/', import.meta.url));
const modelFile = `${folder}haidang-road-s.onnx`;
const cardFile = `${folder}card.yaml`;
copyFileSync(from, modelFile);
const bytes = readFileSync(modelFile);
const card = parseDocument(readFileSync(cardFile, 'utf8'));
card.setIn(['files', 0, 'bytes'], bytes.length);
card.setIn(['files', 0, 'sha256'], createHash('sha256').update(bytes).digest('hex'));
card.delete('selfCheck');
const { proposal, inferenceMs, sha256 } = await verifyModel(
  { id: 'haidang-road-s', cardFile, modelFile, card: modelCardSchema.parse(card.toJS()) },
  new SystemClock(),
);
card.setIn(['selfCheck'], card.createNode(proposal));
writeFileSync(cardFile, card.toString({ lineWidth: 120, flowCollectionPadding: true }));
console.log(`${modelFile}: ${bytes.length} bytes, ${sha256}, ${inferenceMs.toFixed(1)} ms`);
