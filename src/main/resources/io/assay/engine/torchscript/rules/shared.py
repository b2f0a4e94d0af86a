# What the families of backward rules share. A value that is kept for later must not change when the
# model writes into it: keep and spare copy where the archive writes in place, and share elsewhere.
def keep(x: Tensor) -> Tensor:
  return KEPT
def spare(x: Tensor) -> Tensor:
  return KEPT
def unruled(x: Tensor, what: str) -> Tensor:
  if x.requires_grad:
    ops.prim.RaiseException(what)
  return x
def picked(outputs: Tensor, columns: Tensor, slot: int) -> Tensor:
  return torch.gather(outputs, 1, torch.slice(columns, 1, slot, slot + 1))
def masked(a: Tensor, width: int, attn_mask: Optional[Tensor], is_causal: bool, scale: Optional[float], enable_gqa: bool) -> Tensor:
  if enable_gqa:
    ops.prim.RaiseException("assay: no rule for attention with grouped keys")
  if torch.__is__(scale, None):
    s = a / torch.sqrt(width)
  else:
    s = a * unchecked_cast(float, scale)
  if torch.__isnot__(attn_mask, None):
    m = unchecked_cast(Tensor, attn_mask)
    if ops.prim.dtype(m) == 11:
      s = torch.masked_fill(s, torch.logical_not(m), -inf)
    else:
      s = s + m
  if is_causal:
    s = torch.masked_fill(s, torch.gt(torch.triu(torch.ones_like(s), 1), 0), -inf)
  return s
def gradient(score: Tensor, x: Tensor) -> Tensor:
  g = torch.grad([score], [x], None, True, False, True)[0]
  if torch.__is__(g, None):
    return torch.zeros_like(x)
  return unchecked_cast(Tensor, g)
def gradients(y: Tensor, columns: Tensor, x: Tensor) -> Tensor:
  return torch.stack([shared.gradient(torch.sum(shared.picked(y, columns, slot)), x) for slot in range(columns.size(1))], 1)
