# Guided backpropagation and deconvolution: what a ReLU sends back is not linear in what it gets, so
# each ReLU cuts the graph. tape holds, in order of computation, what went into each, a leaf that
# stands for what came out, and where it is capped. Walking it backwards, every consumer of a leaf
# comes before the leaf, so its gradient is complete: exact for every graph.
def gate(tape: List[Tensor], x: Tensor, y: Tensor, cap: float) -> Tensor:
  leaf = torch.requires_grad_(y, True)
  tape.append(shared.keep(x))
  tape.append(leaf)
  tape.append(torch.tensor(cap))
  return shared.spare(leaf)
def relu(tape: List[Tensor], x: Tensor) -> Tensor:
  if torch.__not__(x.requires_grad):
    return torch.relu(x)
  return cut.gate(tape, x, torch.relu(x.detach()), inf)
def hardtanh(tape: List[Tensor], x: Tensor, min_val: float=-1.0, max_val: float=1.0) -> Tensor:
  if torch.__not__(x.requires_grad) or min_val != 0.0:
    return torch.hardtanh(shared.keep(x), min_val, max_val)
  return cut.gate(tape, x, torch.hardtanh(x.detach(), min_val, max_val), max_val)
def relu6(tape: List[Tensor], x: Tensor) -> Tensor:
  return cut.hardtanh(tape, x, 0.0, 6.0)
def threshold(tape: List[Tensor], x: Tensor, threshold: float, value: float) -> Tensor:
  if torch.__not__(x.requires_grad) or threshold != 0.0 or value != 0.0:
    return torch.threshold(shared.keep(x), threshold, value)
  return cut.relu(tape, x)
def gated(c: Tensor, x: Tensor, cap: float) -> Tensor:
  if cap == inf:
    return torch.threshold_backward(c, x, 0)
  return torch.hardtanh_backward(c, x, 0, cap)
def walk(tape: List[Tensor], guided: bool, last: bool) -> int:
  n = torch.floordiv(len(tape), 3)
  for i in range(n):
    k = 3 * (n - 1 - i)
    g = ops.prim.grad(tape[k + 1])
    if torch.__isnot__(g, None):
      c = torch.relu_(unchecked_cast(Tensor, g))
      if guided:
        c = cut.gated(c, tape[k].detach(), float(tape[k + 2]))
      torch.backward(tape[k], c, True)
      if torch.__not__(last):
        z = torch.zero_(unchecked_cast(Tensor, g))
  return n
