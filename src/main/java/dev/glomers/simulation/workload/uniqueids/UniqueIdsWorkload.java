package dev.glomers.simulation.workload.uniqueids;

import dev.glomers.protocol.Json;
import dev.glomers.simulation.workload.Aftermath;
import dev.glomers.simulation.workload.Checker;
import dev.glomers.simulation.workload.Client;
import dev.glomers.simulation.workload.Connection;
import dev.glomers.simulation.workload.Findings;
import dev.glomers.simulation.workload.History;
import dev.glomers.simulation.workload.JepsenForm;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.Setting;
import dev.glomers.simulation.workload.Verdict;
import dev.glomers.simulation.workload.Workload;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Part 2: no id may be issued twice. */
public final class UniqueIdsWorkload implements Workload, Checker {
  private static final Generate GENERATE = new Generate();

  public UniqueIdsWorkload(Setting setting) {}

  record Generate() implements JepsenForm {
    @Override
    public @Nullable Object completed(@Nullable Object result) {
      return JepsenForm.plain(((GenerateOk) Objects.requireNonNull(result)).id());
    }
  }

  record GenerateOk(Json id) {}

  @Override
  public Record next(int thread, long nowNanos) {
    return GENERATE;
  }

  @Override
  public Optional<Record> nextProbe(int thread, int done) {
    return done == 0 ? Optional.of(GENERATE) : Optional.empty();
  }

  @Override
  public boolean hasFinal() {
    return false;
  }

  @Override
  public Client open(Connection connection) {
    return operation -> connection.call(operation, GenerateOk.class);
  }

  @Override
  public Checker checker() {
    return this;
  }

  @Override
  public Verdict check(History history, Aftermath aftermath) {
    Findings findings = new Findings(Set.of("duplicate"));
    Map<Json, Operation> issued = new HashMap<>();
    history
        .of(Generate.class)
        .filter(Operation::isOk)
        .forEach(
            operation -> {
              Json id = operation.result(GenerateOk.class).id();
              Operation before = issued.putIfAbsent(id, operation);
              if (before != null) {
                findings.add(
                    "duplicate", () -> id + " was issued twice: " + before + "; " + operation);
              }
            });
    return findings.verdict(Map.of("ids", issued.size()));
  }
}
