# DeepLIFT between a layer and the outputs: the pass over the references holds what the layer gives,
# the pass over the rows makes it a leaf. place and firing say which layer.
def assay_rescale_layer(self,
    x: Tensor,
    x0: Tensor,
    columns: Tensor,
    place: Tensor,
    firing: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    n = columns.size(0)
    notes = annotate(List[Tensor], [])
    held0 = [x0]
    y0 = torch.reshape((self).TAPPED([int(place), int(firing), 0, 0], held0, 0, [notes], x0, ), [n, -1])
    torch.reverse(notes)
    held = [x]
    y = torch.reshape((self).TAPPED([int(place), int(firing), 1, 0], held, 0, [notes, annotate(List[Tensor], [])], x, ), [n, -1])
    if len(notes) != 0:
      ops.prim.RaiseException("assay: the model computes other operations for rows than for references")
    scores = torch.gather(y, 1, columns).detach()
    return (scores, torch.gather(y0, 1, columns).detach(), shared.gradients(y, columns, held[1]), held[1].detach(), held0[1].detach())
