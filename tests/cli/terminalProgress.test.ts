import { PassThrough } from 'stream';
import { terminalProgress } from '../../src/cli/terminalProgress';
import { historyOf } from '../charts/histories';

/** What is written while two epochs of three steps go by. */
function written(isTTY: boolean): string {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 120, rows: 30 });
  const { show } = terminalProgress('test', stream as unknown as NodeJS.WriteStream);
  for (let i = 0; i < 6; i++) {
    const [epoch, step] = [Math.floor(i / 3) + 1, (i % 3) + 1];
    const done = step === 3 ? epoch : epoch - 1;
    const epochs = [{ train: [2, 0.2], validation: [1.5, 0.4] } as const].flatMap((one) => [one, one]);
    show({
      ...{
        state: 'running',
        label: 'L2',
        epoch,
        epochs: 2,
        step,
        steps: 3,
        stepSeconds: 1,
        secondsElapsed: 65 + i,
        secondsRemaining: 3605 - i,
      },
      ...{ dataLoss: 1.25, penalty: 0.5, accuracy: 0.375, history: historyOf('L2', epochs.slice(0, done)) },
    });
  }
  return String(stream.read());
}

test('without a terminal, a line for every epoch says all there is', () => {
  expect(written(false).trim().split('\n')).toEqual([
    'L2, epoch 1/2: data loss 1.250, accuracy 0.375 | penalty 0.500 | ' +
      'test data loss 1.500, accuracy 0.400 | 1:07, 1:00:03 left',
    'L2, epoch 2/2: data loss 1.250, accuracy 0.375 | penalty 0.500 | ' +
      'test data loss 1.500, accuracy 0.400 | 1:10, 1:00:00 left',
  ]);
});

test('in a terminal, a bar stands between the lines and gives the cursor back', () => {
  const text = written(true);
  expect(text).toContain('L2 ====--------------------');
  expect(text).toContain('epoch 1/2 | data loss 1.250, accuracy 0.375 | 1:00:05 left');
  // ESC[?25l hides the cursor, ESC[?25h shows it.
  expect(text.lastIndexOf('\x1b[?25h')).toBeGreaterThan(text.lastIndexOf('\x1b[?25l'));
});

test('stopped between two epochs, the bar is taken away, so that the program can end', () => {
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 120, rows: 30 });
  const progress = terminalProgress('test', stream as unknown as NodeJS.WriteStream);
  progress.show({
    ...{ label: 'L2', epoch: 1, epochs: 2, step: 1, steps: 3, secondsElapsed: 1, secondsRemaining: 5 },
    ...{ state: 'running', stepSeconds: 1 },
    ...{ dataLoss: 1.25, penalty: 0.5, accuracy: 0.375, history: historyOf('L2', []) },
  });
  progress.stop();
  const text = String(stream.read());
  expect(text.lastIndexOf('\x1b[?25h')).toBeGreaterThan(text.lastIndexOf('\x1b[?25l'));
});

test('a finished run says no more of time that is left', () => {
  const stream = Object.assign(new PassThrough(), { isTTY: false });
  const { show } = terminalProgress('test', stream as unknown as NodeJS.WriteStream);
  const at = { label: 'L2', epoch: 1, epochs: 1, step: 3, steps: 3, secondsElapsed: 65, secondsRemaining: 0 };
  const history = historyOf('L2', [{ train: [2, 0.2] }]);
  show({ ...at, state: 'finished', stepSeconds: 1, dataLoss: 1.25, penalty: 0, accuracy: 0.375, history });
  expect(String(stream.read())).toBe('L2, epoch 1/1: data loss 1.250, accuracy 0.375 | 1:05\n');
});

test.each(['stopped', 'failed'] as const)(
  'the report of a run that %s takes the bar away and leaves no line',
  (state) => {
    const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 120, rows: 30 });
    const { show } = terminalProgress('test', stream as unknown as NodeJS.WriteStream);
    const at = { label: 'L2', epoch: 1, epochs: 2, steps: 3, stepSeconds: 1, secondsElapsed: 1, secondsRemaining: 5 };
    const numbers = { dataLoss: 1.25, penalty: 0.5, accuracy: 0.375, history: historyOf('L2', []) };
    show({ ...at, ...numbers, step: 2, state: 'running' });
    show({ ...at, ...numbers, step: 3, state });
    const text = String(stream.read());
    expect(text.lastIndexOf('\x1b[?25h')).toBeGreaterThan(text.lastIndexOf('\x1b[?25l'));
    expect(text).not.toContain('L2, epoch');
  },
);
