package dev.glomers.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PresenceTest {
  private final Timing timing = new Timing(Timing.roundTrip());
  private final Presence presence = new Presence(timing);

  private static Duration ms(long ms) {
    return Duration.ofMillis(ms);
  }

  /** From now on it is known how long answers take. */
  private void measure() {
    timing.received(new Batch("n2.1", "n1", "n1.1", 0, 0, 1, 1, 0, 0, 0, List.of()), ms(101));
  }

  @Test
  void whoWasNeverAskedIsTakenToBeThere() {
    assertThat(presence.isReachable()).isTrue();
    assertThat(presence.isSuspect()).isFalse();
    assertThat(presence.isAsked()).isFalse();
    assertThat(presence.isLate(ms(100_000))).isFalse();
    assertThat(presence.isRepeatDue(ms(100_000))).isFalse();
  }

  @Test
  void whoIsAskedIsNotToldMoreUntilItAnswers() {
    presence.ask(ms(1000));
    assertThat(presence.isAsked()).isTrue();
    assertThat(presence.isReachable()).isFalse();
    assertThat(presence.answered()).isFalse();
    assertThat(presence.isAsked()).isFalse();
    assertThat(presence.isReachable()).isTrue();
  }

  @Test
  void anAnswerIsLateAfterTheTimeout() {
    measure();
    presence.ask(ms(1000));
    Duration due = ms(1000).plus(timing.timeout());
    assertThat(presence.isLate(due)).isFalse();
    assertThat(presence.isLate(due.plusMillis(1))).isTrue();
  }

  @Test
  void aQuestionIsRepeatedOnceAnAnswerIsLikelyToBeLost() {
    measure();
    Duration likely = timing.likelyTimeout();
    presence.ask(ms(1000));
    assertThat(presence.isRepeatDue(ms(1000).plus(likely))).isFalse();
    assertThat(presence.isRepeatDue(ms(1001).plus(likely))).isTrue();
    presence.ask(ms(1200));
    assertThat(presence.isRepeatDue(ms(1200).plus(likely))).isFalse();
    assertThat(presence.isLate(ms(1001).plus(timing.timeout()))).isTrue();
  }

  @Test
  void twoQuestionsInVainMakeOneSuspectWhoseDistanceIsKnown() {
    measure();
    presence.ask(ms(1000));
    assertThat(presence.silent(ms(1500))).isFalse();
    assertThat(presence.isSuspect()).isFalse();
    presence.ask(ms(1500));
    assertThat(presence.silent(ms(2000))).isTrue();
    assertThat(presence.isSuspect()).isTrue();
    assertThat(presence.isReachable()).isFalse();
  }

  @Test
  void anAnswerBetweenTwoQuestionsIsAnAnswer() {
    measure();
    presence.ask(ms(1000));
    presence.silent(ms(1500));
    presence.answered();
    presence.ask(ms(1500));
    assertThat(presence.silent(ms(2000))).isFalse();
  }

  @Test
  void oneWhoseDistanceIsUnknownIsGivenTenSeconds() {
    presence.ask(ms(1000));
    presence.silent(ms(2000));
    presence.ask(ms(2000));
    presence.silent(ms(4000));
    presence.ask(ms(4000));
    assertThat(presence.silent(ms(10_999))).isFalse();
    presence.ask(ms(10_999));
    assertThat(presence.silent(ms(11_000))).isTrue();
  }

  @Test
  void oneIsSuspectedOnceAndComesBackOnce() {
    measure();
    for (int i = 0; i < 2; i++) {
      presence.ask(ms(1000));
      presence.silent(ms(1500));
    }
    presence.ask(ms(2000));
    assertThat(presence.silent(ms(2500))).isFalse();
    assertThat(presence.isSuspect()).isTrue();
    assertThat(presence.answered()).isTrue();
    assertThat(presence.isSuspect()).isFalse();
    assertThat(presence.answered()).isFalse();
  }

  @Test
  void silenceMakesOnePatientButNotThatOfASuspect() {
    measure();
    Duration before = timing.timeout();
    presence.ask(ms(1000));
    presence.silent(ms(1500));
    assertThat(timing.timeout()).isEqualTo(before.multipliedBy(2));
    presence.ask(ms(1500));
    presence.silent(ms(2000));
    Duration last = timing.timeout();
    presence.ask(ms(2000));
    presence.silent(ms(4000));
    assertThat(timing.timeout()).isEqualTo(last);
  }
}
