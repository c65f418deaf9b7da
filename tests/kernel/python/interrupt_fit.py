"""Interrupts the library's own `fit` at random moments and compares every weight and every moment of the optimizer with
those of a second network that takes the same number of whole steps. Prints one JSON object. Arguments: count, seed."""

import json
import random
import sys
import time

from kernel import kernel

SETUP = """
import { convNet, epochBatches, fit, kerasAdam, liveTraining, syntheticShapes, tf, trainStep, useBackend } from 'l2lab';
await useBackend();
const { train, test } = syntheticShapes({ trainImages: 800, testImages: 100 });
function build(filters: number, denseUnits: number): tf.Sequential {
  const model = convNet({ filters, denseUnits, l2: 0.01 });
  model.compile({ optimizer: kerasAdam({ learningRate: 1e-3, decay: 1e-3 }), loss: 'categoricalCrossentropy' });
  return model;
}
const networks = {
  short: { model: build(4, 16), shadow: build(4, 16), batchSize: 16 },
  long: { model: build(64, 64), shadow: build(64, 64), batchSize: 64 },
};
async function state(model: tf.LayersModel): Promise<tf.Tensor[]> {
  const optimizer = await model.optimizer.getWeights();
  return [...model.getWeights(), ...optimizer.map(({ tensor }) => tensor)];
}
/** Lets the shadow take the steps that `fit` took since the last time; counts numbers that differ. */
async function compare(name: 'short' | 'long') {
  const { model, shadow, batchSize } = networks[name];
  const steps = model.optimizer.iterations - shadow.optimizer.iterations;
  let done = 0;
  for (let epoch = 1; done < steps; epoch++) {
    for (const batch of epochBatches(train, { batchSize, seed: 1, epoch })) {
      if (done < steps) await trainStep(shadow, batch);
      tf.dispose(batch);
      done++;
    }
  }
  let different = 0;
  const shadowState = await state(shadow);
  for (const [i, tensor] of (await state(model)).entries()) {
    const expected = await shadowState[i].data();
    (await tensor.data()).forEach((value, j) => (different += value === expected[j] ? 0 : 1));
  }
  const stepsPerEpoch = Math.ceil(train.count / batchSize);
  return { steps, stepsPerEpoch, different, tensors: tf.memory().numTensors };
}
for (const { model, shadow, batchSize } of Object.values(networks)) {
  for (const one of [model, shadow]) await fit(one, train, { epochs: 1, batchSize });
}
await compare('short'); await compare('long');
async function secondsOfStep({ model, shadow, batchSize }: typeof networks.short): Promise<number> {
  const [batch] = epochBatches(train, { batchSize, epoch: 1 });
  const start = performance.now();
  for (const one of [model, shadow]) await trainStep(one, batch);
  tf.dispose(batch);
  return (performance.now() - start) / 2000;
}
// The kernel leaves 0.2 s to other code: a long step is longer, on a fast machine too.
while (await secondsOfStep(networks.long) < 0.25 && networks.long.batchSize < train.count) networks.long.batchSize *= 2;
const stepSeconds = { short: await secondsOfStep(networks.short), long: await secondsOfStep(networks.long) };
"""

# What lessons do: nothing, live curves, live curves with validation.
OPTIONS = ["", "onProgress: liveTraining(),", "onProgress: liveTraining(), validation: test,"]


def main(count, seed):
    generator = random.Random(seed)
    failures, waits, steps = [], {"short": [], "long": []}, {"short": 0, "long": 0}
    with kernel() as k:
        reply, _ = k.run(SETUP, timeout=120)
        assert reply["status"] == "ok", reply
        seconds = json.loads(k.value("JSON.stringify(stepSeconds)"))
        tensors = int(k.value("(await compare('short')).tensors"))
        for i in range(count):
            name = "long" if i % 5 == 4 else "short"
            options = OPTIONS[i % len(OPTIONS)]
            msg_id = k.send(
                f"console.log('begun');\nconst history = await fit(networks.{name}.model, train, "
                f"{{ epochs: 1e4, batchSize: networks.{name}.batchSize, label: 'run {i}', {options} }});\n"
                "console.log('went on');"
            )
            k.wait_until_printed(msg_id)
            time.sleep(generator.random() * (3 * seconds["long"] if name == "long" else 0.4))
            start = time.monotonic()
            k.manager.interrupt_kernel()
            try:
                reply, published = k.collect(msg_id, timeout=30)
                waits[name].append(time.monotonic() - start)
                if reply["status"] != "error" or reply["ename"] != "KeyboardInterrupt":
                    failures.append([i, name, reply])
                if any("went on" in m["content"].get("text", "") for m in published if m["msg_type"] == "stream"):
                    failures.append([i, name, "the cell went on behind fit"])
                told = "[history.label, history.stopped, history.epochs.length]"
                told, found = json.loads(k.value(f"JSON.stringify([{told}, await compare('{name}')])"))
                steps[name] += found["steps"]
                epochs = [found["steps"] // found["stepsPerEpoch"]]
                # An epoch whose validation was given up is not in the history.
                if "validation" in options and found["steps"] % found["stepsPerEpoch"] == 0:
                    epochs.append(epochs[0] - 1)
                if told[:2] != [f"run {i}", True] or told[2] not in epochs:
                    failures.append([i, name, "another history", told, found])
                if found["different"] or found["tensors"] != tensors:
                    failures.append([i, name, found, tensors])
            except Exception as error:  # noqa: BLE001 - whatever happens is a failure of the kernel
                failures.append([i, name, repr(error)])
                break
    print(json.dumps({
        "interrupts": sum(map(len, waits.values())), "failures": failures[:5], "failed": len(failures),
        "steps": steps, "stepSeconds": seconds,
        "slowest": {name: max(times, default=0) for name, times in waits.items()},
    }))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else time.time_ns())
