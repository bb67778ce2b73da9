package dev.glomers.simulation.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.RpcException;
import org.junit.jupiter.api.Test;

class OperationTest {
  private final History history = new History();
  private final Operation operation =
      history.invoke(3, 1, "n1", new Greet("all"), true, false, 1_204_000_000);

  private record Greet(String name) {}

  private record Crash() {}

  @Test
  void hasBegun() {
    assertThat(operation.process()).isEqualTo(3);
    assertThat(operation.thread()).isEqualTo(1);
    assertThat(operation.isFinal()).isTrue();
    assertThat(operation.isOfMaelstrom()).isFalse();
    assertThat(operation.hasEnded()).isFalse();
    assertThat(operation.outcome()).isEqualTo(Outcome.INFO);
    assertThat(operation.completion()).isEqualTo(Integer.MAX_VALUE);
    assertThat(operation.completedAtNanos()).isEqualTo(Long.MAX_VALUE);
    assertThat(operation.error()).isNull();
    assertThat(operation.name()).isEqualTo("greet");
  }

  @Test
  void isOk() {
    Operation crash = history.invoke(4, 1, "n1", new Crash(), false, true, 0);
    history.complete(operation, Outcome.OK, "hello", null, 1_300_000_000);
    assertThat(operation.hasEnded()).isTrue();
    assertThat(operation.isOk()).isTrue();
    assertThat(operation.result()).isEqualTo("hello");
    assertThat(operation.completedAtNanos()).isEqualTo(1_300_000_000);
    assertThat(operation.invocation()).isZero();
    assertThat(operation.completion()).isEqualTo(2);
    assertThat(operation)
        .hasToString("1.204 s: process 3 at n1 invoked Greet[name=all]: ok, hello");
    assertThat(operation.isCrash()).isFalse();
    assertThat(crash.isCrash()).isTrue();
    assertThat(history.size()).isEqualTo(2);
    assertThat(history.operations()).containsExactly(operation, crash);
    assertThat(history.of(Crash.class)).containsExactly(crash);
  }

  @Test
  void tellsNoMoreThan200CharactersOfAResult() {
    history.complete(operation, Outcome.OK, "x".repeat(200), null, 0);
    assertThat(operation.end()).isEqualTo("ok, " + "x".repeat(200));
    Operation longer = history.invoke(3, 1, "n1", new Greet("all"), true, false, 0);
    history.complete(longer, Outcome.OK, "x".repeat(201), null, 0);
    assertThat(longer.end()).isEqualTo("ok, " + "x".repeat(200) + "...");
  }

  @Test
  void isRefusedByADefiniteError() {
    RpcException refusal = new RpcException(ErrorCode.TEMPORARILY_UNAVAILABLE, "not now");
    history.complete(operation, Outcome.FAIL, null, refusal, 0);
    assertThat(operation.isRefused()).isTrue();
    assertThat(operation.failure()).isSameAs(refusal);
    assertThat(operation.error()).isEqualTo("not now");
    assertThat(operation.end()).isEqualTo("fail, not now");
  }

  @Test
  void isNotRefusedByAnotherError() {
    RpcException crash = new RpcException(ErrorCode.CRASH, "oh");
    history.complete(operation, Outcome.INFO, null, crash, 0);
    assertThat(operation.isRefused()).isFalse();
    assertThat(operation.end()).isEqualTo("info, oh");
  }
}
