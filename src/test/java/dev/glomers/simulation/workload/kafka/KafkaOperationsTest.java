package dev.glomers.simulation.workload.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static us.bpsm.edn.Keyword.newKeyword;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.RpcException;
import dev.glomers.simulation.workload.Outcome;
import dev.glomers.simulation.workload.Setting;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.Assign;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.Crash;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.ListCommitted;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.Poll;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.Send;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.SendOk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What clients of a log are told to do. */
class KafkaOperationsTest {
  private static final long SECOND = 1_000_000_000;

  private final KafkaWorkload workload = workload(1);

  private static KafkaWorkload workload(int concurrency) {
    return new KafkaWorkload(
        new Setting(
            List.of("n0"), concurrency, "grid", List.of(), Duration.ZERO, new SplittableRandom(1)));
  }

  private static Polled polled(int key, long... offsets) {
    return new Polled(
        0,
        0,
        "n0",
        List.of(new Polled.Entries(key, 0, offsets, new int[offsets.length])),
        List.of());
  }

  /** What comes up in so many operations, all at once. */
  private List<Record> next(int count) {
    List<Record> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(workload.next(0, 1));
    }
    return all;
  }

  @Test
  void aClientCrashesEvery30SecondsOrSo() {
    for (int clients : new int[] {1, 10}) {
      KafkaWorkload each = workload(clients);
      int crashes = 0;
      for (int tenth = 0; tenth < 30_000; tenth++) {
        crashes += each.next(0, tenth * SECOND / 10) instanceof Crash ? 1 : 0;
      }
      assertThat(crashes).isBetween(80 * clients, 125 * clients);
    }
  }

  @Test
  void itAssignsNowAndThen() {
    workload.next(0, 0);
    assertThat(next(6400).stream().filter(Assign.class::isInstance).count()).isBetween(70L, 130L);
  }

  @Test
  void itAssignsWhatWasSentAndNotPolledInAThirdOfCases() {
    workload.next(0, 0);
    workload.sent(new Send(500, 1), new SendOk(7));
    workload.sent(new Send(501, 1), new SendOk(7));
    workload.polled(polled(501, 7));
    workload.sent(new Send(502, 1), new SendOk(7));
    workload.polled(polled(502, 6));
    List<Assign> assigns =
        next(6400).stream().filter(Assign.class::isInstance).map(Assign.class::cast).toList();
    long both =
        assigns.stream().filter(assign -> assign.keys().containsAll(List.of(500, 502))).count();
    assertThat(both).isBetween(assigns.size() / 4L, assigns.size() / 2L);
    assertThat(assigns)
        .allSatisfy(
            assign -> {
              assertThat(assign.keys()).doesNotContain(501);
              assertThat(assign.seekToBeginning()).isFalse();
            });
  }

  @Test
  void inTheEndItPollsAllFromTheBeginning() {
    workload.sent(new Send(1, 1), new SendOk(7));
    workload.polled(polled(2, 3, 5));
    List<Integer> all = List.of(1, 2);
    assertThat(workload.nextFinal(0, 0, 0)).contains(new ListCommitted(all));
    assertThat(workload.nextFinal(0, 1, 0)).contains(new Crash());
    assertThat(workload.nextFinal(0, 2, 0)).contains(new Assign(all, true));
    assertThat(workload.nextFinal(0, 3, 0)).contains(new Poll());
    workload.polled(polled(1, 7));
    workload.polled(polled(2, 4));
    assertThat(workload.nextFinal(0, 4, 0)).contains(new Poll());
    workload.polled(polled(2, 5));
    assertThat(workload.nextFinal(0, 5, 0)).isEmpty();
  }

  @Test
  void forTenSecondsAtMost() {
    workload.sent(new Send(1, 1), new SendOk(7));
    workload.nextFinal(0, 0, SECOND);
    assertThat(workload.nextFinal(0, 1, 11 * SECOND - 1)).isPresent();
    assertThat(workload.nextFinal(0, 1, 11 * SECOND)).isEmpty();
  }

  @Test
  void thereIsAProbeOfEachKind() {
    assertThat(workload.nextProbe(0, 0)).contains(new Poll());
    assertThat(workload.nextProbe(0, 1)).containsInstanceOf(Send.class);
    assertThat(workload.nextProbe(0, 2)).isEmpty();
    assertThat(workload.isProbe(new ListCommitted(List.of()))).isTrue();
    assertThat(workload.isProbe(new Poll())).isFalse();
  }

  @Test
  void sendsAreOfMessagesFromOne() {
    assertThat(next(100).stream().filter(Send.class::isInstance).map(Send.class::cast).toList())
        .isNotEmpty()
        .allMatch(send -> send.msg() > 0);
  }

  @Test
  void whatFailedMayHaveHappenedUnlessItDoesNotMatter() {
    RpcException timeout = new RpcException(ErrorCode.TIMEOUT, "no");
    RpcException refusal = new RpcException(ErrorCode.TEMPORARILY_UNAVAILABLE, "no");
    assertThat(workload.failed(new Send(1, 1), timeout)).isEqualTo(Outcome.INFO);
    assertThat(workload.failed(new Poll(), timeout)).isEqualTo(Outcome.INFO);
    assertThat(workload.failed(new Poll(), refusal)).isEqualTo(Outcome.FAIL);
    assertThat(workload.failed(new Assign(List.of(), false), timeout)).isEqualTo(Outcome.FAIL);
    assertThat(workload.failed(new ListCommitted(List.of()), timeout)).isEqualTo(Outcome.FAIL);
  }

  @Test
  void standInAHistoryAsJepsenHasThem() {
    assertThat(new Poll().attributes(true)).isEqualTo(Map.of("poll-ms", 1000));
    assertThat(new Poll().attributes(false)).isEmpty();
    assertThat(new Assign(List.of(1), true).attributes(false))
        .isEqualTo(Map.of("seek-to-beginning?", true));
    assertThat(new Assign(List.of(1), false).attributes(true)).isEmpty();
    assertThat(new Assign(List.of(1), false).invoked()).isEqualTo(List.of("1"));
    assertThat(new Send(1, 2).completed(new SendOk(7)))
        .isEqualTo(List.of(List.of(newKeyword("send"), "1", List.of(7L, 2))));
    Map<String, List<List<Number>>> messages = new LinkedHashMap<>();
    messages.put("1", List.of(List.of(3L, 9), List.of(5L, 10)));
    messages.put("2", List.of());
    Polled polled =
        new Polled(
            0,
            0,
            "n0",
            List.of(new Polled.Entries(1, 0, new long[] {3, 5}, new int[] {9, 10})),
            List.of(2));
    assertThat(new Poll().completed(polled))
        .isEqualTo(List.of(Arrays.asList(newKeyword("poll"), messages)));
    assertThat(polled).hasToString("[key 1 from 0: 3=9, 5=10]");
  }
}
