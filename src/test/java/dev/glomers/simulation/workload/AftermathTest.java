package dev.glomers.simulation.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AftermathTest {
  private final Chronicle chronicle = new Chronicle(3);

  private record Nothing() {}

  @Test
  void aKillEndsALife() {
    Operation first = chronicle.begin(0, new Nothing());
    Operation other = chronicle.begin(1, new Nothing());
    chronicle.kill(0);
    Operation second = chronicle.begin(0, new Nothing());
    chronicle.kill(0);
    Operation third = chronicle.begin(0, new Nothing());
    Aftermath aftermath = chronicle.aftermath();
    assertThat(aftermath.life(first)).isZero();
    assertThat(aftermath.life(second)).isEqualTo(1);
    assertThat(aftermath.life(third)).isEqualTo(2);
    assertThat(aftermath.life(other)).isZero();
    assertThat(aftermath.forgot(first)).isTrue();
    assertThat(aftermath.forgot(second)).isTrue();
    assertThat(aftermath.forgot(third)).isFalse();
    assertThat(aftermath.forgot(other)).isFalse();
  }

  @Test
  void anOperationThatBeginsWithTheKillIsOfTheNextLife() {
    chronicle.kill(0);
    chronicle.pass(-1);
    Operation operation = chronicle.begin(0, new Nothing());
    assertThat(chronicle.aftermath().life(operation)).isEqualTo(1);
  }

  @Test
  void theFaultsEndForSomeOrAll() {
    Operation operation = chronicle.begin(1, new Nothing());
    assertThat(chronicle.aftermath().converged()).isFalse();
    assertThat(chronicle.aftermath().atCore(operation)).isFalse();
    chronicle.heal(1, 2);
    assertThat(chronicle.aftermath().converged()).isTrue();
    assertThat(chronicle.aftermath().isWhole()).isFalse();
    assertThat(chronicle.aftermath().atCore(operation)).isTrue();
    chronicle.heal(0, 1, 2);
    assertThat(chronicle.aftermath().isWhole()).isTrue();
  }
}
