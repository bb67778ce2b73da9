package dev.glomers.simulation.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.consensus.RaftBugs;
import dev.glomers.simulation.workload.broadcast.BroadcastBugs;
import dev.glomers.simulation.workload.counter.CounterBugs;
import dev.glomers.simulation.workload.echo.EchoBugs;
import dev.glomers.simulation.workload.kafka.KafkaBugs;
import dev.glomers.simulation.workload.linkv.LinKvBugs;
import dev.glomers.simulation.workload.listappend.ListAppendBugs;
import dev.glomers.simulation.workload.set.SetBugs;
import dev.glomers.simulation.workload.txn.TxnBugs;
import dev.glomers.simulation.workload.uniqueids.UniqueIdsBugs;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The proof that the checkers find planted bugs, and report nothing in sound nodes. */
class PlantedBugsTest {
  static List<PlantedBug> bugs() {
    return Stream.of(
            EchoBugs.planted(),
            UniqueIdsBugs.planted(),
            BroadcastBugs.planted(),
            SetBugs.planted(),
            CounterBugs.planted(),
            KafkaBugs.planted(),
            TxnBugs.planted(),
            LinKvBugs.planted(),
            ListAppendBugs.planted(),
            DiskBugs.planted(),
            RaftBugs.planted())
        .flatMap(List::stream)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void everyBugIsCaught(PlantedBug bug) {
    List<Set<String>> missed = bug.found().stream().filter(found -> !bug.isCaught(found)).toList();
    assertThat(missed)
        .as("what was found instead of %s", bug.finding().words())
        .hasSizeLessThanOrEqualTo(PlantedBug.SEEDS - bug.least());
  }

  @Test
  void everyBugHasANameOfItsOwn() {
    assertThat(bugs()).extracting(PlantedBug::name).doesNotHaveDuplicates();
  }
}
