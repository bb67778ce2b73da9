package dev.glomers.simulation.workload.linkv;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import dev.glomers.simulation.workload.Aftermath;
import dev.glomers.simulation.workload.Checker;
import dev.glomers.simulation.workload.Findings;
import dev.glomers.simulation.workload.History;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.Verdict;
import dev.glomers.simulation.workload.linkv.LinKvWorkload.Cas;
import dev.glomers.simulation.workload.linkv.LinKvWorkload.Read;
import dev.glomers.simulation.workload.linkv.LinKvWorkload.ReadOk;
import dev.glomers.simulation.workload.linkv.LinKvWorkload.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Each key must be a linearizable register. {@code nonlinearizable} is what Knossos finds too;
 * {@code nonlinearizable-refusal} means that an order exists only without the operations that were
 * refused because the key did not exist or had another value than a {@code cas} expected.
 */
final class LinKvChecker implements Checker {
  private final Findings findings = new Findings(Set.of("nonlinearizable"));

  @Override
  public Verdict check(History history, Aftermath aftermath) {
    Map<Integer, RegisterHistory> registers = new TreeMap<>();
    for (Operation operation : history.operations()) {
      registers
          .computeIfAbsent(key(operation.request()), key -> new RegisterHistory())
          .add(operation);
    }
    registers.forEach(this::check);
    Map<String, Number> figures = new LinkedHashMap<>();
    figures.put("keys", registers.size());
    figures.put(
        "unknown-outcomes",
        registers.values().stream()
            .flatMap(each -> each.calls.stream())
            .filter(RegisterCall::isOpen)
            .count());
    return findings.verdict(figures);
  }

  private static int key(Record request) {
    if (request instanceof Read read) {
      return read.key();
    }
    return request instanceof Write write ? write.key() : ((Cas) request).key();
  }

  private void check(int key, RegisterHistory register) {
    Linearizer.Result all = Linearizer.check(register.calls);
    String kind = "nonlinearizable-refusal";
    if (all.misfit() != null) {
      Linearizer.Result without =
          Linearizer.check(
              register.calls.stream().filter(call -> !call.operation().isRefused()).toList());
      if (without.misfit() != null) {
        all = without;
        kind = "nonlinearizable";
      }
    }
    Linearizer.Result result = all;
    RegisterCall misfit = result.misfit();
    if (result.undecided() != null) {
      findings.unchecked("whether key %d is linearizable: %s".formatted(key, result.undecided()));
    } else if (misfit != null) {
      findings.add(kind, () -> register.explain(misfit, result.before()));
    }
  }

  /** The operations on one key that may have happened, or that show what others did. */
  private static final class RegisterHistory {
    private final List<RegisterCall> calls = new ArrayList<>();
    private final Map<Json, Integer> numbers = new HashMap<>();
    private final List<String> names = new ArrayList<>(List.of("without a value"));

    void add(Operation operation) {
      boolean missing = hasFailed(operation, ErrorCode.KEY_DOES_NOT_EXIST);
      boolean possible = operation.isOk() || !operation.isRefused();
      if (operation.request() instanceof Write write && possible) {
        calls.add(RegisterCall.write(operation, number(Json.of(write.value()))));
      } else if (operation.request() instanceof Read && operation.isOk()) {
        calls.add(RegisterCall.read(operation, number(operation.result(ReadOk.class).value())));
      } else if (operation.request() instanceof Cas cas && possible) {
        calls.add(
            RegisterCall.cas(operation, number(Json.of(cas.from())), number(Json.of(cas.to()))));
      } else if (operation.request() instanceof Cas cas
          && hasFailed(operation, ErrorCode.PRECONDITION_FAILED)) {
        calls.add(RegisterCall.mismatch(operation, number(Json.of(cas.from()))));
      } else if (missing && !(operation.request() instanceof Write)) {
        calls.add(RegisterCall.read(operation, RegisterCall.ABSENT));
      }
    }

    private static boolean hasFailed(Operation operation, ErrorCode code) {
      return operation.failure() instanceof RpcException failure && failure.is(code);
    }

    private int number(Json value) {
      return numbers.computeIfAbsent(
          value,
          each -> {
            names.add(each.toString());
            return numbers.size() + 1;
          });
    }

    private String explain(RegisterCall misfit, List<Linearization> before) {
      Map<Integer, RegisterCall> values = new TreeMap<>();
      before.forEach(each -> values.putIfAbsent(each.value(), each.by()));
      StringBuilder text = new StringBuilder();
      text.append(misfit.operation()).append("; no order of the operations explains it. ");
      List<String> possible = new ArrayList<>();
      values.forEach(
          (value, by) ->
              possible.add(names.get(value) + (by == null ? "" : " (by " + by.operation() + ")")));
      text.append("Before it the key could only be ").append(String.join(", or ", possible));
      return text.append(origin(misfit)).toString();
    }

    /** What is known about the value that an operation found. */
    private String origin(RegisterCall misfit) {
      int needed = misfit.needs();
      if (needed == RegisterCall.ANY || needed == RegisterCall.ABSENT || misfit.other()) {
        return "";
      }
      return calls.stream()
          .filter(call -> call.leaves() == needed)
          .filter(call -> call.operation().invocation() < misfit.operation().completion())
          .reduce((first, second) -> second)
          .map(call -> "; " + names.get(needed) + " was last written by " + call.operation())
          .orElse("; no operation had written " + names.get(needed));
    }
  }
}
