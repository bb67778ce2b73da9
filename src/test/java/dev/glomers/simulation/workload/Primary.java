package dev.glomers.simulation.workload;

import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.simulation.Collaborators;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Nodes of which the first does everything, one request after the other; the others ask it. */
public abstract class Primary implements Challenge {
  protected final Collaborators given;
  private String self = "";
  private String first = "";

  protected Primary(Collaborators given) {
    this.given = given;
  }

  @Override
  public final void start(Cluster cluster, Handlers on) {
    self = cluster.self();
    first = cluster.nodes().get(0);
    started(cluster, on);
  }

  /** Registers the handlers. */
  protected abstract void started(Cluster cluster, Handlers on);

  protected String self() {
    return self;
  }

  /** The node that does everything. */
  protected String primary() {
    return first;
  }

  /** Has a request answered by the primary. */
  protected <Q extends Record, R extends Record> CompletionStage<R> ask(
      Q request, Class<R> reply, Function<Q, R> answer) {
    return primary().equals(self)
        ? CompletableFuture.completedFuture(answer.apply(request))
        : given.bus().request(primary(), request, reply);
  }
}
