package dev.glomers.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.Json;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerTest {
  private static final Duration NOW = Duration.ofSeconds(10);

  private final Logs logs = new Logs(new Lives("n1.1"), false);
  private final Peer peer = new Peer("n2", logs, Timing.roundTrip());

  private static Batch of(String origin, String hub, String to, int ack) {
    return new Batch(origin, hub, to, ack, 0, 7000, 0, 0, 0, 0, List.of());
  }

  private boolean hear(String origin) {
    return peer.hear(of(origin, "n2", "n1.1", 0), NOW);
  }

  private Batch batch(Duration now) {
    return peer.batch("n1", now, Duration.ofMillis(30), Duration.ofMillis(40));
  }

  @Test
  void anotherLifeIsOneAfterOneThatWasHeard() {
    assertThat(hear("n2.1")).isFalse();
    assertThat(hear("n2.1")).isFalse();
    assertThat(hear("n2.2")).isTrue();
    assertThat(hear("n2.2")).isFalse();
  }

  @Test
  void aFormerLifeIsOneBeforeTheLatestThatAnybodyToldOf() {
    assertThat(peer.isFormer(of("n2.1", "n2", "n1.1", 0))).isFalse();
    logs.lives().born("n2.2");
    assertThat(peer.isFormer(of("n2.1", "n2", "n1.1", 0))).isTrue();
    assertThat(peer.isFormer(of("n2.2", "n2", "n1.1", 0))).isFalse();
    assertThat(peer.isFormer(of("n2.3", "n2", "n1.1", 0))).isFalse();
  }

  @Test
  void whomItFollowsIsWhatItSaidLast() {
    peer.hear(of("n2.1", "n1", "n1.1", 0), NOW);
    assertThat(peer.follows("n1")).isTrue();
    peer.hear(of("n2.1", "n3", "n1.1", 0), NOW);
    assertThat(peer.follows("n1")).isFalse();
    assertThat(peer.follows("n3")).isTrue();
  }

  @Test
  void onlyWhatAcknowledgesThisLifeCounts() {
    logs.add(Json.of("a"));
    peer.hear(of("n2.1", "n2", "n1.0", 1), NOW);
    assertThat(peer.has("n1.1")).isZero();
    peer.hear(of("n2.1", "n2", "n1.1", 1), NOW);
    assertThat(peer.has("n1.1")).isEqualTo(1);
  }

  @Test
  void itHasAllOfItsOwnThatIsHere() {
    hear("n2.1");
    logs.take("n2.1", Json.of("b"));
    assertThat(peer.has("n2.1")).isEqualTo(1);
  }

  @Test
  void whoSpeaksIsNotSilent() {
    assertThat(peer.timing.isSilent(Duration.ZERO, NOW)).isTrue();
    hear("n2.1");
    assertThat(peer.timing.isSilent(Duration.ZERO, NOW)).isFalse();
  }

  @Test
  void whoIsSentSomethingHasTimeToAnswer() {
    logs.add(Json.of("a"));
    assertThat(peer.timing.isQuiet(Duration.ZERO, NOW)).isTrue();
    batch(NOW);
    assertThat(peer.timing.isQuiet(Duration.ZERO, NOW)).isFalse();
    assertThat(peer.timing.isSilent(Duration.ZERO, NOW)).isFalse();
    // It owes an acknowledgement since then, whatever it is sent later.
    batch(NOW.multipliedBy(2));
    assertThat(peer.timing.isQuiet(Duration.ZERO, NOW.multipliedBy(2))).isFalse();
    assertThat(peer.timing.isSilent(Duration.ZERO, NOW.multipliedBy(2))).isTrue();
  }

  @Test
  void aQuestionIsSomethingSentButOwesNoAcknowledgement() {
    peer.question("n1", NOW);
    assertThat(peer.timing.isQuiet(Duration.ZERO, NOW)).isFalse();
    assertThat(peer.timing.isSilent(Duration.ZERO, NOW)).isTrue();
  }

  @Test
  void aBatchBringsWhatThePeerLacksAndAQuestionNothing() {
    logs.add(Json.of("a"));
    hear("n2.1");
    assertThat(peer.question("n1", NOW))
        .isEqualTo(new Batch("n1.1", "n1", "n2.1", 0, 0, 10_000, 7000, 0, 0, 0, List.of()));
    assertThat(peer.knowledge.isUntold()).isTrue();
    Batch batch = batch(NOW.plusMillis(5));
    assertThat(batch)
        .isEqualTo(new Batch("n1.1", "n1", "n2.1", 0, 1, 10_005, 7000, 5, 30, 40, batch.log()));
    assertThat(batch.log()).extracting(Extent::name).containsExactly("n1.1");
    assertThat(peer.knowledge.isUntold()).isFalse();
  }

  @Test
  void aLifeThatHasNotSpokenYetIsToldAllAndItsClockIsUnknown() {
    logs.add(Json.of("a"));
    hear("n2.1");
    peer.knowledge.acknowledged(1);
    peer.knowledge.took(new Batch("n2.1", "n2", "n1.1", 0, 5, 7000, 0, 0, 0, 0, List.of()));
    assertThat(peer.knowledge.isOwed()).isFalse();
    assertThat(peer.knowledge.taken()).isEqualTo(5);
    logs.lives().born("n2.2");
    Batch batch = batch(NOW);
    assertThat(batch.ack()).isZero();
    assertThat(batch.to()).isEqualTo("n2.2");
    assertThat(batch.echo()).isZero();
    assertThat(batch.log()).extracting(Extent::name).containsExactly("n1.1");
  }

  @Test
  void whatAFormerLifeBroughtIsNotAcknowledgedToTheNext() {
    Logs journaled = new Logs(new Lives("n1.1"), true);
    Peer of = new Peer("n2", journaled, Timing.roundTrip());
    of.hear(of("n2.1", "n2", "n1.1", 0), NOW);
    journaled.take("n2.1", Json.of("b"));
    of.knowledge.took(new Batch("n2.1", "n2", "n1.1", 0, 5, 7000, 0, 0, 0, 0, List.of()));
    of.hear(of("n2.2", "n2", "n1.1", 0), NOW);
    journaled.durable(1);
    assertThat(of.knowledge.isOwed()).isFalse();
    assertThat(of.knowledge.taken()).isZero();
    assertThat(of.knowledge.has().counts()).isEmpty();
  }
}
