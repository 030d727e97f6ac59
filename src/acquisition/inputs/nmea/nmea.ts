// A receiver of satellite positions that speaks NMEA 0183: GGA, RMC and VTG. A receiver without a fix goes on sending
// sentences; what it has no fix for is bad:no-fix, never the last position.
import type { Quality } from '../../../domain/reading.ts';
import { bad, type Decoded } from '../../codec/decode.ts';
import { doubtful, good, type InputDecoder, type Sample } from '../sample.ts';
import { LineSplitter } from '../splitters.ts';
import { degrees, longestSentence, moment, numberField, parseSentence, type Sentence } from './sentence.ts';

const metresPerSecondPerKnot = 1852 / 3600;
/** With a worse dilution of precision than this a position is uncertain. */
const worstDilution = 10;
/** Slower than this the course is made of noise, metres a second. */
const slowestForCourse = 0.5;

/** Quality of the fix in GGA: what it is called, and how far it is believed. */
const fixes: Readonly<Record<string, readonly [string, Quality]>> = {
  '1': ['gps', 'good'],
  '2': ['differential', 'good'],
  '3': ['pps', 'good'],
  '4': ['rtk', 'good'],
  '5': ['rtk-float', 'good'],
  '6': ['estimated', 'uncertain:estimated'],
  '7': ['manual', 'uncertain:manual'],
  '8': ['simulated', 'uncertain:simulated'],
};
const noFix = bad('no-fix');
const notNumber = bad('not-a-number');

export function nmea0183(): InputDecoder {
  const splitter = new LineSplitter(longestSentence);
  let damaged = 0;
  /** How far the last GGA believed its fix: RMC does not say it. */
  let belief: Quality = 'good';
  const understand = (sentence: Sentence): Sample | undefined => {
    switch (sentence.type) {
      case 'GGA': {
        const [values, quality] = gga(sentence.fields);
        belief = quality;
        return values;
      }
      case 'RMC':
        return rmc(sentence.fields, belief);
      case 'VTG':
        return vtg(sentence.fields);
      default:
        return undefined;
    }
  };
  return {
    points: [
      { name: 'latitude', unit: 'deg' },
      { name: 'longitude', unit: 'deg' },
      { name: 'altitude', unit: 'm' },
      { name: 'speed', unit: 'm/s' },
      { name: 'course', unit: 'deg' },
      { name: 'fix' },
      { name: 'satellites' },
      { name: 'hdop' },
      { name: 'time' },
    ],
    push(chunk) {
      const samples: Sample[] = [];
      for (const line of splitter.push(chunk)) {
        const sentence = parseSentence(line);
        if (sentence === 'damaged') damaged++;
        const sample = sentence && sentence !== 'damaged' ? understand(sentence) : undefined;
        if (sample) samples.push(sample);
      }
      return samples;
    },
    reset() {
      splitter.reset();
      belief = 'good';
    },
    get damaged() {
      return damaged + splitter.damaged;
    },
  };
}

const believed = (value: number | undefined, quality: Quality): Decoded =>
  value === undefined ? notNumber : quality === 'good' ? good(value) : doubtful(value, quality);

function gga(f: readonly string[]): [Sample, Quality] {
  const [name, ofFix] = fixes[f[5] ?? ''] ?? ['none', 'bad:no-fix' as Quality];
  const satellites = numberField(f[6]);
  const dilution = numberField(f[7]);
  const common: [string, Decoded][] = [
    ['fix', good(name)],
    ['satellites', satellites === undefined ? notNumber : good(satellites)],
  ];
  if (name === 'none') {
    for (const point of ['latitude', 'longitude', 'altitude', 'hdop']) common.push([point, noFix]);
    return [new Map(common), ofFix];
  }
  const isVague = ofFix === 'good' && (dilution === undefined || dilution > worstDilution);
  const quality: Quality = isVague ? 'uncertain:dilution' : ofFix;
  const values: [string, Decoded][] = [
    ...common,
    ['latitude', believed(degrees(f[1], f[2], 90), quality)],
    ['longitude', believed(degrees(f[3], f[4], 180), quality)],
    ['altitude', believed(numberField(f[8]), quality)],
    ['hdop', dilution === undefined ? notNumber : good(dilution)],
  ];
  return [new Map(values), quality];
}

function rmc(f: readonly string[], belief: Quality): Sample {
  const at = moment(f[0], f[8]);
  const values: [string, Decoded][] = [];
  const isValid = f[1] === 'A' && f[11] !== 'N';
  // The clock of a receiver without a fix runs on its own; it is worth what its date says.
  if (at !== undefined && isValid) values.push(['time', good(at)]);
  if (!isValid) {
    for (const point of ['latitude', 'longitude', 'speed', 'course']) values.push([point, noFix]);
    return new Map(values);
  }
  const quality = belief.startsWith('bad') ? 'good' : belief;
  values.push(['latitude', believed(degrees(f[2], f[3], 90), quality)]);
  values.push(['longitude', believed(degrees(f[4], f[5], 180), quality)]);
  return new Map([...values, ...motion(numberField(f[6]), numberField(f[7]))]);
}

/** `x,T,x,M,x,N,x,K,mode`: course over ground and speed. */
function vtg(f: readonly string[]): Sample | undefined {
  if (f[8] === 'N') return new Map(['speed', 'course'].map((point) => [point, noFix]));
  const knots = numberField(f[4]);
  return knots === undefined ? undefined : new Map(motion(knots, numberField(f[0])));
}

function motion(knots: number | undefined, course: number | undefined): [string, Decoded][] {
  if (knots === undefined) return [['speed', notNumber]];
  const speed = Math.round(knots * metresPerSecondPerKnot * 1000) / 1000;
  const values: [string, Decoded][] = [['speed', good(speed)]];
  // Receivers leave the course empty while they stand.
  if (course !== undefined) {
    values.push(['course', speed < slowestForCourse ? doubtful(course, 'uncertain:slow') : good(course)]);
  }
  return values;
}
