import { writeFile } from 'node:fs/promises';
import type { Month } from '../../lighting/energy/book.ts';
import { EnergyStore } from '../../lighting/energy/store.ts';
import { csvOf } from '../../lighting/report/csv.ts';
import { jsonOf } from '../../lighting/report/json.ts';
import { summarize } from '../../lighting/report/summary.ts';
import { message } from '../../messages/catalogue.ts';
import { type ExitCode, exitCode, type Io, say } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { agentVersion } from '../version.ts';
import { openLighting } from './open.ts';

interface Options {
  readonly config: string;
  readonly month?: string;
  readonly html?: string;
  readonly csv?: string;
  readonly data?: string;
  readonly json?: boolean;
}

/** The newest complete month where none is named. */
export async function report(options: Options, io: Io): Promise<ExitCode> {
  const opened = await openLighting(options, io);
  if (!opened) return exitCode.site;
  const { config, gateway, site } = opened;
  const store = new EnergyStore(dataFolder(options.data, io.env));
  const months = await store.months();
  const name = options.month ?? months.at(-1);
  const month: Month | undefined = name === undefined ? undefined : await store.month(name);
  if (!month) {
    const known = months.length > 0 ? months.join(', ') : '–';
    io.err(say(io, message('cli.lighting.no-month', { found: name ?? '–', known })));
    return exitCode.site;
  }
  const present = await store.present();
  const summary = summarize(month, config, present?.lamps);
  if (options.html !== undefined) {
    const { pageOf } = await import('../../lighting/report/page.ts');
    const now = Date.now();
    const local = new Date(now + site.zone.offsetMs(now)).toISOString();
    const page = pageOf(
      summary,
      {
        site: gateway.name,
        gateway: gateway.id,
        version: agentVersion(),
        madeAt: `${local.slice(0, 10)} ${local.slice(11, 16)}`,
        baselineLevel: config.energy.baseline.level,
      },
      io.lang,
    );
    await writeFile(options.html, page);
  }
  if (options.csv !== undefined) await writeFile(options.csv, csvOf(month, config));
  if (options.json) io.out(JSON.stringify(jsonOf(summary, month)));
  else {
    const { total, faults } = summary;
    const money = total.savedVnd === null ? '–' : `${Math.round(total.savedVnd)} VND`;
    const co2 = total.savedCo2Kg === null ? '–' : `${Math.round(total.savedCo2Kg)} kg CO2`;
    const share = `${(total.savedShare * 100).toFixed(1)} %`;
    io.out(`${month.month}  ${summary.lamps} lamps  ${month.nights.length} nights`);
    io.out(
      `${total.kwh.toFixed(1)} kWh of ${total.baselineKwh.toFixed(1)}: ${total.savedKwh.toFixed(1)} kWh (${share}) saved`,
    );
    io.out(`${money}  ${co2}  ${faults.raised} faults, ${faults.open} open`);
  }
  return exitCode.fine;
}
