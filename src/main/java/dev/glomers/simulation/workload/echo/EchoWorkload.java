package dev.glomers.simulation.workload.echo;

import static us.bpsm.edn.Keyword.newKeyword;

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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import us.bpsm.edn.Keyword;

/** Part 1: a node must return what a client sends. */
public final class EchoWorkload implements Workload, Checker {
  private final Setting setting;

  public EchoWorkload(Setting setting) {
    this.setting = setting;
  }

  record Echo(String echo) implements JepsenForm {
    @Override
    public Object invoked() {
      return echo;
    }

    @Override
    public Object completed(@Nullable Object result) {
      Json echoed = ((EchoOk) Objects.requireNonNull(result)).echo();
      Map<Keyword, @Nullable Object> reply = new LinkedHashMap<>();
      reply.put(newKeyword("type"), "echo_ok");
      reply.put(newKeyword("echo"), JepsenForm.plain(echoed));
      return reply;
    }
  }

  record EchoOk(Json echo) {}

  @Override
  public Record next(int thread, long nowNanos) {
    return new Echo("Please echo " + setting.random().nextInt(128));
  }

  @Override
  public Optional<Record> nextProbe(int thread, int done) {
    return done == 0 ? Optional.of(next(thread, 0)) : Optional.empty();
  }

  @Override
  public boolean hasFinal() {
    return false;
  }

  @Override
  public Client open(Connection connection) {
    return operation -> connection.call(operation, EchoOk.class);
  }

  @Override
  public Checker checker() {
    return this;
  }

  /**
   * As in Maelstrom, a refused echo is as wrong as a different echo. But a node that was killed may
   * refuse until it has received {@code init}.
   */
  @Override
  public Verdict check(History history, Aftermath aftermath) {
    Findings findings = new Findings(Set.of("wrong-echo"));
    history
        .of(Echo.class)
        .filter(
            operation ->
                operation.isOk()
                    ? !isAnswered(operation)
                    : operation.isRefused() && aftermath.life(operation) == 0)
        .forEach(operation -> findings.add("wrong-echo", operation::toString));
    return findings.verdict(Map.of());
  }

  private static boolean isAnswered(Operation operation) {
    Json said = Json.of(operation.request(Echo.class).echo());
    return said.equals(operation.result(EchoOk.class).echo());
  }
}
