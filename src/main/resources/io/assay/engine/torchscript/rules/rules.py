# Methods of the root module: each is an explainer of one batch in one call. columns [rows, slots]
# are the explained outputs.
def assay_cut(self,
    x: Tensor,
    columns: Tensor,
    guided: Tensor) -> Tuple[Tensor, Tensor]:
    leaf = torch.requires_grad_(x.detach(), True)
    tape = annotate(List[Tensor], [])
    y = torch.reshape((self).forward__cut(tape, leaf, ), [x.size(0), -1])
    gradients = annotate(List[Tensor], [])
    for slot in range(columns.size(1)):
      torch.backward(torch.sum(shared.picked(y, columns, slot)), None, True)
      walked = cut.walk(tape, bool(guided), slot + 1 == columns.size(1))
      g = ops.prim.grad(leaf)
      if torch.__is__(g, None):
        gradients.append(torch.zeros_like(x))
      else:
        gradients.append(torch.clone(unchecked_cast(Tensor, g)))
        cleared = torch.zero_(unchecked_cast(Tensor, g))
    return (torch.gather(y, 1, columns).detach(), torch.stack(gradients, 1))
def assay_rescale(self,
    x: Tensor,
    x0: Tensor,
    columns: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    n = columns.size(0)
    notes = annotate(List[Tensor], [])
    y0 = torch.reshape((self).forward__rescale([notes], x0, ), [n, -1])
    torch.reverse(notes)
    leaf = torch.requires_grad_(x.detach(), True)
    y = torch.reshape((self).forward__rescale([notes, annotate(List[Tensor], [])], leaf, ), [n, -1])
    if len(notes) != 0:
      ops.prim.RaiseException("assay: the model computes other operations for rows than for references")
    scores = torch.gather(y, 1, columns).detach()
    return (scores, torch.gather(y0, 1, columns).detach(), shared.gradients(y, columns, leaf))
def assay_relevance(self,
    x: Tensor,
    columns: Tensor,
    rule: Tensor) -> Tuple[Tensor, Tensor]:
    leaf = torch.requires_grad_(x.detach(), True)
    y = torch.reshape((self).forward__relevance([float(rule[0]), float(rule[1])], leaf, ), [x.size(0), -1])
    return (torch.gather(y, 1, columns).detach(), shared.gradients(y, columns, leaf))
