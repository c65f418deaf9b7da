"""Interrupts a real training run at random moments; prints one JSON object. Arguments: count, seed."""

import json
import random
import sys
import time

from kernel import kernel

SETUP = """
const tf = require('@tensorflow/tfjs-node-gpu') as typeof import('@tensorflow/tfjs');
const model = tf.sequential({ layers: [
  tf.layers.conv2d({ inputShape: [12, 12, 3], filters: 8, kernelSize: 3, activation: 'relu' }),
  tf.layers.flatten(),
  tf.layers.dense({ units: 10, activation: 'softmax' }),
] });
const optimizer = tf.train.adam(0.001);
const images = tf.randomUniform([64, 12, 12, 3], 0, 1, 'float32', 1);
const labels = tf.oneHot(tf.range(0, 64, 1, 'int32').mod(tf.scalar(10, 'int32')).toInt(), 10);
model.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy' });
const kernel = (globalThis as any)[Symbol.for('l2lab.kernel')];
let steps = 0;
let runs = 0;
function step(): void {
  const loss = () => tf.losses.softmaxCrossEntropy(labels, model.predict(images) as never) as never;
  optimizer.minimize(loss);
  steps++;
}
step();
await model.fit(images, labels, { epochs: 1, verbose: 0 });
"""

# These stop between two steps and leave no tensor behind.
CLEAN = [
    "while (true) { step(); await tf.nextFrame(); }",
    "const job = async () => { while (true) { step(); await null; } }; await Promise.all([job(), job()]);",
    "while (true) kernel.uninterrupted(step);",
    "await kernel.endsItself(async () => { while (!kernel.interrupted) { kernel.uninterrupted(step); await tf.nextFrame(); } })",
]
# These stop in the middle of a step, of which tfjs keeps what it had recorded for the gradient.
CUT = [
    "while (true) { step(); }",
    "await model.fit(images, labels, { epochs: 1e6, batchSize: 32, verbose: 0 })",
    "await new Promise((resolve) => setTimeout(resolve, 1)); while (true) { step(); }",
]
TRAININGS = CLEAN + CUT


def main(count, seed):
    generator = random.Random(seed)
    failures, waits = [], []
    leaks = {training: [] for training in TRAININGS}
    with kernel() as k:
        k.value("let before = 41;")
        reply, _ = k.run(SETUP, timeout=120)
        assert reply["status"] == "ok", reply
        tensors = int(k.value("tf.memory().numTensors"))
        for i in range(count):
            training = TRAININGS[i % len(TRAININGS)]
            msg_id = k.send(training)
            # A signal may overtake the cell's message; from here on the kernel knows of the cell.
            k.wait_until_begun(msg_id)
            time.sleep(generator.random() ** 3 * 0.15)  # often early: while the cell is still compiled
            start = time.monotonic()
            k.manager.interrupt_kernel()
            try:
                reply, _ = k.collect(msg_id, timeout=10)
                waits.append(time.monotonic() - start)
                if reply["status"] != "error" or reply["ename"] != "KeyboardInterrupt":
                    failures.append([i, training, reply])
                if k.value("runs++; before + 1") != "42":
                    failures.append([i, training, "the session's variables are gone"])
                now = int(k.value("tf.memory().numTensors"))
                leaks[training].append(now - tensors)
                tensors = now
            except Exception as error:  # noqa: BLE001 - whatever happens is a failure of the kernel
                failures.append([i, training, repr(error)])
                break
        alive = k.manager.is_alive()
        usable = k.value("step(); await model.fit(images, labels, { epochs: 1, verbose: 0 }); runs")
        before = int(k.value("steps"))
        time.sleep(0.5)
        stray = int(k.value("steps")) - before
        state = k.value("const { state } = tf.engine() as any; JSON.stringify([state.gradientDepth, state.kernelDepth, state.scopeStack.length])")
    waits.sort()
    print(json.dumps({
        "interrupts": len(waits), "failures": failures[:5], "failed": len(failures), "alive": alive, "runs": usable,
        "leakedByCleanLoops": sum(map(abs, (leak for one in CLEAN for leak in leaks[one]))),
        "mostLeakedByCutStep": max(leak for one in CUT for leak in leaks[one]), "stray": stray, "state": state,
        "median": waits[len(waits) // 2], "slowest": waits[-1],
    }))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else time.time_ns())
