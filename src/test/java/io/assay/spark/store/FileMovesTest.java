package io.assay.spark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.assay.AssayException;
import io.assay.spark.store.FileMoves.Move;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileMovesTest {
  private static final int FILES = 7;

  @TempDir private java.nio.file.Path folder;
  private FaultyFileSystem files;

  @BeforeEach
  void openDisk() throws IOException {
    files = FaultyFileSystem.in(new Configuration());
    files.revive();
  }

  /** Writes files of different lengths into folders of their own. */
  private List<Move> staged() throws IOException {
    List<Move> moves = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      java.nio.file.Path from = folder.resolve("staged/" + i + "/table");
      Files.createDirectories(from.getParent());
      Files.writeString(from, "content ".repeat(i + 1));
      moves.add(
          new Move(
              path("staged/" + i + "/table"), path("table" + i % 2 + "/part-" + i), 8L * (i + 1)));
    }
    return moves;
  }

  private Path path(String name) {
    return new Path("faulty://" + folder.resolve(name));
  }

  private void assertMoved() throws IOException {
    for (int i = 0; i < FILES; i++) {
      assertThat(Files.readString(folder.resolve("table" + i % 2 + "/part-" + i)))
          .isEqualTo("content ".repeat(i + 1));
      assertThat(folder.resolve("staged/" + i + "/table")).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void filesThatWereKilledOnTheirWayAreMovedOnce(boolean isObjectStore) throws IOException {
    FileMoves.all(files, staged());
    int points = Math.max(files.points(), 4 * FILES);
    for (int point = 1; point <= points; point++) {
      files.revive();
      if (isObjectStore) {
        files.asObjectStore();
      }
      for (int table = 0; table < 2; table++) { // the half of a file that lay there before
        files.delete(path("table" + table), true);
      }
      List<Move> moves = staged();
      files.dieAt("(copy|copied|rename|renamed) to", point);

      Throwable killed = catchThrowable(() -> FileMoves.all(files, moves));
      boolean wasKilled = files.isDead();
      files.revive();
      FileMoves.all(files, moves);
      FileMoves.all(files, moves);

      assertThat(killed != null).isEqualTo(wasKilled);
      assertMoved();
    }
  }

  @Test
  void placesMayBeNamedFromTheCurrentFolder() throws IOException {
    staged();
    java.nio.file.Path here = java.nio.file.Path.of("").toAbsolutePath();
    String relative = here.relativize(folder).toString();
    Move move = new Move(new Path(relative, "staged/0/table"), new Path(relative, "t/part"), 8);

    FileMoves.all(FileSystem.getLocal(new Configuration()), List.of(move));

    assertThat(folder.resolve("t/part")).hasContent("content ");
  }

  @Test
  void aFileOfAnotherLengthIsNotTheFile() throws IOException {
    List<Move> moves = staged();
    Files.writeString(folder.resolve("staged/3/table"), "short");

    assertThatThrownBy(() -> FileMoves.all(files, moves))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("it has 5 bytes")
        .hasMessageContaining("part-3");
  }

  @Test
  void aFileThatIsNowhereIsMissed() throws IOException {
    List<Move> moves = staged();
    Files.delete(folder.resolve("staged/3/table"));

    assertThatThrownBy(() -> FileMoves.all(files, moves))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("part-3");
  }
}
