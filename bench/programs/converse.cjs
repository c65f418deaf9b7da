// @ts-check
// What the Node programs have in common: the conversation with the bench command, and the memory peak. Plain JavaScript,
// so that no compiler sits in the memory that is measured.
const { readFileSync } = require('node:fs');
const { createInterface } = require('node:readline');

/** @typedef {import('../protocol').WorkerConfig} WorkerConfig */
/** @typedef {import('../protocol').EpochImages} EpochImages */

/**
 * A program that the bench command starts, as it sees itself.
 * @typedef {object} Worker
 * @property {import('../protocol').Description} description
 * @property {(count: number) => Promise<number>} [steps] so many training steps, given to the device one after another;
 *   the last one's total loss. It has waited for the device, and read the numbers of every step: the clock is read next.
 * @property {(epoch: EpochImages) => Promise<number>} [fit] an epoch of `fit`; its total loss
 * @property {() => number | undefined} [cardBytes] memory that it holds on the card
 * @property {(request: any) => object | Promise<object>} [answer] to what is no request for steps
 */

/**
 * Builds a worker and answers requests until standard input ends.
 * @param {(config: WorkerConfig) => Promise<Worker>} build
 */
async function converse(build) {
  // Whatever a library prints must not mix with the replies.
  console.log = console.info = console.error;
  const reply = (/** @type {object} */ message) => process.stdout.write(`${JSON.stringify(message)}\n`);
  try {
    const worker = await build(JSON.parse(process.argv[2] ?? '{}'));
    reply(worker.description);
    for await (const line of createInterface({ input: process.stdin })) {
      const request = JSON.parse(line);
      if ('steps' in request) reply(await takeSteps(worker, request));
      else if (worker.answer) reply(await worker.answer(request));
      else throw new Error(`This program does not do that: ${line}.`);
    }
  } catch (error) {
    reply({ error: error instanceof Error ? error.message : String(error) });
    process.exitCode = 1;
  }
}

/**
 * @param {Worker} worker
 * @param {import('../protocol').StepsRequest} request
 * @returns {Promise<import('../protocol').StepsReply>}
 */
async function takeSteps(worker, request) {
  const { steps, burst, epoch } = request;
  const seconds = [];
  let loss = NaN;
  const begin = performance.now();
  while (seconds.length * burst < steps || performance.now() - begin < 1000 * request.seconds) {
    const start = performance.now();
    loss = (await (epoch ? worker.fit?.(epoch) : worker.steps?.(burst))) ?? NaN;
    seconds.push((performance.now() - start) / 1000 / burst);
  }
  const cardBytes = worker.cardBytes?.();
  return { seconds, loss, peakBytes: peakBytes(), ...(cardBytes !== undefined && { cardBytes }) };
}

/** The most memory this process ever held. */
function peakBytes() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  // Not resourceUsage here: Linux lets a child begin with its parent's number.
  const kilobytes = /^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}

/**
 * Labels and pixels of as many images, as the command wrote them.
 * @param {string} file
 * @param {number} images
 */
function readBytes(file, images) {
  const data = readFileSync(file);
  return { labels: data.subarray(0, images), pixels: data.subarray(images) };
}

/**
 * The batch that every program trains on.
 * @param {typeof import('@tensorflow/tfjs')} tf
 * @param {WorkerConfig} config
 */
function readBatch(tf, { batch, batchFile }) {
  const bytes = readBytes(batchFile, batch);
  const pixels = Float32Array.from(bytes.pixels, (value) => value / 255);
  const images = tf.tensor4d(pixels, [batch, 32, 32, 3]);
  const labels = tf.tidy(() => tf.oneHot(tf.tensor1d([...bytes.labels], 'int32'), 10).toFloat());
  return { images, labels: /** @type {import('@tensorflow/tfjs').Tensor2D} */ (labels) };
}

module.exports = { converse, readBatch, readBytes };
