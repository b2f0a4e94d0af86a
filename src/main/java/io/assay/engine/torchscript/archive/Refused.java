package io.assay.engine.torchscript.archive;

/** Why a file is no archive that Assay reads; it never leaves the package. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1;

  Refused(String reason) {
    super(reason);
  }
}
