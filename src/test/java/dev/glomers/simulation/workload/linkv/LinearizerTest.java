package dev.glomers.simulation.workload.linkv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.RpcException;
import dev.glomers.simulation.workload.History;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.Outcome;
import dev.glomers.simulation.workload.linkv.LinKvWorkload.Read;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinearizerTest {
  private static final int RUNS = Integer.getInteger("runs", 5_000);

  @ParameterizedTest
  @CsvSource({"4, 2", "6, 2", "7, 3", "9, 2", "9, 4", "11, 3"})
  void decidesAsTheSearchOfAllOrdersDoes(int operations, int values) {
    int valid = 0;
    for (long seed = 0; seed < RUNS; seed++) {
      List<RegisterCall> calls = random(operations, values, new SplittableRandom(seed));
      boolean linearizable = Linearizer.check(calls).misfit() == null;
      assertThat(linearizable)
          .as("seed %d: %s", seed, calls)
          .isEqualTo(new AllOrders(calls).find(0, RegisterCall.ABSENT));
      valid += linearizable ? 1 : 0;
    }
    assertThat(valid).as("both must come about").isBetween(RUNS / 100, RUNS * 99 / 100);
  }

  /** A write that changes nothing may still hide the write before it. */
  @Test
  void aWriteOfUnknownOutcomeMayHideAnotherByWritingThePresentValue() {
    History history = new History();
    RegisterCall before = RegisterCall.write(invoke(history), 3);
    history.complete(before.operation(), Outcome.OK, null, null, 0);
    RegisterCall unknown = RegisterCall.write(invoke(history), 3);
    RegisterCall cas = RegisterCall.cas(invoke(history), 3, 4);
    RegisterCall hidden = RegisterCall.write(invoke(history), 1);
    history.complete(cas.operation(), Outcome.OK, null, null, 0);
    history.complete(hidden.operation(), Outcome.OK, null, null, 0);
    RegisterCall read = RegisterCall.read(invoke(history), 4);
    history.complete(read.operation(), Outcome.OK, null, null, 0);
    List<RegisterCall> calls = List.of(before, unknown, cas, hidden, read);
    assertThat(Linearizer.check(calls).misfit()).isNull();
    assertThat(new AllOrders(calls).find(0, RegisterCall.ABSENT)).isTrue();
  }

  private static Operation invoke(History history) {
    return history.invoke(0, 0, "n0", new Read(0), false, true, 0);
  }

  /** A few clients, of which each has one operation under way. */
  private static List<RegisterCall> random(int operations, int values, SplittableRandom random) {
    History history = new History();
    List<RegisterCall> calls = new ArrayList<>();
    List<RegisterCall> underWay = new ArrayList<>();
    while (calls.size() < operations || !underWay.isEmpty()) {
      if (calls.size() < operations && (underWay.isEmpty() || random.nextInt(5) < 3)) {
        Operation operation =
            history.invoke(0, 0, "n0", new Read(calls.size()), false, true, calls.size());
        RegisterCall call = call(operation, values, random);
        calls.add(call);
        underWay.add(call);
      } else {
        end(underWay.remove(random.nextInt(underWay.size())), history, random);
      }
    }
    return calls;
  }

  private static RegisterCall call(Operation operation, int values, SplittableRandom random) {
    int value = 1 + random.nextInt(values);
    return switch (random.nextInt(7)) {
      case 0, 1 ->
          RegisterCall.read(operation, random.nextInt(8) == 0 ? RegisterCall.ABSENT : value);
      case 2, 3 -> RegisterCall.write(operation, value);
      case 4 -> RegisterCall.mismatch(operation, value);
      default -> RegisterCall.cas(operation, value, 1 + random.nextInt(values));
    };
  }

  private static void end(RegisterCall call, History history, SplittableRandom random) {
    boolean reads = call.leaves() == RegisterCall.ANY;
    if (reads && call.other()) {
      RpcException failure = new RpcException(ErrorCode.PRECONDITION_FAILED, "no");
      history.complete(call.operation(), Outcome.FAIL, null, failure, 0);
    } else if (!reads && random.nextInt(3) == 0) {
      RpcException failure = new RpcException(ErrorCode.TIMEOUT, "no");
      history.complete(call.operation(), Outcome.INFO, null, failure, 0);
    } else {
      history.complete(call.operation(), Outcome.OK, null, null, 0);
    }
  }

  /** The plain algorithm of Wing and Gong: whatever may come next is tried. */
  private record AllOrders(List<RegisterCall> calls, Set<Long> inVain) {
    AllOrders(List<RegisterCall> calls) {
      this(calls, new HashSet<>());
    }

    boolean find(int done, int value) {
      int earliest = Integer.MAX_VALUE;
      boolean finished = true;
      for (int i = 0; i < calls.size(); i++) {
        if ((done & 1 << i) == 0 && !calls.get(i).isOpen()) {
          earliest = Math.min(earliest, calls.get(i).operation().completion());
          finished = false;
        }
      }
      if (finished) {
        return true;
      }
      if (!inVain.add((long) done << 8 | value)) {
        return false;
      }
      for (int i = 0; i < calls.size(); i++) {
        RegisterCall call = calls.get(i);
        if ((done & 1 << i) == 0
            && call.operation().invocation() < earliest
            && call.fits(value)
            && find(done | 1 << i, call.keeps(value) ? value : call.leaves())) {
          return true;
        }
      }
      return false;
    }
  }
}
