"""Writes methods.json: what Keras computes for the network of keras.json with other penalties, decay and layers.

Made like keras.json (see make_golden.py), with `pip install torch==2.13.0` (its CPU build) beside Keras: PyTorch's AdamW
has to come to the same weights as Keras's. Weights are listed layer by layer, in Keras's order, which is also tfjs's.
"""

import json
import pathlib

import make_golden as base
from make_golden import keras, np, pack, tf
import torch

LEARNING_RATE, DECAY = 1e-3, 0.1
L1 = 0.001
WEIGHT_DECAY = 0.5
NO_EXCLUSION, KERNELS_ALONE = [], ["bias", "gamma", "beta"]
# Each has a name, what `convNet` gets, and what the optimizer gets.
CASES = [
    ("L1", {"l1": L1}, {}),
    ("elastic net", {"l1": L1, "l2": base.L2}, {}),
    ("AdamW", {}, {"weightDecay": WEIGHT_DECAY, "exclude": KERNELS_ALONE}),
    # PyTorch adds epsilon to another number than Keras does; a tiny one makes no difference.
    ("AdamW on all weights", {}, {"weightDecay": WEIGHT_DECAY, "exclude": NO_EXCLUSION, "epsilon": 1e-15}),
    ("AdamW with L2", {"l2": base.L2}, {"weightDecay": WEIGHT_DECAY, "exclude": KERNELS_ALONE}),
    ("batch normalization", {"batchNormalization": True, "l2": base.L2}, {}),
    (
        "batch normalization, AdamW",
        {"batchNormalization": True},
        {"weightDecay": WEIGHT_DECAY, "exclude": KERNELS_ALONE},
    ),
]


def build(l1=0, l2=0, batchNormalization=False):
    layers = keras.layers

    def convolution():
        if not batchNormalization:
            return [layers.Conv2D(base.FILTERS, (3, 3), activation="relu")]
        return [
            layers.Conv2D(base.FILTERS, (3, 3), use_bias=False),
            layers.BatchNormalization(),
            layers.Activation("relu"),
        ]

    penalty = keras.regularizers.L1L2(l1, l2) if l1 or l2 else None
    return keras.Sequential(
        [
            layers.Input(base.INPUT_SHAPE),
            *convolution(),
            *convolution(),
            *convolution(),
            layers.Flatten(),
            layers.Dense(base.DENSE_UNITS, activation="relu", kernel_regularizer=penalty),
            layers.Dense(base.CLASSES, activation="softmax"),
        ]
    )


def first_weights(model, random):
    """Nothing at 0 that would hide a mistake, and of the kernel weights some at 0, where |w| has its corner."""

    def draw(variable):
        shape = variable.shape
        if len(shape) > 1:
            return np.where(random.random(shape) < 0.1, 0, variable.numpy()).astype("float32")
        if variable.name in ("gamma", "moving_variance"):
            return random.uniform(0.5, 1.5, shape).astype("float32")
        return random.normal(0, 0.1, shape).astype("float32")

    return [draw(variable) for variable in model.weights]


def optimizer(weightDecay=None, exclude=(), epsilon=1e-7):
    schedule = keras.optimizers.schedules.InverseTimeDecay(LEARNING_RATE, decay_steps=1, decay_rate=DECAY)
    if weightDecay is None:
        return keras.optimizers.Adam(schedule, epsilon=epsilon)
    made = keras.optimizers.AdamW(schedule, weight_decay=weightDecay, epsilon=epsilon)
    made.exclude_from_weight_decay(var_names=list(exclude))
    return made


class TorchAdamW:
    """PyTorch's AdamW beside Keras's, on the gradients that Keras's weights have."""

    def __init__(self, variables, weightDecay, epsilon, exclude):
        assert not exclude
        self.weights = [torch.nn.Parameter(torch.tensor(v.numpy())) for v in variables]
        self.optimizer = torch.optim.AdamW(self.weights, weight_decay=weightDecay, eps=epsilon)
        self.updates = 0

    def step(self, gradients):
        for weight, gradient in zip(self.weights, gradients):
            weight.grad = torch.tensor(gradient.numpy())
        self.optimizer.param_groups[0]["lr"] = LEARNING_RATE / (1 + DECAY * self.updates)
        self.optimizer.step()
        self.updates += 1


def gradients_of(model, images, labels):
    with tf.GradientTape() as tape:
        output = model(images, training=True)
        total = tf.reduce_mean(keras.losses.categorical_crossentropy(labels, output))
    return tape.gradient(total, [v.value for v in model.trainable_variables])


def inputs():
    golden = json.loads(pathlib.Path(base.__file__).with_name("keras.json").read_text())
    pixels = np.frombuffer(base.base64.b64decode(golden["images"]["base64"]), "u1").reshape(golden["images"]["shape"])
    labels = keras.utils.to_categorical(golden["labels"], base.CLASSES).astype("float32")
    return (pixels / 255).astype("float32"), labels


def main():
    keras.utils.set_random_seed(21)
    random = np.random.default_rng(21)
    images, labels = inputs()
    batch = [slice(i * base.BATCH, (i + 1) * base.BATCH) for i in range(base.UPDATES)]
    weights = {
        normalized: first_weights(build(batchNormalization=normalized), random) for normalized in (False, True)
    }
    cases = []
    for name, network, adam in CASES:
        normalized = network.get("batchNormalization", False)
        model = build(**network)
        model.set_weights(weights[normalized])
        model.compile(loss="categorical_crossentropy", optimizer=optimizer(**adam), metrics=["accuracy"])
        case = {"name": name, "network": network, "optimizer": adam}
        case["learningRate"], case["decay"] = LEARNING_RATE, DECAY
        case["weights"] = [pack(w) for w in weights[normalized]]
        case.update(base.first_batch(model, images[batch[0]], labels[batch[0]]))
        # The measurement has moved the moving statistics.
        model.set_weights(weights[normalized])
        total, accuracy = model.evaluate(images, labels, batch_size=16, verbose=0)
        case["evaluate"] = {"totalLoss": total, "accuracy": accuracy}
        beside = TorchAdamW(model.trainable_variables, **adam) if adam.get("exclude") == NO_EXCLUSION else None
        for part in batch:
            if beside:
                beside.step(gradients_of(model, images[part], labels[part]))
            model.train_on_batch(images[part], labels[part])
        case["weightsAfter"] = [pack(w) for w in model.get_weights()]
        if beside:
            case["torchWeightsAfter"] = [pack(w.detach().numpy()) for w in beside.weights]
            for ours, theirs in zip(model.get_weights(), beside.weights):
                assert np.abs(ours - theirs.detach().numpy()).max() < 1e-5 * np.abs(ours).max()
        cases.append(case)

    versions = {"keras": keras.__version__, "tensorflow": tf.__version__, "torch": torch.__version__.split("+")[0]}
    path = pathlib.Path(__file__).with_name("methods.json")
    path.write_text(json.dumps({"versions": versions, "cases": cases}, indent=1) + "\n")
    print(f"{path}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
