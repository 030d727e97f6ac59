import { describe, expect, it } from 'vitest';
import { render } from '../../messages/catalogue.ts';
import { YamlFile } from '../../runtime/document/document.ts';
import { sourceSchema } from './config.ts';

const answer = (text: string) => {
  const { value, problems } = new YamlFile('site.yaml', text).validate(sourceSchema);
  return value ?? problems.map((p) => `${p.line}:${p.column} ${render(p.message, 'en')}`);
};

describe('the source of a camera', () => {
  it('is a network camera or a file', () => {
    expect(answer('kind: rtsp\nurl: rtsp://10.0.0.5/s\nusername: admin\npassword: "${file:/run/secrets/cam}"')).toEqual(
      {
        kind: 'rtsp',
        url: 'rtsp://10.0.0.5/s',
        username: 'admin',
        password: { kind: 'file', name: '/run/secrets/cam' },
        transport: 'tcp',
      },
    );
    expect(answer('kind: rtsp\nurl: rtsp://h/s\nusername: "${env:U}"')).toMatchObject({
      username: { kind: 'env', name: 'U' },
    });
    expect(answer('kind: file\npath: a.mp4')).toEqual({ kind: 'file', path: 'a.mp4', loop: true });
  });

  it('answers what is no address, and never repeats a password that stands in it', () => {
    expect(answer('kind: rtsp\nurl: http://10.0.0.5/s')).toEqual([
      expect.stringMatching(/^2:6 .*must begin with rtsp:/),
    ]);
    expect(answer('kind: rtsp\nurl: "rtsp://a b/s"')).toEqual([expect.stringMatching(/space/)]);
    const withLogin = answer('kind: rtsp\nurl: rtsp://admin:hunter2@10.0.0.5/s') as string[];
    expect(withLogin).toEqual(['2:6 the address holds a user name or a password']);
    expect(JSON.stringify(answer('kind: rtsp\nurl: rtsp://admin:hunter 2@h/s'))).not.toContain('hunter');
    expect(answer('kind: rtsp\nurl: rtsp://h/s\npassword: hunter2')).not.toContain('hunter');
    expect(answer('kind: rtsp\nurl: rtsp://h/s\nusername: "a:b"')).toEqual([expect.stringMatching(/^3:11 .*":"/)]);
    expect(answer('kind: rtsp\nurl: rtsp://h/s\npassword: "${env:P}"')).toEqual([
      expect.stringMatching(/without a user name/),
    ]);
  });
});
