# Notes the weights of every attention, in order of computation: each softmax over keys, over as many
# keys as there are queries. Fused attention is computed in the open. A value that nothing below
# depends on becomes a leaf, so that gradients are recorded (which also sends torch's own encoder
# layer down its open way).
def noted(tape: List[Tensor], y: Tensor, dim: int) -> Tensor:
  last = dim == -1 or dim == y.dim() - 1
  if torch.__not__(last) or y.dim() < 3 or y.size(-1) != y.size(-2):
    return y
  if torch.__not__(y.requires_grad):
    leaf = torch.requires_grad_(y, True)
  tape.append(y)
  return shared.spare(y)
def softmax(tape: List[Tensor], x: Tensor, dim: int, dtype: Optional[int]=None) -> Tensor:
  return attention.noted(tape, torch.softmax(x, dim, dtype), dim)
def embedding(tape: List[Tensor], weight: Tensor, indices: Tensor, padding_idx: int=-1, scale_grad_by_freq: bool=False, sparse: bool=False) -> Tensor:
  y = torch.embedding(weight, indices, padding_idx, scale_grad_by_freq, sparse)
  return shared.spare(torch.requires_grad_(y.detach(), True))
def scaled_dot_product_attention(tape: List[Tensor], q: Tensor, k: Tensor, v: Tensor, attn_mask: Optional[Tensor]=None, dropout_p: float=0.0, is_causal: bool=False, scale: Optional[float]=None, enable_gqa: bool=False) -> Tensor:
  a = torch.matmul(q, torch.transpose(k, -2, -1))
  scores = shared.masked(a, q.size(-1), attn_mask, is_causal, scale, enable_gqa)
  return torch.matmul(attention.softmax(tape, scores, -1), v)
def entered(x: Tensor) -> Tensor:
  if torch.is_floating_point(x):
    return torch.requires_grad_(x.detach(), True)
  return x
def shaped(w: Tensor, rows: int) -> Tensor:
  return torch.reshape(w, [rows, -1, w.size(-2), w.size(-1)])
def weights(tape: List[Tensor], rows: int) -> List[Tensor]:
  return [attention.shaped(w.detach(), rows) for w in tape]
def gradients(score: Tensor, tape: List[Tensor], rows: int) -> List[Tensor]:
  all = torch.grad([score], tape, None, True, False, True)
  shapely = annotate(List[Tensor], [])
  for i in range(len(tape)):
    g = all[i]
    if torch.__is__(g, None):
      shapely.append(attention.shaped(torch.zeros_like(tape[i]), rows))
    else:
      shapely.append(attention.shaped(unchecked_cast(Tensor, g), rows))
  return shapely
