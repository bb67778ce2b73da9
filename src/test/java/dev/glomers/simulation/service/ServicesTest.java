package dev.glomers.simulation.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glomers.protocol.Codec;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ServicesTest {
  private final Service linear = new LinearizableKv();
  private final Service sequential = new SequentialKv(new SplittableRandom(1), true);

  @Test
  void aKeyThatWasNeverWrittenDoesNotExist() {
    assertError(ErrorCode.KEY_DOES_NOT_EXIST, linear, "{'type':'read','key':'x'}");
    assertError(ErrorCode.KEY_DOES_NOT_EXIST, linear, "{'type':'cas','key':'x','from':1,'to':2}");
  }

  @Test
  void aWriteIsRead() {
    handle(linear, "n0", "{'type':'write','key':'x','value':[1,2]}");
    assertThat(read(linear, "n1")).isEqualTo("[1,2]");
  }

  @Test
  void aCasReplacesOnlyWhatItExpects() {
    handle(linear, "n0", "{'type':'write','key':'x','value':1}");
    assertError(ErrorCode.PRECONDITION_FAILED, linear, "{'type':'cas','key':'x','from':2,'to':3}");
    handle(linear, "n0", "{'type':'cas','key':'x','from':1,'to':3}");
    assertThat(read(linear, "n0")).isEqualTo("3");
  }

  @Test
  void aCasMayCreate() {
    handle(linear, "n0", "{'type':'cas','key':'x','from':null,'to':3,'create_if_not_exists':true}");
    assertThat(read(linear, "n0")).isEqualTo("3");
  }

  @Test
  void aStrangerOfSeqKvMayReadThePastAndANewWriterReadsItsOwnWrite() {
    for (int value = 0; value < 20; value++) {
      write(sequential, "n0", value);
      assertThat(read(sequential, "n0")).isEqualTo(String.valueOf(value));
    }
    assertThat(seenByManyStrangers(20)).hasSizeGreaterThan(5);
  }

  @Test
  void aReaderOfSeqKvDoesNotGoBackWhileItLagsByLessThanTheRing() {
    for (int value = 0; value < 20; value++) {
      write(sequential, "n0", value);
    }
    int last = -1;
    for (int i = 0; i < 50; i++) {
      int seen = readIfThere(sequential, "n1");
      assertThat(seen).isGreaterThanOrEqualTo(last);
      last = seen;
    }
  }

  @Test
  void whoeverWritesSomethingNewToSeqKvIsUpToDate() {
    for (int value = 0; value < 20; value++) {
      write(sequential, "n0", value);
    }
    handle(sequential, "n1", "{'type':'write','key':'y','value':1}");
    assertThat(read(sequential, "n1")).isEqualTo("19");
  }

  @Test
  void whoeverWritesWhatIsThereMayStayInThePast() {
    write(sequential, "n0", 0);
    for (int value = 1; value < 20; value++) {
      write(sequential, "n0", value);
    }
    Set<Integer> seen = new HashSet<>();
    for (int stranger = 0; stranger < 100; stranger++) {
      String id = "s" + stranger;
      handle(sequential, id, "{'type':'write','key':'x','value':7}");
      seen.add(readIfThere(sequential, id));
      // Undo what those did who were not in the state in which 7 was there already.
      write(sequential, "n0", 19 + stranger);
    }
    assertThat(seen).hasSizeGreaterThan(1);
  }

  @Test
  void whoLagsByMoreThanTheRingGoesBackInTimeOnlyIfItWrapsAround() {
    assertThat(goesBack(true)).isTrue();
    assertThat(goesBack(false)).isFalse();
  }

  private static boolean goesBack(boolean wrapsAround) {
    for (int seed = 0; seed < 20; seed++) {
      Service service = new SequentialKv(new SplittableRandom(seed), wrapsAround);
      for (int value = 0; value < 200; value++) {
        write(service, "n0", value);
      }
      int last = -1;
      for (int i = 0; i < 10; i++) {
        int seen = readIfThere(service, "n1");
        if (seen < last) {
          return true;
        }
        last = seen;
      }
    }
    return false;
  }

  @Test
  void lwwKvsReplicasNeverMeet() {
    Service service = new LastWriteWinsKv(new SplittableRandom(1));
    write(service, "n0", 1);
    for (int i = 0; i < 1000; i++) {
      readIfThere(service, "n0");
    }
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      seen.add(readIfThere(service, "n1"));
    }
    assertThat(seen).containsExactlyInAnyOrder(-1, 1);
  }

  @Test
  void theOracleCounts() {
    Service oracle = new TimestampOracle();
    assertThat(handle(oracle, "n0", "{'type':'ts'}")).isEqualTo("{\"ts\":0}");
    assertThat(handle(oracle, "n1", "{'type':'ts'}")).isEqualTo("{\"ts\":1}");
  }

  private Set<Integer> seenByManyStrangers(int strangers) {
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < strangers; i++) {
      seen.add(readIfThere(sequential, "s" + i));
    }
    return seen;
  }

  private static void write(Service service, String src, int value) {
    handle(service, src, "{'type':'write','key':'x','value':" + value + "}");
  }

  /** The value of x; -1 if it is not there. */
  private static int readIfThere(Service service, String src) {
    try {
      return Integer.parseInt(read(service, src));
    } catch (RpcException missing) {
      return -1;
    }
  }

  private static String read(Service service, String src) {
    String reply = handle(service, src, "{'type':'read','key':'x'}");
    return reply.substring("{\"value\":".length(), reply.length() - 1);
  }

  private static void assertError(ErrorCode code, Service service, String body) {
    assertThatThrownBy(() -> handle(service, "n0", body))
        .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.is(code)).isTrue());
  }

  private static String handle(Service service, String src, String body) {
    String line = "{'src':'%s','dest':'kv','body':%s}".formatted(src, body).replace('\'', '"');
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return Json.of(service.handle(Codec.decode(bytes, 0, bytes.length))).toString();
  }
}
