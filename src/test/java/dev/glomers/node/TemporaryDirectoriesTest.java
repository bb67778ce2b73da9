package dev.glomers.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glomers.runtime.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryDirectoriesTest {
  @TempDir Path temporary;

  private final long self = ProcessHandle.current().pid();
  private TemporaryDirectories directories;

  @BeforeEach
  void directories() {
    directories = new TemporaryDirectories(temporary);
  }

  /** The directory of a process that is over. */
  private Path leftBehind(String name) throws IOException {
    return Files.createDirectory(
        temporary.resolve(name),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  @Test
  void allChildrenOfAProcessShareOneForItsLife() throws Exception {
    Path path = directories.open(self);
    assertThat(path.getFileName().toString()).startsWith("glomers-" + self + "-");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rwx------");
    assertThat(directories.open(self)).isEqualTo(path);
    try (var files = Files.list(temporary)) {
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void oneThatOthersMayReadIsRefused() throws Exception {
    Path path = directories.open(self);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-x---"));
    assertThatThrownBy(() -> directories.open(self))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(path.toString());
  }

  @Test
  void aLinkIsRefused() throws Exception {
    Path path = directories.open(self);
    Files.delete(path);
    Files.createSymbolicLink(path, leftBehind("elsewhere"));
    assertThatThrownBy(() -> directories.open(self)).isInstanceOf(StorageException.class);
  }

  @Test
  void withoutAParentThePropertyIsAskedFor() {
    assertThatThrownBy(() -> directories.open(0))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith("glomers.data-dir: ");
  }

  @Test
  void whatProcessesLeftThatAreOverIsClearedAway() throws Exception {
    Path own = directories.open(self);
    Files.createFile(own.resolve("n1.journal"));
    // A number that Linux gives to no process, and one that began at another time
    Path over = leftBehind("glomers-999999999-17");
    Path former = leftBehind("glomers-" + self + "-17");
    for (String name : new String[] {"n1.journal", "n1.journal.new", "n1.lock"}) {
      Files.createFile(over.resolve(name));
      Files.createFile(former.resolve(name));
    }
    directories.clean();
    assertThat(over).doesNotExist();
    assertThat(former).doesNotExist();
    assertThat(own.resolve("n1.journal")).exists();
  }

  @Test
  void nothingElseIsCleared() throws Exception {
    Path more = leftBehind("glomers-999999999-1");
    Files.createFile(more.resolve("n1.journal"));
    Files.createFile(more.resolve("letter"));
    Files.createDirectory(more.resolve("n2.journal"));
    Path readable = leftBehind("glomers-999999999-2");
    Files.setPosixFilePermissions(readable, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path otherwise = leftBehind("glomers-999999999-3-4");
    Path file = Files.createFile(temporary.resolve("glomers-999999999-5"));
    Path target = leftBehind("target");
    Files.createFile(target.resolve("n1.journal"));
    Path link = Files.createSymbolicLink(temporary.resolve("glomers-999999999-6"), target);
    Path inner = leftBehind("glomers-999999999-7");
    Files.createSymbolicLink(inner.resolve("n1.journal"), target.resolve("n1.journal"));

    directories.clean();
    assertThat(more.resolve("letter")).exists();
    assertThat(more.resolve("n2.journal")).exists();
    assertThat(more.resolve("n1.journal")).doesNotExist();
    assertThat(readable).exists();
    assertThat(otherwise).exists();
    assertThat(file).exists();
    assertThat(link).isSymbolicLink();
    assertThat(target.resolve("n1.journal")).exists();
    assertThat(inner).exists();
  }
}
