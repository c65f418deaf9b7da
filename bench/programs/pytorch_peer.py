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
    layout = torch.channels_last
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
        optimizer.zero_grad(set_to_none=True)
        logits = model(x)
        loss = loss_function(logits, y)
        loss.backward()
        with torch.no_grad():
            (logits.argmax(1) == y).sum().item()
            penalty = 0.0
            if config["l2"]:
                flat = large.detach().view(-1)
                penalty = config["l2"] * torch.dot(flat, flat)
        optimizer.step()
        decay.step()
        # Reading a number back waits for all that the device has been given before.
        return float(loss + penalty)

    return step, {
        "versions": {"torch": torch.__version__},
        "device": "GPU" if device.type == "cuda" else "CPU",
        "threads": torch.get_num_threads(),
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
    }


if __name__ == "__main__":
    converse(build)
