package io.assay.engine.torchscript.code;

import java.util.List;
import java.util.Set;

/** What libtorch's operations give, as far as tensors go. */
final class Operations {
  private static final Set<String> WHOLE_NUMBERS =
      Set.of("size", "dim", "len", "numel", "dtype", "floordiv", "storage_offset");
  private static final Set<String> YES_OR_NO =
      Set.of(
          "__is__",
          "is_sparse",
          "is_quantized",
          "is_mkldnn",
          "__isnot__",
          "__not__",
          "__contains__",
          "is_floating_point",
          "is_cuda",
          "is_nested",
          "is_autocast_enabled",
          "is_grad_enabled",
          "requires_grad",
          "equal",
          "find");
  private static final Set<String> LISTS =
      Set.of("chunk", "split", "split_with_sizes", "tensor_split", "unbind", "meshgrid");
  private static final Set<String> MADE =
      Set.of(
          "zeros",
          "ones",
          "full",
          "arange",
          "tensor",
          "empty",
          "rand",
          "randn",
          "eye",
          "linspace",
          "tril_indices",
          "triu_indices",
          "NumToTensor",
          "as_tensor",
          "scalar_tensor");

  private Operations() {}

  /**
   * Returns the type of what an operation gives.
   *
   * @param name such as {@code torch.mul}
   * @param arguments their types
   */
  static String result(String name, List<String> arguments) {
    String plain = name.substring(name.lastIndexOf('.') + 1);
    if (MADE.contains(plain)) {
      return Types.TENSOR;
    }
    if (WHOLE_NUMBERS.contains(plain) && !isDivisionOfTensors(plain, arguments)) {
      return plain.equals("size") && arguments.size() == 1 ? "List[int]" : "int";
    }
    if (YES_OR_NO.contains(plain)) {
      return "bool";
    }
    if (name.startsWith("ops.prim.")) {
      return ""; // attributes such as the device
    }
    boolean ofTensors = arguments.stream().anyMatch(Operations::holdsTensor);
    if (ofTensors && LISTS.contains(plain)) {
      return "List[Tensor]";
    }
    if (ofTensors && isPair(plain, arguments)) {
      return "Tuple[Tensor, Tensor]";
    }
    if (ofTensors) {
      return Types.TENSOR;
    }
    return arguments.contains("float") ? "float" : arguments.stream().findFirst().orElse("");
  }

  private static boolean isDivisionOfTensors(String plain, List<String> arguments) {
    return plain.equals("floordiv") && arguments.stream().anyMatch(Operations::holdsTensor);
  }

  private static boolean isPair(String plain, List<String> arguments) {
    return plain.endsWith("_with_indices")
        || plain.startsWith("adaptive_max_pool")
        || plain.equals("topk")
        || plain.equals("sort")
        || (arguments.size() > 1
            && arguments.get(1).equals("int")
            && Set.of("max", "min", "median", "mode").contains(plain));
  }

  private static boolean holdsTensor(String type) {
    return type.equals(Types.TENSOR)
        || type.equals("List[Tensor]")
        || type.equals("Optional[Tensor]");
  }
}
