package dev.glomers.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {
  @Test
  void hasMaelstromsNumbers() {
    assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::code))
        .containsExactly(0, 1, 10, 11, 12, 13, 14, 20, 21, 22, 30);
  }

  @Test
  void onlyTimeoutAndCrashAreIndefinite() {
    assertThat(Arrays.stream(ErrorCode.values()).filter(code -> !code.definite()))
        .containsExactly(ErrorCode.TIMEOUT, ErrorCode.CRASH);
  }

  @Test
  void isFoundByItsNumber() {
    assertThat(ErrorCode.values())
        .allSatisfy(code -> assertThat(ErrorCode.of(code.code())).contains(code));
    assertThat(ErrorCode.of(999)).isEmpty();
  }

  @Test
  void aCodeThatTheProtocolDoesNotNameIsIndefinite() {
    assertThat(new RpcException(1000, "own").definite()).isFalse();
    assertThat(new RpcException(ErrorCode.ABORT, "no").definite()).isTrue();
  }

  @Test
  void aFailureIsFoundUnderItsWrapping() {
    RpcException failure = new RpcException(ErrorCode.ABORT, "no");
    assertThat(RpcException.from(new CompletionException(new CompletionException(failure))))
        .isSameAs(failure);
    assertThat(RpcException.from(new IllegalStateException("bug")))
        .matches(crash -> crash.is(ErrorCode.CRASH))
        .hasMessageContaining("bug");
  }
}
