package dev.glomers.simulation.workload;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.simulation.Collaborators;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Tells every peer what is added here, until it is heard. */
public abstract class ToldSet implements Challenge {
  protected final Set<Json> seen = new LinkedHashSet<>();
  private final Collaborators given;
  private final Feed<Json> news;

  protected ToldSet(Collaborators given) {
    this.given = given;
    this.news = new Feed<>(given);
  }

  record News(int before, List<Json> elements) {}

  @Override
  public void start(Cluster cluster, Handlers on) {
    on.message(
        News.class,
        (peer, all) -> {
          all.elements().forEach(this::learn);
          news.heard(peer, all.before(), all.elements().size());
        });
    news.start(cluster, on, this::tell);
  }

  protected final void add(Json element) {
    learn(element);
    news.add(element);
  }

  protected void learn(Json element) {
    seen.add(element);
  }

  protected void tell(String peer, Feed.Part<Json> part) {
    given.bus().send(peer, new News(part.before(), part.items()));
  }
}
