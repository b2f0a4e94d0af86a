# A method of the root module: composes inputs from rows and references and runs the model on them.
# Which players are present in an input is bits; a player's bit is the bit-th of its word.
def assay_masked(self,
    rows: Tensor,
    references: Tensor,
    players: Tensor,
    word: Tensor,
    bit: Tensor,
    row: Tensor,
    reference: Tensor,
    present: Tensor,
    columns: Tensor) -> Tensor:
    words = torch.index_select(present, 1, word)
    bits = torch.bitwise_and(torch.bitwise_right_shift(words, bit), 1)
    isPresent = torch.index_select(torch.ne(bits, 0), 1, players)
    x = torch.index_select(rows, 0, row)
    rest = torch.index_select(references, 0, reference)
    composed = torch.where(torch.reshape(isPresent, torch.size(x)), x, rest)
    y = torch.reshape((self).forward(composed, ), [torch.size(x, 0), -1])
    return torch.gather(y, 1, columns)
