package io.assay.report.drawing;

import io.roastedroot.quickjs4j.core.GuestException;
import io.roastedroot.quickjs4j.core.Runner;

/**
 * Runs JavaScript in QuickJS, which runs as WebAssembly inside the JVM: it has no file, no network,
 * no clock to wait on and no class of Java, whatever its text says.
 */
public final class ScriptRun {
  private static final int MILLISECONDS = 600_000;

  private ScriptRun() {}

  /**
   * Runs a script to its end and returns what it said with {@code console.log}.
   *
   * @throws IllegalStateException if it throws, or takes longer than ten minutes
   */
  public static String output(String script) {
    try (Runner runner =
        Runner.builder()
            .withTimeoutMs(MILLISECONDS)
            .withCompilationTimeoutMs(MILLISECONDS)
            .build()) {
      runner.compileAndExec(script);
      return runner.stdout();
    } catch (GuestException failure) {
      throw new IllegalStateException("the script of the charts failed", failure);
    }
  }
}
