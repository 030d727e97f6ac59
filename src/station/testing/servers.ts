// Real servers for tests: vsftpd and OpenSSH, on free ports of the loopback, in a folder of their own. They are started by
// their programs and ended by their process; the services of the machine are never touched.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export const hasVsftpd = existsSync('/usr/sbin/vsftpd');
export const hasSshd = existsSync('/usr/sbin/sshd') && existsSync('/usr/bin/ssh-keygen');
export const isRoot = process.getuid?.() === 0;

export interface Running {
  readonly port: number;
  /** Kills it and what it started, with SIGKILL. */
  kill(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * vsftpd, whose login is checked by vsftpd itself (user `ftp`, the password given): no account of the machine is used.
 * @param folder of its configuration. @param root what it shows. @param more lines of vsftpd.conf.
 */
export function startVsftpd(
  folder: string,
  root: string,
  port: number,
  more: readonly string[] = [],
): Promise<Running> {
  mkdirSync(join(folder, 'empty'), { recursive: true });
  const passwords = join(folder, 'passwords');
  writeFileSync(passwords, 'right\n');
  const lines = [
    ...['listen=YES', 'background=NO', 'listen_address=127.0.0.1', `listen_port=${port}`],
    ...['anonymous_enable=YES', 'local_enable=NO', 'secure_email_list_enable=YES', `email_password_file=${passwords}`],
    ...['write_enable=YES', 'anon_upload_enable=YES', 'anon_other_write_enable=YES', 'anon_umask=022'],
    ...[`anon_root=${root}`, 'run_as_launching_user=YES', 'seccomp_sandbox=NO', 'isolate=NO', 'isolate_network=NO'],
    ...[`secure_chroot_dir=${join(folder, 'empty')}`, 'xferlog_enable=NO', 'delay_failed_login=0', 'use_localtime=NO'],
    ...more,
  ];
  const file = join(folder, 'vsftpd.conf');
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  return started('/usr/sbin/vsftpd', [file], port);
}

export interface Keys {
  readonly fingerprint: string;
  /** Path of the private key that is let in. */
  readonly login: string;
  readonly user: string;
}

/** Keys of the server and of who may log in. */
export function sshKeys(folder: string): Keys {
  for (const name of ['host', 'login']) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', join(folder, name)]);
  }
  const shown = execFileSync('ssh-keygen', ['-lf', join(folder, 'host.pub')], { encoding: 'utf8' });
  return { fingerprint: shown.split(' ')[1] ?? '', login: join(folder, 'login'), user: userInfo().username };
}

export function startSshd(folder: string, port: number): Promise<Running> {
  // Asked for by an sshd of root; what its service would make.
  if (isRoot) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const lines = [
    ...[`Port ${port}`, 'ListenAddress 127.0.0.1', `HostKey ${join(folder, 'host')}`, 'PidFile none'],
    ...[`AuthorizedKeysFile ${join(folder, 'login.pub')}`, 'StrictModes no', 'UsePAM no', 'PermitRootLogin yes'],
    ...['PasswordAuthentication yes', 'Subsystem sftp internal-sftp', 'ForceCommand internal-sftp'],
  ];
  const file = join(folder, 'sshd_config');
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  return started('/usr/sbin/sshd', ['-D', '-e', '-f', file], port);
}

async function started(program: string, args: readonly string[], port: number): Promise<Running> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      said = (said + data).slice(-2000);
    });
  }
  for (let tries = 0; ; tries++) {
    if (await answers(port)) break;
    if (child.exitCode !== null || tries > 100) throw new Error(`${program} does not start: ${said}`);
    await wait(50);
  }
  return { port, kill: () => kill(child) };
}

/** Its children are in groups of their own with some versions: they are found by their parents. */
async function kill(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  for (const pid of descendants(child.pid)) end(pid);
  await wait(30); // It takes leave of its children, who would be left to the first process of the machine.
  end(child.pid);
  await ended;
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function descendants(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  const children = existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ').filter(Boolean).map(Number) : [];
  return children.flatMap((child) => [...descendants(child), child]);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (is: boolean) => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

/** Passes bytes on, and cuts each connection after `most` bytes from the client, until `mend` is called. */
export async function startCutter(to: number, most: number) {
  const sockets = new Set<Socket>();
  let limit = most;
  let cuts = 0;
  const server = createServer((client) => {
    const peer = connect(to, '127.0.0.1');
    let bytes = 0;
    for (const socket of [client, peer]) sockets.add(socket.on('error', () => {}));
    client.on('data', (data) => {
      bytes += data.length;
      if (bytes > limit) {
        cuts++;
        client.destroy();
        peer.destroy();
      } else peer.write(data);
    });
    peer.pipe(client);
    client.on('close', () => peer.destroy());
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    port: (server.address() as { port: number }).port,
    cuts: () => cuts,
    mend: () => {
      limit = Number.POSITIVE_INFINITY;
    },
    stop: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
