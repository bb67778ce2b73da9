package dev.glomers.simulation.workload.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.simulation.workload.Anomaly;
import dev.glomers.simulation.workload.Chronicle;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.kafka.CommittedOffsets.Answer;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.Assign;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.ListCommitted;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.Poll;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.Send;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.SendOk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Histories of three nodes, step by step. Process 4, at node 1, may do this:
 *
 * <ul>
 *   <li>{@code 4 s1=2@3} sends message 2 to key 1 and learns that it is at offset 3; {@code s1=2!}
 *       is refused, and of {@code s1=2?} it does not learn what came of it;
 *   <li>{@code 4 p1@3 3=2 4=7 p5@0} polls key 1 from offset 3 and finds messages 2 and 7, and key 5
 *       and finds nothing; after {@code lost} the commit fails;
 *   <li>{@code 4 a1,5} assigns itself keys, {@code 4 c1=3} commits, {@code 4 l1=3,5} asks for the
 *       committed offsets of keys, of which one has none.
 * </ul>
 */
class KafkaCheckerTest {
  private final Chronicle chronicle = new Chronicle(3);
  private final List<Polled> polls = new ArrayList<>();
  private final CommittedOffsets committed = new CommittedOffsets();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a log                         | 0 s1=1@0; 0 s1=2@1; 1 p1@0 0=1 1=2            |
          with gaps                     | 0 s1=1@3; 0 s1=2@7; 1 p1@0 3=1 7=2            |
          in pieces                     | 0 s1=1@0; 0 s1=2@1; 1 p1@0 0=1; 1 p1@1 1=2    |
          of many messages              | 0 s1=1@0; 0 s1=40@1; 0 s1=17@2; 1 p1@0 0=1 1=40 2=17 |
          of many keys                  | 0 s1=1@0; 0 s2=1@0; 1 p1@0 0=1 p2@0 0=1       |

          what nobody sent              | 1 p1@0 0=1                                    | never-sent
          nor any as high               | 0 s1=1@0; 1 p1@0 0=1 1=17                     | never-sent
          nor to that key               | 0 s1=1@0; 1 p2@0 0=1                          | never-sent
          no message at all             | 0 s1=1@0; 1 p1@0 0=1 1=0                      | never-sent
          what was refused              | 0 s1=1!; 1 p1@0 0=1                           | G1a
          and is told once              | 0 s1=1!; 1 p1@0 0=1; 2 p1@0 0=1               | G1a
          what may not have been        | 0 s1=1?; 1 p1@0 0=1                           |

          two at one offset             | 0 s1=1@0; 2 s1=2@0; 1 p1@0 0=1                | inconsistent-offsets
          by two polls                  | 0 s1=1?; 2 s1=2?; 1 p1@0 0=1; 2 p1@0 0=2      | inconsistent-offsets
          one at two                    | 0 s1=1@0; 1 p1@0 0=1; 2 p1@1 1=1              | duplicate
          by two polls                  | 0 s1=1?; 1 p1@0 0=1; 2 p1@1 1=1               | duplicate
          in the way of another         | 0 s1=1@0; 0 s1=2@1; 1 p1@0 0=1; 2 p1@1 1=1    | duplicate inconsistent-offsets

          before what was asked for     | 0 s1=1@0; 0 s1=2@1; 1 p1@1 0=1 1=2            | nonmonotonic-poll
          just as it was asked for      | 0 s1=1@0; 0 s1=2@1; 1 p1@0 0=1; 2 p1@1 1=2    |
          beyond what was asked for     | 0 s1=1@0; 0 s1=2@1; 1 p1@0 1=2; 2 p1@0 0=1    | poll-skip
          beyond the last poll          | 0 s1=1@0; 0 s1=2@1; 0 s1=3@2; 1 p1@0 0=1; 1 p1@2 2=3; 2 p1@1 1=2 | poll-skip
          of another client             | 0 s1=1@0; 0 s1=2@1; 0 s1=3@2; 1 p1@0 0=1; 4 p1@2 2=3; 2 p1@1 1=2 |
          of a key that is still assigned| 0 s1=1@0; 0 s1=2@1; 0 s1=3@2; 1 p1@0 0=1; 1 a1,2; 1 p1@2 2=3; 2 p1@1 1=2 | poll-skip
          of one that is not            | 0 s1=1@0; 0 s1=2@1; 0 s1=3@2; 1 p1@0 0=1; 1 a2; 1 p1@2 2=3; 2 p1@1 1=2 |
          back from the last poll       | 0 s1=1@0; 0 s1=2@1; 1 p1@0 0=1 1=2; 1 p1@0 0=1 |
          what a failed commit showed   | 0 s1=1@0; 0 s1=2@1; 0 s1=3@2; 1 p1@0 0=1; 1 lost p1@1 1=2; 1 p1@2 2=3; 2 p1@1 1=2 | poll-skip
          within a poll                 | 0 s1=1@0; 0 s1=2@1; 0 s1=3@2; 1 p1@0 0=1 2=3; 2 p1@1 1=2 | int-poll-skip
          and whose commit failed       | 0 s1=1@0; 0 s1=2@1; 0 s1=3@2; 1 lost p1@0 0=1 2=3 | int-poll-skip
          back within a poll            | 0 s1=1@0; 0 s1=2@1; 1 p1@0 0=1 1=2 0=1        | int-nonmonotonic-poll
          twice within a poll           | 0 s1=1@0; 0 s1=2@1; 1 p1@0 0=1 0=1 1=2        | int-nonmonotonic-poll
          back and on                   | 0 s1=1@0; 0 s1=2@1; 0 s1=3@2; 1 p1@0 0=1 1=2 2=3 0=1 2=3 | int-nonmonotonic-poll int-poll-skip
          two skips                     | 0 s1=1@0; 0 s1=2@1; 0 s1=3@2; 0 s1=4@3; 0 s1=5@4; 1 p1@0 1=2 3=4 4=5; 2 p1@0 0=1; 2 p1@2 2=3 | poll-skip int-poll-skip poll-skip

          a client's sends              | 0 s1=1@1; 0 s1=2@0; 1 p1@0 0=2 1=1            | nonmonotonic-send
          at one offset                 | 0 s1=1@0; 0 s1=2@0; 1 p1@0 0=2                | nonmonotonic-send inconsistent-offsets
          of another client             | 0 s1=1@1; 3 s1=2@0; 1 p1@0 0=2 1=1            |
          to another key                | 0 s1=1@1; 0 s2=2@0; 1 p1@1 1=1 p2@0 0=2       |
          of which one was uncertain    | 0 s1=1@1; 0 s1=2?; 1 p1@0 0=2 1=1             | nonmonotonic-send
          and was never seen            | 0 s1=1@1; 0 s1=2?; 1 p1@0 1=1                 |

          a poll before the send        | 1 p1@0 0=1; 0 s1=1@0                          | G1c-realtime

          shown by nobody               | 0 s1=1@0; 0 s1=2@1; 1 p1@1 1=2                | lost-write
          shown by a failed commit      | 0 s1=1@0; 0 s1=2@1; 1 p1@1 1=2; 1 lost p1@0 0=1 | lost-write
          but nobody knows if it was sent| 0 s1=1?; 0 s1=2@1; 1 p1@1 1=2                |
          or it was the last            | 0 s1=1@0; 0 s1=2@1; 1 p1@0 0=1                |
          and the faults ended          | 0 s1=1@0; 0 s1=2@1; 1 p1@0 0=1; heal 0 1 2    | unseen
          for some                      | 0 s1=1@0; 0 s1=2@1; 1 p1@0 0=1; heal 0 1      |
          and was a probe               | 0 s1=1@0; 1 p1@0 0=1; heal 0 1 2; probe; 0 s1=2@1 |
          and was in the way of another | 0 s1=1@0; 2 s1=2@1; 1 p1@1 1=2; 0 lost p1@1 1=1 | lost-write duplicate inconsistent-offsets

          all reach the end             | 0 s1=1@0; 0 s1=2@1; heal 0 1 2; 1 p1@0 0=1; 1 p1@1 1=2; 2 p1@0 0=1 1=2 |
          one does not                  | 0 s1=1@0; 0 s1=2@1; heal 0 1 2; 1 p1@0 0=1; 2 p1@0 0=1 1=2 | unreached
          one sees nothing              | 0 s1=1@0; 1 p1@0 0=1; heal 0 1 2; 2 p         | unreached
          the end was seen by a poll    | 0 s1=1?; 1 p1@0 0=1; heal 0 1 2; 2 p          | unreached
          what is sent later is no end  | 0 s1=1@0; heal 0 1 2; 1 p1@0 0=1; 0 s1=2@1; 2 p1@0 0=1 1=2; 0 p1@0 0=1 1=2 |
          nor what others than the core know | 0 s1=1@0; 1 p1@0 0=1; heal 2; 2 p        |
          a probe need not reach it     | 0 s1=1@0; 1 p1@0 0=1; heal 0 1 2; probe; 2 p  |
          two keys                      | 0 s1=1@0; 0 s2=1@0; 1 p1@0 0=1 p2@0 0=1; heal 0 1 2; 2 p2@0 0=1; 1 p1@0 0=1 | unreached unreached

          committed by nobody           | 0 l1=0                                        | commit-beyond
          committed by somebody         | 0 c1=0; 1 l1=0                                |
          of a client that had seen it  | 0 s1=1@0; 1 p1@0 0=1; 1 c1=0; 2 l1=0          |
          of one that had not           | 0 s1=1@0; 1 c1=0; 2 l1=0; 1 p1@0 0=1          | commit-skip
          of one that nobody ever sees  | 0 s1=1@0; 1 c1=0; 2 a1=0                      | commit-skip
          of one that had not seen all  | 0 s1=1@0; 0 s1=2@1; 1 p1@0 0=1; 1 c1=1; 2 l1=1 | commit-skip
          of one that had not seen the first | 0 s1=1@0; 0 s1=2@1; 1 p1@1 1=2; 1 c1=1; 2 l1=1; 2 p1@0 0=1 | commit-skip
          of others it may be           | 0 s1=1@0; 0 s1=2@1; 1 p1@0 0=1; 1 c1=0; 2 l1=0; 2 p1@1 1=2 |
          before the log begins         | 0 s1=1@5; 1 c1=3; 2 l1=3; 2 p1@0 5=1          |
          it goes back                  | 0 c1=1; 0 l1=0                                | commit-went-back
          not at another node           | 0 c1=1; 1 l1=0                                |
          it is lost in the end         | 0 c1=1; heal 0 1 2; 1 l1=0                    | lost-commit
          and so are all                | 0 c1=1; heal 0 1 2; 1 l1                      | lost-commit
          but its node still is cut off | 0 c1=1; heal 1 2; 1 l1                        |
          it is there in the end        | 0 c1=1; heal 0 1 2; 1 l1=1                    |
          """)
  void findsWhatIsWrong(String name, String steps, @Nullable String kinds) {
    tell(steps);
    assertThat(chronicle.kinds(checker()))
        .containsExactlyInAnyOrderElementsOf(
            kinds == null ? List.of() : List.of(kinds.split(" ", -1)));
  }

  @Test
  void aPollMayShowWhatIsBeingSent() {
    Operation send = chronicle.begin(0, new Send(1, 1));
    tell("1 p1@0 0=1");
    chronicle.ok(send, new SendOk(0));
    assertThat(chronicle.kinds(checker())).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          what it shows it has            | 1 a1; 0 s1=1@0; pass 300; 1 p1@0 0=1        | 0
          what was acknowledged           | 1 a1; 0 s1=1@0; pass 300; 1 p               | 301
          of a key that it has not assigned| 1 a2; 0 s1=1@0; pass 300; 1 p              | 0
          of one that it has no more      | 1 a1; 1 a2; 0 s1=1@0; pass 300; 1 p         | 0
          of one that it has again        | 1 a1,2; 1 a1; 0 s1=1@0; pass 300; 1 p       | 301
          of one that nobody knows        | 1 a9; 0 s1=1@0; pass 300; 1 p               | 0
          of the first of two             | 1 a1,2; 0 s1=1@0; pass 20; 0 s2=1@0; pass 300; 1 p | 323
          what it saw before it has       | 1 a1; 0 s1=1@0; pass 300; 1 p1@0 0=1; pass 300; 1 p | 0
          the next it has not             | 1 a1; 0 s1=1@0; 1 p1@0 0=1; 0 s1=2@1; pass 300; 1 p | 301
          what another was shown          | 1 a1; 0 s1=1?; pass 50; 2 p1@0 0=1; pass 300; 1 p | 301
          what was acknowledged and shown | 1 a1; 0 s1=1@0; pass 50; 2 p1@0 0=1; pass 300; 1 p | 353
          what comes before something     | 1 a1; 0 s1=2@1; pass 50; 0 s1=1@0; pass 300; 1 p | 353
          what nobody knows               | 1 a1; 0 s1=1?; pass 300; 1 p                | 0
          the worst of polls              | 1 a1; 0 s1=1@0; pass 300; 1 p; 1 p1@0 0=1; 1 p | 301
          """)
  void measuresHowFarPollsAreBehind(String name, String steps, long lagMillis) {
    tell(steps);
    assertThat(chronicle.judge(checker()).figures()).containsEntry("worst-lag-ms", lagMillis);
  }

  @Test
  void counts() {
    tell("0 s1=1@3; 0 s1=2@7; 0 s2=1?; 1 lost p1@0 3=1");
    assertThat(chronicle.judge(checker()).figures())
        .containsEntry("keys", 3)
        .containsEntry("sends", 2L)
        .containsEntry("largest-offset", 7L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 s1=1@0; 2 s1=2@0; 1 p1@0 0=1  | key 1 holds two messages at one offset: message 1 at offset 0 (0.001 s: process 0 at n0 invoked Send[key=1, msg=1]: ok, SendOk[offset=0]); message 2 at offset 0 (0.003 s: process 2 at n2 invoked Send[key=1, msg=2]: ok, SendOk[offset=0])
          0 s1=1@0; 1 p1@0 0=1; 2 p1@1 1=1| key 1 holds one message at two offsets: message 1 at offset 0 (0.001 s: process 0 at n0 invoked Send[key=1, msg=1]: ok, SendOk[offset=0]); message 1 at offset 1 (0.005 s: process 2 at n2 polled key 1 from 1: 1=1)
          0 s1=1?; 1 lost p1@0 0=1; 2 p1@1 1=1| key 1 holds one message at two offsets: message 1 at offset 0 (process 1 at n1 polled key 1 from 0: 0=1); message 1 at offset 1 (0.005 s: process 2 at n2 polled key 1 from 1: 1=1)
          0 s1=1@0; 0 s1=2@1; 1 p1@0 0=1; 1 c1=1; 2 l1=1| 0.007 s: process 2 at n2 invoked ListCommitted[keys=[1]]: ok, {1=1}; for key 1 that was 1, but nobody had been shown this yet: message 2 at offset 1 (0.003 s: process 0 at n0 invoked Send[key=1, msg=2]: ok, SendOk[offset=1])
          0 s1=1@0; 1 c1=0; 2 a1=0        | 0.003 s: process 2 at n2 invoked Assign[keys=[1], seekToBeginning=false]: ok, {1=0}; for key 1 that was 0, but nobody had been shown this yet: message 1 at offset 0 (0.001 s: process 0 at n0 invoked Send[key=1, msg=1]: ok, SendOk[offset=0])
          0 l1=0                          | 0.001 s: process 0 at n0 invoked ListCommitted[keys=[1]]: ok, {1=0}; for key 1 it was 0; but nobody has asked to commit more than -1
          """)
  void tellsWhoSaysSo(String steps, String words) {
    tell(steps);
    assertThat(chronicle.judge(checker()).anomalies())
        .extracting(Anomaly::words)
        .containsExactly(words);
  }

  private KafkaChecker checker() {
    return new KafkaChecker(polls, committed);
  }

  private void tell(String steps) {
    Arrays.stream(steps.split(";", -1)).map(String::strip).forEach(this::step);
  }

  private void step(String step) {
    String[] words = step.split(" ", -1);
    String[] rest = Arrays.copyOfRange(words, 1, words.length);
    switch (words[0]) {
      case "probe" -> chronicle.probe();
      case "pass" -> chronicle.pass(Long.parseLong(rest[0]));
      case "heal" ->
          chronicle.heal(Arrays.stream(rest).map(Integer::valueOf).toArray(Integer[]::new));
      default -> operation(Integer.parseInt(words[0]), rest);
    }
  }

  private void operation(int process, String... words) {
    String rest = words[0].substring(1);
    switch (words[0].charAt(0)) {
      case 's' -> send(process, words[0].split("[s=@!?]", -1), words[0]);
      case 'p' -> poll(process, true, words);
      case 'a' -> assign(process, rest);
      case 'c' -> {
        committed.requested(offsets(rest));
        committed.acknowledged("n" + process % 3, offsets(rest));
      }
      case 'l' -> {
        if (words[0].equals("lost")) {
          poll(process, false, Arrays.copyOfRange(words, 1, words.length));
        } else {
          chronicle.ok(process, new ListCommitted(keys(rest)), answer(process, rest));
        }
      }
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  private void send(int process, String[] numbers, String word) {
    Send send = new Send(Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]));
    if (word.endsWith("!")) {
      chronicle.refused(process, send, ErrorCode.TEMPORARILY_UNAVAILABLE);
    } else if (word.endsWith("?")) {
      chronicle.unclear(process, send);
    } else {
      chronicle.ok(process, send, new SendOk(Long.parseLong(numbers[3])));
    }
  }

  private void poll(int process, boolean committedToo, String... words) {
    List<Polled.Entries> logs = new ArrayList<>();
    for (int i = 0; i < words.length && words[i].length() > 1; ) {
      String[] keyAndFrom = words[i++].substring(1).split("@", -1);
      int first = i;
      while (i < words.length && !words[i].startsWith("p")) {
        i++;
      }
      List<String[]> found =
          Arrays.stream(words, first, i).map(word -> word.split("=", -1)).toList();
      logs.add(
          new Polled.Entries(
              Integer.parseInt(keyAndFrom[0]),
              Long.parseLong(keyAndFrom[1]),
              found.stream().mapToLong(each -> Long.parseLong(each[0])).toArray(),
              found.stream().mapToInt(each -> Integer.parseInt(each[1])).toArray()));
    }
    Polled polled = new Polled(polls.size(), process, "n" + process % 3, logs, List.of());
    polls.add(polled);
    if (committedToo) {
      chronicle.ok(process, new Poll(), polled);
    } else {
      chronicle.unclear(process, new Poll());
    }
  }

  private void assign(int process, String keys) {
    Assign assign = new Assign(keys(keys), false);
    chronicle.ok(process, assign, keys.contains("=") ? answer(process, keys) : null);
  }

  private Answer answer(int process, String keysAndOffsets) {
    Answer answer = new Answer(offsets(keysAndOffsets), polls.size());
    committed.answered(committed.asked("n" + process % 3, keys(keysAndOffsets)), answer);
    return answer;
  }

  private static List<Integer> keys(String keysAndOffsets) {
    return Arrays.stream(keysAndOffsets.split(",", -1))
        .map(each -> Integer.valueOf(each.split("=", -1)[0]))
        .toList();
  }

  private static Map<Integer, Long> offsets(String keysAndOffsets) {
    Map<Integer, Long> offsets = new LinkedHashMap<>();
    for (String each : keysAndOffsets.split(",", -1)) {
      if (each.contains("=")) {
        offsets.put(Integer.valueOf(each.split("=", -1)[0]), Long.valueOf(each.split("=", -1)[1]));
      }
    }
    return offsets;
  }
}
