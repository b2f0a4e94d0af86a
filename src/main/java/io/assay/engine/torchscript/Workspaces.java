package io.assay.engine.torchscript;

import ai.djl.ndarray.types.DataType;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Lends every thread a workspace of its own. */
final class Workspaces {
  private final NativeModule module;
  private final int[] rowShape;
  private final int columns;
  private final DataType type;
  private final Queue<Workspace> idle = new ConcurrentLinkedQueue<>();

  /**
   * Starts with none.
   *
   * @param rowShape sizes of one row
   * @param columns of the outputs
   * @param type that the rows are to be of
   */
  Workspaces(NativeModule module, int[] rowShape, int columns, DataType type) {
    this.module = module;
    this.rowShape = rowShape;
    this.columns = columns;
    this.type = type;
  }

  /** Returns a workspace that holds so many rows; whoever takes it gives it back. */
  Workspace borrow(int rows) {
    Workspace workspace = idle.poll();
    if (workspace != null && workspace.capacity() >= rows) {
      return workspace;
    }
    if (workspace != null) {
      workspace.close();
    }
    return new Workspace(module, rows, rowShape, columns, type);
  }

  void giveBack(Workspace workspace) {
    idle.add(workspace);
  }

  /** Frees what is not in use. */
  void free() {
    for (Workspace workspace = idle.poll(); workspace != null; workspace = idle.poll()) {
      workspace.close();
    }
  }
}
