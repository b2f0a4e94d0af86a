# Sums of gradients over many points of few rows, in float64.
def wide(x: Tensor) -> Tensor:
  return x.to(7)
def zeros(x: Tensor, slots: int) -> Tensor:
  return torch.stack([torch.zeros_like(paths.wide(x)) for i in range(slots)], 1)
def along(x: Tensor, dims: int) -> Tensor:
  return torch.view(x, [x.size(0)] + [1 for i in range(dims)])
def points(start: Tensor, way: Tensor, at: Tensor, like: Tensor) -> Tensor:
  steps = torch.mul(torch.unsqueeze(way, 0), paths.along(at, way.dim()))
  places = torch.flatten(torch.add(steps, torch.unsqueeze(start, 0)), 0, 1)
  return torch.requires_grad_(places.to(like.dtype), True)
def add(sums: Tensor, slot: int, g: Tensor, weights: Tensor) -> int:
  steps = torch.unflatten(paths.wide(g), 0, [weights.size(0), -1])
  part = torch.sum(torch.mul(steps, paths.along(weights, steps.dim() - 1)), [0])
  done = torch.add_(torch.select(sums, 1, slot), part)
  return slot
def noisy(centres: Tensor, offsets: Tensor) -> Tensor:
  places = torch.flatten(torch.add(offsets, torch.unsqueeze(centres, 1)), 0, 1)
  return torch.requires_grad_(places, True)
def add_pairs(sums: List[Tensor], slot: int, g: Tensor, rows: int) -> int:
  pairs = torch.unflatten(paths.wide(g), 0, [rows, -1, 2])
  a = torch.select(pairs, 2, 0)
  b = torch.select(pairs, 2, 1)
  m = 0.5 * (a + b)
  q = 0.5 * (a * a + b * b)
  parts = [m, m * m, q, q * q, m * q]
  for i in range(5):
    done = torch.add_(torch.select(sums[i], 1, slot), torch.sum(parts[i], [1]))
  return slot
