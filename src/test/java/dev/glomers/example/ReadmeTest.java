package dev.glomers.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  @Test
  void itsExampleIsTheOneThatIsTested() throws IOException {
    String flood = Files.readString(Path.of("src/test/java/dev/glomers/example/Flood.java"));
    assertThat(Files.readString(Path.of("README.md")))
        .contains(flood.substring(flood.indexOf("@Singleton")));
  }
}
