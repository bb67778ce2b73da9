package dev.glomers.challenge.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.runtime.TestNode;
import dev.glomers.runtime.TestScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EchoTest {
  private final TestNode node = new TestNode(new TestScheduler()).started(new Echo());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'Please echo 35'",
        "123456789012345678901234567890",
        "0.10",
        "null",
        "{'b':[1,{}],'a':'\\u00e9'}",
        "'\uD83D\uDE00'"
      })
  void saysBackWhatItIsTold(String payload) {
    node.receive("c1", "'type':'echo','msg_id':2,'echo':" + payload);
    assertThat(node.sent())
        .containsExactly(
            "{'src':'n1','dest':'c1','body':{'type':'echo_ok','in_reply_to':2,'echo':%s}}"
                .formatted(payload));
  }

  @Test
  void hasToBeToldSomething() {
    node.receive("c1", "'type':'echo','msg_id':2");
    assertThat(node.sent()).singleElement().asString().contains("'code':12,'text':'echo: missing'");
  }
}
