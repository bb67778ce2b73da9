package dev.glomers.simulation.workload.echo;

import dev.glomers.protocol.Json;
import dev.glomers.simulation.workload.Aftermath;
import dev.glomers.simulation.workload.Anomaly;
import dev.glomers.simulation.workload.Checker;
import dev.glomers.simulation.workload.Client;
import dev.glomers.simulation.workload.Connection;
import dev.glomers.simulation.workload.History;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.Setting;
import dev.glomers.simulation.workload.Verdict;
import dev.glomers.simulation.workload.Workload;
import java.util.List;
import java.util.Map;

/** Part 1: what is said must be said back. */
public final class EchoWorkload implements Workload, Checker {
  private final Setting setting;

  public EchoWorkload(Setting setting) {
    this.setting = setting;
  }

  record Echo(String echo) {}

  record EchoOk(Json echo) {}

  @Override
  public Record next(int thread, long now) {
    return new Echo("Please echo " + setting.random().nextInt(128));
  }

  @Override
  public Client open(Connection connection) {
    return operation -> connection.call(operation, EchoOk.class);
  }

  @Override
  public Checker checker() {
    return this;
  }

  @Override
  public Verdict check(History history, Aftermath aftermath) {
    List<Anomaly> anomalies =
        history
            .of(Echo.class)
            .filter(Operation::isOk)
            .filter(operation -> !answered(operation))
            .map(operation -> new Anomaly("wrong-echo", operation.toString()))
            .toList();
    return new Verdict(anomalies, Map.of());
  }

  private static boolean answered(Operation operation) {
    Json said = Json.of(operation.request(Echo.class).echo());
    return said.equals(operation.result(EchoOk.class).echo());
  }
}
