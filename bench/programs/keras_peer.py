"""Keras's training step and its `fit`, on TensorFlow: see ../README.md for what was tried and is slower."""

import itertools
import os
import time

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

from converse import converse, read_batch  # noqa: E402


def build(config):
    import keras
    import tensorflow as tf

    keras.utils.set_random_seed(config["seed"])
    gpus = tf.config.list_physical_devices("GPU")
    # Beside NVIDIA_TF32_OVERRIDE, which stands in the environment: TensorFlow rounds by default.
    tf.config.experimental.enable_tensor_float_32_execution(config["tf32"])
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

    def take_steps(count):
        if count == 1:
            # Returns Python numbers, so on a GPU it has waited for the device.
            return float(model.train_on_batch(x, y)[0])
        # What `fit` does between two looks at the numbers, and `train_on_batch` within: nothing is read between steps.
        model.make_train_function()
        model.reset_metrics()
        batch = itertools.repeat((x, y))
        for _ in range(count):
            logs = model.train_function(batch)
        # Means over the burst, as TensorFlow counts them on the device; reading them waits for it.
        return {name: float(value) for name, value in logs.items()}["loss"]

    forms = {}

    def fit(epoch):
        """An epoch; before the first, each way to feed it runs one that is not counted and two that decide."""
        if not forms:
            count, size = epoch["images"], config["batch"]
            images, labels = read_batch(epoch["file"], count)
            targets = keras.utils.to_categorical(labels, 10)
            data = tf.data.Dataset.from_tensor_slices((images, targets))
            data = data.cache().shuffle(count).batch(size).prefetch(tf.data.AUTOTUNE)
            ways = {
                "arrays": lambda: model.fit(images, targets, batch_size=size, epochs=1, verbose=0),
                "tf.data": lambda: model.fit(data, epochs=1, verbose=0),
            }
            times = {name: min([seconds_of(way) for _ in range(3)][1:]) for name, way in ways.items()}
            name = min(times, key=times.get)
            forms[name] = ways[name]
        name, way = next(iter(forms.items()))
        return float(way().history["loss"][-1]), name

    description = {
        "versions": {"keras": keras.__version__, "tensorflow": tf.__version__},
        "device": "GPU" if gpus else "CPU",
        "threads": tf.config.threading.get_intra_op_parallelism_threads() or config["threads"],
        "parameters": model.count_params(),
    }
    if gpus:
        name = tf.config.experimental.get_device_details(gpus[0]).get("device_name")
        description |= {"card": {"name": name}} if name else {}
    elif not tf.test.is_built_with_cuda():
        description["reason"] = "this TensorFlow is built without CUDA"
    return take_steps, description, lambda: tf.config.experimental.get_memory_info("GPU:0")["peak"], fit


def seconds_of(run):
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


if __name__ == "__main__":
    converse(build)
