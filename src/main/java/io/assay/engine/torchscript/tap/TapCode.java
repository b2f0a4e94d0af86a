package io.assay.engine.torchscript.tap;

import io.assay.engine.torchscript.code.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * The functions that taps are calls of, in TorchScript's serialised form. A list of numbers goes
 * through the whole pass: the place that is asked for, its firing, the mode, how often it fired so
 * far; and in a survey every place that was passed. A list of tensors goes with it: the one to put
 * in, and then what is held.
 */
final class TapCode {
  static final String MODULE = "__torch__.assay_taps";
  static final String ASKED = "_assay_asked";
  static final String HELD = "_assay_held";
  static final String BASE = "_assay_base";

  /** Parameters of every routine that holds taps, after its object. */
  static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.of(ASKED, "List[int]"),
          Parameter.of(HELD, "List[Tensor]"),
          Parameter.of(BASE, "int"));

  static final String HELPERS =
      """
      def hold(x: Tensor,
          mode: int,
          held: List[Tensor]) -> Tensor:
        if torch.eq(mode, 0):
          _0 = torch.append(held, torch.clone(x))
          y = x
        else:
          if torch.eq(mode, 1):
            leaf = torch.requires_grad_(torch.clone(torch.detach(x)), True)
            _1 = torch.append(held, leaf)
            y1 = torch.clone(leaf)
          else:
            if torch.eq(mode, 2):
              zero = torch.requires_grad_(torch.zeros_like(x), True)
              _2 = torch.append(held, torch.clone(torch.detach(x)))
              _3 = torch.append(held, zero)
              y2 = torch.add(x, zero)
            else:
              put = torch.reshape((held)[0], torch.size(x))
              y2 = torch.clone(torch.type_as(put, x))
            y1 = y2
          y = y1
        return y
      def tap(x: Tensor,
          asked: List[int],
          held: List[Tensor],
          place: int) -> Tensor:
        if torch.eq((asked)[0], place):
          firing = (asked)[3]
          _0 = torch._set_item(asked, 3, torch.add(firing, 1))
          if torch.eq(firing, (asked)[1]):
            y0 = __torch__.assay_taps.hold(x, (asked)[2], held, )
          else:
            y0 = x
          y = y0
        else:
          if torch.eq((asked)[0], -2):
            _1 = torch.append(asked, place)
            _2 = torch.append(held, x)
          else:
            pass
          y = x
        return y
      def tap_optional(x: Optional[Tensor],
          asked: List[int],
          held: List[Tensor],
          place: int) -> Optional[Tensor]:
        if torch.__isnot__(x, None):
          x0 = unchecked_cast(Tensor, x)
          y0 = __torch__.assay_taps.tap(x0, asked, held, place, )
          y = annotate(Optional[Tensor], y0)
        else:
          y = annotate(Optional[Tensor], None)
        return y
      def tap_list(x: List[Tensor],
          asked: List[int],
          held: List[Tensor],
          place: int,
          key: int) -> List[Tensor]:
        if torch.lt(key, torch.len(x)):
          y = __torch__.assay_taps.tap((x)[key], asked, held, place, )
          _0 = torch._set_item(x, key, y)
        else:
          pass
        return x
      def tap_dict(x: Dict[str, Tensor],
          asked: List[int],
          held: List[Tensor],
          place: int,
          key: str) -> Dict[str, Tensor]:
        if torch.__contains__(x, key):
          y = __torch__.assay_taps.tap((x)[key], asked, held, place, )
          torch._set_item(x, key, y)
        else:
          pass
        return x
      """;

  private TapCode() {}

  /** Returns a function that taps every tensor in a tuple. */
  static String ofTuple(ValueType tuple) {
    List<String> lines = new ArrayList<>();
    int[] counts = new int[2]; // names made, places given
    String result = taken("x", tuple, lines, counts);
    return """
    def tap(x: %s,
        asked: List[int],
        held: List[Tensor],
        place: int) -> %s:
    %s  return %s
    """
        .formatted(tuple.text(), tuple.text(), String.join("", lines), result);
  }

  private static String taken(String value, ValueType type, List<String> lines, int[] counts) {
    if (type.isTensor() || type.isOptionalTensor()) {
      String name = "y" + counts[0]++;
      String function = type.isTensor() ? "tap" : "tap_optional";
      lines.add(
          "  %s = %s.%s(%s, asked, held, torch.add(place, %d), )\n"
              .formatted(name, MODULE, function, value, counts[1]++));
      return name;
    }
    List<ValueType> parts = type.parts();
    if (parts.isEmpty()) {
      return value;
    }
    List<String> names = new ArrayList<>();
    for (int part = 0; part < parts.size(); part++) {
      String name = "x" + counts[0]++;
      lines.add("  %s = (%s)[%d]\n".formatted(name, value, part));
      names.add(taken(name, parts.get(part), lines, counts));
    }
    return "(" + String.join(", ", names) + (names.size() == 1 ? ",)" : ")");
  }
}
