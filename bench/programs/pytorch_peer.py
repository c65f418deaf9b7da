"""PyTorch's training step, in the fastest of the forms that were tried: see ../README.md."""

from converse import converse, read_batch


def build(config):
    import torch
    from torch import nn

    torch.manual_seed(config["seed"])
    torch.set_num_threads(config["threads"])
    # As TensorFlow does: numbers too small for normal floats are slow, and count as 0.
    torch.set_flush_denormal(True)
    device = torch.device("cuda" if config["device"] == "GPU" and torch.cuda.is_available() else "cpu")
    on_card = device.type == "cuda"
    # Tries the convolutions of cuDNN once for each size and keeps the fastest.
    torch.backends.cudnn.benchmark = True
    # Beside NVIDIA_TF32_OVERRIDE, which stands in the environment: by default PyTorch rounds in convolutions.
    torch.backends.cudnn.allow_tf32 = config["tf32"]
    torch.set_float32_matmul_precision("high" if config["tf32"] else "highest")
    filters, units = config["filters"], config["denseUnits"]
    model = nn.Sequential(
        *(nn.Conv2d(3, filters, 3), nn.ReLU()),
        *(nn.Conv2d(filters, filters, 3), nn.ReLU()),
        *(nn.Conv2d(filters, filters, 3), nn.ReLU()),
        nn.Flatten(),
        *(nn.Linear(26 * 26 * filters, units), nn.ReLU()),
        nn.Linear(units, 10),
    )
    for layer in model:
        if hasattr(layer, "weight"):
            nn.init.xavier_uniform_(layer.weight)
            nn.init.zeros_(layer.bias)
    layout = torch.contiguous_format if config["channelsFirst"] else torch.channels_last
    model = model.to(device, memory_format=layout)
    large = model[7].weight
    rest = [parameter for parameter in model.parameters() if parameter is not large]
    # weight_decay of torch's Adam (not AdamW) adds weight_decay · w to the gradient: the L2 penalty's own gradient.
    groups = [{"params": [large], "weight_decay": 2 * config["l2"]}, {"params": rest}]
    optimizer = torch.optim.Adam(groups, lr=1e-4, eps=1e-7, fused=True)
    decay = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda t: 1 / (1 + 1e-6 * t))
    loss_function = nn.CrossEntropyLoss()
    images, labels = read_batch(config["batchFile"], config["batch"])
    x = torch.from_numpy(images.transpose(0, 3, 1, 2).copy()).to(device, memory_format=layout)
    y = torch.from_numpy(labels).to(device)

    def step():
        """Total loss and number of correct images, on the device."""
        optimizer.zero_grad(set_to_none=True)
        logits = model(x)
        loss = loss_function(logits, y)
        loss.backward()
        with torch.no_grad():
            correct = (logits.argmax(1) == y).sum()
            penalty = 0.0
            if config["l2"]:
                flat = large.detach().view(-1)
                penalty = config["l2"] * torch.dot(flat, flat)
            total = loss.detach() + penalty
        optimizer.step()
        decay.step()
        return torch.stack([total, correct])

    def take_steps(count):
        numbers = [step() for _ in range(count)]
        # Reading numbers back waits for all that the device has been given before them; this for all of it.
        if on_card:
            torch.cuda.synchronize()
        return torch.stack(numbers).tolist()[-1][0]

    description = {
        "versions": {"torch": torch.__version__},
        "device": "GPU" if on_card else "CPU",
        "threads": torch.get_num_threads(),
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
    }
    if on_card:
        description["card"] = {"name": torch.cuda.get_device_name(device)}
    elif not torch.backends.cuda.is_built():
        description["reason"] = "this PyTorch is built without CUDA"
    return take_steps, description, torch.cuda.max_memory_allocated


if __name__ == "__main__":
    converse(build)
