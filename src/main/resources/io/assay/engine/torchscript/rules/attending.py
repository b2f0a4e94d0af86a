# Methods of the root module: attention weights of a batch, and gradients of outputs by them.
def assay_attention(self,
    x: Tensor) -> List[Tensor]:
    tape = annotate(List[Tensor], [])
    y = (self).forward__attention(tape, attention.entered(x), )
    return attention.weights(tape, x.size(0))
def assay_attention_gradient(self,
    x: Tensor,
    columns: Tensor) -> Tuple[Tensor, List[Tensor], List[Tensor]]:
    n = x.size(0)
    tape = annotate(List[Tensor], [])
    y = torch.reshape((self).forward__attention(tape, attention.entered(x), ), [n, -1])
    gradients = annotate(List[Tensor], [])
    for slot in range(columns.size(1)):
      gradients.extend(attention.gradients(torch.sum(shared.picked(y, columns, slot)), tape, n))
    scores = torch.gather(y, 1, columns).detach()
    return (scores, attention.weights(tape, n), gradients)
