"""Makes the TorchScript files and reference numbers of the backward rules' tests.

usage: python3 make_rules.py FOLDER GOLDEN    (made with torch 1.13.0, numpy 1.24.2)

References are float64 numbers of the same float32 weights. Guided backpropagation is an
autograd.Function; relevance (LRP) is propagated layer by layer in its published form, relevance to
relevance, which is another way than the engine's.
"""
import io
import math
import sys
import zipfile
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

OUT = Path(sys.argv[1])
torch.manual_seed(11)


class Block(nn.Module):
    """A basic block of ResNet-18: in-place activations and an in-place sum."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
            )

    def forward(self, x):
        identity = x
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        if self.downsample is not None:
            identity = self.downsample(x)
        out += identity
        return self.relu(out)


class ResNet(nn.Module):
    """ResNet-18, narrow: widths 4, 8, 12, 16, pictures [3, 32, 32], 10 classes."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 4, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(4)
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        self.layer1 = nn.Sequential(Block(4, 4, 1), Block(4, 4, 1))
        self.layer2 = nn.Sequential(Block(4, 8, 2), Block(8, 8, 1))
        self.layer3 = nn.Sequential(Block(8, 12, 2), Block(12, 12, 1))
        self.layer4 = nn.Sequential(Block(12, 16, 2), Block(16, 16, 1))
        self.avgpool = nn.AdaptiveAvgPool2d((1, 1))
        self.fc = nn.Linear(16, 10)

    def forward(self, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.fc(torch.flatten(self.avgpool(x), 1))


class Wide(nn.Module):
    """A model in float64 behind float32 inputs."""

    def __init__(self, inner):
        super().__init__()
        self.inner = inner.double()

    def forward(self, x):
        return self.inner(x.double())


class Activations(nn.Module):
    """Every elementwise non-linearity, each on its own 5 linear maps of 6 features."""

    def __init__(self):
        super().__init__()
        self.maps = nn.Linear(6, 24 * 5)
        self.prelu = nn.PReLU(5)
        self.mix = nn.Linear(24 * 5, 3)

    def forward(self, x):
        z = self.maps(x)
        p = [z[:, 5 * i : 5 * i + 5] for i in range(24)]
        out = [
            F.relu(p[0]),
            torch.relu_(p[1] * 1.0),
            torch.sigmoid(p[2]),
            torch.tanh(p[3]),
            F.gelu(p[4]),
            F.gelu(p[5], approximate="tanh"),
            F.leaky_relu(p[6], 0.2),
            F.elu(p[7], 0.7),
            F.selu(p[8]),
            F.celu(p[9], 1.3),
            F.silu(p[10]),
            F.softplus(p[11]),
            F.softplus(p[12], 2.0, 1.0),
            F.hardtanh(p[13], -0.7, 0.9),
            F.relu6(4 * p[14]),
            F.hardswish(3 * p[15]),
            F.hardsigmoid(3 * p[16]),
            F.mish(p[17]),
            self.prelu(p[18]),
            F.logsigmoid(p[19]),
            torch.clamp(p[20], -0.5, 0.8),
            torch.abs(p[21]),
            torch.exp(0.3 * p[22]),
            torch.sqrt(p[23] * p[23] + 1.0),
        ]
        return self.mix(torch.cat(out, 1))


class Products(nn.Module):
    """Products of two varying values, quotients, powers, softmax, normalisation, 1-d max pooling."""

    def __init__(self):
        super().__init__()
        self.value = nn.Linear(6, 8)
        self.gate = nn.Linear(6, 8)
        self.norm = nn.LayerNorm(8)
        self.last = nn.Linear(12, 3)

    def forward(self, x):
        v = self.value(x)
        g = self.gate(x)
        gated = self.norm(v * torch.sigmoid(g))
        shares = F.softmax(g, dim=-1) * v.pow(2)
        logs = F.log_softmax(v, dim=1) / (1.0 + g * g)
        pooled = F.max_pool1d((gated + shares).unsqueeze(1), 2).squeeze(1)
        return self.last(torch.cat([pooled, logs], 1))


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(width, width)
        self.k = nn.Linear(width, width)
        self.v = nn.Linear(width, width)
        self.o = nn.Linear(width, width)

    def split(self, x: Tensor) -> Tensor:
        return x.view(x.size(0), x.size(1), self.heads, -1).transpose(1, 2)

    def forward(self, x: Tensor) -> Tensor:
        y = attend(self.split(self.q(x)), self.split(self.k(x)), self.split(self.v(x)))
        return self.o(y.transpose(1, 2).reshape(x.size(0), x.size(1), -1))


def attend(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    w = torch.softmax(torch.matmul(q, k.transpose(-2, -1)) / math.sqrt(q.size(-1)), -1)
    return torch.matmul(w, v)


class Layer(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.norm1 = nn.LayerNorm(width)
        self.attn = Attention(width, heads)
        self.norm2 = nn.LayerNorm(width)
        self.up = nn.Linear(width, 2 * width)
        self.down = nn.Linear(2 * width, width)

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.attn(self.norm1(x))
        return x + self.down(F.gelu(self.up(self.norm2(x))))


class Transformer(nn.Module):
    """Two layers of attention with 2 heads over embedded tokens [7, 8], 3 classes."""

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([Layer(8, 2), Layer(8, 2)])
        self.last = nn.Linear(8, 3)

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.layers:
            x = layer(x)
        return self.last(x.mean(1))


class Encoder(nn.Module):
    """torch's own encoder over token ids [7], which has a fused way without gradients."""

    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(20, 8)
        layer = nn.TransformerEncoderLayer(8, 2, 16, 0.0, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
        self.last = nn.Linear(8, 3)

    def forward(self, ids: Tensor) -> Tensor:
        return self.last(self.encoder(self.embed(ids)).mean(1))


class Unruled(nn.Module):
    """A running product: no rule covers it."""

    def forward(self, x: Tensor) -> Tensor:
        return torch.cumprod(x, 1)


class Digits(nn.Module):
    """The picture classifier of the golden case cnn_digits."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.fc1 = nn.Linear(128, 64)
        self.fc2 = nn.Linear(64, 10)


def save(name, module, edits=()):
    """Saves an archive without debug entries, which name the folders of the machine."""
    file = OUT / f"{name}.pt"
    torch.jit.save(module, str(file))
    with zipfile.ZipFile(file) as archive:
        entries = {entry: archive.read(entry) for entry in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for entry, content in entries.items():
            for old, new in edits:
                content = content.replace(old.encode(), new.encode())
            if not entry.endswith(".debug_pkl"):
                archive.writestr(zipfile.ZipInfo(entry), content)


def npy(name, tensor):
    np.save(OUT / f"{name}.npy", tensor.detach().numpy())


def normal_statistics(module):
    for norm in module.modules():
        if isinstance(norm, nn.BatchNorm2d):
            norm.running_mean.uniform_(-0.3, 0.3)
            norm.running_var.uniform_(0.5, 2.0)
            norm.weight.data.uniform_(0.5, 1.5)
            norm.bias.data.uniform_(-0.3, 0.3)


class GuidedRelu(torch.autograd.Function):
    @staticmethod
    def forward(context, x):
        context.save_for_backward(x)
        return x.clamp(min=0)

    @staticmethod
    def backward(context, g):
        (x,) = context.saved_tensors
        return g.clamp(min=0) * (x > 0)


class DeconvolutionRelu(torch.autograd.Function):
    @staticmethod
    def forward(context, x):
        return x.clamp(min=0)

    @staticmethod
    def backward(context, g):
        return g.clamp(min=0)


def with_relu(relu, work):
    plain = nn.ReLU.forward
    nn.ReLU.forward = lambda self, x: relu(x)
    try:
        return work()
    finally:
        nn.ReLU.forward = plain


def picked_gradient(module, x, t):
    leaf = x.clone().requires_grad_(True)
    picked = module(leaf).gather(1, t[:, None]).sum()
    return torch.autograd.grad(picked, leaf)[0]


def resnet():
    model = ResNet().eval()
    normal_statistics(model)
    x = torch.randn(2, 3, 32, 32)
    t = torch.tensor([3, 7])
    save("resnet_script", torch.jit.script(model))
    save("resnet_trace", torch.jit.trace(model, x))
    npy("resnet.inputs", x)
    npy("resnet.targets", t)
    for name, work in [("", model), (".f64", None)]:
        model = model if work is not None else model.double()
        x = x if work is not None else x.double()
        layers(model, x, t, name)
        for rule, relu in [("guided", GuidedRelu.apply), ("deconvolution", DeconvolutionRelu.apply)]:
            npy(f"resnet.{rule}{name}", with_relu(relu, lambda: picked_gradient(model, x, t)))
    save("resnet_wide", torch.jit.script(Wide(model)))


def layers(model, x, t, name):
    """Outputs, gradients, and what hooks see in some layers, by relu that writes elsewhere."""
    kept = {}
    hooks = []
    modules = dict(model.named_modules())
    for layer in ["layer1", "layer2.0.bn2", "layer4"]:

        def keep(module, inputs, output, layer=layer):
            output.retain_grad()
            kept[layer] = output
            return output.clone()

        hooks.append(modules[layer].register_forward_hook(keep))

    def run():
        leaf = x.clone().requires_grad_(True)
        outputs = model(leaf)
        outputs.gather(1, t[:, None]).sum().backward()
        return outputs, leaf.grad

    outputs, gradient = with_relu(lambda z: z.clamp(min=0), run)
    npy(f"resnet.outputs{name}", outputs)
    npy(f"resnet.gradient{name}", gradient)
    for layer, output in kept.items():
        npy(f"resnet.{layer}{name}", output)
        npy(f"resnet.{layer}.gradient{name}", output.grad)
    for hook in hooks:
        hook.remove()


def small():
    for name, model in [("activations", Activations()), ("products", Products())]:
        model.eval()
        save(f"{name}_script", torch.jit.script(model))
        save(f"{name}_trace", torch.jit.trace(model, torch.randn(4, 6)))
    save("unruled", torch.jit.script(Unruled()))


def transformers():
    model = Transformer().eval()
    x = torch.randn(3, 7, 8)
    script = torch.jit.script(model)
    save("transformer_script", script)
    save("transformer_trace", torch.jit.trace(model, x))
    npy("transformer.inputs", x)
    found = [c for c in entries_of(script) if "def attend" in c]
    start = found[0].index("def attend")
    body = found[0][found[0].index("\n", found[0].index("-> Tensor", start)) + 1 :]
    fused = "  return torch.scaled_dot_product_attention(q, k, v)\n"
    save("transformer_fused", script, [(body, fused)])
    npy("transformer.outputs.f64", model.double()(x.double()))

    torch.manual_seed(12)
    encoder = Encoder().eval()
    ids = torch.randint(0, 20, (3, 7))
    save("encoder_script", torch.jit.script(encoder))
    npy("encoder.ids", ids)
    npy("encoder.outputs", encoder(ids))
    weights = []
    x = encoder.embed(ids)
    for layer in encoder.encoder.layers:
        weights.append(
            layer.self_attn(x, x, x, need_weights=True, average_attn_weights=False)[1]
        )
        x = layer(x)
    npy("encoder.attention", torch.stack(weights))


def entries_of(module):
    stream = io.BytesIO()
    torch.jit.save(module, stream)
    with zipfile.ZipFile(stream) as archive:
        return [archive.read(e).decode() for e in archive.namelist() if e.endswith(".py")]


def stabilised(z, epsilon):
    return z + torch.where(z >= 0, epsilon, -epsilon)


def lrp_affine(rule, value, x, weight, bias, relevance, apply, back):
    """Relevance of an affine map's input: x * sum_j w_ij R_j / z_j, with the rule's weights."""
    if rule == "epsilon":
        z = stabilised(apply(x, weight, bias), value)
        return x * back(relevance / z, weight, x)
    if rule == "gamma":
        w = weight + value * weight.clamp(min=0)
        b = bias + value * bias.clamp(min=0)
        z = stabilised(apply(x, w, b), 1e-9)
        return x * back(relevance / z, w, x)
    up, down = weight.clamp(min=0), weight.clamp(max=0)
    none = torch.zeros_like(bias)
    above, below = x.clamp(min=0), x.clamp(max=0)
    z = stabilised(apply(above, up, none) + apply(below, down, none), 1e-9)
    s = relevance / z
    return above * back(s, up, x) + below * back(s, down, x)


def conv(x, w, b):
    return F.conv2d(x, w, b, padding=1)


def conv_back(s, w, x):
    return F.conv_transpose2d(s, w, padding=1)


def linear_back(s, w, x):
    return s @ w


def pool_back(relevance, x):
    leaf = x.clone().requires_grad_(True)
    return torch.autograd.grad(F.max_pool2d(leaf, 2), leaf, relevance)[0]


def digits_lrp(golden):
    model = Digits().eval()
    weights = torch.jit.load(str(golden / "cnn_digits/model_script.pt")).state_dict()
    model.load_state_dict(weights)
    model.double()
    x = torch.from_numpy(np.load(golden / "cnn_digits/inputs.npy")).double()
    t = torch.from_numpy(np.load(golden / "cnn_digits/targets.npy"))
    with torch.no_grad():
        a1 = F.relu(model.conv1(x))
        p1 = F.max_pool2d(a1, 2)
        a2 = F.relu(model.conv2(p1))
        p2 = F.max_pool2d(a2, 2)
        flat = p2.flatten(1)
        a3 = F.relu(model.fc1(flat))
        y = model.fc2(a3)
    for name, rule, value in [
        ("epsilon", "epsilon", 0.25),
        ("zplus", "zplus", 0.0),
        ("gamma", "gamma", 0.25),
    ]:
        r = torch.zeros_like(y).scatter(1, t[:, None], y.gather(1, t[:, None]))

        def affine(layer, at, r, apply, back):
            with torch.no_grad():
                return lrp_affine(rule, value, at, layer.weight, layer.bias, r, apply, back)

        r = affine(model.fc2, a3, r, F.linear, linear_back)
        r = affine(model.fc1, flat, r, F.linear, linear_back)
        r = pool_back(r.view_as(p2), a2)
        r = affine(model.conv2, p1, r, conv, conv_back)
        r = pool_back(r, a1)
        r = affine(model.conv1, x, r, conv, conv_back)
        npy(f"cnn_digits.lrp_{name}.f64", r)


def text_attnlrp(golden):
    """AttnLRP of the golden case text_attn from its embeddings, in published form."""
    sd = torch.jit.load(str(golden / "text_attn/model_head_script.pt")).state_dict()
    w = {k: v.double() for k, v in sd.items()}
    e = torch.from_numpy(np.load(golden / "text_attn/embeddings.npy")).double()
    t = torch.from_numpy(np.load(golden / "text_attn/targets.npy"))
    eps = 1e-9

    def lin(name, x):
        return F.linear(x, w[name + ".weight"], w[name + ".bias"])

    def lin_back(name, x, z, r):
        return x * ((r / stabilised(z, eps)) @ w[name + ".weight"])

    x = e + w["pos"]
    q, k, v = (lin(f"attn.{n}", x) for n in "qkv")
    scale = math.sqrt(q.shape[-1])
    s = q @ k.transpose(1, 2) / scale
    a = torch.softmax(s, -1)
    o = a @ v
    y = lin("attn.o", o)
    h = x + y
    mean = h.mean(-1, keepdim=True)
    deviation = (h.var(-1, unbiased=False, keepdim=True) + 1e-5).sqrt()
    n = (h - mean) / deviation * w["norm.weight"] + w["norm.bias"]
    m = n.mean(1)
    z1 = lin("fc1", m)
    a1 = F.relu(z1)
    z2 = lin("fc2", a1)

    r = torch.zeros_like(z2).scatter(1, t[:, None], z2.gather(1, t[:, None]))
    r = lin_back("fc2", a1, z2, r)
    r = lin_back("fc1", m, z1, r)
    r = n / stabilised(n.sum(1, keepdim=True), eps) * r[:, None]
    coefficient = r / n * w["norm.weight"] / deviation  # of h - mean(h)
    r = h * (coefficient - coefficient.mean(-1, keepdim=True))
    rx, ry = x * r / h, y * r / h
    ro = lin_back("attn.o", o, y, ry)
    share = ro / stabilised(2 * o, eps)
    ra = a * (share @ v.transpose(1, 2))
    rv = v * (a.transpose(1, 2) @ share)
    rs = s * (ra - a * ra.sum(-1, keepdim=True))
    share = rs / stabilised(2 * s, eps) / scale
    rq = q * (share @ k)
    rk = k * (share.transpose(1, 2) @ q)
    rx = rx + lin_back("attn.q", x, q, rq) + lin_back("attn.k", x, k, rk)
    rx = rx + lin_back("attn.v", x, v, rv)
    npy("text_attn.attnlrp.f64", e * rx / x)


if __name__ == "__main__":
    resnet()
    small()
    transformers()
    digits_lrp(Path(sys.argv[2]))
    text_attnlrp(Path(sys.argv[2]))
