package dev.glomers.node;

import dev.glomers.runtime.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The default directories for journals: one for each test, readable by its owner alone. All nodes
 * of a test are children of one Maelstrom process (the launcher execs java), so the directory is
 * named after the parent's process id and start: new for each test, the same after a kill. A later
 * node deletes the directories whose parent has ended.
 */
final class TemporaryDirectories {
  private static final String OWNER_ONLY = "rwx------";
  private static final Pattern NAME = Pattern.compile("glomers-(\\d{1,18})-(\\d+)");

  private final Path temporary;

  TemporaryDirectories(Path temporary) {
    this.temporary = temporary;
  }

  /** The directory for the children of a process, created if needed. */
  Path open(long parent) throws IOException {
    String start =
        start(parent)
            .orElseThrow(
                () -> new StorageException("glomers.data-dir: needed, as no parent is visible"));
    Path path = temporary.resolve("glomers-" + parent + "-" + start);
    try {
      Files.createDirectory(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
    } catch (FileAlreadyExistsException e) {
      // Created by an earlier start, by another node, or by somebody who wants to read our files.
      if (!isOurs(path)) {
        throw new StorageException(path + ": not a directory that only this user may access");
      }
    }
    return path;
  }

  /** Deletes the directories of processes that have ended. */
  void clean() {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(temporary, "glomers-*")) {
      for (Path path : all) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        if (name.matches()
            && !start(Long.parseLong(name.group(1))).equals(Optional.of(name.group(2)))) {
          delete(path);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // A later node will try again.
    }
  }

  private void delete(Path path) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, FileStorage.FILES)) {
      if (isOurs(path)) {
        for (Path file : files) {
          if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(file);
          }
        }
        Files.deleteIfExists(path);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Another user's directory, or one with foreign files, or another node is deleting it too.
    }
  }

  private boolean isOurs(Path path) throws IOException {
    PosixFileAttributes found =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    // The owner of a file that we create shows which user we are.
    Path probe = Files.createTempFile(temporary, "glomers", null);
    try {
      return found.isDirectory()
          && found.owner().equals(Files.getOwner(probe, LinkOption.NOFOLLOW_LINKS))
          && PosixFilePermissions.toString(found.permissions()).equals(OWNER_ONLY);
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  /**
   * When a process started, in the system's own unit; empty if there is no such process. Linux
   * counts from its boot. Java's instant moves when the clock is set, and a test would lose its
   * directory.
   */
  private static Optional<String> start(long process) {
    Path stat = Path.of("/proc", String.valueOf(process), "stat");
    try {
      String text = Files.readString(stat, StandardCharsets.ISO_8859_1);
      // The 22nd field; the second is a name in brackets, and may contain anything.
      return Optional.of(text.substring(text.lastIndexOf(')') + 2).split(" ", -1)[19]);
    } catch (IOException e) {
      return ProcessHandle.of(process)
          .flatMap(alive -> alive.info().startInstant())
          .map(instant -> String.valueOf(instant.toEpochMilli()));
    }
  }
}
