package dev.glomers.challenge.uniqueids;

import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.Scheduler;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.HexFormat;
import java.util.Map;

/** Issues ids that no node has issued or will ever issue; see the package for why. */
@Singleton
@Named("unique-ids")
public final class UniqueIds implements Challenge {
  private static final HexFormat HEX = HexFormat.of();
  private static final int COUNT_BITS = 20;

  private final Scheduler scheduler;

  /** Milliseconds since 1970 and, in the low bits, a count within one. */
  private long last;

  @Inject
  public UniqueIds(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  record Generate() {}

  record GenerateOk(String id) {}

  @Override
  public void start(Cluster cluster, Handlers on) {
    String origin =
        HEX.toHexDigits(scheduler.random().nextLong()) + HEX.toHexDigits((short) cluster.index());
    on.always(always -> always.grows("the time in the last id", last));
    on.shows(() -> Map.of("last id", HEX.toHexDigits(last)));
    on.request(Generate.class, request -> new GenerateOk(next() + origin));
  }

  private String next() {
    // Adding one carries from a full count into the next millisecond.
    last = Math.max(last + 1, scheduler.wallClock().toEpochMilli() << COUNT_BITS);
    return HEX.toHexDigits(last);
  }
}
