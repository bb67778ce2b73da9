package dev.glomers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Inspectable.Version;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class InspectableTest {
  private static Version version(long... timestamp) {
    return new Version(Json.NULL, LongStream.of(timestamp).boxed().toList());
  }

  @Test
  void versionsAreOrderedNumberByNumber() {
    List<Version> ordered =
        List.of(version(), version(1), version(1, 2), version(1, 3), version(2, 0), version(10));
    for (int i = 0; i < ordered.size(); i++) {
      for (int j = 0; j < ordered.size(); j++) {
        assertThat(Integer.signum(ordered.get(i).compareTo(ordered.get(j))))
            .as("%s and %s", ordered.get(i), ordered.get(j))
            .isEqualTo(Integer.compare(i, j));
      }
    }
  }
}
