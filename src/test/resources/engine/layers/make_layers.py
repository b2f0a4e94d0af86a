"""Makes the models with layers that are hard to take hold of, and what they hold. torch 1.13.1.

Run in this folder: python3 make_layers.py
"""
from typing import Dict, List, Tuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Block(nn.Module):
    """In-place operations after every layer."""

    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(8, 8)
        self.relu = nn.ReLU(inplace=True)
        self.fc2 = nn.Linear(8, 8)

    def forward(self, x):
        out = self.fc2(self.relu(self.fc1(x)))
        out += x
        out.mul_(0.5)
        return self.relu(out)


class Pair(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x) -> Tuple[Tensor, Tuple[Tensor, int]]:
        return self.fc(x), (torch.tanh(x), 3)


class Heads(nn.Module):
    def forward(self, x: Tensor) -> Dict[str, Tensor]:
        return {"left": x * 2.0, "right": x - 1.0}


class Many(nn.Module):
    def forward(self, x: Tensor) -> List[Tensor]:
        return [x, x * x]


class Cumulative(nn.Module):
    """A value without an axis of rows in front, and one of whole numbers."""

    def forward(self, x: Tensor) -> Tensor:
        return x.transpose(0, 1)


class Number(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return torch.argmax(x, dim=1)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Linear(6, 8)
        self.act = nn.Tanh()
        self.blocks = nn.Sequential(Block(), Block())
        self.again = nn.Linear(8, 8)
        self.pair = Pair()
        self.heads = Heads()
        self.many = Many()
        self.turned = Cumulative()
        self.number = Number()
        self.unused = nn.Linear(8, 8)
        self.bare = nn.ModuleList([nn.Linear(8, 8)])
        self.out = nn.Linear(8, 3)

    def features(self, x: Tensor) -> Tensor:
        return self.blocks(self.act(self.stem(x)))

    def forward(self, x: Tensor) -> Tensor:
        h = self.act(self.features(x))
        for _ in range(3):
            h = F.softplus(self.again(h))
        first, (second, factor) = self.pair(h)
        named = self.heads(first + second * factor)
        listed = self.many(named["left"] + named["right"].softmax(dim=1))
        mixed = listed[0] + torch.sigmoid(listed[1])
        mixed = mixed + self.turned(mixed).transpose(0, 1)
        chosen = self.number(mixed).unsqueeze(1).to(mixed.dtype)
        for layer in self.bare:
            mixed = layer(mixed)
        return self.out(mixed + 0.0 * chosen)


class Twice(nn.Module):
    """For tracing, which unrolls and names second calls forward1."""

    def __init__(self):
        super().__init__()
        self.blocks = nn.Sequential(Block(), Block())
        self.again = nn.Linear(8, 8)
        self.stem = nn.Linear(6, 8)
        self.out = nn.Linear(8, 3)

    def forward(self, x):
        h = self.blocks(self.stem(x))
        h = torch.tanh(self.again(h))
        h = torch.tanh(self.again(h))
        return self.out(self.blocks(h))


def hooked(model, x, names):
    """Values and gradients of the sum of the outputs' squares, in-place operations taken out."""
    for module in model.modules():
        if isinstance(module, nn.ReLU):
            module.inplace = False
    held = {}

    def keep(name):
        def hook(module, inputs, output):
            copy = output.clone()  # an in-place operation would change what the hook holds
            copy.retain_grad()
            held.setdefault(name, []).append((copy, output.detach().clone()))
            return copy.clone()

        return hook

    handles = [dict(model.named_modules())[name].register_forward_hook(keep(name)) for name in names]
    y = model(x.clone().requires_grad_(True))
    y[:, 1].sum().backward()
    for handle in handles:
        handle.remove()
    return {name: [(v.numpy(), c.grad.numpy()) for c, v in all] for name, all in held.items()}


def main():
    torch.manual_seed(5)
    x = torch.randn(4, 6)
    np.save("layers.inputs.npy", x.numpy())
    for name, model in [("layers_script", Net()), ("layers_trace", Twice())]:
        model.eval()
        if name == "layers_script":
            torch.jit.script(model).save(name + ".pt")
            torch.jit.freeze(torch.jit.script(model)).save("layers_frozen.pt")
        else:
            torch.jit.trace(model, x).save(name + ".pt")
        names = ["stem", "blocks.0.fc2", "again"]
        for layer, firings in hooked(model, x, names).items():
            for k, (value, gradient) in enumerate(firings):
                np.save(f"{name}.{layer}.{k}.value.npy", value)
                np.save(f"{name}.{layer}.{k}.gradient.npy", gradient)
        np.save(f"{name}.outputs.npy", model(x).detach().numpy())


main()
