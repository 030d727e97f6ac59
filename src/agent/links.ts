// Links of the site file that no room sees alone.
import { existsSync } from 'node:fs';
import { placeOf } from '../lighting/config.ts';
import { message } from '../messages/catalogue.ts';
import type { Phrase } from '../messages/text.ts';
import { kindOf, type Path } from '../runtime/document/problem.ts';
import type { SecretRef } from '../runtime/schema.ts';
import { resolveSecret } from '../runtime/secret.ts';
import type { Site } from './config.ts';
import type { Finding } from './load.ts';

/** Ids that are used twice among lines, cameras, and what is reported as a device: devices and inputs. */
export function checkIds(site: Site): Finding[] {
  const findings: Finding[] = [];
  const groups = [
    ['line', ['lines']],
    ['device', ['devices', 'inputs']],
    ['camera', ['cameras']],
  ] as const;
  for (const [what, keys] of groups) {
    const first = new Map<string, string>();
    for (const key of keys) {
      for (const [i, { id }] of site[key].entries()) {
        const before = first.get(id);
        if (before === undefined) first.set(id, `${key}[${i}]`);
        else {
          const params = { what: kindOf(what), id, first: before };
          findings.push({ path: [key, i, 'id'], message: message('config.duplicate-id', params) });
        }
      }
    }
  }
  return findings;
}

/** A lamp and a device that answer to the same unit of the same line. */
export function checkSharedUnits(site: Site): Finding[] {
  const holders = new Map(site.devices.filter((d) => d.enabled).map((d) => [`${d.line} ${d.unit}`, d.id]));
  return (site.lighting?.lamps ?? []).flatMap((lamp, i) => {
    const place = placeOf(lamp.driver);
    // A relay board or a gateway with lamps behind it may well be read as a device too.
    if (!place?.ownsUnit) return [];
    const { line, unit } = place;
    const other = holders.get(`${line} ${unit}`);
    const path = ['lighting', 'lamps', i, 'driver', 'unit'];
    return other ? [{ path, message: message('acquisition.unit-taken', { id: lamp.id, unit, line, other }) }] : [];
  });
}

/** Devices that messages to all lamps of their line reach as well. A warning, one a line: they may well ignore them. */
export function checkBroadcasts(site: Site): Finding[] {
  const told = new Set<string>();
  return (site.lighting?.lamps ?? []).flatMap((lamp, i) => {
    const place = placeOf(lamp.driver);
    if (!place?.broadcast || told.has(place.line)) return [];
    told.add(place.line);
    const { line, register } = place;
    const other = site.devices.find((d) => d.enabled && d.line === line);
    const path = ['lighting', 'lamps', i, 'driver', 'broadcast'];
    const severity = 'warning' as const;
    if (!other) return [];
    return [
      { path, severity, message: message('lighting.broadcast-and-device', { device: other.id, line, register }) },
    ];
  });
}

/** Secrets that are not there. A warning: `check` may run on another machine than the agent. */
export function checkSecrets(site: Site): Finding[] {
  return secretRefs(site, []).flatMap(({ path, ref }) => {
    try {
      resolveSecret(ref);
      return [];
    } catch {
      const m = message('config.secret-missing', { ref: `${ref.kind}:${ref.name}`, reason: whyMissing(ref) });
      return [{ path, message: m, severity: 'warning' as const }];
    }
  });
}

function whyMissing({ kind, name }: SecretRef): Phrase {
  if (kind === 'env') return { en: 'the environment variable is not set', vi: 'biến môi trường này chưa được đặt' };
  if (!existsSync(name)) return { en: 'there is no such file', vi: 'không có tệp này' };
  return { en: 'this user may not read the file', vi: 'người dùng này không có quyền đọc tệp' };
}

function secretRefs(value: unknown, path: Path): { path: Path; ref: SecretRef }[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((v, i) => secretRefs(v, [...path, i]));
  const { kind, name } = value as Record<string, unknown>;
  const keys = Object.keys(value);
  if (keys.length === 2 && (kind === 'env' || kind === 'file') && typeof name === 'string')
    return [{ path, ref: { kind, name } }];
  return Object.entries(value).flatMap(([k, v]) => secretRefs(v, [...path, k]));
}
