# Layer-wise relevance propagation as a forward pass whose ordinary gradient, times the value at the
# same place, is relevance. rule = [kind, size]: 0 epsilon, 1 z+, 2 gamma. What goes through an
# affine map with weights v, biases d is  z * stop(y / z),  z = v x + d;  v and d are the rule's.
# Attention: AttnLRP (Achtibat et al. 2024, arXiv 2402.05602): a product of two varying values gives
# half to each, softmax is linearised, normalisation keeps its deviation as a constant.
def steady(z: Tensor, size: float) -> Tensor:
  return z + torch.where(torch.ge(z, 0), size, torch.neg(size))
def size(rule: List[float]) -> float:
  if rule[0] == 0.0:
    return rule[1]
  return 1.0e-09
def scaled(y: Tensor, z: Tensor, size: float) -> Tensor:
  path = z * (y.detach() / relevance.steady(z.detach(), size))
  return path + (y.detach() - path.detach())
def passed(y: Tensor, x: Tensor) -> Tensor:
  slope = y.detach() / relevance.steady(x.detach(), 1.0e-09)
  return torch.addcmul(y.detach(), slope, x - x.detach())
def half(x: Tensor) -> Tensor:
  return 0.5 * x + 0.5 * x.detach()
def strengthened(w: Tensor, rule: List[float]) -> Tensor:
  return w + rule[1] * torch.clamp(w, min=0.0)
def strengthened_bias(b: Optional[Tensor], rule: List[float]) -> Optional[Tensor]:
  if torch.__is__(b, None):
    return b
  return relevance.strengthened(unchecked_cast(Tensor, b), rule)
def linear(rule: List[float], x: Tensor, w: Tensor, b: Optional[Tensor]=None) -> Tensor:
  if torch.__not__(x.requires_grad):
    return torch.linear(x, w, b)
  y = torch.linear(x.detach(), w, b)
  if rule[0] == 0.0:
    z = torch.linear(x, w, b)
  elif rule[0] == 1.0:
    above = torch.linear(torch.clamp(x, min=0.0), torch.clamp(w, min=0.0))
    z = above + torch.linear(torch.clamp(x, max=0.0), torch.clamp(w, max=0.0))
  else:
    z = torch.linear(x, relevance.strengthened(w, rule), relevance.strengthened_bias(b, rule))
  return relevance.scaled(y, z, relevance.size(rule))
def convolution(rule: List[float], x: Tensor, w: Tensor, b: Optional[Tensor], stride: List[int], padding: List[int], dilation: List[int], transposed: bool, output_padding: List[int], groups: int) -> Tensor:
  if torch.__not__(x.requires_grad):
    return torch.convolution(x, w, b, stride, padding, dilation, transposed, output_padding, groups)
  y = torch.convolution(x.detach(), w, b, stride, padding, dilation, transposed, output_padding, groups)
  if rule[0] == 0.0:
    z = torch.convolution(x, w, b, stride, padding, dilation, transposed, output_padding, groups)
  elif rule[0] == 1.0:
    above = torch.convolution(torch.clamp(x, min=0.0), torch.clamp(w, min=0.0), None, stride, padding, dilation, transposed, output_padding, groups)
    z = above + torch.convolution(torch.clamp(x, max=0.0), torch.clamp(w, max=0.0), None, stride, padding, dilation, transposed, output_padding, groups)
  else:
    d = relevance.strengthened_bias(b, rule)
    z = torch.convolution(x, relevance.strengthened(w, rule), d, stride, padding, dilation, transposed, output_padding, groups)
  return relevance.scaled(y, z, relevance.size(rule))
def _convolution(rule: List[float], x: Tensor, w: Tensor, b: Optional[Tensor], stride: List[int], padding: List[int], dilation: List[int], transposed: bool, output_padding: List[int], groups: int, benchmark: bool, deterministic: bool, cudnn_enabled: bool, allow_tf32: bool=True) -> Tensor:
  return relevance.convolution(rule, x, w, b, stride, padding, dilation, transposed, output_padding, groups)
def conv1d(rule: List[float], x: Tensor, w: Tensor, b: Optional[Tensor]=None, stride: List[int]=[1], padding: List[int]=[0], dilation: List[int]=[1], groups: int=1) -> Tensor:
  return relevance.convolution(rule, x, w, b, stride, padding, dilation, False, [0], groups)
def conv2d(rule: List[float], x: Tensor, w: Tensor, b: Optional[Tensor]=None, stride: List[int]=[1, 1], padding: List[int]=[0, 0], dilation: List[int]=[1, 1], groups: int=1) -> Tensor:
  return relevance.convolution(rule, x, w, b, stride, padding, dilation, False, [0, 0], groups)
def conv3d(rule: List[float], x: Tensor, w: Tensor, b: Optional[Tensor]=None, stride: List[int]=[1, 1, 1], padding: List[int]=[0, 0, 0], dilation: List[int]=[1, 1, 1], groups: int=1) -> Tensor:
  return relevance.convolution(rule, x, w, b, stride, padding, dilation, False, [0, 0, 0], groups)
def addmm(rule: List[float], b: Tensor, x: Tensor, w: Tensor, beta: float=1.0, alpha: float=1.0) -> Tensor:
  if w.requires_grad:
    return b * beta + relevance.matmul(rule, x, w) * alpha
  return relevance.linear(rule, x, torch.transpose(w, 0, 1) * alpha, b * beta)
def batch_norm(rule: List[float], x: Tensor, w: Optional[Tensor], b: Optional[Tensor], mean: Optional[Tensor], var: Optional[Tensor], training: bool, momentum: float, eps: float, cudnn_enabled: bool) -> Tensor:
  y = torch.batch_norm(x, w, b, mean, var, training, momentum, eps, cudnn_enabled)
  return relevance.scaled(y, y, relevance.size(rule))
def layer_norm(rule: List[float], x: Tensor, shape: List[int], weight: Optional[Tensor]=None, bias: Optional[Tensor]=None, eps: float=1.0e-05, cudnn_enable: bool=True) -> Tensor:
  dims = annotate(List[int], [])
  for i in range(len(shape)):
    dims.append(-1 - i)
  c = x - torch.mean(x, dims, True)
  cd = c.detach()
  y = c * torch.rsqrt(torch.mean(cd * cd, dims, True) + eps)
  if torch.__isnot__(weight, None):
    y = y * unchecked_cast(Tensor, weight)
  if torch.__isnot__(bias, None):
    y = y + unchecked_cast(Tensor, bias)
  return y
def mul(rule: List[float], a: Tensor, b: Tensor) -> Tensor:
  if a.requires_grad and b.requires_grad:
    return relevance.half(a) * relevance.half(b)
  return torch.mul(a, b)
def div(rule: List[float], a: Tensor, b: Tensor) -> Tensor:
  if b.requires_grad:
    ops.prim.RaiseException("assay: no rule sends relevance through a divisor, in torch.div")
  return torch.div(a, b)
def matmul(rule: List[float], a: Tensor, b: Tensor) -> Tensor:
  if a.requires_grad and b.requires_grad:
    y = torch.matmul(a.detach(), b.detach())
    return relevance.scaled(y, torch.matmul(relevance.half(a), relevance.half(b)), relevance.size(rule))
  if a.requires_grad and b.dim() == 2:
    return relevance.linear(rule, a, torch.transpose(b, 0, 1))
  return torch.matmul(a, b)
def bmm(rule: List[float], a: Tensor, b: Tensor) -> Tensor:
  return relevance.matmul(rule, a, b)
def mm(rule: List[float], a: Tensor, b: Tensor) -> Tensor:
  return relevance.matmul(rule, a, b)
def baddbmm(rule: List[float], c: Tensor, a: Tensor, b: Tensor, beta: float=1.0, alpha: float=1.0) -> Tensor:
  return c * beta + relevance.matmul(rule, a, b) * alpha
def einsum(rule: List[float], equation: str, tensors: List[Tensor], path: Optional[List[int]]=None) -> Tensor:
  varying = 0
  for t in tensors:
    if t.requires_grad:
      varying = varying + 1
  if varying == 2 and len(tensors) == 2:
    return torch.einsum(equation, [relevance.half(tensors[0]), relevance.half(tensors[1])])
  if varying > 1:
    ops.prim.RaiseException("assay: no rule for torch.einsum of more than two varying tensors")
  return torch.einsum(equation, tensors)
def scaled_dot_product_attention(rule: List[float], q: Tensor, k: Tensor, v: Tensor, attn_mask: Optional[Tensor]=None, dropout_p: float=0.0, is_causal: bool=False, scale: Optional[float]=None, enable_gqa: bool=False) -> Tensor:
  a = relevance.matmul(rule, q, torch.transpose(k, -2, -1))
  scores = shared.masked(a, q.size(-1), attn_mask, is_causal, scale, enable_gqa)
  return relevance.matmul(rule, torch.softmax(scores, -1), v)
def sigmoid(rule: List[float], x: Tensor) -> Tensor:
  return relevance.passed(torch.sigmoid(x), x)
def tanh(rule: List[float], x: Tensor) -> Tensor:
  return relevance.passed(torch.tanh(x), x)
def gelu(rule: List[float], x: Tensor, approximate: str="none") -> Tensor:
  return relevance.passed(torch.gelu(x, approximate=approximate), x)
def silu(rule: List[float], x: Tensor) -> Tensor:
  return relevance.passed(torch.silu(x), x)
def hardswish(rule: List[float], x: Tensor) -> Tensor:
  return relevance.passed(torch.hardswish(x), x)
def hardsigmoid(rule: List[float], x: Tensor) -> Tensor:
  return relevance.passed(torch.hardsigmoid(x), x)
def mish(rule: List[float], x: Tensor) -> Tensor:
  return relevance.passed(torch.mish(x), x)
def softplus(rule: List[float], x: Tensor, beta: float=1.0, threshold: float=20.0) -> Tensor:
  return relevance.passed(torch.softplus(x, beta, threshold), x)
def log_sigmoid(rule: List[float], x: Tensor) -> Tensor:
  return relevance.passed(torch.log_sigmoid(x), x)
def elu(rule: List[float], x: Tensor, alpha: float=1.0, scale: float=1.0, input_scale: float=1.0) -> Tensor:
  return relevance.passed(torch.elu(x, alpha, scale, input_scale), x)
def selu(rule: List[float], x: Tensor) -> Tensor:
  return relevance.passed(torch.selu(x), x)
def celu(rule: List[float], x: Tensor, alpha: float=1.0) -> Tensor:
  return relevance.passed(torch.celu(x, alpha), x)
def clamp(rule: List[float], x: Tensor, min: Optional[float]=None, max: Optional[float]=None) -> Tensor:
  return relevance.passed(torch.clamp(x, min, max), x)
def clamp_min(rule: List[float], x: Tensor, min: float) -> Tensor:
  return relevance.passed(torch.clamp(x, min, None), x)
def clamp_max(rule: List[float], x: Tensor, max: float) -> Tensor:
  return relevance.passed(torch.clamp(x, None, max), x)
def hardtanh(rule: List[float], x: Tensor, min_val: float=-1.0, max_val: float=1.0) -> Tensor:
  return relevance.passed(torch.hardtanh(x, min_val, max_val), x)
def relu6(rule: List[float], x: Tensor) -> Tensor:
  return relevance.passed(torch.hardtanh(x, 0.0, 6.0), x)
