package dev.glomers.simulation.workload.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static us.bpsm.edn.Keyword.newKeyword;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.simulation.workload.Chronicle;
import dev.glomers.simulation.workload.Setting;
import dev.glomers.simulation.workload.echo.EchoWorkload.Echo;
import dev.glomers.simulation.workload.echo.EchoWorkload.EchoOk;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EchoCheckerTest {
  private static final Echo HELLO = new Echo("hello");

  private final Chronicle chronicle = new Chronicle(3);
  private final EchoWorkload workload =
      new EchoWorkload(
          new Setting(List.of("n0"), 1, "grid", List.of(), Duration.ZERO, new SplittableRandom(1)));

  private List<String> found() {
    return chronicle.kinds(workload.checker());
  }

  @Test
  void whatIsSaidIsSaidBack() {
    chronicle.ok(0, HELLO, new EchoOk(Json.of("hello")));
    chronicle.unclear(0, HELLO);
    assertThat(found()).isEmpty();
    chronicle.ok(0, HELLO, new EchoOk(Json.of("hallo")));
    assertThat(found()).containsExactly("wrong-echo");
  }

  @Test
  void aRefusalIsAsWrong() {
    chronicle.refused(0, HELLO, ErrorCode.NOT_SUPPORTED);
    assertThat(found()).containsExactly("wrong-echo");
  }

  @Test
  void aNodeThatWasKilledMayRefuse() {
    chronicle.kill(0);
    chronicle.refused(0, HELLO, ErrorCode.NOT_SUPPORTED);
    assertThat(found()).isEmpty();
    chronicle.refused(1, HELLO, ErrorCode.NOT_SUPPORTED);
    assertThat(found()).containsExactly("wrong-echo");
  }

  @Test
  void asksForOneOf128AndOnceMoreInTheEnd() {
    assertThat(((Echo) workload.next(0, 0)).echo()).matches("Please echo \\d{1,3}");
    assertThat(workload.nextProbe(0, 0)).containsInstanceOf(Echo.class);
    assertThat(workload.nextProbe(0, 1)).isEmpty();
    assertThat(workload.hasFinal()).isFalse();
  }

  @Test
  void standsInAHistoryAsMaelstromHasIt() {
    assertThat(HELLO.invoked()).isEqualTo("hello");
    assertThat(HELLO.completed(new EchoOk(Json.of("hello"))))
        .isEqualTo(Map.of(newKeyword("type"), "echo_ok", newKeyword("echo"), "hello"));
  }
}
