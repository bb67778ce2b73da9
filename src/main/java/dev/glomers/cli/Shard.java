package dev.glomers.cli;

import java.util.Map;

/**
 * Which of the machines that share a sweep this is.
 *
 * @param index from 0 on
 * @param count how many there are
 */
record Shard(int index, int count) {
  static final Shard WHOLE = new Shard(0, 1);

  Shard {
    Mistake.unless(
        0 <= index && index < count,
        "--shard: %1$d/%2$d is none of 0/%2$d to %3$d/%2$d".formatted(index, count, count - 1));
  }

  /**
   * The shard that is meant.
   *
   * @param text {@code i/n}, or {@code auto} for what the environment says
   */
  static Shard of(String text, Map<String, String> environment) {
    if (text.equals("auto")) {
      return new Environment(environment).shard();
    }
    int slash = text.indexOf('/');
    Mistake.unless(slash >= 0, "--shard: neither i/n nor auto: " + text);
    return new Shard(
        number("--shard", text.substring(0, slash)), number("--shard", text.substring(slash + 1)));
  }

  private static int number(String name, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new Mistake(name + ": not a number: " + text);
    }
  }

  /** What those set that start a program on many machines. */
  private record Environment(Map<String, String> variables) {
    Shard shard() {
      // Kubernetes says which one, but not of how many: the manifest has to.
      if (has("JOB_COMPLETION_INDEX")) {
        return new Shard(number("JOB_COMPLETION_INDEX"), number("JOB_COMPLETIONS"));
      }
      if (has("AWS_BATCH_JOB_ARRAY_INDEX")) {
        return new Shard(number("AWS_BATCH_JOB_ARRAY_INDEX"), number("AWS_BATCH_JOB_ARRAY_SIZE"));
      }
      // Slurm's may begin anywhere, but must follow each other: with --array=1,5 one is out of
      // range.
      if (has("SLURM_ARRAY_TASK_ID")) {
        int first = number("SLURM_ARRAY_TASK_MIN");
        return new Shard(number("SLURM_ARRAY_TASK_ID") - first, number("SLURM_ARRAY_TASK_COUNT"));
      }
      // GitLab
      if (has("CI_NODE_INDEX")) {
        return new Shard(number("CI_NODE_INDEX") - 1, number("CI_NODE_TOTAL"));
      }
      throw new Mistake("--shard auto: no variable says which this is; give it as i/n");
    }

    private boolean has(String name) {
      return variables.containsKey(name);
    }

    private int number(String name) {
      String value = variables.get(name);
      if (value == null) {
        throw new Mistake("--shard auto: the variable " + name + " is missing");
      }
      return Shard.number("--shard auto: " + name, value);
    }
  }
}
