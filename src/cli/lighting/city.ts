import { cityOf } from '../../lighting/simulate/city.ts';
import { message } from '../../messages/catalogue.ts';
import { type ExitCode, exitCode, type Io, say } from '../command.ts';

/** Prints the site file of a city, as YAML. */
export async function printCity(options: { lamps: string; cabinets: string }, io: Io): Promise<ExitCode> {
  const [lamps, cabinets] = [Number(options.lamps), Number(options.cabinets)];
  const whole = Number.isSafeInteger(lamps) && Number.isSafeInteger(cabinets) && cabinets >= 1 && cabinets <= 250;
  if (!whole || lamps < cabinets || lamps > cabinets * 200) {
    io.err(say(io, message('cli.lighting.bad-city', { found: `${options.lamps} / ${options.cabinets}` })));
    return exitCode.usage;
  }
  const { stringify } = await import('yaml');
  io.out(
    stringify(cityOf({ lamps, cabinets }), { lineWidth: 0, aliasDuplicateObjects: false, flowCollectionPadding: true }),
  );
  return exitCode.fine;
}
