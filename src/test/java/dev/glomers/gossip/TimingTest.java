package dev.glomers.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimingTest {
  private final Timing timing = new Timing(Timing.roundTrip());

  private static Duration ms(long ms) {
    return Duration.ofMillis(ms);
  }

  /** A message that was sent at that time of the other's clock. */
  private static Batch sentAt(long at, long echo, long waited) {
    return new Batch("n2.1", "n1", "n1.1", 0, 0, at, echo, waited, 0, 0, List.of());
  }

  @Test
  void nothingIsKnownAtFirst() {
    assertThat(timing.trip()).isEmpty();
    assertThat(timing.isMeasured()).isFalse();
    assertThat(timing.timeout()).isEqualTo(ms(1000));
    assertThat(timing.clock()).isZero();
  }

  @Test
  void aRoundTripIsWhatPassedSinceTheEchoLessWhatTheOtherWaited() {
    timing.received(sentAt(7000, 1000, 300), ms(1500));
    assertThat(timing.trip()).contains(ms(200));
    assertThat(timing.isMeasured()).isTrue();
  }

  @Test
  void anEchoIsMeasuredOnce() {
    timing.received(sentAt(7000, 1000, 300), ms(1500));
    timing.received(sentAt(7100, 1000, 400), ms(5000));
    timing.received(sentAt(6000, 900, 0), ms(9000));
    assertThat(timing.trip()).contains(ms(200));
  }

  @Test
  void aMessageWithoutAnEchoMeasuresNothing() {
    timing.received(sentAt(7000, 0, 0), ms(1500));
    assertThat(timing.isMeasured()).isFalse();
  }

  @Test
  void anEchoOfAFormerLifesClockMeasuresNothing() {
    timing.received(sentAt(7000, 60_000, 100), ms(1500));
    assertThat(timing.isMeasured()).isFalse();
    timing.received(sentAt(7100, 1400, 0), ms(1600));
    assertThat(timing.trip()).contains(ms(200));
  }

  @Test
  void theTimeoutIsLongerThanARoundTripAndLearnsFromLateAnswers() {
    timing.received(sentAt(7000, 1000, 0), ms(1200));
    Duration before = timing.timeout();
    assertThat(before).isGreaterThan(ms(200));
    for (int i = 0; i < 20; i++) {
      timing.received(sentAt(8000 + i, 2000 + i, 0), ms(7000 + i));
    }
    assertThat(timing.timeout()).isGreaterThan(ms(5000));
  }

  @Test
  void silenceLengthensTheTimeoutAndAnAnswerShortensIt() {
    timing.received(sentAt(7000, 1000, 0), ms(1010));
    Duration before = timing.timeout();
    timing.expired();
    assertThat(timing.timeout()).isEqualTo(before.multipliedBy(2));
    timing.received(sentAt(7001, 1001, 0), ms(1011));
    assertThat(timing.timeout()).isLessThanOrEqualTo(before);
  }

  @Test
  void whatIsNotMeasuredIsExpectedToBeAsTheOthers() {
    var common = Timing.roundTrip();
    new Timing(common).received(sentAt(7000, 1000, 0), ms(1100));
    Timing another = new Timing(common);
    assertThat(another.isMeasured()).isTrue();
    assertThat(another.timeout()).isEqualTo(common.timeout());
    assertThat(another.trip()).isEmpty();
    another.received(sentAt(7000, 2000, 0), ms(4000));
    assertThat(another.trip()).contains(ms(2000));
  }

  @Test
  void theFastestOfLateTellsWhenAMessageWillArrive() {
    timing.received(sentAt(7000, 0, 0), ms(1100));
    timing.received(sentAt(7100, 0, 0), ms(1130));
    timing.received(sentAt(7200, 0, 0), ms(1400));
    assertThat(timing.arrival(8000)).isEqualTo(ms(2030));
    for (int i = 0; i < 5; i++) {
      timing.received(sentAt(7300 + i, 0, 0), ms(1400 + i));
    }
    assertThat(timing.arrival(8000)).isEqualTo(ms(2100));
  }

  @Test
  void anotherLifeHasAnotherClock() {
    timing.received(sentAt(7000, 1000, 0), ms(1100));
    timing.reborn();
    assertThat(timing.clock()).isZero();
    timing.received(sentAt(50, 0, 0), ms(1300));
    assertThat(timing.arrival(100)).isEqualTo(ms(1350));
    assertThat(timing.trip()).contains(ms(100));
  }

  @Test
  void theClockIsWhatTheLastMessageTold() {
    timing.received(sentAt(7000, 0, 0), ms(1100));
    assertThat(timing.clock()).isEqualTo(7000);
    assertThat(timing.waited(ms(1150))).isEqualTo(ms(50));
  }

  @Test
  void oneMissedAMessageIfWhatItSaysLongAfterDoesNotEchoIt() {
    timing.received(sentAt(7000, 1000, 0), ms(1100));
    timing.sent(ms(2000), true);
    timing.received(sentAt(8000, 1500, 500), ms(2100));
    assertThat(timing.missed(ms(2100), ms(20))).isFalse();
    assertThat(timing.missed(ms(2121), ms(20))).isTrue();
    timing.received(sentAt(8050, 2000, 0), ms(2130));
    assertThat(timing.missed(ms(2200), ms(20))).isFalse();
  }

  @Test
  void oneIsSilentThatShouldHaveSpokenAndHasNot() {
    timing.received(sentAt(7000, 1000, 0), ms(1100));
    Duration patience = ms(500).plus(timing.likelyTimeout());
    timing.received(sentAt(7100, 0, 0), ms(2000));
    timing.sent(ms(3000), true);
    timing.sent(ms(3500), false);
    assertThat(timing.isSilent(ms(500), ms(3000).plus(patience))).isFalse();
    assertThat(timing.isSilent(ms(500), ms(3001).plus(patience))).isTrue();
    timing.received(sentAt(7200, 0, 0), ms(3200));
    assertThat(timing.isSilent(ms(500), ms(3200).plus(patience))).isFalse();
    assertThat(timing.isSilent(ms(500), ms(3201).plus(patience))).isTrue();
  }

  @Test
  void oneIsQuietThatWasToldNothing() {
    timing.received(sentAt(7000, 1000, 0), ms(1100));
    Duration patience = ms(500).plus(timing.likelyTimeout());
    timing.sent(ms(3000), false);
    assertThat(timing.isQuiet(ms(500), ms(3000).plus(patience))).isFalse();
    assertThat(timing.isQuiet(ms(500), ms(3001).plus(patience))).isTrue();
  }

  @Test
  void theMarginIsHalfARoundTripOrWhatABusyMachineNeeds() {
    timing.received(sentAt(7000, 1000, 0), ms(1100));
    assertThat(timing.likelyTimeout()).isEqualTo(ms(250));
    Timing far = new Timing(Timing.roundTrip());
    far.received(sentAt(7000, 1000, 0), ms(2000));
    assertThat(far.likelyTimeout()).isEqualTo(ms(1500));
  }

  @Test
  void whatIsMeasuredIsNotExpectedToBeAsTheOthers() {
    var common = Timing.roundTrip();
    new Timing(common).received(sentAt(7000, 1000, 0), ms(5000));
    Timing near = new Timing(common);
    near.received(sentAt(7000, 1000, 0), ms(1010));
    assertThat(near.timeout()).isEqualTo(ms(160));
  }
}
