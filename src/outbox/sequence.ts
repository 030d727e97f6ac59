/** A sequence as it stands in events: 20 digits, so that it sorts as text. */
export const sequenceText = (sequence: number) => String(sequence).padStart(20, '0');
