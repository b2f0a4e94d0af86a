# Methods of the root module: sums over points of few rows, which are packed into batches of budget
# rows.
def assay_line(self,
    ends: Tensor,
    starts: Tensor,
    columns: Tensor,
    nodes: Tensor,
    weights: Tensor,
    budget: Tensor) -> Tensor:
    n = columns.size(0)
    start = paths.wide(starts)
    way = paths.wide(ends) - start
    sums = paths.zeros(way, columns.size(1))
    some = torch.floordiv(int(budget), n)
    for first in range(0, nodes.size(0), some):
      at = torch.slice(nodes, 0, first, first + some)
      points = paths.points(start, way, at, ends)
      y = torch.reshape((self).forward(points, ), [points.size(0), -1])
      repeated = torch.repeat(columns, [at.size(0), 1])
      for slot in range(columns.size(1)):
        g = shared.gradient(torch.sum(shared.picked(y, repeated, slot)), points)
        paths.add(sums, slot, g, torch.slice(weights, 0, first, first + some))
    return sums.to(ends.dtype)
def assay_noise(self,
    centres: Tensor,
    offsets: Tensor,
    columns: Tensor,
    budget: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    n = columns.size(0)
    sums = [paths.zeros(centres, columns.size(1)) for i in range(5)]
    some = 2 * torch.floordiv(int(budget), 2 * n)
    for first in range(0, offsets.size(1), some):
      points = paths.noisy(centres, torch.slice(offsets, 1, first, first + some))
      y = torch.reshape((self).forward(points, ), [points.size(0), -1])
      repeated = torch.repeat_interleave(columns, torch.floordiv(points.size(0), n), 0)
      for slot in range(columns.size(1)):
        g = shared.gradient(torch.sum(shared.picked(y, repeated, slot)), points)
        paths.add_pairs(sums, slot, g, n)
    return (sums[0].to(centres.dtype), sums[1].to(centres.dtype), sums[2].to(centres.dtype), sums[3].to(centres.dtype), sums[4].to(centres.dtype))
