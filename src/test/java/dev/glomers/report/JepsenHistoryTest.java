package dev.glomers.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.part.Part;
import dev.glomers.part.Parts;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.Simulation;
import dev.glomers.simulation.Tests;
import dev.glomers.simulation.workload.Operation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import us.bpsm.edn.Keyword;
import us.bpsm.edn.parser.Parser;
import us.bpsm.edn.parser.Parsers;

/** The forms are those that Jepsen kept of real tests. */
class JepsenHistoryTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "1#:type :invoke :process 0 :f :echo :value\"Please echo \\d+\"}",
        "1#:type :ok :process 0 :f :echo :value\\{:(echo\"Please echo \\d+\"|type\"echo_ok\"|:)+}}",
        "2#:type :invoke :process 0 :f :generate :value nil}",
        "2#:type :ok :process 0 :f :generate :value\"[0-9a-f]+\"}",
        "3a#:type :invoke :process 0 :f :broadcast :value 0}",
        "3a#:type :ok :process 0 :f :broadcast :value 0}",
        "3a#:type :invoke :process 0 :f :read :value nil :final\\? true}",
        "3a#:type :ok :process 0 :f :read :value\\[[ 0-9]*] ?:final\\? true}",
        "4#:type :invoke :process 0 :f :add :value \\d}",
        "4#:type :ok :process 0 :f :read :value \\d+ :final\\? true}",
        "5a#:type :invoke :process \\d+ :f :send :value\\[\\[:send\"\\d+\"\\d+]]}",
        "5a#:type :ok :process \\d+ :f :send :value\\[\\[:send\"\\d+\"\\[\\d+ \\d+]]]}",
        "5a#:type :invoke :process \\d+ :f :poll :value\\[\\[:poll]]}",
        "5a#:type :ok :process \\d+ :f :poll :value\\[\\[:poll\\{}]]}",
        "5a#:type :ok :process \\d+ :f :poll :value\\[\\[:poll\\{(\"\\d+\"\\[(\\[\\d+ \\d+])+])+}]] ?:poll-ms 1000}",
        "5a#:type :ok :process \\d+ :f :assign :value\\[\"\\d+\".*] ?:seek-to-beginning\\? true}",
        "5a#:type :info :process \\d+ :f :crash :value nil}",
        "6a#:type :invoke :process \\d+ :f :txn :value\\[(\\[(:r \\d+ nil|:w \\d+ \\d+)])+]}",
        "6a#:type :ok :process \\d+ :f :txn :value\\[(\\[(:r|:w) \\d+ (nil|\\d+)])+]}",
      })
  void hasTheFormsOfEachWorkload(String part, String form) {
    assertThat(lines(run(part)))
        .anyMatch(line -> line.matches("\\{:index \\d+ :time \\d+ " + form));
  }

  @Test
  void tellsDefiniteErrorsFromTimeoutsAndNumbersProcessesAnew() {
    Run run =
        Simulation.of(
                Parts.find().matching("3a").get(0), Tests.of("broadcast", 3, 50, 40, 0, "kill"))
            .run(1);
    List<String> lines = lines(run);
    assertThat(lines)
        .anyMatch(line -> line.contains(":type :info") && line.endsWith(":error :net-timeout}"))
        .anyMatch(line -> line.contains(":type :fail") && line.contains(":f :read"))
        .anyMatch(line -> line.contains(":process 4 "));
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3c", "4", "5b", "5c", "6c"})
  void holdsAllThatMaelstromsClientsDidInItsOrder(String part) {
    Run run = run(part);
    List<String> lines = lines(run);
    long asked =
        run.history().orElseThrow().operations().stream().filter(Operation::isOfMaelstrom).count();
    assertThat(lines).hasSize((int) (2 * asked));
    long time = 0;
    for (int index = 0; index < lines.size(); index++) {
      Parser parser = Parsers.newParser(Parsers.defaultConfiguration());
      Map<?, ?> event = (Map<?, ?>) parser.nextValue(Parsers.newParseable(lines.get(index)));
      assertThat(event.get(Keyword.newKeyword("index"))).isEqualTo((long) index);
      long now = (long) Objects.requireNonNull(event.get(Keyword.newKeyword("time")));
      assertThat(now).isGreaterThanOrEqualTo(time);
      time = now;
    }
  }

  @Test
  void leavesOutWhatIsOnlyForOurCheckers() {
    assertThat(lines(run("5c"))).noneMatch(line -> line.contains("committed"));
    assertThat(lines(run("6c"))).noneMatch(line -> line.contains(":final?"));
  }

  private static Run run(String name) {
    Part part = Parts.find().matching(name).get(0);
    return Simulation.of(
            part,
            Tests.of(part.tests().get(0).workload(), part.tests().get(0).nodeCount(), 50, 10, 0))
        .run(1);
  }

  private static List<String> lines(Run run) {
    StringBuilder out = new StringBuilder();
    JepsenHistory.write(run.history().orElseThrow(), out);
    return out.toString().lines().toList();
  }
}
