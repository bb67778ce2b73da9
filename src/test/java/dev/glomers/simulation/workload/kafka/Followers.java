package dev.glomers.simulation.workload.kafka;

import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.simulation.Collaborators;
import dev.glomers.simulation.workload.Feed;
import java.util.List;

/** One node appends to all logs, and tells the others, which answer polls themselves. */
class Followers extends Leader {
  private final Feed<Send> appended;

  Followers(Collaborators given) {
    super(given);
    this.appended = new Feed<>(given);
  }

  record Appended(int before, List<Send> sends) {}

  @Override
  void started(Cluster cluster, Handlers on) {
    on.message(Appended.class, this::copy);
    appended.start(
        cluster,
        on,
        (peer, part) -> given.bus().send(peer, new Appended(part.before(), part.items())));
  }

  private void copy(String peer, Appended all) {
    int size = all.sends().size();
    int fresh = appended.heard(peer, all.before(), size);
    all.sends().subList(size - fresh, size).forEach(send -> super.append(send.key(), send.msg()));
  }

  @Override
  long append(String key, int message) {
    appended.add(new Send(key, message));
    return super.append(key, message);
  }

  @Override
  String leaderOfPolls() {
    return self();
  }
}
