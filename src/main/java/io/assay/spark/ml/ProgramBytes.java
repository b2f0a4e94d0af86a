package io.assay.spark.ml;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/** Programs as bytes, whole in themselves: broadcasts become what they hold. */
final class ProgramBytes {
  private ProgramBytes() {}

  /**
   * Writes a program.
   *
   * @throws IOException if a stage cannot be serialised; Spark could not send it either
   */
  static byte[] of(RowProgram program) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new Writer(bytes)) {
      out.writeObject(program);
    }
    return bytes.toByteArray();
  }

  /** Reads a program; each reading gives stages of its own. */
  static RowProgram read(byte[] bytes) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new Reader(new ByteArrayInputStream(bytes))) {
      return (RowProgram) in.readObject();
    }
  }

  private static final class Writer extends ObjectOutputStream {
    Writer(OutputStream out) throws IOException {
      super(out);
      enableReplaceObject(true);
    }

    @Override
    protected @Nullable Object replaceObject(@Nullable Object value) {
      return value instanceof Broadcast<?> broadcast && !(value instanceof CarriedBroadcast)
          ? CarriedBroadcast.of(broadcast)
          : value;
    }
  }

  /** Looks where Spark has put the jars of a job, too. */
  private static final class Reader extends ObjectInputStream {
    private final ClassLoader loader = Classes.loader();

    Reader(InputStream in) throws IOException {
      super(in);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(description.getName(), false, loader);
      } catch (ClassNotFoundException primitive) {
        return super.resolveClass(description);
      }
    }
  }
}
