// Certificates for tests, made by openssl: an authority, and what it signs.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Signed {
  /** Paths of PEM files. */
  readonly cert: string;
  readonly key: string;
}

export class TestAuthority {
  readonly folder = mkdtempSync(join(tmpdir(), 'haidang-ca-'));
  readonly ca: string;
  #serial = 0;

  constructor(name = 'Test CA') {
    this.ca = join(this.folder, 'ca.pem');
    this.#openssl('req', '-x509', ...newKey('ca'), '-subj', `/CN=${name}`, '-days', '3650', '-out', 'ca.pem');
  }

  get pem(): Buffer {
    return readFileSync(this.ca);
  }

  /**
   * @param names of the host, for a server: `DNS:localhost`, `IP:127.0.0.1`.
   * @param days until its end; negative: it has ended so long ago.
   */
  sign(subject: string, { names = [], days = 365 }: { names?: readonly string[]; days?: number } = {}): Signed {
    const n = `c${++this.#serial}`;
    this.#openssl('req', '-new', ...newKey(n), '-subj', `/CN=${subject}`, '-out', `${n}.csr`);
    writeFileSync(join(this.folder, `${n}.ext`), names.length > 0 ? `subjectAltName=${names.join(',')}\n` : '');
    const from = new Date(Date.now() + Math.min(0, days - 1) * 86_400_000 - 3_600_000);
    const to = new Date(Date.now() + days * 86_400_000);
    // `x509 -req` of OpenSSL 3.0 knows no dates in the past, `ca` does.
    writeFileSync(join(this.folder, 'index.txt'), '');
    writeFileSync(
      join(this.folder, 'serial'),
      `${Math.floor(Math.random() * 2 ** 31)
        .toString(16)
        .padStart(8, '0')}\n`,
    );
    writeFileSync(join(this.folder, 'ca.cnf'), caConfig);
    const dates = ['-startdate', stamp(from), '-enddate', stamp(to)];
    const files = ['-in', `${n}.csr`, '-out', `${n}.pem`, '-extfile', `${n}.ext`, '-outdir', '.'];
    this.#openssl('ca', '-batch', '-notext', '-config', 'ca.cnf', ...dates, ...files);
    return { cert: join(this.folder, `${n}.pem`), key: join(this.folder, `${n}.key`) };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #openssl(...args: string[]): void {
    execFileSync('openssl', args, { cwd: this.folder, stdio: 'pipe' });
  }
}

const newKey = (name: string) => [
  '-newkey',
  'ec',
  '-pkeyopt',
  'ec_paramgen_curve:P-256',
  '-nodes',
  '-keyout',
  `${name}.key`,
];
const stamp = (date: Date) => `${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;

const caConfig = `
[ca]
default_ca = own
[own]
database = index.txt
serial = serial
new_certs_dir = .
certificate = ca.pem
private_key = ca.key
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
`;
