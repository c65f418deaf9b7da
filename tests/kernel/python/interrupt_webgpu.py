"""Interrupts what computes behind WebGPU at random moments, and looks at what is left of it. Prints one JSON object.
Arguments: count, seed."""

import json
import random
import sys
import time

from interrupt_checks import wait_until_gone
from kernel import kernel, text

SETUP = """
import { convNet, epochBatches, fit, kerasAdam, syntheticShapes, tf, trainStep, useBackend, weightMagnitudes } from 'l2lab';
const { name } = await useBackend({ prefer: 'webgpu', warn: () => undefined });
const { train } = syntheticShapes({ trainImages: 8, testImages: 1 });
function build(): tf.Sequential {
  const model = convNet({ filters: 2, denseUnits: 4, l2: 0.01 });
  model.compile({ optimizer: kerasAdam({ learningRate: 1e-3 }), loss: 'categoricalCrossentropy' });
  return model;
}
const [model, shadow, fitted] = [build(), build(), build()];
const [batch] = epochBatches(train, { batchSize: 4, epoch: 1 });
for (const one of [model, shadow]) await trainStep(one, batch);
await weightMagnitudes({ model });
const plain = tf.sequential({ layers: [tf.layers.dense({ inputShape: [8], units: 4 })] });
const [images, labels] = [tf.ones([4, 8]), tf.zeros([4, 4])];
const optimizer = tf.train.adam(0.001);
const step = () => optimizer.minimize(() => tf.losses.meanSquaredError(labels, plain.predict(images) as tf.Tensor) as tf.Scalar);
step();
let [history, moves] = [await fit(fitted, train, { epochs: 1, batchSize: 4 }), 0];
/** Waits until the card has done everything, and says what is there. */
async function rest(): Promise<string> {
  const one = tf.square(2);
  const isWhole = (await one.data())[0] === 4;
  one.dispose();
  const { numTensors, numBytesInGPU } = tf.memory() as tf.MemoryInfo & { numBytesInGPU: number };
  const { state } = tf.engine() as any;
  return JSON.stringify([isWhole, numTensors, numBytesInGPU, state.gradientDepth, state.kernelDepth, state.scopeStack.length]);
}
/** How many numbers of the model are not those of the shadow, once it has taken as many steps. */
async function different(): Promise<number> {
  while (shadow.optimizer.iterations < model.optimizer.iterations) await trainStep(shadow, batch);
  let count = 0;
  for (const [i, weights] of model.getWeights().entries()) {
    const expected = await shadow.getWeights()[i].data();
    (await weights.data()).forEach((value, j) => (count += value === expected[j] ? 0 : 1));
  }
  return count;
}
"""

# These leave no tensor behind.
WHOLE = {
    "fit": "history = await fit(fitted, train, { epochs: 1e4, batchSize: 4, label: 'run {i}' });",
    "steps": "while (true) { await trainStep(model, batch); moves++; }",
    "magnitudes": "while (true) { await weightMagnitudes({ model }); moves++; }",
    "tidy": "while (true) { const x = tf.tidy(() => tf.square(tf.add(images, 1))); try { await x.data(); } finally { x.dispose(); } moves++; }",
}
# These are cut in the middle of a step, of which tfjs keeps what it had recorded for the gradient.
CUT = {
    "minimize": "while (true) { step(); moves++; }",
    "stuck": "const y = tf.square(images); await y.data(); y.dispose(); while (true) { moves++; }",
    "awaits": "while (true) { step(); moves++; await tf.nextFrame(); }",
}


def main(count, seed):
    generator = random.Random(seed)
    ways = {**WHOLE, **CUT}
    failures, waits, leaks = [], [], {way: [0, 0] for way in ways}
    with kernel() as k:
        reply, _ = k.run(SETUP, timeout=300)
        assert reply["status"] == "ok", reply
        before = json.loads(k.value("await rest()"))
        for i in range(count):
            way = list(ways)[i % len(ways)]
            msg_id = k.send("console.log('begun');\n" + ways[way].replace("{i}", str(i)) + "\nconsole.log('went on');")
            k.wait_until_printed(msg_id)
            time.sleep(generator.random() * 0.6)
            start = time.monotonic()
            k.manager.interrupt_kernel()
            try:
                reply, published = k.collect(msg_id, timeout=60)
                waits.append(time.monotonic() - start)
                if reply["status"] != "error" or reply["ename"] != "KeyboardInterrupt" or "went on" in text(published):
                    failures.append([i, way, reply])
                reply, published = k.run("console.log(await rest())", timeout=120)
                now = json.loads(text(published)) if reply["status"] == "ok" else reply
                if way == "fit" and k.value("`${history.label} ${history.stopped}`") != f"run {i} true":
                    failures.append([i, way, "no history"])
                # Tensors; and bytes on the card, of which a cut op's numbers beside the tensors are a few.
                leaks[way] = [sum(pair) for pair in zip(leaks[way], (now[1] - before[1], now[2] - before[2]))]
                if [now[0], *now[3:]] != [True, 0, 0, 0]:
                    failures.append([i, way, now])
                before = now
            except Exception as error:  # noqa: BLE001 - whatever happens is a failure of the kernel
                failures.append([i, way, repr(error)])
                break
        moves = int(k.value("moves"))
        time.sleep(0.5)
        stray = int(k.value("moves")) - moves
        name, steps = k.value("name"), json.loads(k.value("JSON.stringify([model, fitted].map((one) => one.optimizer.iterations))"))
        reply, published = k.run("console.log(await different())", timeout=300)
        different = text(published).strip() or reply
        pids = [k.manager.provisioner.process.pid, int(k.value("process.pid"))]
        k.wait_until_printed(k.send("console.log('begun');\n" + WHOLE["steps"]))
        time.sleep(0.3)
        start = time.monotonic()
        k.manager.request_shutdown()
        wait_until_gone(pids, 10)
        shutdown = time.monotonic() - start
    waits.sort()
    print(json.dumps({
        "interrupts": len(waits), "failures": failures[:5], "failed": len(failures), "backend": name, "steps": steps,
        "stray": stray, "different": different, "leaks": leaks, "shutdown": shutdown, "median": waits[len(waits) // 2], "slowest": waits[-1],
    }))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else time.time_ns())
