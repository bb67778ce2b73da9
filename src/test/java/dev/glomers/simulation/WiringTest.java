package dev.glomers.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glomers.part.Parts;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.KvClient;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.Scheduler;
import dev.glomers.runtime.Store;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class WiringTest {
  /** A challenge that does nothing. */
  private abstract static class Idle implements Challenge {
    @Override
    public void start(Cluster cluster, Handlers on) {}
  }

  private static final class Sole extends Idle {
    private final KvClient kv;

    Sole(@Store("seq-kv") KvClient kv) {
      this.kv = kv;
    }
  }

  private static final class Unqualified extends Idle {
    Unqualified(KvClient kv) {}
  }

  private static final class Undecided extends Idle {
    Undecided(MessageBus bus) {}

    Undecided(Scheduler scheduler) {}
  }

  private static <C extends Challenge> C node(Class<C> challenge) {
    NodeFactory nodes = Wiring.of(Parts.find().get("1-echo"), challenge);
    return new TestCluster<>(1, given -> challenge.cast(nodes.create(given))).node(0).challenge();
  }

  @Test
  void anOnlyConstructorNeedsNoInject() {
    assertThat(node(Sole.class).kv).isNotNull();
  }

  @Test
  void ofSeveralConstructorsOneNeedsIt() {
    assertThatThrownBy(() -> node(Undecided.class))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageStartingWith("glomers.challenge: no constructor of ")
        .hasMessageContaining("Undecided");
  }

  @Test
  void whatCannotBeInjectedIsNamedWithItsConstructor() {
    assertThatThrownBy(() -> node(Unqualified.class))
        .hasMessageContaining("KvClient")
        .hasMessageContaining("Unqualified(");
  }
}
