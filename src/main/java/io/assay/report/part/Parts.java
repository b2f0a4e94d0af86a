package io.assay.report.part;

import java.util.List;

/**
 * What only some runs have.
 *
 * @param differences of slices
 * @param globals what global methods found, in the table's order
 * @param selection features alike, and those worth keeping
 * @param trees surrogate trees, as the JSON that the run keeps of each
 * @param powered importance of a sample and a surrogate together
 */
public record Parts(
    List<DifferenceLine> differences,
    List<GlobalLine> globals,
    List<SelectionLine> selection,
    List<String> trees,
    List<PoweredLine> powered) {
  /** Copies the lists. */
  public Parts {
    differences = List.copyOf(differences);
    globals = List.copyOf(globals);
    selection = List.copyOf(selection);
    trees = List.copyOf(trees);
    powered = List.copyOf(powered);
  }

  /** Nothing. */
  public static Parts none() {
    return new Parts(List.of(), List.of(), List.of(), List.of(), List.of());
  }
}
