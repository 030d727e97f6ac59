// Where a rider sits on a two-wheeler, as boxes. Once both were seen together the one tells where the other has to be,
// so that a rider whom the detector finds again, or in place of the machine, is known at once.
import type { Box } from '../../domain/detection.ts';
import { areaOf, iou, shared } from './overlap.ts';

/** The box of a rider in the measure of the machine's box: middle and foot from middle and foot, width and height. */
export interface Seat {
  readonly across: number;
  readonly below: number;
  readonly width: number;
  readonly height: number;
}

/** A box of one or two pixels measures nothing. */
const least = 2;

export function seatOf(rider: Box, machine: Box): Seat {
  const [width, height] = [Math.max(least, machine.width), Math.max(least, machine.height)];
  return {
    across: (rider.x + rider.width / 2 - machine.x - machine.width / 2) / width,
    below: (rider.y + rider.height - machine.y - machine.height) / height,
    width: Math.max(least, rider.width) / width,
    height: Math.max(least, rider.height) / height,
  };
}

export function riderAt(seat: Seat, machine: Box): Box {
  const [width, height] = [seat.width * machine.width, seat.height * machine.height];
  return {
    x: machine.x + machine.width / 2 + seat.across * machine.width - width / 2,
    y: machine.y + machine.height + seat.below * machine.height - height,
    width,
    height,
  };
}

export function machineAt(seat: Seat, rider: Box): Box {
  const [width, height] = [rider.width / seat.width, rider.height / seat.height];
  return {
    x: rider.x + rider.width / 2 - seat.across * width - width / 2,
    y: rider.y + rider.height - seat.below * height - height,
    width,
    height,
  };
}

/** Of the height of the person: a machine's box that begins no lower than this below the head reaches up to it. */
const headRoom = 0.15;
/** Share of the person that lies in the machine's box, and of both together that is common to both. */
const within = 0.75;
const alike = 0.5;

/**
 * Whether the box of a two-wheeler has this person in it: it begins at the head. A machine that stands beside somebody, or
 * behind, ends at the hip or the chest.
 */
export function holdsRider(machine: Box, person: Box): boolean {
  return (
    machine.y <= person.y + headRoom * person.height &&
    shared(machine, person) >= within * areaOf(person) &&
    iou(machine, person) >= alike
  );
}
