# Guided backpropagation and deconvolution: what a ReLU sends back is not linear in what it gets, so
# each ReLU cuts the graph. tape holds, in order of computation, what went into each and a leaf that
# stands for what came out. Walking it backwards, every consumer of a leaf comes before the leaf, so
# its gradient is complete: exact for every graph.
def gate(tape: List[Tensor], x: Tensor, y: Tensor) -> Tensor:
  leaf = torch.requires_grad_(y, True)
  tape.append(shared.keep(x))
  tape.append(leaf)
  return shared.spare(leaf)
def relu(tape: List[Tensor], x: Tensor) -> Tensor:
  if torch.__not__(x.requires_grad):
    return torch.relu(x)
  return cut.gate(tape, x, torch.relu(x.detach()))
def hardtanh(tape: List[Tensor], x: Tensor, min_val: float=-1.0, max_val: float=1.0) -> Tensor:
  if torch.__not__(x.requires_grad) or min_val != 0.0:
    return torch.hardtanh(shared.keep(x), min_val, max_val)
  return cut.gate(tape, x, torch.hardtanh(x.detach(), min_val, max_val))
def relu6(tape: List[Tensor], x: Tensor) -> Tensor:
  return cut.hardtanh(tape, x, 0.0, 6.0)
def threshold(tape: List[Tensor], x: Tensor, threshold: float, value: float) -> Tensor:
  if torch.__not__(x.requires_grad) or threshold != 0.0 or value != 0.0:
    return torch.threshold(shared.keep(x), threshold, value)
  return cut.gate(tape, x, torch.relu(x.detach()))
def below(x: Tensor, y: Tensor) -> Tensor:
  # where the gate stood open: what went in is what came out, and it was positive
  return torch.logical_and(torch.eq(x.detach(), y.detach()), torch.gt(y.detach(), 0))
def walk(tape: List[Tensor], guided: bool) -> int:
  n = torch.floordiv(len(tape), 2)
  for i in range(n):
    k = 2 * (n - 1 - i)
    g = ops.prim.grad(tape[k + 1])
    if torch.__isnot__(g, None):
      c = torch.clamp(unchecked_cast(Tensor, g), min=0.0)
      if guided:
        c = c * cut.below(tape[k], tape[k + 1]).to(c.dtype)
      torch.backward(tape[k], c, True)
      z = torch.zero_(unchecked_cast(Tensor, g))
  return n
