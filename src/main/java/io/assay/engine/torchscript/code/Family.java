package io.assay.engine.torchscript.code;

import io.assay.engine.torchscript.code.Expression.Call;
import java.util.Optional;

/**
 * A second version of all the code of a model, in which some operations are others. Every method
 * {@code m} and function {@code f} gets a sibling {@code m + suffix} and {@code f + suffix} that
 * calls siblings alone.
 *
 * @param suffix such as {@code __guided}; it begins with two underscores and no name has it yet
 * @param tape a first parameter that every sibling takes and hands on under the same name
 * @param operations what stands in place of operations
 */
public record Family(String suffix, Optional<Parameter> tape, Operations operations) {
  /** Says what stands in place of an operation or function. */
  @FunctionalInterface
  public interface Operations {
    /**
     * Returns what a call becomes; nothing if it stays, or, for a function of the archive, becomes
     * a call of its sibling.
     *
     * @param name in full, such as {@code torch.relu}, {@code ops.prim.NumToTensor} or {@code
     *     __torch__.torch.nn.functional.relu}
     * @param call with arguments that belong to the family already
     * @param site where it stands
     */
    Optional<Expression> replace(String name, Call call, Site site);
  }

  /** Checks the suffix. */
  public Family {
    if (!suffix.startsWith("__") || suffix.length() < 3) {
      throw new IllegalArgumentException("a family's suffix is " + suffix + "; need __name");
    }
  }
}
