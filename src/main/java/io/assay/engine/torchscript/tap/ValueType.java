package io.assay.engine.torchscript.tap;

import io.assay.engine.torchscript.code.Expression;
import io.assay.engine.torchscript.code.Expression.Index;
import java.util.ArrayList;
import java.util.List;

/** What a declared type says about where tensors are in a value. */
final class ValueType {
  private final Expression type;

  ValueType(Expression type) {
    this.type = type;
  }

  boolean isTensor() {
    return type.text().equals("Tensor");
  }

  boolean isOptionalTensor() {
    return type.text().equals("Optional[Tensor]");
  }

  boolean isTensorList() {
    return type.text().equals("List[Tensor]");
  }

  boolean isTensorDict() {
    return type.text().equals("Dict[str, Tensor]");
  }

  boolean isTuple() {
    return type instanceof Index index && index.of().text().equals("Tuple");
  }

  List<ValueType> parts() {
    return type instanceof Index index && isTuple()
        ? index.at().stream().map(ValueType::new).toList()
        : List.of();
  }

  /** Returns how each tensor in it is reached: an empty string, or [0] and so on in tuples. */
  List<String> leaves() {
    if (isTensor() || isOptionalTensor()) {
      return List.of("");
    }
    List<String> leaves = new ArrayList<>();
    List<ValueType> parts = parts();
    for (int part = 0; part < parts.size(); part++) {
      for (String inner : parts.get(part).leaves()) {
        leaves.add("[" + part + "]" + inner);
      }
    }
    return leaves;
  }

  String text() {
    return type.text();
  }

  @Override
  public String toString() {
    return type.text();
  }
}
