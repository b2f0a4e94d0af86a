# DeepLIFT's rescale rule (Shrikumar, Greenside, Kundaje 2017, arXiv 1704.02685, section 3.5.2) as a
# forward pass whose ordinary gradient is the multiplier. The pass over the references comes first
# and notes what goes into every operation that is not linear: notes = [[seen, ...]]. Then notes =
# [[seen, ..., last first], []] and the pass over the rows takes them off in order. Slopes are
# written so that they do not cancel where a row is close to its reference.
def first(notes: List[List[Tensor]], x: Tensor) -> bool:
  if len(notes) == 1:
    notes[0].append(shared.keep(x.detach()))
  return len(notes) == 1
def firsts(notes: List[List[Tensor]], a: Tensor, b: Tensor) -> bool:
  if rescale.first(notes, a):
    notes[0].append(shared.keep(b.detach()))
  return len(notes) == 1
def seen(notes: List[List[Tensor]], x: Tensor) -> Tensor:
  if len(notes[0]) == 0:
    ops.prim.RaiseException("assay: the model computes other operations for rows than for references")
  x0 = notes[0].pop()
  if x.size() != x0.size():
    ops.prim.RaiseException("assay: the model computes other shapes for rows than for references")
  return x0
def carry(y: Tensor, slope: Tensor, x: Tensor) -> Tensor:
  return torch.addcmul(y.detach(), slope, x - x.detach())
def valued(y: Tensor, path: Tensor) -> Tensor:
  return path + (y - path).detach()
def secant(x: Tensor, x0: Tensor, y: Tensor, y0: Tensor, at: Tensor) -> Tensor:
  d = x - x0
  same = torch.eq(d, 0)
  return torch.where(same, at.to(x.dtype), (y - y0) / torch.where(same, torch.ones_like(d), d))
def middle(x: Tensor, x0: Tensor) -> Tensor:
  return x + (0.5 * (x0 - x)).detach()
def relu_slope(x: Tensor, x0: Tensor) -> Tensor:
  return rescale.secant(x, x0, torch.relu(x), torch.relu(x0), torch.gt(x, 0))
def tanh_slope(x: Tensor, x0: Tensor) -> Tensor:
  d = x - x0
  near = torch.lt(torch.abs(d), 0.001)
  q = torch.where(near, 1.0 - d * d / 3.0, torch.tanh(d) / torch.where(near, torch.ones_like(d), d))
  return (1.0 - torch.tanh(x) * torch.tanh(x0)) * q
def sigmoid_slope(x: Tensor, x0: Tensor) -> Tensor:
  return 0.25 * rescale.tanh_slope(0.5 * x, 0.5 * x0)
def exp_slope(x: Tensor, x0: Tensor) -> Tensor:
  a = torch.abs(x - x0)
  same = torch.eq(a, 0)
  one = torch.ones_like(a)
  q = torch.where(same, one, torch.neg(torch.expm1(torch.neg(a))) / torch.where(same, one, a))
  return torch.exp(torch.maximum(x, x0)) * q
def log_slope(x: Tensor, x0: Tensor) -> Tensor:
  low = torch.minimum(x, x0)
  a = torch.abs(x - x0)
  same = torch.eq(a, 0)
  return torch.where(same, torch.reciprocal(x), torch.log1p(a / low) / torch.where(same, torch.ones_like(a), a))
def softplus_slope(x: Tensor, x0: Tensor) -> Tensor:
  a = torch.abs(x - x0)
  near = torch.lt(a, 1.0)
  same = torch.eq(a, 0)
  low = torch.minimum(x, x0)
  rise = torch.log1p(torch.sigmoid(low) * torch.expm1(torch.clamp(a, max=1.0)))
  far = torch.softplus(torch.maximum(x, x0)) - torch.softplus(low)
  q = torch.where(near, rise, far) / torch.where(same, torch.ones_like(a), a)
  return torch.where(same, torch.sigmoid(x), q)
def bell_slope(x: Tensor, x0: Tensor) -> Tensor:
  d = x - x0
  near = torch.lt(torch.abs(d), 0.5)
  m = 0.5 * (x + x0)
  h = 0.3872983346207417 * d
  bells = 5.0 * (torch.exp(-0.5 * (m - h) * (m - h)) + torch.exp(-0.5 * (m + h) * (m + h)))
  mean = (bells + 8.0 * torch.exp(-0.5 * m * m)) * 0.02216346689119369
  rise = 0.5 * (torch.erf(x * 0.7071067811865476) - torch.erf(x0 * 0.7071067811865476))
  return torch.where(near, mean, rise / torch.where(near, torch.ones_like(d), d))
def elu_slope(x: Tensor, x0: Tensor, alpha: float, scale: float, input_scale: float) -> Tensor:
  above = rescale.relu_slope(x, x0)
  low = torch.clamp(x, max=0.0) * input_scale
  low0 = torch.clamp(x0, max=0.0) * input_scale
  curve = rescale.exp_slope(low, low0) * (alpha * input_scale)
  return scale * (above + (1.0 - above) * curve)
def gated_slope(x: Tensor, x0: Tensor, g: Tensor, g0: Tensor, slope: Tensor) -> Tensor:
  return 0.5 * (g + g0) + 0.5 * (x + x0) * slope
def relu(notes: List[List[Tensor]], x: Tensor) -> Tensor:
  xd = x.detach()
  y = torch.relu(xd)
  if rescale.first(notes, x):
    return y
  x0 = rescale.seen(notes, x)
  slope = rescale.secant(xd, x0, y, torch.relu(x0), torch.gt(xd, 0))
  return rescale.carry(y, slope, x)
def sigmoid(notes: List[List[Tensor]], x: Tensor) -> Tensor:
  y = torch.sigmoid(x.detach())
  if rescale.first(notes, x):
    return y
  x0 = rescale.seen(notes, x)
  return rescale.carry(y, rescale.sigmoid_slope(x.detach(), x0), x)
def tanh(notes: List[List[Tensor]], x: Tensor) -> Tensor:
  y = torch.tanh(x.detach())
  if rescale.first(notes, x):
    return y
  x0 = rescale.seen(notes, x)
  return rescale.carry(y, rescale.tanh_slope(x.detach(), x0), x)
def exp(notes: List[List[Tensor]], x: Tensor) -> Tensor:
  y = torch.exp(x.detach())
  if rescale.first(notes, x):
    return y
  x0 = rescale.seen(notes, x)
  return rescale.carry(y, rescale.exp_slope(x.detach(), x0), x)
def log(notes: List[List[Tensor]], x: Tensor) -> Tensor:
  y = torch.log(x.detach())
  if rescale.first(notes, x):
    return y
  x0 = rescale.seen(notes, x)
  return rescale.carry(y, rescale.log_slope(x.detach(), x0), x)
def sqrt(notes: List[List[Tensor]], x: Tensor) -> Tensor:
  y = torch.sqrt(x.detach())
  if rescale.first(notes, x):
    return y
  y0 = torch.sqrt(rescale.seen(notes, x))
  sum = y + y0
  slope = torch.where(torch.eq(sum, 0), torch.zeros_like(sum), torch.reciprocal(sum))
  return rescale.carry(y, slope, x)
def rsqrt(notes: List[List[Tensor]], x: Tensor) -> Tensor:
  y = torch.rsqrt(x.detach())
  if rescale.first(notes, x):
    return y
  y0 = torch.rsqrt(rescale.seen(notes, x))
  slope = torch.neg(y * y * y0 * y0 / (y + y0))
  return rescale.carry(y, slope, x)
def reciprocal(notes: List[List[Tensor]], x: Tensor) -> Tensor:
  y = torch.reciprocal(x.detach())
  if rescale.first(notes, x):
    return y
  y0 = torch.reciprocal(rescale.seen(notes, x))
  return rescale.carry(y, torch.neg(y * y0), x)
def square(notes: List[List[Tensor]], x: Tensor) -> Tensor:
  return rescale.power(notes, x, 2.0)
def power(notes: List[List[Tensor]], x: Tensor, exponent: float) -> Tensor:
  y = torch.pow(x.detach(), exponent)
  if rescale.first(notes, x):
    return y
  x0 = rescale.seen(notes, x)
  xd = x.detach()
  if exponent == 2.0:
    slope = xd + x0
  elif exponent == 3.0:
    slope = xd * xd + xd * x0 + x0 * x0
  else:
    steep = exponent * torch.pow(0.5 * (xd + x0), exponent - 1.0)
    near = torch.lt(torch.abs(xd - x0), 0.001 * torch.abs(xd + x0))
    slope = torch.where(near, steep, rescale.secant(xd, x0, y, torch.pow(x0, exponent), steep))
  return rescale.carry(y, slope, x)
def abs(notes: List[List[Tensor]], x: Tensor) -> Tensor:
  y = torch.abs(x.detach())
  if rescale.first(notes, x):
    return y
  x0 = rescale.seen(notes, x)
  xd = x.detach()
  slope = rescale.secant(xd, x0, y, torch.abs(x0), torch.sign(xd))
  return rescale.carry(y, slope, x)
def gelu(notes: List[List[Tensor]], x: Tensor, approximate: str="none") -> Tensor:
  xd = x.detach()
  y = torch.gelu(xd, approximate=approximate)
  if rescale.first(notes, x):
    return y
  x0 = rescale.seen(notes, x)
  if approximate == "tanh":
    k = 0.7978845608028654
    c = 0.044715
    u = k * (xd + c * xd * xd * xd)
    u0 = k * (x0 + c * x0 * x0 * x0)
    rise = k * (1.0 + c * (xd * xd + xd * x0 + x0 * x0))
    g = 0.5 * (1.0 + torch.tanh(u))
    g0 = 0.5 * (1.0 + torch.tanh(u0))
    slope = 0.5 * rescale.tanh_slope(u, u0) * rise
  else:
    g = 0.5 * (1.0 + torch.erf(xd * 0.7071067811865476))
    g0 = 0.5 * (1.0 + torch.erf(x0 * 0.7071067811865476))
    slope = rescale.bell_slope(xd, x0)
  return rescale.carry(y, rescale.gated_slope(xd, x0, g, g0, slope), x)
def silu(notes: List[List[Tensor]], x: Tensor) -> Tensor:
  xd = x.detach()
  y = torch.silu(xd)
  if rescale.first(notes, x):
    return y
  x0 = rescale.seen(notes, x)
  slope = rescale.sigmoid_slope(xd, x0)
  gated = rescale.gated_slope(xd, x0, torch.sigmoid(xd), torch.sigmoid(x0), slope)
  return rescale.carry(y, gated, x)
def hardswish(notes: List[List[Tensor]], x: Tensor) -> Tensor:
  xd = x.detach()
  y = torch.hardswish(xd)
  if rescale.first(notes, x):
    return y
  x0 = rescale.seen(notes, x)
  g = torch.hardsigmoid(xd)
  g0 = torch.hardsigmoid(x0)
  inside = torch.lt(torch.abs(xd), 3.0).to(xd.dtype) / 6.0
  slope = rescale.secant(xd, x0, g, g0, inside)
  return rescale.carry(y, rescale.gated_slope(xd, x0, g, g0, slope), x)
def mish(notes: List[List[Tensor]], x: Tensor) -> Tensor:
  xd = x.detach()
  y = torch.mish(xd)
  if rescale.first(notes, x):
    return y
  x0 = rescale.seen(notes, x)
  p = torch.softplus(xd)
  p0 = torch.softplus(x0)
  slope = rescale.tanh_slope(p, p0) * rescale.softplus_slope(xd, x0)
  gated = rescale.gated_slope(xd, x0, torch.tanh(p), torch.tanh(p0), slope)
  return rescale.carry(y, gated, x)
def softplus(notes: List[List[Tensor]], x: Tensor, beta: float=1.0, threshold: float=20.0) -> Tensor:
  y = torch.softplus(x.detach(), beta, threshold)
  if rescale.first(notes, x):
    return y
  x0 = rescale.seen(notes, x)
  xd = x.detach()
  smooth = rescale.softplus_slope(beta * xd, beta * x0)
  over = torch.gt(torch.maximum(xd, x0) * beta, threshold)
  cut = rescale.secant(xd, x0, y, torch.softplus(x0, beta, threshold), torch.ones_like(xd))
  return rescale.carry(y, torch.where(over, cut, smooth), x)
def log_sigmoid(notes: List[List[Tensor]], x: Tensor) -> Tensor:
  y = torch.log_sigmoid(x.detach())
  if rescale.first(notes, x):
    return y
  x0 = rescale.seen(notes, x)
  slope = rescale.softplus_slope(torch.neg(x.detach()), torch.neg(x0))
  return rescale.carry(y, slope, x)
def elu(notes: List[List[Tensor]], x: Tensor, alpha: float=1.0, scale: float=1.0, input_scale: float=1.0) -> Tensor:
  y = torch.elu(x.detach(), alpha, scale, input_scale)
  if rescale.first(notes, x):
    return y
  x0 = rescale.seen(notes, x)
  slope = rescale.elu_slope(x.detach(), x0, alpha, scale, input_scale)
  return rescale.carry(y, slope, x)
def selu(notes: List[List[Tensor]], x: Tensor) -> Tensor:
  return rescale.elu(notes, x, 1.6732632423543772, 1.0507009873554805, 1.0)
def celu(notes: List[List[Tensor]], x: Tensor, alpha: float=1.0) -> Tensor:
  return rescale.elu(notes, x, alpha, 1.0, 1.0 / alpha)
def leaky_relu(notes: List[List[Tensor]], x: Tensor, negative_slope: float=0.01) -> Tensor:
  above = rescale.relu(notes, x)
  return above * (1.0 - negative_slope) + x * negative_slope
def prelu(notes: List[List[Tensor]], x: Tensor, weight: Tensor) -> Tensor:
  y = torch.prelu(x.detach(), weight)
  if rescale.first(notes, x):
    return y
  x0 = rescale.seen(notes, x)
  one = torch.ones_like(y)
  up = torch.where(torch.gt(x.detach(), 0), one, torch.neg(torch.prelu(torch.neg(one), weight)))
  slope = rescale.secant(x.detach(), x0, y, torch.prelu(x0, weight), up)
  return rescale.carry(y, slope, x)
def clamp(notes: List[List[Tensor]], x: Tensor, min: Optional[float]=None, max: Optional[float]=None) -> Tensor:
  xd = x.detach()
  y = torch.clamp(xd, min, max)
  if rescale.first(notes, x):
    return y
  x0 = rescale.seen(notes, x)
  slope = rescale.secant(xd, x0, y, torch.clamp(x0, min, max), torch.eq(xd, y))
  return rescale.carry(y, slope, x)
def clamp_min(notes: List[List[Tensor]], x: Tensor, min: float) -> Tensor:
  return rescale.clamp(notes, x, min, None)
def clamp_max(notes: List[List[Tensor]], x: Tensor, max: float) -> Tensor:
  return rescale.clamp(notes, x, None, max)
def hardtanh(notes: List[List[Tensor]], x: Tensor, min_val: float=-1.0, max_val: float=1.0) -> Tensor:
  return rescale.clamp(notes, x, min_val, max_val)
def relu6(notes: List[List[Tensor]], x: Tensor) -> Tensor:
  return rescale.clamp(notes, x, 0.0, 6.0)
def hardsigmoid(notes: List[List[Tensor]], x: Tensor) -> Tensor:
  return rescale.clamp(notes, x / 6.0 + 0.5, 0.0, 1.0)
def threshold(notes: List[List[Tensor]], x: Tensor, threshold: float, value: float) -> Tensor:
  xd = x.detach()
  y = torch.threshold(xd, threshold, value)
  if rescale.first(notes, x):
    return y
  x0 = rescale.seen(notes, x)
  y0 = torch.threshold(x0, threshold, value)
  slope = rescale.secant(xd, x0, y, y0, torch.gt(xd, threshold))
  return rescale.carry(y, slope, x)
def maximum(notes: List[List[Tensor]], a: Tensor, b: Tensor) -> Tensor:
  return b + rescale.relu(notes, a - b)
def minimum(notes: List[List[Tensor]], a: Tensor, b: Tensor) -> Tensor:
  return b - rescale.relu(notes, b - a)
def mul(notes: List[List[Tensor]], a: Tensor, b: Tensor) -> Tensor:
  if rescale.firsts(notes, a, b):
    return torch.mul(a, b)
  a0 = rescale.seen(notes, a)
  b0 = rescale.seen(notes, b)
  path = rescale.middle(a, a0) * rescale.middle(b, b0)
  return rescale.valued(torch.mul(a.detach(), b.detach()), path)
def matmul(notes: List[List[Tensor]], a: Tensor, b: Tensor) -> Tensor:
  if rescale.firsts(notes, a, b):
    return torch.matmul(a, b)
  a0 = rescale.seen(notes, a)
  b0 = rescale.seen(notes, b)
  path = torch.matmul(rescale.middle(a, a0), rescale.middle(b, b0))
  return rescale.valued(torch.matmul(a.detach(), b.detach()), path)
def bmm(notes: List[List[Tensor]], a: Tensor, b: Tensor) -> Tensor:
  return rescale.matmul(notes, a, b)
def mm(notes: List[List[Tensor]], a: Tensor, b: Tensor) -> Tensor:
  return rescale.matmul(notes, a, b)
def baddbmm(notes: List[List[Tensor]], c: Tensor, a: Tensor, b: Tensor, beta: float=1.0, alpha: float=1.0) -> Tensor:
  return c * beta + rescale.matmul(notes, a, b) * alpha
def addmm(notes: List[List[Tensor]], c: Tensor, a: Tensor, b: Tensor, beta: float=1.0, alpha: float=1.0) -> Tensor:
  return c * beta + rescale.matmul(notes, a, b) * alpha
def einsum(notes: List[List[Tensor]], equation: str, tensors: List[Tensor], path: Optional[List[int]]=None) -> Tensor:
  if len(tensors) != 2:
    ops.prim.RaiseException("assay: no rule for torch.einsum of other than two tensors")
  a = tensors[0]
  b = tensors[1]
  if rescale.firsts(notes, a, b):
    return torch.einsum(equation, [a, b])
  a0 = rescale.seen(notes, a)
  b0 = rescale.seen(notes, b)
  sum = torch.einsum(equation, [rescale.middle(a, a0), rescale.middle(b, b0)])
  return rescale.valued(torch.einsum(equation, [a.detach(), b.detach()]), sum)
def div(notes: List[List[Tensor]], a: Tensor, b: Tensor) -> Tensor:
  path = rescale.mul(notes, a, rescale.reciprocal(notes, b))
  return rescale.valued(torch.div(a.detach(), b.detach()), path)
def where(notes: List[List[Tensor]], condition: Tensor, a: Tensor, b: Tensor) -> Tensor:
  if rescale.first(notes, condition):
    pass
  elif torch.__not__(torch.equal(condition, rescale.seen(notes, condition))):
    ops.prim.RaiseException("assay: torch.where chooses otherwise for rows than for references, which no rule covers")
  return torch.where(condition, a, b)
def masked_fill(notes: List[List[Tensor]], x: Tensor, mask: Tensor, value: float) -> Tensor:
  if rescale.first(notes, mask):
    pass
  elif torch.__not__(torch.equal(mask, rescale.seen(notes, mask))):
    ops.prim.RaiseException("assay: torch.masked_fill masks otherwise for rows than for references, which no rule covers")
  return torch.masked_fill(x, mask, value)
def powers(x: Tensor, x0: Tensor, m: Tensor) -> Tuple[Tensor, Tensor]:
  u = torch.clamp(x - m, -80.0, 80.0)
  u0 = torch.clamp(x0 - m, -80.0, 80.0)
  e = rescale.carry(torch.exp(u), rescale.exp_slope(u.detach(), u0), u)
  return (e, torch.exp(u0))
def halfway(x: Tensor, x0: Tensor, dim: int) -> Tensor:
  return 0.5 * (torch.amax(x.detach(), [dim], True) + torch.amax(x0, [dim], True))
def softmax(notes: List[List[Tensor]], x: Tensor, dim: int, dtype: Optional[int]=None) -> Tensor:
  y = torch.softmax(x.detach(), dim, dtype)
  if rescale.first(notes, x):
    return y
  x0 = rescale.seen(notes, x)
  e, e0 = rescale.powers(x, x0, rescale.halfway(x, x0, dim))
  s = torch.sum(e, [dim], True)
  r = torch.reciprocal(s.detach())
  r0 = torch.reciprocal(torch.sum(e0, [dim], True))
  share = rescale.carry(r, torch.neg(r * r0), s)
  path = rescale.middle(e, e0) * rescale.middle(share, r0)
  return rescale.valued(y, path.to(y.dtype))
def log_softmax(notes: List[List[Tensor]], x: Tensor, dim: int, dtype: Optional[int]=None) -> Tensor:
  y = torch.log_softmax(x.detach(), dim, dtype)
  if rescale.first(notes, x):
    return y
  x0 = rescale.seen(notes, x)
  e, e0 = rescale.powers(x, x0, rescale.halfway(x, x0, dim))
  s = torch.sum(e, [dim], True)
  sd = s.detach()
  slope = rescale.log_slope(sd, torch.sum(e0, [dim], True))
  path = x - rescale.carry(torch.log(sd), slope, s)
  return rescale.valued(y, path.to(y.dtype))
def normalised(x: Tensor, x0: Tensor, dims: List[int], eps: float) -> Tensor:
  c = x - torch.mean(x, dims, True)
  c0 = x0 - torch.mean(x0, dims, True)
  cd = c.detach()
  v = torch.mean(rescale.carry(cd * cd, cd + c0, c), dims, True)
  r = torch.rsqrt(v.detach() + eps)
  r0 = torch.rsqrt(torch.mean(c0 * c0, dims, True) + eps)
  scale = rescale.carry(r, torch.neg(r * r * r0 * r0 / (r + r0)), v)
  return rescale.middle(c, c0) * rescale.middle(scale, r0)
def layer_norm(notes: List[List[Tensor]], x: Tensor, shape: List[int], weight: Optional[Tensor]=None, bias: Optional[Tensor]=None, eps: float=1.0e-05, cudnn_enable: bool=True) -> Tensor:
  y = torch.layer_norm(x.detach(), shape, weight, bias, eps, cudnn_enable)
  if rescale.first(notes, x):
    return y
  x0 = rescale.seen(notes, x)
  dims = annotate(List[int], [])
  for i in range(len(shape)):
    dims.append(-1 - i)
  path = rescale.normalised(x, x0, dims, eps)
  if torch.__isnot__(weight, None):
    path = path * unchecked_cast(Tensor, weight)
  return rescale.valued(y, path)
def group_norm(notes: List[List[Tensor]], x: Tensor, groups: int, weight: Optional[Tensor]=None, bias: Optional[Tensor]=None, eps: float=1.0e-05, cudnn_enabled: bool=True) -> Tensor:
  y = torch.group_norm(x.detach(), groups, weight, bias, eps, cudnn_enabled)
  if rescale.first(notes, x):
    return y
  x0 = rescale.seen(notes, x)
  sizes = [x.size(0), groups, -1]
  path = torch.reshape(rescale.normalised(torch.reshape(x, sizes), torch.reshape(x0, sizes), [2], eps), x.size())
  if torch.__isnot__(weight, None):
    path = torch.transpose(torch.transpose(path, 1, -1) * unchecked_cast(Tensor, weight), 1, -1)
  return rescale.valued(y, path)
def scaled_dot_product_attention(notes: List[List[Tensor]], q: Tensor, k: Tensor, v: Tensor, attn_mask: Optional[Tensor]=None, dropout_p: float=0.0, is_causal: bool=False, scale: Optional[float]=None, enable_gqa: bool=False) -> Tensor:
  a = rescale.matmul(notes, q, torch.transpose(k, -2, -1))
  scores = shared.masked(a, q.size(-1), attn_mask, is_causal, scale, enable_gqa)
  return rescale.matmul(notes, rescale.softmax(notes, scores, -1), v)
def pooled(notes: List[List[Tensor]], x: Tensor, y: Tensor, at: Tensor) -> Tensor:
  if rescale.firsts(notes, x, y):
    notes[0].append(at)
    return y
  x0 = torch.flatten(rescale.seen(notes, x), 2)
  y0 = torch.flatten(rescale.seen(notes, y), 2)
  at0 = torch.flatten(rescale.seen(notes, at), 2)
  at1 = torch.flatten(at, 2)
  yd = torch.flatten(y.detach(), 2)
  flat = torch.flatten(x, 2)
  a = torch.gather(flat, 2, at1)
  b = torch.gather(flat, 2, at0)
  da = a.detach() - torch.gather(x0, 2, at1)
  db = b.detach() - torch.gather(x0, 2, at0)
  top = torch.maximum(yd, y0)
  zero = torch.zeros_like(yd)
  none = torch.eq(da, 0)
  none0 = torch.eq(db, 0)
  ma = torch.where(none, zero, (top - y0) / torch.where(none, torch.ones_like(da), da))
  mb = torch.where(none0, zero, (yd - top) / torch.where(none0, torch.ones_like(db), db))
  path = ma * (a - a.detach()) + mb * (b - b.detach())
  return torch.view_as(yd + path, y)
def max_pool1d(notes: List[List[Tensor]], x: Tensor, kernel_size: List[int], stride: List[int]=[], padding: List[int]=[0], dilation: List[int]=[1], ceil_mode: bool=False) -> Tensor:
  y, at = torch.max_pool1d_with_indices(x.detach(), kernel_size, stride, padding, dilation, ceil_mode)
  return rescale.pooled(notes, x, y, at)
def max_pool2d(notes: List[List[Tensor]], x: Tensor, kernel_size: List[int], stride: List[int]=[], padding: List[int]=[0, 0], dilation: List[int]=[1, 1], ceil_mode: bool=False) -> Tensor:
  y, at = torch.max_pool2d_with_indices(x.detach(), kernel_size, stride, padding, dilation, ceil_mode)
  return rescale.pooled(notes, x, y, at)
def max_pool3d(notes: List[List[Tensor]], x: Tensor, kernel_size: List[int], stride: List[int]=[], padding: List[int]=[0, 0, 0], dilation: List[int]=[1, 1, 1], ceil_mode: bool=False) -> Tensor:
  y, at = torch.max_pool3d_with_indices(x.detach(), kernel_size, stride, padding, dilation, ceil_mode)
  return rescale.pooled(notes, x, y, at)
def adaptive_max_pool2d(notes: List[List[Tensor]], x: Tensor, output_size: List[int]) -> Tuple[Tensor, Tensor]:
  y, at = torch.adaptive_max_pool2d(x.detach(), output_size)
  return (rescale.pooled(notes, x, y, at), at)
