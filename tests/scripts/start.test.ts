import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { killed, said, Sandbox } from './sandbox';

describe('npm start', () => {
  let clone: Sandbox;
  beforeEach(() => (clone = new Sandbox()));
  afterEach(() => clone.remove());

  test.each([
    ['finds the JupyterLab that is open', 'secret', 'http://localhost'],
    ['takes no other program at its port for it', 'other', 'undefined'],
  ])('%s', (_, token, found) => {
    const answer = clone.evaluate(`
      import { mkdirSync, writeFileSync } from 'node:fs';
      import { createServer } from 'node:http';
      import { openServer } from './scripts/jupyter/openServer.mjs';
      const server = createServer((request, response) => {
        response.statusCode = request.headers.authorization === 'token secret' ? 200 : 403;
        response.end('{}');
      }).listen(0, 'localhost', async () => {
        const about = { url: 'http://localhost:' + server.address().port + '/', token: '${token}', pid: 7 };
        mkdirSync('.l2lab/jupyter/runtime', { recursive: true });
        writeFileSync('.l2lab/jupyter/runtime/jpserver-7.json', JSON.stringify(about));
        // As one that was killed has left it behind.
        writeFileSync('.l2lab/jupyter/runtime/jpserver-6.json', '{"url":"http://localhost:9/","token":"secret"}');
        console.log((await openServer())?.url);
        process.exit();
      });`);
    expect(answer.output).toMatch(new RegExp(`^${found}`));
  });

  test.each([
    [['en/00-start-here.ipynb', 'en/03-experiment.ipynb', 'es/00-empieza-aqui.ipynb'], 'en/00-start-here.ipynb'],
    [['en/10-last.ipynb', 'en/03-experiment.ipynb', 'answers/00-start-here.md'], 'en/03-experiment.ipynb'],
    [['es/00-empieza-aqui.ipynb'], 'undefined'],
  ])('of %j opens %s', (files, first) => {
    for (const file of files) {
      clone.folder('notebooks', file, '..');
      writeFileSync(clone.path('notebooks', file), '{}');
    }
    const code = `import { firstLesson } from './scripts/jupyter/lessonFiles.mjs'; console.log(String(firstLesson()));`;
    expect(clone.evaluate(code).output.replaceAll('\\', '/').replace('notebooks/', '')).toBe(first);
  });

  test.each([
    ['homework/penalty/my penalty.ipynb', 'lab/tree/homework/penalty/my%20penalty.ipynb'],
    ['homework/penalty/other.ipynb', 'is not there'],
    [__filename, 'lies outside of'],
  ])('opens a notebook that is named, if it can: %s', (named, page) => {
    clone.folder('homework', 'penalty');
    writeFileSync(clone.path('homework', 'penalty', 'my penalty.ipynb'), '{}');
    const code = `import { startPage } from './scripts/jupyter/startPage.mjs';
      console.log(startPage(${JSON.stringify(named)}));`;
    expect(clone.evaluate(code).output).toContain(page);
  });

  const onPosix = process.platform === 'win32' ? test.skip : test;

  onPosix('ends what it runs when npm was ended and its shell with it', async () => {
    writeFileSync(
      clone.path('front.mjs'),
      `import { runInFront } from './scripts/common/runInFront.mjs';
       const code = "console.log('runs'); process.on('SIGTERM', () => { require('fs').writeFileSync('told', ''); process.exit(); });" +
         "setInterval(() => {}, 1000)";
       await runInFront(process.execPath, ['-e', code], {});
       (await import('node:fs')).writeFileSync('ended', '');`,
    );
    const shell = spawn('sh', ['-c', '"$0" front.mjs; true', process.execPath], {
      cwd: clone.root,
      env: { ...process.env, npm_lifecycle_event: 'start' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await said(shell, 'runs');
    await killed(shell);
    for (let i = 0; i < 100 && !existsSync(clone.path('ended')); i++) await new Promise((done) => setTimeout(done, 50));
    expect(readFileSync(clone.path('told'), 'utf8')).toBe('');
    expect(existsSync(clone.path('ended'))).toBe(true);
  });
});
