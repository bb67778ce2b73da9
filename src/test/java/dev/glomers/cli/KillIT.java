package dev.glomers.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged node, killed by SIGKILL on a real disk: what it acknowledged is there when it starts
 * again.
 *
 * <p>A hundred rounds: {@code ./mvnw verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false
 * -Dit.test=KillIT -Dkill.rounds=100}; {@code -Dkill.seed=7} for other ones.
 */
class KillIT {
  private static final int ROUNDS = Integer.getInteger("kill.rounds", 5);
  private static final long SEED = Long.getLong("kill.seed", 1);
  private static final int KEYS = 3;
  private static final int MOST_AT_ONCE = 200;

  @TempDir Path data;

  private final Random random = new Random(SEED);

  /** What was asked for, by the number of the request. */
  private final Map<Long, Integer> asked = new HashMap<>();

  private int last;

  @BeforeEach
  void noRequestIsOpen() {
    asked.clear();
  }

  private ProcessBuilder node(String part, String... before) {
    List<String> command = new ArrayList<>(List.of(before));
    command.add(Path.of("target/nodes", part).toAbsolutePath().toString());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(data.resolve("stderr").toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "GLOMERS_DURABILITY", "disk",
                "GLOMERS_DATA_DIR", data.toString(),
                "GLOMERS_KAFKA_MAX_POLL_ENTRIES", "1000000"));
    return builder;
  }

  /** What clients know of a node, and what it must therefore tell in its next life. */
  private interface Client {
    /** A request that changes something, in the course of which that is new. */
    String change(int number);

    /** Notes what an acknowledgement says. */
    void acknowledged(int number, Message reply);

    String question();

    void check(Message answer);
  }

  private void killAgainAndAgain(String part, Client client) throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      try (NodeProcess node = new NodeProcess(node(part))) {
        // The node has not even begun to read its journal.
        List<Message> first = node.ask(client.question());
        client.check(first.get(first.size() - 1));
        asked.clear();
        for (int burst = random.nextInt(3); burst >= 0; burst--) {
          int count = 1 + random.nextInt(MOST_AT_ONCE);
          for (int i = 0; i < count; i++) {
            asked.put(node.request(client.change(++last)), last);
          }
          node.flush();
          for (int left = burst > 0 ? count : random.nextInt(count); left > 0; left--) {
            note(client, Objects.requireNonNull(node.reply()));
          }
        }
        node.kill().forEach(reply -> note(client, reply));
      }
      assertThat(data.resolve("stderr")).isEmptyFile();
    }
    try (NodeProcess node = new NodeProcess(node(part))) {
      List<Message> first = node.ask(client.question());
      client.check(first.get(first.size() - 1));
    }
  }

  private void note(Client client, Message reply) {
    assertThat(reply.type()).as("%s", reply).isNotEqualTo("error");
    client.acknowledged(Objects.requireNonNull(asked.get(reply.inReplyTo())), reply);
  }

  private record ReadOk(List<Integer> messages) {}

  @Test
  void valuesThatWereAcknowledgedAreThere() throws IOException {
    Set<Integer> acknowledged = new HashSet<>();
    killAgainAndAgain(
        "3a-broadcast",
        new Client() {
          @Override
          public String change(int number) {
            return "\"type\":\"broadcast\",\"message\":" + number;
          }

          @Override
          public void acknowledged(int number, Message reply) {
            acknowledged.add(number);
          }

          @Override
          public String question() {
            return "\"type\":\"read\"";
          }

          @Override
          public void check(Message answer) {
            Set<Integer> read = new HashSet<>(answer.body(ReadOk.class).messages());
            assertThat(read).containsAll(acknowledged).allMatch(value -> value <= last);
          }
        });
    assertThat(acknowledged).isNotEmpty();
  }

  private record SendOk(long offset) {}

  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  private record Entry(long offset, int msg) {}

  private record PollOk(Map<String, List<Entry>> msgs) {}

  /** A log's client: each message goes to the key that its number says. */
  private static final class LogClient implements Client {
    /** What is at each place of each key, as far as anybody was told. */
    private final List<Map<Long, Integer>> known = new ArrayList<>();

    private final List<Set<Long>> acknowledged = new ArrayList<>();

    LogClient() {
      for (int key = 0; key < KEYS; key++) {
        known.add(new HashMap<>());
        acknowledged.add(new HashSet<>());
      }
    }

    @Override
    public String change(int number) {
      return "\"type\":\"send\",\"key\":\"" + number % KEYS + "\",\"msg\":" + number;
    }

    @Override
    public void acknowledged(int number, Message reply) {
      long offset = reply.body(SendOk.class).offset();
      acknowledged.get(number % KEYS).add(offset);
      isAt(number % KEYS, offset, number);
    }

    private void isAt(int key, long offset, int number) {
      Integer before = known.get(key).put(offset, number);
      assertThat(before).as("offset %d of key %d", offset, key).isIn(null, number);
    }

    @Override
    public String question() {
      return "\"type\":\"poll\",\"offsets\":{\"0\":0,\"1\":0,\"2\":0}";
    }

    @Override
    public void check(Message answer) {
      Map<String, List<Entry>> polled = answer.body(PollOk.class).msgs();
      for (int key = 0; key < KEYS; key++) {
        List<Entry> entries = polled.getOrDefault(String.valueOf(key), List.of());
        assertThat(entries).extracting(Entry::offset).containsAll(acknowledged.get(key));
        assertThat(entries).extracting(Entry::msg).doesNotHaveDuplicates();
        for (Entry entry : entries) {
          isAt(key, entry.offset(), entry.msg());
        }
      }
    }

    int count() {
      return acknowledged.stream().mapToInt(Set::size).sum();
    }
  }

  @Test
  void messagesThatWereAcknowledgedAreWhereTheyWere() throws IOException {
    LogClient client = new LogClient();
    killAgainAndAgain("5a-kafka", client);
    assertThat(client.count()).isPositive();
  }

  private record Failure(int code) {}

  @Test
  void aFullDiskEndsNothingButSends() throws IOException {
    LogClient client = new LogClient();
    int refused = 0;
    String[] limited = {"bash", "-c", "ulimit -f 64; exec \"$0\""};
    try (NodeProcess node = new NodeProcess(node("5a-kafka", limited))) {
      while (refused < 10) {
        asked.put(node.request(client.change(++last)), last);
        for (Message reply : node.ask(client.question())) {
          if ("error".equals(reply.type())) {
            assertThat(reply.body(Failure.class).code())
                .isEqualTo(ErrorCode.TEMPORARILY_UNAVAILABLE.code());
            refused++;
          } else if ("send_ok".equals(reply.type())) {
            note(client, reply);
          } else if ("poll_ok".equals(reply.type())) {
            client.check(reply);
          }
        }
      }
      node.kill();
    }
    assertThat(client.count()).isPositive();
    assertThat(Files.size(data.resolve("n0.journal"))).isLessThanOrEqualTo(64 * 1024);
    try (NodeProcess node = new NodeProcess(node("5a-kafka"))) {
      List<Message> first = node.ask(client.question());
      client.check(first.get(first.size() - 1));
      asked.put(node.request(client.change(++last)), last);
      node.flush();
      note(client, Objects.requireNonNull(node.reply()));
    }
  }
}
