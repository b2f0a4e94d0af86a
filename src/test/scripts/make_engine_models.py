"""Makes the small TorchScript files that the engine's tests open, and the numbers expected of them.

usage: python3 make_engine_models.py FOLDER    (made with torch 1.13.0, numpy 1.24.2)
"""
import sys
import zipfile
from pathlib import Path
from typing import Dict, Tuple

import numpy as np
import torch
from torch import Tensor, nn

OUT = Path(sys.argv[1])
torch.manual_seed(7)


class Normalised(nn.Module):
    """Batch normalisation and dropout, with statistics of their own."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(4, 8)
        self.norm = nn.BatchNorm1d(8)
        self.drop = nn.Dropout(0.5)
        self.last = nn.Linear(8, 3)

    def forward(self, x):
        return self.last(self.drop(torch.tanh(self.norm(self.first(x)))))


class Vector(nn.Module):
    """f = a * b + c, one number a row: [rows], and a bare number for one row."""

    def forward(self, x: Tensor) -> Tensor:
        return (x[:, 0] * x[:, 1] + x[:, 2]).squeeze()


class Doubles(nn.Module):
    """f = (a^2, 3b) in float64, columns laid out apart."""

    def forward(self, x: Tensor) -> Tensor:
        return torch.stack([x[:, 0] * x[:, 0], 3 * x[:, 1]]).double().t()


class Picture(nn.Module):
    """f = sum of i * p_i^2 over the pixels p_0 .. p_11 of a picture [3, 4]: [rows, 1]."""

    def forward(self, x: Tensor) -> Tensor:
        return (x * x * torch.arange(12).reshape(3, 4)).sum([1, 2]).unsqueeze(1)


class Pair(nn.Module):
    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor]:
        return x, x


class Named(nn.Module):
    def forward(self, x: Tensor) -> Dict[str, Tensor]:
        return {"logits": x}


class Cube(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x[:, :, None]


class ClassNumber(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x.argmax(1)


class Moody(nn.Module):
    """f = x, but above 100 it fails, below -100 it asks for 32 TiB, at 50 it loses a column."""

    def forward(self, x: Tensor) -> Tensor:
        if bool((x > 100).any()):
            raise RuntimeError("above 100")
        if bool((x < -100).any()):
            x = x + torch.zeros([1 << 43])[0]
        if bool((x == 50).any()):
            x = x[:, 1:]
        return x


def save(name, module):
    """Saves an archive without debug entries, which name the folders of the machine."""
    file = OUT / f"{name}.pt"
    torch.jit.save(module, str(file))
    with zipfile.ZipFile(file) as archive:
        entries = {entry: archive.read(entry) for entry in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for entry, content in entries.items():
            if not entry.endswith(".debug_pkl"):
                archive.writestr(zipfile.ZipInfo(entry), content)


normalised = Normalised()
for _ in range(20):
    normalised(torch.randn(64, 4) * 3 + 1)
save("traced_in_training", torch.jit.trace(normalised, torch.randn(5, 4), check_trace=False))
save("saved_in_training", torch.jit.script(normalised))
torch.save(normalised.state_dict(), str(OUT / "weights_only.pt"))

normalised.eval()
inputs = torch.randn(7, 4)
leaf = inputs.double().requires_grad_(True)
outputs = normalised.double()(leaf)
gradients = torch.stack(
    [torch.autograd.grad(outputs[:, k].sum(), leaf, retain_graph=True)[0] for k in range(3)], 1
)
np.save(OUT / "saved_in_training.inputs.npy", inputs.numpy())
np.save(OUT / "saved_in_training.outputs.npy", outputs.detach().numpy())
np.save(OUT / "saved_in_training.gradients.npy", gradients.numpy())

save("vector", torch.jit.script(Vector()))
save("doubles", torch.jit.script(Doubles()))
save("picture", torch.jit.script(Picture()))
save("tuple", torch.jit.script(Pair()))
save("dict", torch.jit.script(Named()))
save("cube", torch.jit.script(Cube()))
save("class_number", torch.jit.script(ClassNumber()))
save("moody", torch.jit.script(Moody()))
