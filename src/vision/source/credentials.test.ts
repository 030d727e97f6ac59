// Passwords of any characters on their way through ffmpeg to a camera, which says what it got.
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { SystemClock } from '../../runtime/clock.ts';
import { createLogger } from '../../runtime/logger.ts';
import { until, watch } from './testing/bench.ts';

/** Every character of ASCII that can be seen, and a space, in pieces that ffmpeg takes; then what people write and what breaks lists. */
const ascii = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
const passwords = [
  ...Array.from({ length: 5 }, (_, i) => `Q${i}${ascii.slice(i * 19, i * 19 + 19).join('')}Z`),
  'Q5mật-khẩu-Đèn',
  "Q6'\\''\nfile '/etc/passwd'",
  'Q7\t%41%%2f${env:HOME}`id`$(id)',
];

const got: string[] = [];
const server = createServer((request, response) => {
  const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (basic !== undefined) got.push(Buffer.from(basic, 'base64').toString('utf8'));
  response.writeHead(basic === undefined ? 401 : 403, { 'www-authenticate': 'Basic realm="camera"' }).end();
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** What all other processes show to everybody. */
const commandLines = () =>
  readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid)
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      } catch {
        return '';
      }
    });

describe('a password', { timeout: 240_000 }, () => {
  it('of any characters reaches the camera as it is, and neither a command line nor a log shows it', async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v`;
    const log: string[] = [];
    const logger = createLogger({ clock: new SystemClock(), level: 'debug', write: (line) => log.push(line) });
    const seen = new Set<string>();
    const look = setInterval(() => {
      for (const line of commandLines()) seen.add(line);
    }, 20);
    const env = (i: number) => ({ [`CAM${i}`]: passwords[i] });
    const sources = passwords.map((_, i) => {
      const login = { username: `user${i}`, password: { kind: 'env', name: `CAM${i}` } };
      return watch(new SystemClock(), { kind: 'mjpeg', url, ...login } as never, { fps: 5, env: env(i), logger });
    });
    await until(() => passwords.every((_, i) => got.some((g) => g.startsWith(`user${i}:`))), 'all of them', 150_000);
    await until(() => sources.every((w) => w.states.length > 0), 'what is said of them', 60_000);
    for (const w of sources) await w.source.stop();
    clearInterval(look);
    for (const [i, password] of passwords.entries()) expect(got).toContain(`user${i}:${password}`);
    expect(sources.map((w) => w.reasons()[0])).toEqual(passwords.map(() => 'unauthorized'));
    const shown = [...seen, ...log, ...sources.map((w) => JSON.stringify(w.states))].join('\n');
    expect(seen.size).toBeGreaterThan(0);
    expect(shown).not.toMatch(/Q[0-7][^0-9a-z]|user\d:/i);
    expect(passwords.filter((p) => shown.includes(p) || shown.includes(encodeURIComponent(p)))).toEqual([]);
    logger.close();
  });
});
