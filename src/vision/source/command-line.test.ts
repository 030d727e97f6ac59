import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine } from './command-line.ts';
import type { PlayedConfig } from './config.ts';
import { askFfmpeg, type FfmpegTool, toolOf } from './ffmpeg-tool.ts';
import { inputList, withoutAddresses } from './input-list.ts';

const debian12 = `ffmpeg version 5.1.6-0+deb12u1 Copyright (c) 2000-2024 the FFmpeg developers
libavutil      57. 28.100 / 57. 28.100
libavformat    59. 27.100 / 59. 27.100`;
const tool = toolOf('ffmpeg', debian12);
const rtsp = { kind: 'rtsp', url: 'rtsp://10.0.0.5:554/stream1', username: 'u', transport: 'tcp' } as const;
const options = { source: rtsp, fps: 5, maxWidth: 1280, mode: 'live' } as const;

describe('what this machine’s ffmpeg knows', () => {
  it.each<[string, string, Partial<FfmpegTool>]>([
    ['Debian 12', debian12, { version: '5.1.6-0+deb12u1', listOptions: true, fpsMode: true, rtspTimeout: 'timeout' }],
    ['7.1', 'ffmpeg version n7.1 x\nlibavformat    61.  7.100 / 61.  7.100', { listOptions: true, fpsMode: true }],
    ['5.0', 'ffmpeg version 5.0 x\nlibavformat    59. 16.100 / 59. 16.100', { listOptions: true, fpsMode: false }],
    [
      '4.3 (Debian 11)',
      'ffmpeg version 4.3.8 x\nlibavformat    58. 45.100 / 58. 45.100',
      { listOptions: false, fpsMode: false, rtspTimeout: 'stimeout' },
    ],
  ])('%s', (_name, text, expected) => {
    expect(toolOf('ffmpeg', text)).toMatchObject(expected);
  });

  it('what does not answer like ffmpeg is none', () => {
    expect(() => toolOf('/bin/true', '')).toThrow(expect.objectContaining({ code: 'ffmpeg-missing' }));
  });

  it('what is there and does not answer in time is not called missing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'haidang-slow-ffmpeg-'));
    const slow = join(folder, 'ffmpeg');
    writeFileSync(slow, '#!/bin/sh\nexec sleep 60\n', { mode: 0o755 });
    await expect(askFfmpeg(slow, 200)).rejects.toMatchObject({ code: 'ffmpeg-failed' });
    await expect(askFfmpeg(join(folder, 'none'), 200)).rejects.toMatchObject({ code: 'ffmpeg-missing' });
    rmSync(folder, { recursive: true });
  });
});

describe('the command line', () => {
  it('of a camera holds neither its address nor its login', () => {
    const args = commandLine(tool, options).join(' ');
    expect(args).toContain('-f concat -safe 0 -fpsprobesize 0 -use_wallclock_as_timestamps 1');
    expect(args).toContain('-i pipe:0');
    expect(args).not.toMatch(/rtsp:\/\/|10\.0\.0\.5/);
  });

  it('takes the configured number of frames: live without ever repeating one, from a file on an even axis', () => {
    const filters = (mode: 'live' | 'lossless', fps: number | null) => {
      const args = commandLine(tool, { ...options, mode, fps });
      return args[args.indexOf('-filter:v') + 1];
    };
    expect(filters('live', 5)).toMatch(/^select=isnan\(prev_selected_t\).*floor\(t\*5\+0\.01\).*,setpts=N,scale=/);
    expect(filters('lossless', 5)).toMatch(/^fps=5,scale=w=2\*trunc\(min\(iw\\,1280\)\/2\):h=-2/);
    expect(filters('lossless', null)).toMatch(/^scale=/);
  });

  it('of a file is paced and looped when it stands for a camera', () => {
    const source = { kind: 'file', path: '-odd name.mp4', loop: true } as const;
    const live = commandLine(tool, { ...options, source }).join(' ');
    expect(live).toContain('-stream_loop -1 -re -reinit_filter 0 -i file:-odd name.mp4');
    expect(commandLine(tool, { ...options, source, mode: 'lossless' }).join(' ')).not.toMatch(/-re |stream_loop/);
  });

  it('of a camera at this machine asks for what is wanted, and only that', () => {
    const device = { kind: 'v4l2', path: '/dev/video0' } as const;
    const input = (source: PlayedConfig) => {
      const args = commandLine(tool, { ...options, source });
      return args.slice(args.indexOf('-f'), args.indexOf('-i') + 2).join(' ');
    };
    expect(input(device)).toMatch(/^-f v4l2 -use_wallclock_as_timestamps 1 .*-i \/dev\/video0$/);
    expect(input({ ...device, width: 1280, height: 720, fps: 30, format: 'mjpeg' })).toMatch(
      /^-f v4l2 -video_size 1280x720 -framerate 30 -input_format mjpeg -use_wallclock/,
    );
  });

  it('puts the decoder before the input', () => {
    const args = commandLine(tool, { ...options, decoding: { name: 'x', options: ['-c:v', 'h264_v4l2m2m'] } });
    expect(args.indexOf('h264_v4l2m2m')).toBeLessThan(args.indexOf('-i'));
  });

  it('uses the options that this ffmpeg has', () => {
    expect(commandLine(tool, options)).toContain('-fps_mode');
    expect(commandLine({ ...tool, fpsMode: false }, options)).toContain('-vsync');
  });
});

describe('the list of inputs on stdin', () => {
  it('carries the address, how to reach it, and when to give up', () => {
    expect(inputList('rtsp://10.0.0.5/s?a=1', undefined, 'udp', tool)).toBe(
      "ffconcat version 1.0\nfile 'rtsp://10.0.0.5/s?a=1'\noption rtsp_transport udp\noption timeout 10000000\noption fpsprobesize 0\n",
    );
  });

  it('tries tcp first where the way is left open, and has no way of travelling for HTTP', () => {
    expect(inputList('rtsp://h/s', undefined, 'auto', tool)).toContain('\noption rtsp_flags prefer_tcp\n');
    const http = inputList('http://h/s', { username: 'u', password: 'p' }, undefined, tool);
    expect(http).toContain("file 'http://u:p@h/s'\noption timeout 10000000\n");
    expect(http).not.toContain('rtsp');
  });

  it('takes a login with any character', () => {
    const list = inputList('rtsp://h/s', { username: 'ad min', password: "p@ss'/%41 #?é&:+\n" }, 'tcp', tool);
    expect(list.split('\n')[1]).toBe("file 'rtsp://ad%20min:p%40ss'\\''%2F%2541%20%23%3F%C3%A9&:+%0A@h/s'");
    expect(list.split('\n')).toHaveLength(6);
  });

  it('refuses what ffmpeg would cut or misread, without repeating it', () => {
    const password = 'ü'.repeat(30);
    const attempt = () => inputList('rtsp://h/s', { username: 'admin', password }, 'tcp', tool);
    expect(attempt).toThrow(expect.objectContaining({ code: 'login-unusable' }));
    expect(attempt).not.toThrow(new RegExp(password));
    expect(() => inputList('rtsp://h/s', { username: 'a:b', password: 'x' }, 'tcp', tool)).toThrow(/user name/);
  });

  it('works for an ffmpeg whose lists know no options', () => {
    const old = { listOptions: false, rtspTimeout: 'stimeout' } as const;
    expect(inputList('rtsp://h/s', undefined, 'tcp', old)).toBe("ffconcat version 1.0\nfile 'rtsp://h/s?tcp'\n");
  });
});

describe('what ffmpeg wrote', () => {
  it.each([
    ["[concat @ 0x55] Impossible to open 'rtsp://ad%3Amin:p@ss'%2F%2541@127.0.0.1:18555/stream'"],
    ['rtsp://admin:secret@10.0.0.5/stream1: Invalid data found when processing input'],
    ['[tcp @ 0x1] Connection to tcp://10.0.0.5:554?timeout=0 failed: Connection refused'],
    ["Input #0, rtsp, from 'rtsp://admin:se cret@10.0.0.5/stream1':"],
  ])('is shown without addresses: %s', (line) => {
    expect(withoutAddresses(line)).not.toMatch(/secret|se cret|p@ss|2F|10\.0|admin/);
    expect(withoutAddresses(line)).toContain('://…');
  });

  it('keeps the reason', () => {
    expect(withoutAddresses('rtsp://a:b@h/s: 401 Unauthorized')).toBe('rtsp://…: 401 Unauthorized');
  });
});
