package io.assay.engine.torchscript;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A loaded module that any number of threads use at once; closing waits for those that do. */
final class Life implements AutoCloseable {
  private final NativeModule module;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean isClosed; // guarded by the lock

  /** Takes the module over and closes it in the end. */
  Life(NativeModule module) {
    this.module = module;
  }

  NativeModule module() {
    return module;
  }

  /** Does work during which the module is not closed, in a thread that is ready for libtorch. */
  void during(Runnable work) {
    lock.readLock().lock();
    try {
      if (isClosed) {
        throw new IllegalStateException(module.file() + " is closed");
      }
      Libtorch.settleThread();
      work.run();
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!isClosed) {
        isClosed = true;
        module.close(); // and all native memory with it
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
