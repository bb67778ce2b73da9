package dev.glomers.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardTest {
  private static LongStream seeds(Seeds seeds) {
    return LongStream.range(0, seeds.count()).map(seeds::get);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 10", "4, 4", "4, 10", "7, 1000"})
  void shardsHaveAllSeedsAndNoneTwice(int count, long most) {
    LongStream all =
        IntStream.range(0, count)
            .mapToObj(index -> Seeds.of(new Shard(index, count), 5, most))
            .flatMapToLong(ShardTest::seeds);
    assertThat(all.sorted())
        .containsExactlyElementsOf(LongStream.range(5, 5 + most).boxed().toList());
  }

  @Test
  void shardsWithoutAnEndStayApart() {
    Seeds third = Seeds.of(new Shard(2, 4), 1, Long.MAX_VALUE - 1);
    assertThat(seeds(third).limit(3)).containsExactly(3L, 7L, 11L);
    assertThat(third.get(third.count() - 1)).isGreaterThan(Long.MAX_VALUE - 5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "JOB_COMPLETION_INDEX=0 JOB_COMPLETIONS=3 | 0 | 3",
        "AWS_BATCH_JOB_ARRAY_INDEX=9 AWS_BATCH_JOB_ARRAY_SIZE=10 | 9 | 10",
        "SLURM_ARRAY_TASK_ID=0 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_COUNT=4 | 0 | 4",
        "SLURM_ARRAY_TASK_ID=4 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_COUNT=4 | 3 | 4",
        "CI_NODE_INDEX=1 CI_NODE_TOTAL=2 | 0 | 2",
      })
  void anEngineSaysWhichShardThisIs(String environment, int index, int count) {
    assertThat(Shard.of("auto", variables(environment))).isEqualTo(new Shard(index, count));
  }

  @ParameterizedTest
  @CsvSource({
    "HOME=/, no variable gives the shard",
    "JOB_COMPLETION_INDEX=0, variable JOB_COMPLETIONS is missing",
    "JOB_COMPLETION_INDEX=x JOB_COMPLETIONS=2, JOB_COMPLETION_INDEX: not a number: x",
    "SLURM_ARRAY_TASK_ID=7 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_COUNT=4, 6/4 is not in 0/4",
  })
  void autoNeedsAllVariables(String environment, String words) {
    assertThatThrownBy(() -> Shard.of("auto", variables(environment)))
        .isInstanceOf(Mistake.class)
        .hasMessageContaining(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1/", "/2", "2/2", "-1/2", "0/0", "a/b", "1/2/3"})
  void whatIsNoShardIsRefused(String text) {
    assertThatThrownBy(() -> Shard.of(text, Map.of()))
        .isInstanceOf(Mistake.class)
        .hasMessageContaining("--shard");
  }

  private static Map<String, String> variables(String environment) {
    return Arrays.stream(environment.split(" "))
        .map(each -> each.split("="))
        .collect(Collectors.toMap(each -> each[0], each -> each[1]));
  }
}
