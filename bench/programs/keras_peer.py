"""Keras's training step, on TensorFlow, as `fit` does it: see ../README.md for what was tried and is slower."""

import os

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

from converse import converse, read_batch  # noqa: E402


def build(config):
    import keras
    import tensorflow as tf

    keras.utils.set_random_seed(config["seed"])
    layers = keras.layers
    penalty = keras.regularizers.L2(config["l2"]) if config["l2"] else None
    convolutions = [layers.Conv2D(config["filters"], (3, 3), activation="relu") for _ in range(3)]
    model = keras.Sequential(
        [
            layers.Input((32, 32, 3)),
            *convolutions,
            layers.Flatten(),
            layers.Dense(config["denseUnits"], activation="relu", kernel_regularizer=penalty),
            layers.Dense(10, activation="softmax"),
        ]
    )
    # Keras 3 has no `decay`; this schedule is the same formula.
    rate = keras.optimizers.schedules.InverseTimeDecay(1e-4, decay_steps=1, decay_rate=1e-6)
    model.compile(
        loss="categorical_crossentropy",
        optimizer=keras.optimizers.Adam(rate),
        metrics=["accuracy"],
        jit_compile="auto",
    )
    images, labels = read_batch(config["batchFile"], config["batch"])
    x, y = tf.constant(images), tf.one_hot(labels, 10)

    def step():
        # Returns Python numbers, so on a GPU it has waited for the device.
        return float(model.train_on_batch(x, y)[0])

    return step, {
        "versions": {"keras": keras.__version__, "tensorflow": tf.__version__},
        "device": "GPU" if tf.config.list_physical_devices("GPU") else "CPU",
        "threads": tf.config.threading.get_intra_op_parallelism_threads() or config["threads"],
        "parameters": model.count_params(),
    }


if __name__ == "__main__":
    converse(build)
