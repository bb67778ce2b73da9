package dev.glomers.simulation.workload.kafka;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.simulation.Collaborators;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** One node keeps all logs; the others ask it. */
class Leader implements Challenge {
  final Map<String, Long> committed = new LinkedHashMap<>();
  final Collaborators given;
  private final Map<String, NavigableMap<Long, Integer>> logs = new LinkedHashMap<>();
  private String self = "";
  private String leader = "";

  Leader(Collaborators given) {
    this.given = given;
  }

  record Send(String key, int msg) {}

  record SendOk(long offset) {}

  record Poll(Map<String, Long> offsets) {}

  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Entry(long offset, int msg) {}

  record PollOk(Map<String, List<Entry>> msgs) {}

  record CommitOffsets(Map<String, Long> offsets) {}

  record CommitOffsetsOk() {}

  record ListCommittedOffsets(List<String> keys) {}

  record ListCommittedOffsetsOk(Map<String, Long> offsets) {}

  @Override
  public final void start(Cluster cluster, Handlers on) {
    self = cluster.self();
    leader = cluster.nodes().get(0);
    on.request(
        Send.class,
        send ->
            at(
                leaderOfSends(),
                send,
                SendOk.class,
                () -> new SendOk(append(send.key(), send.msg()))));
    on.request(Poll.class, poll -> at(leaderOfPolls(), poll, PollOk.class, () -> poll(poll)));
    on.request(
        CommitOffsets.class,
        commit ->
            at(
                leaderOfCommits(),
                commit,
                CommitOffsetsOk.class,
                () -> {
                  commit.offsets().forEach(this::commit);
                  return new CommitOffsetsOk();
                }));
    on.request(
        ListCommittedOffsets.class,
        list -> at(leaderOfCommits(), list, ListCommittedOffsetsOk.class, () -> committed(list)));
    started(cluster, on);
  }

  private <R extends Record> CompletionStage<R> at(
      String node, Record request, Class<R> reply, Supplier<R> answer) {
    return node.equals(self)
        ? CompletableFuture.completedFuture(answer.get())
        : given.bus().request(node, request, reply);
  }

  private PollOk poll(Poll poll) {
    Map<String, List<Entry>> messages = new LinkedHashMap<>();
    poll.offsets().forEach((key, from) -> messages.put(key, read(key, from)));
    return new PollOk(messages);
  }

  private ListCommittedOffsetsOk committed(ListCommittedOffsets list) {
    Map<String, Long> offsets = new LinkedHashMap<>(committed);
    offsets.keySet().retainAll(list.keys());
    return new ListCommittedOffsetsOk(offsets);
  }

  String self() {
    return self;
  }

  String leaderOfSends() {
    return leader;
  }

  String leaderOfPolls() {
    return leader;
  }

  String leaderOfCommits() {
    return leader;
  }

  void started(Cluster cluster, Handlers on) {}

  Map<String, NavigableMap<Long, Integer>> logs() {
    return logs;
  }

  NavigableMap<Long, Integer> log(String key) {
    return logs.computeIfAbsent(key, k -> new TreeMap<>());
  }

  long nextOffset(NavigableMap<Long, Integer> log) {
    return log.size();
  }

  long append(String key, int message) {
    long offset = nextOffset(log(key));
    log(key).put(offset, message);
    return offset;
  }

  List<Entry> read(String key, long from) {
    List<Entry> read = new ArrayList<>();
    log(key).tailMap(from).forEach((offset, message) -> read.add(new Entry(offset, message)));
    return read;
  }

  void commit(String key, long offset) {
    committed.merge(key, offset, Math::max);
  }
}
