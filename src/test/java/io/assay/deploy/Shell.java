package io.assay.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a script did.
 *
 * @param status its exit status
 * @param out what it wrote on stdout
 */
record Shell(int status, String out) {
  /** Runs a command with further settings in its environment. */
  static Shell run(Path folder, Map<String, String> settings, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("CUDA_VISIBLE_DEVICES");
    builder.environment().putAll(settings);
    Process process =
        builder.redirectOutput(out.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Shell(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
  }

  /** Writes a program into a folder. */
  static Path program(Path folder, String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/usr/bin/env bash\n" + text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }
}
