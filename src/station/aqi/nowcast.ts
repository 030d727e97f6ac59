// The weighted mean that stands for "now" in the hourly index of dust. Source: Decision 1459/QĐ-TCMT, 2.2.1 a. One
// difference on purpose: for w = 1/2 the decision prints a sum of (1/2)^i, which with all twelve hours there is the
// normalised mean to within 1/4096 and with hours missing would be too small; the mean is normalised here always.

/** Hours that are looked at, the present one included. */
export const nowcastHours = 12;
/** Of the latest three hours so many must be there. */
const neededOfThree = 2;

/**
 * @param hours hourly means, the present hour first; undefined where there is none. More than twelve are not looked at.
 * @returns undefined where fewer than two of the latest three hours are there.
 */
export function nowcast(hours: readonly (number | undefined)[]): number | undefined {
  if (hours.slice(0, 3).filter((c) => c !== undefined).length < neededOfThree) return undefined;
  const used = hours.slice(0, nowcastHours);
  const known = used.filter((c) => c !== undefined);
  const highest = Math.max(...known);
  const weight = highest > 0 ? Math.max(Math.min(...known) / highest, 0.5) : 1;
  let [sum, weights] = [0, 0];
  for (const [i, c] of used.entries()) {
    if (c === undefined) continue;
    sum += weight ** i * c;
    weights += weight ** i;
  }
  return sum / weights;
}
