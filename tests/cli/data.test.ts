import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { soundMembers, writeArchive } from '../data/archives';
import { serve, stall, startServer } from './fileServer';

const COMMAND = resolve(__dirname, '../../dist/cli/data.js');
const mirror = startServer();
let folder: string;
let archive: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'l2lab-data-command-'));
  archive = await writeArchive(join(folder, 'small.tar.gz'), soundMembers(4));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...options: string[]) => spawnSync(process.execPath, [COMMAND, ...options], { encoding: 'utf8' });

test('a local archive is imported, and the last line says what it is', () => {
  const { status, stdout, stderr } = run('--from', archive, '--to', join(folder, 'data'));
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(
    /is complete: a sound archive of 20 training and 5 test images, but not the official one\.\n$/,
  );
  expect(readFileSync(join(folder, 'data/cifar-10-binary.tar.gz'))).toEqual(readFileSync(archive));
});

test('an error is one paragraph without a stack, and the exit code is 1', () => {
  const { status, stderr } = run('--from', join(folder, 'none'), '--to', join(folder, 'data'));
  expect([status, stderr]).toEqual([1, `There is no file ${join(folder, 'none')}; check the path after --from.\n`]);
  const unknown = run('--form', archive);
  expect([unknown.status, unknown.stderr]).toEqual([1, "Unknown option '--form'. Use --help to see the options.\n"]);
});

test('--help names every option and does nothing', () => {
  const { status, stdout } = run('--help', '--to', join(folder, 'data'));
  expect(status).toBe(0);
  for (const option of ['--from', '--to', '--help']) expect(stdout).toContain(option);
  expect(existsSync(join(folder, 'data'))).toBe(false);
});

test('Ctrl-C leaves a part, and the next run goes on from it', async () => {
  const bytes = readFileSync(archive);
  const data = join(folder, 'data');
  const part = join(data, 'cifar-10-binary.tar.gz.mirror.part');
  mirror.answerWith(stall(bytes, 700));
  const start = (): ReturnType<typeof spawn> =>
    spawn(process.execPath, [COMMAND, '--from', mirror.address, '--to', data]);
  const first = start();
  let errors = '';
  first.stderr!.on('data', (text) => (errors += text));
  while (!existsSync(part) || statSync(part).size < 700) await new Promise((done) => setTimeout(done, 20));
  first.kill('SIGINT');
  expect(await once(first, 'close')).toEqual([130, null]);
  expect(errors).toMatch(/Stopped\. What has arrived is kept; run the command again to go on\.\n$/);
  expect(readdirSync(data).sort()).toEqual([part, `${part}.json`].map((path) => path.slice(data.length + 1)));
  mirror.answerWith(serve(bytes));
  expect((await once(start(), 'close'))[0]).toBe(0);
  expect(mirror.ranges).toEqual(['bytes=700-']);
  expect(readFileSync(join(data, 'cifar-10-binary.tar.gz')).equals(bytes)).toBe(true);
});
