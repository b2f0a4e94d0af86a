package io.assay.engine.torchscript.code;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A class of an archive: the type of modules, or of other objects.
 *
 * @param name qualified, such as {@code __torch__.torch.nn.modules.linear.Linear}
 * @param base what stands in parentheses after its name, such as {@code Module}; or empty
 * @param fields attributes and their types, in order
 * @param methods by name, in order
 */
public record ClassCode(
    String name, String base, Map<String, Expression> fields, Map<String, Routine> methods) {
  /** Copies the maps. */
  public ClassCode {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    methods = Collections.unmodifiableMap(new LinkedHashMap<>(methods));
  }

  /** Returns whether its objects are modules. */
  public boolean isModule() {
    return base.equals("Module");
  }

  /** Returns the name without modules, such as {@code Linear}. */
  public String plainName() {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
