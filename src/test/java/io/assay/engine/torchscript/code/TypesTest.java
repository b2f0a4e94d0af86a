package io.assay.engine.torchscript.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tensors are told from numbers by the text of a routine alone. */
final class TypesTest {
  private static final String CODE =
      """
      class Inner(Module):
        scale : Tensor
        width : Final[int] = 3
        def forward(self: __torch__.Inner,
            x: Tensor) -> Tuple[Tensor, List[int]]:
          return (x, torch.size(x))
      class Model(Module):
        inner : __torch__.Inner
        def forward(self: __torch__.Model,
            x: Tensor,
            mask: Optional[Tensor]=None) -> Tensor:
          inner = self.inner
          scale = inner.scale
          width = inner.width
          rows = torch.size(x, 0)
          product = torch.mul(rows, 2)
          doubled = torch.mul(x, 2)
          values, sizes, = (inner).forward(doubled, )
          parts = torch.chunk(values, 3)
          part = parts[1]
          root = torch.sqrt(width)
          share = torch.div(1., root)
          if torch.__is__(mask, None):
            chosen : Optional[Tensor] = None
            kept = part
          else:
            kept = unchecked_cast(Tensor, mask)
          c = CONSTANTS.c0
          activated = __torch__.activate__other(kept, )
          return activated
      def activate(x: Tensor) -> Tensor:
        return torch.relu(x)
      """;

  @Test
  void aNameHasTheTypeOfWhatItWasGiven() {
    Program program = new Program("__torch__.Model", Map.of("code/__torch__.py", CODE));
    ClassCode model = program.root().orElseThrow();
    Routine forward = program.method(model, "forward").orElseThrow();

    Types types = Types.of(program, Scope.ofMethod(program, model, forward), forward);

    List<String> tensors =
        List.of("x", "scale", "doubled", "values", "part", "kept", "c", "activated");
    for (String name : tensors) {
      assertThat(types.of(new Expression.Name(name))).as(name).isEqualTo("Tensor");
    }
    assertThat(types.of(CodeParser.expression("width"))).isEqualTo("int");
    assertThat(types.of(CodeParser.expression("rows"))).isEqualTo("int");
    assertThat(types.of(CodeParser.expression("product"))).isEqualTo("int");
    assertThat(types.of(CodeParser.expression("share"))).isEqualTo("float");
    assertThat(types.of(CodeParser.expression("sizes[0]"))).isEqualTo("int");
    assertThat(types.of(CodeParser.expression("chosen"))).isEqualTo("Optional[Tensor]");
    assertThat(types.of(CodeParser.expression("nobody"))).isEmpty();
  }
}
