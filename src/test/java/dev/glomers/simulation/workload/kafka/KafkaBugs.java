package dev.glomers.simulation.workload.kafka;

import static dev.glomers.simulation.workload.PlantedBug.Finding.all;
import static dev.glomers.simulation.workload.PlantedBug.Finding.any;
import static dev.glomers.simulation.workload.PlantedBug.Finding.exactly;
import static dev.glomers.simulation.workload.Sabotage.altering;
import static dev.glomers.simulation.workload.Sabotage.denying;
import static dev.glomers.simulation.workload.Sabotage.only;
import static dev.glomers.simulation.workload.When.ALWAYS;
import static dev.glomers.simulation.workload.When.AT_THE_END;
import static dev.glomers.simulation.workload.When.from;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.simulation.Collaborators;
import dev.glomers.simulation.NodeFactory;
import dev.glomers.simulation.workload.Catalogue;
import dev.glomers.simulation.workload.Catalogue.WithBug;
import dev.glomers.simulation.workload.PlantedBug;
import dev.glomers.simulation.workload.PlantedBug.Finding;
import dev.glomers.simulation.workload.When;
import dev.glomers.simulation.workload.kafka.Leader.Entry;
import dev.glomers.simulation.workload.kafka.Leader.ListCommittedOffsetsOk;
import dev.glomers.simulation.workload.kafka.Leader.PollOk;
import dev.glomers.simulation.workload.kafka.Leader.Send;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Broken logs. */
public final class KafkaBugs {
  private KafkaBugs() {}

  public static List<PlantedBug> planted() {
    Catalogue of = Catalogue.of("kafka", 2, 60);
    of.sound("a leader", Leader::new);
    of.sound("followers", Followers::new);
    of.nine().sound("followers of nine", Followers::new);
    of.nodes(3).under("partition").sound("followers", Followers::new);
    of.rate(30).nodes(3).answersNothing(Followers::new);
    of.nodes(3).doesNot(Send.class, Followers::new);
    of.nodes(3).hearsNothing(Followers::new, any("unreached", "unanswered"));
    offsets(of);
    polls(of);
    tails(of);
    sends(of);
    commits(of);
    return of.bugs();
  }

  private static boolean isRare(String key) {
    return key.equals("10") || key.equals("11");
  }

  private static void offsets(Catalogue of) {
    of.bug(
        "uses an offset again",
        given ->
            new Leader(given) {
              @Override
              long append(String key, int message) {
                if (message % 8 == 0) {
                  log(key).pollLastEntry();
                }
                return super.append(key, message);
              }
            },
        all("inconsistent-offsets"));
    of.bug(
        "nodes that count offsets each for itself",
        Everybody::new,
        all("inconsistent-offsets", "duplicate"));
    of.bug(
        "keeps a message twice",
        given ->
            new Leader(given) {
              @Override
              long append(String key, int message) {
                if (message == 3) {
                  super.append(key, message);
                }
                return super.append(key, message);
              }
            },
        exactly("duplicate"));
    of.rate(300)
        .bug(
            "uses two ranges of offsets in turn",
            given ->
                new Leader(given) {
                  @Override
                  long append(String key, int message) {
                    long offset = message + (message % 2 == 0 ? 0L : 1000L);
                    log(key).put(offset, message);
                    return offset;
                  }
                },
            all("nonmonotonic-send", "poll-skip", "commit-skip"));
    of.rate(150)
        .bug(
            "uses an offset below a committed one",
            given ->
                new Leader(given) {
                  @Override
                  long nextOffset(NavigableMap<Long, Integer> log) {
                    return log.size() == 8 ? 4 : super.nextOffset(log) + (log.size() >= 4 ? 1 : 0);
                  }
                },
            all("commit-skip", "nonmonotonic-send"));
  }

  private static void polls(Catalogue of) {
    of.bug(
        "shows a message before one that is not settled yet",
        given ->
            new Late(given, Duration.ofMillis(300)) {
              @Override
              boolean waits(int message) {
                return message % 5 == 0;
              }
            },
        all("poll-skip", "int-poll-skip"));
    of.bug(
        "begins after the offset asked for",
        reading((log, key, from) -> log.apply(from + 1)),
        all("poll-skip"));
    of.bug(
        "begins before the offset asked for",
        reading((log, key, from) -> log.apply(0L)),
        exactly("nonmonotonic-poll"));
    of.bug(
        "shows messages out of order",
        reading(
            (log, key, from) -> {
              List<Entry> read = new ArrayList<>(log.apply(from));
              if (read.size() > 2) {
                Collections.swap(read, 1, 2);
              }
              return read;
            }),
        exactly("int-nonmonotonic-poll", "int-poll-skip"));
    of.bug(
        "shows messages before they are sent",
        reading(
            (log, key, from) -> {
              int sent = log.apply(0L).stream().mapToInt(Entry::msg).max().orElse(0);
              return IntStream.rangeClosed(1, Math.min(sent + 1, 16))
                  .filter(message -> message > from)
                  .mapToObj(message -> new Entry(message - 1, message))
                  .toList();
            }),
        all("G1c-realtime"));
  }

  /** Nodes that no longer show what they have. */
  private static void tails(Catalogue of) {
    Finding unreached = all("unreached");
    List<Keys> scopes =
        List.of(
            new Keys("", key -> true), new Keys(", of two keys in a hundred", KafkaBugs::isRare));
    for (Keys keys : scopes) {
      WithBug empty = when -> polling(when, keys, log -> List.of());
      of.everywhereAndInOne("shows nothing" + keys, empty, ALWAYS, unreached);
      of.everywhereAndInOne("shows nothing from 5 s on" + keys, empty, from(5), unreached);
      WithBug shortened = when -> polling(when, keys, log -> log.subList(0, log.size() - 1));
      of.everywhereAndInOne("never shows the last message" + keys, shortened, ALWAYS, unreached);
      of.everywhereAndInOne(
          "no longer shows the last message" + keys, shortened, AT_THE_END, unreached);
      of.bug("loses its tail in the end" + keys, forgetting(keys), unreached);
      of.nine()
          .bug(
              "loses its tail in the end" + keys + ", at one node in nine",
              only(Catalogue.ONE_IN_NINE, forgetting(keys), Followers::new),
              unreached);
    }
    Keys every = scopes.get(0);
    of.everywhereAndInOne(
        "no longer shows a message in the middle",
        when ->
            polling(when, every, log -> log.stream().filter(each -> each.offset() != 5).toList()),
        AT_THE_END,
        any("poll-skip", "int-poll-skip"));
    of.everywhereAndInOne(
        "shows another message in the middle",
        when ->
            polling(
                when,
                every,
                log ->
                    log.stream().map(each -> each.offset() == 5 ? new Entry(5, 1) : each).toList()),
        AT_THE_END,
        all("inconsistent-offsets", "duplicate"));
    of.everywhereAndInOne(
        "shows each message twice",
        when ->
            polling(
                when, every, log -> log.stream().flatMap(each -> Stream.of(each, each)).toList()),
        AT_THE_END,
        all("int-nonmonotonic-poll"));
    of.bug(
        "shows nothing that was sent after 5 s",
        given ->
            new Late(given, Duration.ofHours(1)) {
              @Override
              boolean waits(int message) {
                return given.scheduler().now().toSeconds() >= 5;
              }
            },
        unreached);
    of.bug(
        "shows no offset from 12 on",
        reading(
            (log, key, from) ->
                log.apply(from).stream().filter(entry -> entry.offset() < 12).toList()),
        exactly("unreached", "unseen"));
    of.bug(
        "overwrites the tail each second",
        given ->
            new Leader(given) {
              @Override
              void started(Cluster cluster, Handlers on) {
                given
                    .scheduler()
                    .every(
                        Duration.ofSeconds(1),
                        () ->
                            logs().values().stream()
                                .filter(log -> !log.isEmpty())
                                .forEach(log -> log.replace(log.lastKey(), 0)));
              }

              @Override
              List<Entry> read(String key, long from) {
                return super.read(key, from).stream().filter(entry -> entry.msg() != 0).toList();
              }
            },
        all("lost-write"));
  }

  private record Keys(String words, Predicate<String> has) {
    @Override
    public String toString() {
      return words;
    }
  }

  /** Nodes that show their clients something else than there is, of some keys. */
  private static NodeFactory polling(When when, Keys keys, UnaryOperator<List<Entry>> change) {
    return altering(
        Followers::new,
        PollOk.class,
        when,
        ok -> {
          Map<String, List<Entry>> logs = new LinkedHashMap<>(ok.msgs());
          logs.replaceAll(
              (key, log) -> log.isEmpty() || !keys.has.test(key) ? log : change.apply(log));
          return new PollOk(logs);
        });
  }

  private static NodeFactory forgetting(Keys keys) {
    return given ->
        new Followers(given) {
          @Override
          void started(Cluster cluster, Handlers on) {
            super.started(cluster, on);
            given
                .scheduler()
                .after(
                    Duration.ofSeconds(22).minus(given.scheduler().now()),
                    () ->
                        logs()
                            .forEach(
                                (key, log) -> {
                                  if (keys.has.test(key)) {
                                    log.pollLastEntry();
                                  }
                                }));
          }
        };
  }

  @FunctionalInterface
  private interface Reads {
    /**
     * @param log what there is from an offset on
     */
    List<Entry> read(Function<Long, List<Entry>> log, String key, long from);
  }

  /** Nodes that read their logs in another way. */
  private static NodeFactory reading(Reads reads) {
    return given ->
        new Leader(given) {
          @Override
          List<Entry> read(String key, long from) {
            return reads.read(offset -> super.read(key, offset), key, from);
          }
        };
  }

  private static void sends(Catalogue of) {
    of.bug("keeps what it refused", denying(Leader::new, Send.class, 10), all("G1a"));
    of.bug("keeps a message of each key that it refused", refusing(key -> true), all("G1a"));
    of.bug("keeps two messages that it refused", refusing(KafkaBugs::isRare), all("G1a"));
    of.bug(
        "keeps another message",
        given ->
            new Leader(given) {
              @Override
              long append(String key, int message) {
                return super.append(key, message == 5 ? 55 : message);
              }
            },
        all("never-sent"));
    of.bug(
        "acknowledges one message of each key and drops it",
        dropping(key -> true),
        all("lost-write"));
    of.bug(
        "acknowledges two messages and drops them", dropping(KafkaBugs::isRare), all("lost-write"));
  }

  private static NodeFactory refusing(Predicate<String> keys) {
    return given ->
        new Leader(given) {
          @Override
          long append(String key, int message) {
            long offset = super.append(key, message);
            if (message == 7 && keys.test(key)) {
              throw new RpcException(ErrorCode.TEMPORARILY_UNAVAILABLE, "no");
            }
            return offset;
          }
        };
  }

  private static NodeFactory dropping(Predicate<String> keys) {
    return given ->
        new Leader(given) {
          @Override
          List<Entry> read(String key, long from) {
            return super.read(key, from).stream()
                .filter(entry -> entry.msg() != 7 || !keys.test(key))
                .toList();
          }
        };
  }

  private static void commits(Catalogue of) {
    of.nodes(5)
        .rate(300)
        .bug(
            "goes back with a commit",
            given ->
                new Leader(given) {
                  @Override
                  void commit(String key, long offset) {
                    committed.put(key, offset);
                  }

                  @Override
                  List<Entry> read(String key, long from) {
                    return super.read(key, from).stream().limit(2).toList();
                  }
                },
            exactly("commit-went-back", "lost-commit"),
            // Somebody has to ask at the right time.
            12);
    of.bug(
        "answers beyond what was committed",
        committing((commit, key, offset) -> commit.accept(key, offset + 1)),
        all("commit-beyond"));
    of.everywhereAndInOne(
        "says that nothing was committed",
        when ->
            altering(
                Followers::new,
                ListCommittedOffsetsOk.class,
                when,
                ok -> new ListCommittedOffsetsOk(Map.of())),
        ALWAYS,
        all("lost-commit"));
    of.bug(
        "tells no other node what was committed",
        given ->
            new Leader(given) {
              @Override
              String leaderOfCommits() {
                return self();
              }
            },
        exactly("lost-commit"));
    of.rate(300)
        .bug(
            "forgets what was committed, of one key in ten",
            committing(
                (commit, key, offset) -> {
                  if (!key.endsWith("0")) {
                    commit.accept(key, offset);
                  }
                }),
            any("lost-commit"));
    of.rate(300)
        .bug(
            "refuses every 20th commit",
            given ->
                new Leader(given) {
                  private int count;

                  @Override
                  void commit(String key, long offset) {
                    if (++count % 20 == 0) {
                      throw new RpcException(ErrorCode.TEMPORARILY_UNAVAILABLE, "no");
                    }
                    super.commit(key, offset);
                  }
                },
            any("lost-write", "poll-skip"));
    of.bug(
        "shows a message in a poll alone whose commit fails",
        given -> new ShownOnce(given, 9),
        all("lost-write"));
    of.bug(
        "shows the last message in a poll alone whose commit fails",
        given -> new ShownOnce(given, 16),
        all("unseen"));
  }

  @FunctionalInterface
  private interface Commits {
    void commit(BiConsumer<String, Long> commit, String key, long offset);
  }

  private static NodeFactory committing(Commits commits) {
    return given ->
        new Leader(given) {
          @Override
          void commit(String key, long offset) {
            commits.commit(super::commit, key, offset);
          }
        };
  }

  /** Shows one message of each key once, and lets the commit that follows fail. */
  private static final class ShownOnce extends Leader {
    private final int message;
    private final Map<String, Long> shown = new HashMap<>();

    ShownOnce(Collaborators given, int message) {
      super(given);
      this.message = message;
    }

    @Override
    List<Entry> read(String key, long from) {
      List<Entry> read = new ArrayList<>(super.read(key, from));
      for (Entry entry : List.copyOf(read)) {
        if (entry.msg() == message) {
          if (shown.putIfAbsent(key, entry.offset()) == null) {
            read.removeIf(each -> each.offset() > entry.offset());
          } else {
            read.remove(entry);
          }
        }
      }
      return read;
    }

    @Override
    void commit(String key, long offset) {
      if (shown.getOrDefault(key, -1L) == offset) {
        throw new IllegalStateException("not done");
      }
      super.commit(key, offset);
    }
  }
}
