package dev.glomers.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceTest {
  private final List<String> heard = new ArrayList<>();

  private Trace hearing(String name) {
    return new Trace() {
      @Override
      public void phase(long timeNanos, String phase) {
        heard.add(name + " " + timeNanos + " " + phase);
      }

      @Override
      public void faultEnded(long timeNanos, String fault) {
        throw new IllegalStateException(name);
      }
    };
  }

  @Test
  void allHearAnEventInTheirOrder() {
    Trace.all(hearing("a"), Trace.all(hearing("b"), Trace.NONE), hearing("c")).phase(7, "faults");
    assertThat(heard).containsExactly("a 7 faults", "b 7 faults", "c 7 faults");
  }

  @Test
  void whatOneThrowsArrivesAsItIs() {
    assertThatThrownBy(() -> Trace.all(Trace.NONE, hearing("a")).faultEnded(7, "loss"))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("a");
  }
}
