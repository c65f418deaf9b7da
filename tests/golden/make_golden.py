"""Writes keras.json: what Keras computes for a narrow copy of the article's network.

The tests of src/model/ compare the library with it. To make it again:

    python3 -m venv golden-venv
    golden-venv/bin/pip install keras==3.15.1 tensorflow-cpu==2.21.0
    golden-venv/bin/python tests/golden/make_golden.py

Tensors are base64 of little-endian float32 (images: uint8), in Keras's own layout, which is also tfjs's.
Keras 3's Adam has no `decay`; InverseTimeDecay with decay_steps=1 is the same formula: rate / (1 + decay * updates).
"""

import base64
import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

INPUT_SHAPE, FILTERS, DENSE_UNITS, CLASSES = (12, 12, 3), 4, 8, 10
BATCH, UPDATES = 8, 5
L2 = 0.01
# The article's rate and decay, and a pair large enough that forgetting the decay would show.
RATES = {"article": (1e-4, 1e-6), "steep": (1e-3, 0.1)}


def pack(array, dtype="<f4"):
    array = np.asarray(array)
    return {"shape": list(array.shape), "base64": base64.b64encode(array.astype(dtype).tobytes()).decode()}


def build(l2):
    layers = keras.layers
    penalty = keras.regularizers.L2(l2) if l2 else None
    return keras.Sequential(
        [
            layers.Input(INPUT_SHAPE),
            layers.Conv2D(FILTERS, (3, 3), activation="relu"),
            layers.Conv2D(FILTERS, (3, 3), activation="relu"),
            layers.Conv2D(FILTERS, (3, 3), activation="relu"),
            layers.Flatten(),
            layers.Dense(DENSE_UNITS, activation="relu", kernel_regularizer=penalty),
            layers.Dense(CLASSES, activation="softmax"),
        ]
    )


def compiled(l2, rate, decay, weights):
    model = build(l2)
    model.set_weights(weights)
    schedule = keras.optimizers.schedules.InverseTimeDecay(rate, decay_steps=1, decay_rate=decay)
    model.compile(
        loss="categorical_crossentropy", optimizer=keras.optimizers.Adam(schedule), metrics=["accuracy"]
    )
    return model


def first_batch(model, images, labels):
    """Forward output, losses and every gradient of the total loss for one batch."""
    with tf.GradientTape() as tape:
        output = model(images, training=True)
        data_loss = tf.reduce_mean(keras.losses.categorical_crossentropy(labels, output))
        penalty = tf.add_n(model.losses) if model.losses else tf.constant(0.0)
        total = data_loss + penalty
    gradients = tape.gradient(total, [v.value for v in model.trainable_variables])
    return {
        "output": pack(output),
        "dataLoss": float(data_loss),
        "penalty": float(penalty),
        "totalLoss": float(total),
        "gradients": [pack(g) for g in gradients],
    }


def main():
    keras.utils.set_random_seed(20)
    random = np.random.default_rng(20)
    pixels = random.integers(0, 256, (BATCH * UPDATES, *INPUT_SHAPE), dtype=np.uint8)
    classes = random.integers(0, CLASSES, BATCH * UPDATES)
    images = (pixels / 255).astype("float32")
    labels = keras.utils.to_categorical(classes, CLASSES).astype("float32")
    weights = build(0).get_weights()
    # Biases that are not 0, so that a network without them would be noticed.
    weights = [w if w.ndim > 1 else random.normal(0, 0.1, w.shape).astype("float32") for w in weights]

    cases = []
    for l2 in (0, L2):
        for name, (rate, decay) in RATES.items():
            model = compiled(l2, rate, decay, weights)
            case = {"name": f"{name}, {'L2' if l2 else 'no L2'}", "l2": l2, "learningRate": rate, "decay": decay}
            case.update(first_batch(model, images[:BATCH], labels[:BATCH]))
            # An uneven last batch: 40 = 16 + 16 + 8.
            total, accuracy = model.evaluate(images, labels, batch_size=16, verbose=0)
            case["evaluate"] = {"totalLoss": total, "accuracy": accuracy}
            for i in range(UPDATES):
                part = slice(i * BATCH, (i + 1) * BATCH)
                model.train_on_batch(images[part], labels[part])
            case["weightsAfter"] = [pack(w) for w in model.get_weights()]
            cases.append(case)

    golden = {
        "versions": {"keras": keras.__version__, "tensorflow": tf.__version__, "numpy": np.__version__},
        "network": {
            "inputShape": INPUT_SHAPE,
            "filters": FILTERS,
            "denseUnits": DENSE_UNITS,
            "classes": CLASSES,
        },
        "batch": BATCH,
        "updates": UPDATES,
        "images": pack(pixels, "u1"),
        "labels": [int(c) for c in classes],
        "weights": [pack(w) for w in weights],
        "cases": cases,
    }
    path = pathlib.Path(__file__).with_name("keras.json")
    path.write_text(json.dumps(golden, indent=1) + "\n")
    print(f"{path}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
