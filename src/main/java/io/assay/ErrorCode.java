package io.assay;

/**
 * What went wrong, and whose turn it is. The kind's number is the exit status of the program, so
 * that a scheduler retries {@link Kind#RESOURCE} alone.
 */
public enum ErrorCode {
  /** The job file or the command line cannot be understood. */
  SPEC_INVALID(Kind.USER),
  /** The output or a run under this id already exists. */
  OUTPUT_EXISTS(Kind.USER),
  /** A run that does not exist, or a row that is not in it. */
  NOT_FOUND(Kind.USER),
  /** A column that the job names is missing, or its type cannot be used. */
  COLUMN_INVALID(Kind.DATA),
  /** The input cannot be read, or holds no rows. */
  INPUT_UNREADABLE(Kind.DATA),
  /** Two rows bear the same row id. */
  ROW_ID_DUPLICATE(Kind.DATA),
  /** More rows were rejected than the job allows. */
  REJECTS_EXCEEDED(Kind.DATA),
  /** The model file is corrupt, of another kind, or missing. */
  MODEL_UNREADABLE(Kind.MODEL),
  /** The model file is not the one that the job names by its digest. */
  MODEL_DIGEST(Kind.MODEL),
  /** The model does not take the job's input or give the job's outputs. */
  MODEL_SHAPE(Kind.MODEL),
  /** A method needs an ability that the model does not have. */
  MODEL_ABILITY(Kind.MODEL),
  /** A layer that the model does not have, or that cannot be taken hold of. */
  MODEL_LAYER(Kind.MODEL),
  /** The model failed while it ran. */
  MODEL_FAILED(Kind.MODEL),
  /** The output cannot be written. */
  OUTPUT_UNWRITABLE(Kind.RESOURCE),
  /** Memory, a device or an executor is lacking; the same job may pass later. */
  RESOURCE_LACKING(Kind.RESOURCE),
  /** A broken law inside Assay: please report it. */
  INTERNAL(Kind.INTERNAL);

  /** Who must act, and the exit status that says so (BSD sysexits). */
  public enum Kind {
    /** Change the job or the command. */
    USER(64),
    /** Change the data. */
    DATA(65),
    /** Change the model. */
    MODEL(69),
    /** Change Assay. */
    INTERNAL(70),
    /** Try again, with more room. */
    RESOURCE(75);

    private final int exitStatus;

    Kind(int exitStatus) {
      this.exitStatus = exitStatus;
    }

    /** Returns the exit status of a program that ends so. */
    public int exitStatus() {
      return exitStatus;
    }
  }

  private final Kind kind;

  ErrorCode(Kind kind) {
    this.kind = kind;
  }

  /** Returns who must act. */
  public Kind kind() {
    return kind;
  }
}
